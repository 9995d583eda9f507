import { describe, expect, it } from "vitest";
import { usableSettings } from "../../src/services/imports/settings/usable-settings.js";
import { clientOf } from "./support.js";

const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
const JWE = "eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn";
const BCRYPT = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
const BASIC = Buffer.from("admin:hunter2").toString("base64");

/** Made up; no one of them in one piece, so that nobody who scans this file takes it for one. */
const VENDORS = [
  ["AWS", "AKIA", "IOSFODNN7EXAMPLE"],
  ["AWS for a while", "ASIA", "IOSFODNN7EXAMPLE"],
  ["GitHub", "ghp_", "a1".repeat(18)],
  ["GitHub's applications", "ghs_", "a1".repeat(18)],
  ["GitHub, fine-grained", "github_pat_", `${"a1".repeat(11)}_${"b2".repeat(29)}c`],
  ["GitLab", "glpat-", "a1_-".repeat(5)],
  ["GitLab's runners", "glrt-", "a1_-".repeat(5)],
  ["Google", "AIza", "a1_-b".repeat(7)],
  ["Google's clients", "GOCSPX-", "a1_-".repeat(7)],
  ["Vault", "hvs.", "a1".repeat(12)],
  ["npm", "npm_", "a1".repeat(18)],
  ["Hydra", "ory_at_", "a1_-".repeat(10)],
  ["PyPI", "pypi-", "AgEIcHlwaS5vcmcCJDAw"],
  ["Slack", "xoxb-", "1234567890-a1b2c3"],
  ["Slack's applications", "xapp-", "1-A0123456789-a1b2"],
  ["Slack that rotates", "xoxe.xoxp-", "1-a1b2c3d4e5"],
  ["Stripe", "sk_live_", "a1".repeat(12)],
  ["Stripe, restricted", "rk_test_", "a1".repeat(12)],
  ["Stripe's webhooks", "whsec_", "a1".repeat(16)],
  ["this gateway", "ogt_", "a1".repeat(24)],
] as const;

const NOT_KEPT = "Not kept, since whoever may read the application would see what looks like a credential: ";

/** What is kept of fields, and the names of those that were left out as credentials. */
function keptOf(fields: object) {
  const { settings, notes } = clientOf("rfc7591", { client_id: "x", ...fields });
  const names = notes.flatMap((note) => (note.startsWith(NOT_KEPT) ? note.slice(NOT_KEPT.length, -1).split(", ") : []));
  return { kept: settings.dialectSettings?.rfc7591, names };
}

describe("what is kept of a source, whatever its field is called", () => {
  it.each([
    ["a password in an address", "https://admin:pa55word@app.example.com/admin"],
    ["a password in an address with one slash", "https:/admin:pa55word@app.example.com/admin"],
    ["a password in an address without one", "https:admin:pa55word@app.example.com/admin"],
    ["a password in an address behind the beginning of another", "https:ws:admin:pa55word@app.example.com"],
    ["a password in an address with backslashes", "HTTPS:\\\\admin:pa55word@app.example.com"],
    ["a token in an address", "git+https://a1b2c3d4@git.example.com/repo.git"],
    ["an address with a password among words", "see postgres://app:pa55@db.internal/app for more"],
    ["a secret in a query", "https://hooks.example.com/in?client_secret=hunter2"],
    ["a token in a fragment", "https://app.example.com/#access_token=hunter2"],
    ["a signed address", "https://store.example.com/blob?sv=2024&sig=aGVsbG8%3D"],
    ["a JWT", JWT],
    ["a JWE", JWE],
    ["a JWT among words", `token is ${JWT}.`],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----"],
    ["an encrypted private key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIEow"],
    ["a hash", BCRYPT],
    ["a hash among words", `was ${BCRYPT}, once`],
    ["a hash with its system's prefix", `{bcrypt}${BCRYPT}`],
    ["LDAP's hash", "{SSHA}DkMTwBl+a/3DQTxCYEApdUtNXGgdUac3"],
    ["what follows Bearer", "Authorization: Bearer 0123456789abcdef"],
    ["what follows Basic", `Basic ${BASIC}`],
    ["a secret of this product", "ogs_n7Ww5DxO4sVpHgYs9kReOJN20mFynGwv2hAQ3DuOgGA18fFr8"],
    ["a name of a password with one behind it", "password=hunter2"],
    ["one among words", "ask ops; api_key: hunter2"],
    ["JSON with a secret", '{"a": {"clientSecret": "hunter2"}}'],
    ["JSON in JSON with a secret", JSON.stringify({ a: JSON.stringify({ client_secret: "hunter2" }) })],
    ["a PGP key", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQdGBF"],
    ...VENDORS.map(([vendor, prefix, rest]) => [`a token of ${vendor}`, prefix + rest]),
    ...VENDORS.map(([vendor, prefix, rest]) => [`a token of ${vendor} among words`, `the (${prefix}${rest}), once`]),
    ["a private JWK as text", '{"kty":"EC","crv":"P-256","x":"eA","d":"cHJpdmF0ZQ"}'],
  ])("is never %s", (_what, value) => {
    expect(keptOf({ note: value, other: { deep: [value, "a"] } })).toEqual({
      kept: { other: { deep: [null, "a"] } },
      names: ["note", "other.deep.0"],
    });
  });

  it.each([
    "https://app.example.com/admin?tenant=acme#top",
    "https://app.example.com/@user",
    "https:/app.example.com/@user",
    "//cdn.example.com/lib.js",
    "ops@example.com",
    "mailto:ops@example.com",
    `$${"{authBaseUrl}"}/realms`,
    `password=$${"{vault.password}"}`,
    'secret: "**********"',
    '{"secret_rotation": true, "hash_client_secret": false}',
    "{tenant}.example.com",
    "Basic authentication is off",
    "Bearer tokens only",
    "eyJ is how they begin",
    "-----BEGIN CERTIFICATE-----",
    '{"kty":"EC","crv":"P-256","x":"eA","y":"eQ"}',
    "costs $5 to $10",
    "2026-11-29T13:00:00Z",
    "CN=client,O=Acme",
    "npm_config_registry_of_the_whole_organization",
    "ghp_ is how they begin",
    "gladiators-of-the-roman-empire",
    "task_live_migration_of_everything",
    "MALAKIAHSFODNN7EXAMPLEX",
    "global-payments-and-invoicing-service",
  ])("may be %s", (value) => {
    expect(keptOf({ note: value })).toEqual({ kept: { note: value }, names: [] });
  });

  it("is nothing that another field of its object calls a credential", () => {
    const mapper = {
      name: "api_key",
      protocolMapper: "oidc-hardcoded-claim-mapper",
      config: { "claim.name": "internal", "claim.value": "hunter2", "jsonType.label": "String" },
    };
    const claim = { name: "claim", config: { "claim.name": "api_key", "claim.value": "hunter2" } };
    const plain = { name: "team", config: { "claim.name": "team", "claim.value": "shop" } };
    const headers = [
      { key: "X-Api-Key", value: "hunter2" },
      { key: "Accept", value: "text/html" },
    ];
    expect(keptOf({ mappers: [mapper, claim, plain], headers })).toEqual({
      kept: {
        mappers: [
          { ...mapper, config: { "claim.name": "internal", "jsonType.label": "String" } },
          { name: "claim", config: { "claim.name": "api_key" } },
          plain,
        ],
        headers: [{ key: "X-Api-Key" }, headers[1]],
      },
      names: ["mappers.0.config.claim.value", "mappers.1.config.claim.value", "headers.0.value"],
    });
  });

  it.each([
    "sasKey",
    "sas_key",
    "encryption_key",
    "client_key",
    "clientKeys",
    "hmac_key",
    "hmacKey",
    "shared-key",
    "masterkey",
    "storage.key",
    "tokens",
    "refresh_tokens",
    "deviceTokens",
  ])("is nothing under a name of what opens a door: %s", (name) => {
    expect(keptOf({ [name]: "hunter2", deep: { [name]: ["hunter3"], other: "a" } })).toEqual({
      kept: { deep: { [name]: [null], other: "a" } },
      names: [name, `deep.${name}.0`],
    });
  });

  it("is nothing of what only stands beside one that has its own name", () => {
    const fields = { attributes: { api_key: "LEAKME_APIKEY_1", "minimum.acr.value": "2" } };
    expect(keptOf(fields)).toEqual({
      kept: { attributes: { "minimum.acr.value": "2" } },
      names: ["attributes.api_key"],
    });
  });

  it("may be another kind of key, or what is true of tokens", () => {
    const fields = {
      ...{
        sasKeyName: "root-manage",
        key: "k",
        sortKey: "name",
        primary_key: "id",
        keyId: "k1",
        client_public_key: "pk",
      },
      ...{ revoke_tokens: "true", refresh_tokens: { rotation_type: "rotating" } },
    };
    expect(keptOf(fields)).toEqual({ kept: fields, names: [] });
  });

  it("may be what is only about a credential", () => {
    const fields = {
      client_credentials_grant_access_token_lifespan: "5m0s",
      password_reset_url: "https://app.example.com/reset",
      secret_expires: "2027-01-01",
      token_endpoint: "https://app.example.com/token",
    };
    expect(keptOf(fields)).toEqual({ kept: fields, names: [] });
    const address = "https://app.example.com/reset?token=hunter2";
    expect(keptOf({ password_reset_url: address })).toEqual({ kept: undefined, names: ["password_reset_url"] });
  });

  it("is nothing of an object of credentials, and no number that is one", () => {
    const fields = {
      api_keys: { live: "hunter2", test: "hunter3", enabled: "true" },
      password: 12_345_678,
      accessToken: "hunter4",
      Authorization: "hunter5",
      refresh_token: { rotation_type: "rotating", leeway: 30 },
    };
    expect(keptOf(fields)).toEqual({
      kept: { api_keys: { enabled: "true" }, refresh_token: { rotation_type: "rotating", leeway: 30 } },
      names: ["api_keys.live", "api_keys.test", "password", "accessToken", "Authorization"],
    });
  });

  it.each(["x", "true", true, null, 1, { a: 1 }, ["a"]])(
    "has no field whose name is a value, and the report does not show it, whatever it holds: %j",
    (value) => {
      const fields = { [BCRYPT]: value, ok: { [JWT]: value, a: "z" } };
      const { settings, notes } = clientOf("rfc7591", { client_id: "x", ...fields });
      expect(settings.dialectSettings).toEqual({ rfc7591: { ok: { a: "z" } } });
      expect(notes).toEqual([`${NOT_KEPT}${value === null ? "" : "…, "}ok.….`]);
    },
  );

  it("has no field whose name is a token that its vendor's prefix tells", () => {
    const token = `ghp_${"a1".repeat(18)}`;
    expect(keptOf({ note: { [token]: 1, a: "z" } })).toEqual({ kept: { note: { a: "z" } }, names: ["note.…"] });
  });

  it("takes no name, description or address with a credential in it, and says so", () => {
    const client = {
      clientId: "x",
      name: BCRYPT,
      description: "password=hunter2",
      attributes: { logoUri: "https://app.example.com/logo?api_key=hunter2" },
    };
    const { settings, notes } = clientOf("keycloak", client);
    expect(settings).toMatchObject({ name: "x" });
    expect(settings).not.toHaveProperty("description");
    expect(settings).not.toHaveProperty("logoUrl");
    for (const field of ["name", "description", "attributes.logoUri"]) {
      expect(notes).toContain(
        `${field} was not taken, since whoever may read the application would see what looks like a credential in it.`,
      );
    }
    expect(notes.join()).not.toMatch(/hunter2|\$2b/);
  });

  it("is shown of no name of a field that is too long to be looked at", () => {
    const name = `Authorization: Bearer 9f8e7d6c5b4a39281706 ${"x".repeat(16_400)}`;
    const { notes } = clientOf("rfc7591", { client_id: "x", [name]: "password=hunter2", ok: { [name]: "password=a" } });
    expect(notes).toEqual([`${NOT_KEPT}…, ….`]);
  });

  it.each([
    [
      "what is behind it makes it too long to be looked at",
      `Orders (Bearer 9f8e7d6c5b4a39281706) ${"x".repeat(16_400)}`,
    ],
    ["what is before it goes", `Orders ${" ".repeat(16_400)}Bearer 9f8e7d6c5b4a39281706`],
    ["it is one only by then", `Orders password${"\t".repeat(20)}= 9f8e7d6c5b4a39281706`],
  ])("is not shown in a name that was mended, where %s", (_where, client_name) => {
    const surroundings = { source: "rfc7591", allowsHttp: false, working: [] };
    const { settings, notes } = usableSettings(clientOf("rfc7591", { client_id: "x", client_name }), surroundings);
    expect(settings.name).toBe("x");
    expect(notes).toEqual([
      "client_name was left out, and the client id is in its place: whoever may read the application would see what looks like a credential in it.",
    ]);
  });

  it("is looked at once, however a text is made to be looked at again", () => {
    const size = 6000;
    for (const part of [
      "a",
      "//",
      "://a",
      "eyJ",
      "eyJa.",
      "a=",
      "a:",
      "a ",
      '"a"',
      "bearer ",
      "basic ",
      "?key",
      "ws:",
      "$_",
      "-----BEGIN ",
      ...VENDORS.map(([, prefix]) => `${prefix} `),
    ]) {
      const note = part.repeat(Math.floor(size / part.length));
      expect(keptOf({ note })).toEqual({ kept: { note }, names: [] });
    }
  });
});
