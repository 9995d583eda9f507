import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FormatName } from "../../src/importing/formats/formats.js";
import { FORMATS } from "../../src/importing/formats/formats.js";
import { mappingOf } from "../../src/importing/mappings/mapping.js";
import type { Item } from "../../src/importing/reading/item.js";
import { clientOf, itemsOf } from "./support.js";

const file = (name: string) => readFile(join(import.meta.dirname, "files", name));
const clientsIn = async (format: FormatName, name: string) => {
  const items = await itemsOf(format, await file(name));
  return (line: number) => FORMATS[format].clientOf(items[line] as Item, {});
};

describe("clients of Hydra", () => {
  it("come from the API's list without secrets", async () => {
    const brought = await clientsIn("hydra", "hydra-clients.json");
    const { secrets, notes, sharedNotes, settings } = brought(0);
    expect(secrets).toEqual([]);
    expect([notes, sharedNotes]).toEqual([[], [{ text: "Not taken: registration_access_token." }]]);
    expect(settings).toMatchObject({
      name: "Machine",
      grantTypes: ["CLIENT_CREDENTIALS"],
      responseTypes: [],
      scopes: ["ledger.read", "ledger.write"],
      consentScreenEnabled: true,
      tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC",
    });
    expect(JSON.stringify(settings)).not.toContain("ory_at_invented");
  });

  it("come from rows of the table with the hash of their secret", async () => {
    const brought = await clientsIn("hydra", "hydra-rows.jsonl");
    expect(brought(0)).toMatchObject({
      clientId: "web-portal",
      secrets: [{ form: "hash", text: expect.stringMatching(/^\$pbkdf2-sha256\$/), expiresAt: null }],
      takesAnyMethod: false,
      settings: {
        name: "Portal",
        redirectUris: ["https://portal.example.com/callback"],
        postLogoutRedirectUris: ["https://portal.example.com/bye"],
        allowedOrigins: ["https://portal.example.com"],
        scopes: ["openid", "offline_access", "profile"],
        grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
        responseTypes: ["CODE", "ID_TOKEN"],
        tokenEndpointAuthMethod: "CLIENT_SECRET_POST",
        consentScreenEnabled: false,
        homepageUrl: "https://portal.example.com",
        termsOfServiceUrl: "https://portal.example.com/terms",
        dialectSettings: {
          hydra: expect.objectContaining({
            audience: ["https://api.example.com"],
            metadata: { tier: "gold" },
            contacts: ["ops@example.com"],
          }),
        },
      },
      notes: ["grant_types has urn:ietf:params:oauth:grant-type:device_code, which is no grant here."],
      sharedNotes: [{ text: "Not taken: registration_access_token_signature." }],
    });
  });

  it("come from rows of Hydra 1, whose lists are texts", async () => {
    const brought = await clientsIn("hydra", "hydra-rows.jsonl");
    expect(brought(1)).toMatchObject({
      clientId: "old-row",
      secrets: [{ form: "hash" }],
      settings: {
        name: "old-row",
        redirectUris: ["https://old.example.com/cb", "https://old.example.com/cb2"],
        grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
        scopes: ["openid", "profile"],
      },
    });
  });

  it("bring the secret that was rotated out, which still works there, as a list or as its text", () => {
    const [current, rotated] = [
      "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
      "$2b$10$Q1qo8uLOickgx2ZMRZoMye",
    ];
    const client = { client_id: "x", client_secret: current, client_secret_expires_at: 0 };
    for (const rotated_secrets of [[rotated], JSON.stringify([rotated])]) {
      const { secrets, settings, notes } = clientOf("hydra", { ...client, rotated_secrets });
      expect(secrets).toEqual([
        { form: "hash", text: current, expiresAt: null },
        { form: "hash", text: rotated, expiresAt: null, isPrevious: true },
      ]);
      expect([settings.dialectSettings, notes]).toEqual([undefined, []]);
    }
    for (const rotated_secrets of [[], "[]", "", null]) {
      expect(clientOf("hydra", { ...client, rotated_secrets }).secrets).toHaveLength(1);
    }
    const [, ...refused] = clientOf("hydra", { ...client, rotated_secrets: [rotated, `${rotated}2`] }).secrets;
    const refusal = { message: expect.stringMatching(/^rotated_secrets has 2 /) };
    expect(refused).toMatchObject([rotated, `${rotated}2`].map((text) => ({ form: "unread", text, refusal })));
    const open = { ...client, client_secret: "", token_endpoint_auth_method: "none" };
    expect(clientOf("hydra", { ...open, rotated_secrets: "[]" }).notes).toEqual([]);
    const { secrets, notes } = clientOf("hydra", { ...open, rotated_secrets: [rotated] });
    expect([secrets, notes]).toEqual([[], ["rotated_secrets was not taken: the client does not present it."]]);
  });

  it("alone may have | between their scopes, which is of a scope elsewhere", () => {
    const client = { client_id: "x", scope: "ledger|read write" };
    expect(clientOf("hydra", client).settings.scopes).toEqual(["ledger", "read", "write"]);
    expect(clientOf("rfc7591", client).settings.scopes).toEqual(["ledger|read", "write"]);
    const mapping = mappingOf('{"columns":{"client_id":"clientId","scope":"scopes"}}');
    expect(clientOf("table", client, { mapping }).settings.scopes).toEqual(["ledger|read", "write"]);
  });

  it("have the grant that Hydra gives a client without any", () => {
    expect(clientOf("hydra", { client_id: "x", grant_types: [] }).settings.grantTypes).toEqual(["AUTHORIZATION_CODE"]);
  });
});

describe("clients of Auth0", () => {
  it("come with their secret in this product's words", async () => {
    const brought = await clientsIn("auth0", "auth0-clients.json");
    const { settings, secrets, takesAnyMethod, notes } = brought(0);
    expect(secrets).toEqual([{ form: "plain", text: expect.stringMatching(/^vX_9s2Lk/), expiresAt: null }]);
    expect(takesAnyMethod).toBe(false);
    expect(settings).toMatchObject({
      name: "Regular",
      description: "A web server",
      redirectUris: ["https://app.example.com/callback", "https://*.example.com/callback"],
      postLogoutRedirectUris: ["https://app.example.com"],
      allowedOrigins: ["https://app.example.com", "https://other.example.com"],
      grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN", "CLIENT_CREDENTIALS"],
      tokenEndpointAuthMethod: "CLIENT_SECRET_POST",
      consentScreenEnabled: false,
      logoUrl: "https://app.example.com/logo.png",
      dialectSettings: { auth0: expect.objectContaining({ tenant: "acme", client_metadata: { team: "shop" } }) },
    });
    expect(notes).toEqual([
      "grant_types has implicit, which is no grant here.",
      "grant_types has http://auth0.com/oauth/grant-type/password-realm, which is no grant here.",
      "Not taken: signing_keys.",
      "Not kept, since whoever may read the application would see what looks like a credential: client_metadata.api_key.",
    ]);
    expect(JSON.stringify([settings, notes])).not.toContain("invented-key-of-somebody");
  });

  it("come public without the secret that is left in them", async () => {
    const brought = await clientsIn("auth0", "auth0-clients.json");
    const { settings, secrets, notes } = brought(1);
    expect(secrets).toEqual([]);
    expect(settings.tokenEndpointAuthMethod).toBe("NONE");
    expect(notes).toContain("client_secret was not taken: the client does not present it.");
  });

  it("take Basic and POST where their source fixes neither, with grants by their kind", async () => {
    const brought = await clientsIn("auth0", "auth0-clients.json");
    expect(brought(2)).toMatchObject({
      takesAnyMethod: true,
      settings: { grantTypes: ["CLIENT_CREDENTIALS"] },
      secrets: [{ form: "plain" }],
    });
    expect(clientOf("auth0", { client_id: "x", app_type: "native" }).settings).toMatchObject({
      tokenEndpointAuthMethod: "NONE",
      grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
    });
  });

  it("are left out where they are the tenant's own", () => {
    const reasonFor = (global: unknown) =>
      FORMATS.auth0.reasonToLeaveOut({ line: 0, value: { client_id: "x", global } });
    expect([reasonFor(true), reasonFor(false)]).toEqual(["It is the tenant's own, and stays there.", null]);
  });

  it("come without a secret where they present a key", () => {
    const keys = { client_authentication_methods: { private_key_jwt: { credentials: [{ id: "cred_1" }] } } };
    const { secrets, takesAnyMethod, notes } = clientOf("auth0", { client_id: "x", client_secret: "abc", ...keys });
    expect({ secrets, takesAnyMethod }).toEqual({ secrets: [], takesAnyMethod: false });
    expect(notes.join()).toContain("client_authentication_methods is private_key_jwt");
  });
});
