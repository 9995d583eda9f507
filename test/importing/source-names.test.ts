import { describe, expect, it } from "vitest";
import type { FormatName } from "../../src/importing/formats/formats.js";
import { mappingOf } from "../../src/importing/mappings/mapping.js";
import { usableSecrets } from "../../src/services/imports/secrets/brought-secrets.js";
import { usableSettings } from "../../src/services/imports/settings/usable-settings.js";
import { clientOf } from "./support.js";

const WILDCARD = "https://a.example/*";
const LONG = "x".repeat(2001);
const SECRET = "q7Zk2-mV9xLr4Tn8Wp3";
const BEYOND = "$2b$15$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

const mapping = mappingOf(
  JSON.stringify({
    columns: {
      ...{ key: "clientId", pass: "clientSecret", old: "previousClientSecret", title: "name", about: "description" },
      ...{ callbacks: "redirectUris", bye: "postLogoutRedirectUris", rights: "scopes", asked: "optionalScopes" },
    },
  }),
);

const REGISTRATION = {
  ...{ client_id: "x", client_name: "a\tb", redirect_uris: [WILDCARD], post_logout_redirect_uris: [WILDCARD] },
  ...{ scope: "a ö" },
};
const OF_REGISTRATION = ["client_name was", "redirect_uris.0 (", "post_logout_redirect_uris.0 (", "scope.1 was"];

/** What stands wrong in each field of a client, and the names of these fields in its file. */
const WRONG: [FormatName, object, string[]][] = [
  ["rfc7591", REGISTRATION, OF_REGISTRATION],
  ["hydra", REGISTRATION, OF_REGISTRATION],
  [
    "auth0",
    { client_id: "x", name: "a\tb", description: LONG, callbacks: [WILDCARD], allowed_logout_urls: [WILDCARD] },
    ["name was", "description was", "callbacks.0 (", "allowed_logout_urls.0 ("],
  ],
  [
    "keycloak",
    {
      ...{ clientId: "x", redirectUris: [WILDCARD], defaultClientScopes: ["acr", "ö"] },
      ...{ optionalClientScopes: ["address", "a b"], attributes: { "post.logout.redirect.uris": WILDCARD } },
    },
    [
      "redirectUris.0 (",
      "attributes.post.logout.redirect.uris.0 (",
      "defaultClientScopes.1 was",
      "optionalClientScopes.1 was",
    ],
  ],
  [
    "keycloak",
    { clientId: "x", redirectUris: [WILDCARD], attributes: { "post.logout.redirect.uris": `https://b.example/*##+` } },
    [
      "redirectUris.0 (",
      "attributes.post.logout.redirect.uris.0 (https",
      "attributes.post.logout.redirect.uris.1 (+) (https://a.example/*) was",
    ],
  ],
  [
    "table",
    { key: "x", title: "a\tb", about: LONG, callbacks: WILDCARD, bye: WILDCARD, rights: "a ö", asked: "b" },
    ["title was", "about was", "callbacks.0 (", "bye.0 (", "rights.1 was", "asked.0 was"],
  ],
];

describe("what is wrong in a file is called by the name that it has there", () => {
  it.each(WRONG)("in notes on settings, of %s", (format, value, names) => {
    const surroundings = { source: format, allowsHttp: false, working: [] };
    const { notes } = usableSettings(clientOf(format, value, { mapping }), surroundings);
    expect(notes).toEqual(names.map((name) => expect.stringContaining(name)));
    for (const [index, note] of notes.entries()) expect(note.startsWith(names[index] as string)).toBe(true);
  });

  it.each<[FormatName, object, string]>([
    ["rfc7591", { client_id: "x", client_secret: SECRET, client_uri: `https://a.example/${SECRET}` }, "client_uri"],
    ["keycloak", { clientId: "x", secret: SECRET, baseUrl: `https://a.example/${SECRET}` }, "baseUrl"],
    ["table", { key: "x", pass: SECRET, title: SECRET }, "title"],
  ])("in notes on what shows the client's secret, of %s", (format, value, name) => {
    const { notes } = clientOf(format, value, { mapping });
    expect(notes).toContainEqual(expect.stringMatching(new RegExp(`^${name} was not taken, since .* a secret of`)));
  });

  it.each<[FormatName, object, string]>([
    ["rfc7591", { client_id: "x" }, "client_id"],
    ["hydra", { id: "x" }, "id"],
    ["keycloak", { clientId: "x" }, "clientId"],
    ["table", { key: "x" }, "key"],
  ])("in the reason why a client id may not be here, of %s", (format, value, name) => {
    expect(clientOf(format, value, { mapping }).names).toMatchObject({ clientId: name });
  });

  it.each<[FormatName, (...secrets: string[]) => object, string, string]>([
    [
      "keycloak",
      (secret, rotated) => ({ clientId: "x", secret, attributes: { "client.secret.rotated": rotated } }),
      "secret",
      "attributes.client.secret.rotated",
    ],
    [
      "hydra",
      (client_secret, ...rotated_secrets) => ({ client_id: "x", client_secret, rotated_secrets }),
      ...(["client_secret", "rotated_secrets"] as const),
    ],
    ["table", (pass, old) => ({ key: "x", pass, old }), "pass", "old"],
  ])("in the reason why a secret may not come, of %s", (format, itemOf, current, previous) => {
    const read = (...secrets: string[]) => usableSecrets(clientOf(format, itemOf(...secrets), { mapping }), false, 0);
    expect(() => read(BEYOND, SECRET)).toThrow(new RegExp(`^${current} must `));
    expect(() => read(SECRET, BEYOND)).toThrow(new RegExp(`^${previous} must `));
    expect(() => read("**********", BEYOND)).toThrow(new RegExp(`^${previous} must `));
  });
});
