import { expect, it } from "vitest";
import { FORMAT_NAMES } from "../../src/importing/formats/formats.js";
import { mappingOf } from "../../src/importing/mappings/mapping.js";
import { usableSettings } from "../../src/services/imports/settings/usable-settings.js";
import { clientOf } from "./support.js";

const mapping = mappingOf('{"columns":{"client_id":"clientId"}}');

it.each([
  "$2a$11$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
  "pbkdf2_sha256$870000$salt$hash",
  "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA",
  "{bcrypt}$2b$10$N9qo8uLOickgx2ZMRZoMye",
  "{SSHA}c29tZWhhc2g=",
  "{noop}secret",
  "scrypt:32768:8:1$salt$hash",
  "**********",
  "[REDACTED]",
  `$${"{vault.client-id}"}`,
  "{{ client_id }}",
])("a client id that belongs into a secret's place is refused, and not repeated: %s", (id) => {
  const read = (name: (typeof FORMAT_NAMES)[number]) => () =>
    clientOf(name, name === "keycloak" ? { clientId: id } : { client_id: id }, name === "table" ? { mapping } : {});
  for (const name of FORMAT_NAMES.filter((format) => format !== "own")) {
    expect(read(name)).toThrow(/holds the hash of a secret, or what stands for one: have columns been exchanged\?$/);
    expect(read(name)).not.toThrow(id);
  }
});

it.each(["{tenant}.orders", "$app", "a$b$c", "orders*", "{a,b}", "sha-service", "0".repeat(64)])(
  "a client id that only looks a little like one comes along: %s",
  (client_id) => expect(clientOf("rfc7591", { client_id })).toMatchObject({ clientId: client_id }),
);

it("an application of another gateway keeps the client id that it has there", () => {
  const line = { id: "app_0000000000000000000000", clientId: "$2a$11$x", name: "x" };
  expect(clientOf("own", line)).toMatchObject({ clientId: "$2a$11$x" });
});

const SECRET = "q7Zk2-mV9xLr4Tn8Wp3";
/** With characters that some write otherwise in a URL or in JSON, and others do not. */
const SPELLED = 'q7Zk2+mV9x!r4"n8/p3';
const HAS_ID = "The client id stands in a secret's place, and was not taken as one.";

it("a client id in a secret's place is no secret: everybody may know it", () => {
  const id = "0123456789abcdef0123456789abcdee";
  const own = mappingOf('{"columns":{"uid":"clientId","secret":"clientSecret","old":"previousClientSecret"}}');
  const read = [
    clientOf("keycloak", { clientId: id, secret: id }),
    clientOf("hydra", { client_id: id, client_secret: id }),
    clientOf("auth0", { client_id: id, client_secret: id }),
    clientOf("rfc7591", { client_id: id, client_secret: id }),
    clientOf("rfc7591", { client_id: "0".repeat(64), client_secret: "0".repeat(64) }),
    clientOf("table", { uid: id, secret: id, old: id }, { mapping: own }),
  ];
  for (const { secrets, leavesSecret, notes } of read) {
    expect({ secrets, leavesSecret }).toEqual({ secrets: [], leavesSecret: true });
    expect(notes).toContain(HAS_ID);
  }
  const { secrets, notes } = clientOf("table", { uid: id, secret: SECRET, old: id }, { mapping: own });
  expect(secrets).toEqual([{ form: "plain", text: SECRET, expiresAt: null }]);
  expect(notes).toContain(HAS_ID);
});

it("a client's own secret in another field is not shown there", () => {
  const { settings, notes } = clientOf("keycloak", {
    clientId: "orders",
    secret: SECRET,
    name: `Orders (${SECRET})`,
    description: `The secret is ${SECRET}.`,
    baseUrl: `https://orders.example.com/${SECRET}`,
    adminUrl: "https://orders.example.com/admin",
    attributes: {
      note: SECRET,
      [`of-${SECRET}`]: "x",
      team: "a",
      policyUri: `https://orders.example.com/?q=${SECRET}`,
    },
  });
  expect(settings).toMatchObject({
    name: "orders",
    dialectSettings: { keycloak: { adminUrl: "https://orders.example.com/admin", attributes: { team: "a" } } },
  });
  expect(JSON.stringify([settings, notes])).not.toContain(SECRET);
  for (const field of ["name", "description", "baseUrl", "attributes.policyUri"]) {
    expect(notes).toContainEqual(
      expect.stringMatching(new RegExp(`^${field} was not taken, since .* a secret of the client`)),
    );
  }
  expect(notes).toContainEqual(expect.stringMatching(/^Not kept, since .*: attributes\.note, attributes\.…\.$/));
});

it.each([
  ["percent-encoded in lower case", "https://a.example.com/cb?x=q7Zk2%2bmV9x!r4%22n8%2fp3"],
  [
    "percent-encoded as a whole",
    `https://a.example.com/cb?x=${[...Buffer.from(SPELLED)].map((byte) => `%${byte.toString(16)}`).join("")}`,
  ],
  ["by an encoder that leaves nothing out", "https://a.example.com/cb?x=q7Zk2%2BmV9x%21r4%22n8%2Fp3"],
  ["by an encoder that leaves most of it", "https://a.example.com/cb?x=q7Zk2+mV9x!r4%22n8/p3"],
  ["in JSON", JSON.stringify({ k: SPELLED })],
  ["in JSON with slashes escaped", JSON.stringify({ k: SPELLED }).replaceAll("/", "\\/")],
  ["in JSON with code points", '{"k": "q7Zk2\\u002bmV9x!r4\\u0022n8\\u002Fp3"}'],
  ["in an address in JSON", '{"k": "https:\\/\\/a.example.com\\/?x=q7Zk2%2bmV9x!r4%22n8%2fp3"}'],
])("a client's own secret is not shown in another spelling either: %s", (_how, text) => {
  const brought = clientOf("keycloak", {
    ...{ clientId: "orders", secret: SPELLED, name: text, description: text, adminUrl: text },
    ...{ attributes: { note: text, [text]: "x", team: "a" }, redirectUris: [text, "https://a.example.com/cb"] },
  });
  expect(brought.settings).toMatchObject({
    name: "orders",
    dialectSettings: { keycloak: { attributes: { team: "a" } } },
  });
  expect(brought.settings.description).toBeUndefined();
  expect(brought.settings.dialectSettings).toEqual({ keycloak: { attributes: { team: "a" } } });
  const surroundings = { source: "keycloak", allowsHttp: true, working: brought.secrets };
  const { settings, notes } = usableSettings(brought, surroundings);
  expect(settings.redirectUris).toEqual(["https://a.example.com/cb"]);
  expect(JSON.stringify([settings, notes])).not.toMatch(/q7Zk2|%71%37/);
});

it("a weak one is no whole value in another spelling either", () => {
  const fields = { client_id: "a", client_secret: "30+24/15", a: "30%2b24%2f15", b: "30+24\\/15", c: "30%2b24%2f150" };
  expect(clientOf("rfc7591", fields).settings.dialectSettings).toEqual({ rfc7591: { c: "30%2b24%2f150" } });
});

it.each([
  ["a client with a key", "rfc7591", { token_endpoint_auth_method: "private_key_jwt", client_secret: SECRET }],
  [
    "a client with a method that nobody knows",
    "hydra",
    { token_endpoint_auth_method: "none_yet", client_secret: SECRET },
  ],
  ["a public client", "hydra", { token_endpoint_auth_method: "none", rotated_secrets: ["x", SECRET] }],
  ["a client of Auth0 with a key", "auth0", { client_authentication_methods: { k: {} }, client_secret: SECRET }],
  ["a row with a key", "table", { method: "private_key_jwt", secret: SECRET }],
] as const)("a secret that the client leaves is its own all the same: %s", (_what, format, fields) => {
  const columns = {
    client_id: "clientId",
    secret: "clientSecret",
    method: "tokenEndpointAuthMethod",
    client_name: "name",
  };
  const options = format === "table" ? { mapping: mappingOf(JSON.stringify({ columns })) } : {};
  const shown = { client_name: `Orders ${SECRET}`, software_id: SECRET };
  const { settings, secrets, leftSecrets, notes } = clientOf(format, { client_id: "a", ...shown, ...fields }, options);
  expect(secrets).toEqual([]);
  expect(leftSecrets).toContainEqual({ form: "plain", text: SECRET, expiresAt: null });
  expect(JSON.stringify([settings, notes])).not.toContain(SECRET);
  expect(notes).toContainEqual(expect.stringMatching(/was not taken: the client does not present it\.$/));
});

it("a client id that stands in the place of a secret which the client leaves may be shown", () => {
  const id = "0123456789abcdef0123456789abcdee";
  const { settings } = clientOf("rfc7591", {
    ...{ client_id: id, client_secret: id, token_endpoint_auth_method: "none" },
    ...{ client_name: `Orders ${id}`, software_id: id },
  });
  expect(settings).toMatchObject({ name: `Orders ${id}`, dialectSettings: { rfc7591: { software_id: id } } });
});

it.each([
  ["with it", {}],
  ["that leaves it", { clientAuthenticatorType: "client-jwt" }],
  ["that is public", { publicClient: true }],
])("no note names a scope of Keycloak that is the secret of its client: one %s", (_what, fields) => {
  const scopesOf = (secret: string, optionalClientScopes: string[]) =>
    clientOf("keycloak", { ...fields, clientId: "orders", secret, optionalClientScopes }).notes.filter((note) =>
      note.startsWith("optionalClientScopes are in scopes"),
    );
  const said = (names: string) => [expect.stringMatching(new RegExp(`gets them here, too: ${names}\\.$`))];
  expect(scopesOf(SECRET, [SECRET])).toEqual([]);
  expect(scopesOf(SECRET, ["a", SECRET, `of:${SECRET}`, "b"])).toEqual(said("a, b"));
  // A weak one comes as a scope.
  expect(scopesOf("s3cret!", ["a", "s3cret!"])).toEqual(said("a, optionalClientScopes\\.1"));
  expect(scopesOf("orders", ["orders"])).toEqual(said("orders"));
});

it("a hash that the client has instead of a secret is not shown either, and a short secret is no part of words", () => {
  const hash = "a1".repeat(32);
  const hashed = clientOf(
    "rfc7591",
    { client_id: "a", client_secret: hash, software_id: hash },
    { secrets: "sha256-hex" },
  );
  expect(hashed.settings.dialectSettings).toBeUndefined();
  const short = clientOf("rfc7591", {
    client_id: "a",
    client_secret: "orders1",
    client_name: "orders1",
    software_id: "my-orders1",
  });
  expect(short.settings).toMatchObject({
    name: "orders1",
    dialectSettings: { rfc7591: { software_id: "my-orders1" } },
  });
});

it("no value is kept that is the client's own secret as a whole, however short or weak; what is no more than a flag is", () => {
  const { settings, notes } = clientOf("rfc7591", {
    ...{ client_id: "a", client_secret: "30240815", client_name: "30240815" },
    ...{ software_id: "30240815", owner: { name: "x", notes: ["b", "30240815", 30240815] }, team: "302408150" },
  });
  expect(settings).toMatchObject({
    name: "30240815",
    dialectSettings: { rfc7591: { owner: { name: "x", notes: ["b", null, null] }, team: "302408150" } },
  });
  expect(settings.dialectSettings).not.toHaveProperty("rfc7591.software_id");
  expect(notes).toContainEqual(
    expect.stringMatching(/^Not kept, since .* credential: software_id, owner\.notes\.1, owner\.notes\.2\.$/),
  );
  const flags = { client_id: "a", client_secret: "true", on: "true", off: "false" };
  expect(clientOf("rfc7591", flags).settings.dialectSettings).toEqual({ rfc7591: { on: "true", off: "false" } });
});
