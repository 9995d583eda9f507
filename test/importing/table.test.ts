import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FormatOptions } from "../../src/importing/formats/format.js";
import { FORMATS } from "../../src/importing/formats/formats.js";
import { mappingOf } from "../../src/importing/mappings/mapping.js";
import { SHIPPED_MAPPINGS } from "../../src/importing/mappings/shipped.js";
import type { Item } from "../../src/importing/reading/item.js";
import { GrantType } from "../../src/model/client-metadata.js";
import { bytesOf, itemsOf } from "./support.js";

const SECRET = "Tq8VnU2yJ5kLwE0xRb3mZs7cHd9fGa1p";
const rowsOf = async (text: string | Buffer, options: FormatOptions) =>
  (
    (items: Item[]) => (line: number) =>
      FORMATS.table.clientOf(items[line] as Item, options)
  )(await itemsOf("table", text, options));
const shipped = async (name: string, options: FormatOptions = {}) => {
  const text = await readFile(join(import.meta.dirname, "files", `${name}.csv`));
  return rowsOf(text, { mapping: SHIPPED_MAPPINGS[name], ...options });
};

describe("rows of Doorkeeper's table", () => {
  it("come with the grants that Doorkeeper does not record", async () => {
    const brought = await shipped("doorkeeper");
    expect(brought(0)).toMatchObject({
      clientId: "dk-web",
      takesAnyMethod: true,
      secrets: [{ form: "plain", text: "pZ3kX8vN1qW6tR4yU9iO2aS7dF5gH0jL", expiresAt: null }],
      settings: {
        name: "Shop, the",
        public: false,
        redirectUris: ["https://shop.example.com/callback", "https://shop.example.com/silent"],
        scopes: ["read", "write"],
        grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN", "CLIENT_CREDENTIALS"],
        dialectSettings: { table: expect.objectContaining({ id: "1", created_at: "2021-01-02 03:04:05.678901" }) },
      },
    });
    expect(brought(1)).toMatchObject({
      takesAnyMethod: false,
      secrets: [],
      settings: {
        public: true,
        redirectUris: ["myapp://callback"],
        grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
      },
    });
  });

  it("come with the grants that are said instead", async () => {
    const brought = await shipped("doorkeeper", { grants: [GrantType.CLIENT_CREDENTIALS] });
    expect(brought(0).settings.grantTypes).toEqual(["CLIENT_CREDENTIALS"]);
  });

  it("are refused with what may be a hash, until it is said what it is", async () => {
    const hashed = async (options: FormatOptions = {}) => (await shipped("doorkeeper", options))(2);
    const message = expect.stringContaining("secret is a secret or the hash of one (64 hexadecimal digits)");
    expect((await hashed()).secrets).toEqual([
      expect.objectContaining({ form: "unread", refusal: expect.objectContaining({ message }) }),
    ]);
    expect((await hashed({ secrets: "sha256-hex" })).secrets).toEqual([
      { form: "hash", text: expect.stringMatching(/^\{sha256-hex\}4c94/), expiresAt: null },
    ]);
    expect((await hashed({ secrets: "plain" })).secrets).toEqual([expect.objectContaining({ form: "plain" })]);
  });

  it("bring the previous secret of a rotation", async () => {
    const brought = await shipped("doorkeeper");
    expect(brought(3).secrets.map((secret) => "text" in secret && secret.text.slice(0, 4))).toEqual(["bV2n", "hJ6k"]);
  });

  it("keep when the previous secret was rotated out, since its end is in no column", async () => {
    const header = "uid,secret,old_secret,old_secret_created_at,name,redirect_uri,scopes,confidential";
    const row = `k1,${SECRET},${SECRET}2,2026-11-01 03:04:05,x,,read,t`;
    const { secrets, settings } = (await rowsOf(`${header}\n${row}\n`, { mapping: SHIPPED_MAPPINGS.doorkeeper }))(0);
    expect(secrets.map(({ expiresAt }) => expiresAt)).toEqual([null, null]);
    expect(settings.dialectSettings).toEqual({ table: { old_secret_created_at: "2026-11-01 03:04:05" } });
  });
});

describe("rows of Django OAuth Toolkit's table", () => {
  it("come with the hash or the secret that they hold", async () => {
    const brought = await shipped("django-oauth-toolkit");
    expect(brought(0)).toMatchObject({
      clientId: "dot-web",
      takesAnyMethod: true,
      secrets: [{ form: "hash", text: expect.stringMatching(/^pbkdf2_sha256\$870000\$/) }],
      settings: {
        name: "Web",
        public: false,
        redirectUris: ["https://dot.example.com/cb", "https://dot.example.com/cb2"],
        postLogoutRedirectUris: ["https://dot.example.com/bye"],
        allowedOrigins: ["https://dot.example.com"],
        grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
        consentScreenEnabled: false,
        // It says that the secret is hashed, and is no secret itself.
        dialectSettings: {
          table: expect.objectContaining({ algorithm: "RS256", user_id: "7", hash_client_secret: "t" }),
        },
      },
      notes: [],
    });
    expect(brought(1)).toMatchObject({
      secrets: [{ form: "plain" }],
      settings: { name: "dot-service", grantTypes: ["CLIENT_CREDENTIALS"], consentScreenEnabled: true },
    });
  });

  it("come without a grant that is none here, and say so", async () => {
    const brought = await shipped("django-oauth-toolkit");
    const { settings, notes } = brought(2);
    expect(settings).toMatchObject({ public: true, grantTypes: [] });
    expect(notes).toContain("authorization_grant_type was not taken: its value has no place here.");
    expect(notes).toContain("The client has no grants here, and gets no tokens by itself.");
  });
});

describe("rows of any table", () => {
  const columns = {
    key: "clientId",
    pass: "clientSecret",
    until: "clientSecretExpiresAt",
    uris: { field: "redirectUris", separator: ";" },
    kind: { field: "grantTypes", values: { s: ["CLIENT_CREDENTIALS"], w: ["AUTHORIZATION_CODE"] } },
    on: "enabled",
    auth: "tokenEndpointAuthMethod",
  };
  const mapping = mappingOf(JSON.stringify({ columns, constants: { name: "From a table", scopes: ["a", "b"] } }));
  const row = async (text: string) =>
    (await rowsOf(`key,pass,until,uris,kind,on,auth,more\n${text}\n`, { mapping }))(0);

  it("come by their mapping, also from JSON", async () => {
    const expected = {
      clientId: "k1",
      enabled: false,
      takesAnyMethod: false,
      secrets: [{ form: "plain", text: SECRET, expiresAt: new Date("2027-01-02T01:04:05Z") }],
      settings: {
        name: "From a table",
        scopes: ["a", "b"],
        redirectUris: ["https://a.example.com/", "https://b.example.com/"],
        grantTypes: ["CLIENT_CREDENTIALS"],
        tokenEndpointAuthMethod: "CLIENT_SECRET_POST",
        dialectSettings: { table: { more: "x" } },
      },
      notes: [],
    };
    const uris = "https://a.example.com/;https://b.example.com/";
    expect(await row(`k1,${SECRET},2027-01-02 03:04:05+02,${uris},s,f,client_secret_post,x`)).toMatchObject(expected);
    const values = { key: "k1", pass: SECRET, until: "2027-01-02 03:04:05+02", uris: uris.split(";") };
    const json = JSON.stringify([{ ...values, kind: "s", on: false, auth: "client_secret_post", more: "x" }]);
    expect((await rowsOf(json, { mapping }))(0)).toMatchObject(expected);
  });

  it("are refused with a value that is none of its kind, naming the column", async () => {
    await expect(row("k1,,,,s,maybe,,")).rejects.toThrow("on must be true or false");
    await expect(row("k1,,,,z,t,,")).rejects.toThrow("kind must have a value that its mapping names");
    await expect(row(",,,,s,t,,")).rejects.toThrow("key must be given");
    await expect(row("k1,,yesterday,,s,t,,")).rejects.toThrow("until must be a date-time");
  });

  it("have no grants where they say that there are none, whatever grants are said for those that say nothing", async () => {
    const on = mappingOf('{"columns":{"key":"clientId","kind":"grantTypes"}}');
    const json =
      '[{"key":"k1","kind":[]},{"key":"k2","kind":null},{"key":"k3","kind":""},{"key":"k4","kind":"refresh_token"}]';
    const said = await rowsOf(json, { mapping: on, grants: [GrantType.CLIENT_CREDENTIALS] });
    const grants = [0, 1, 2, 3].map((line) => said(line).settings.grantTypes);
    expect(grants).toEqual([[], [], [], ["REFRESH_TOKEN"]]);
    const none = [expect.stringMatching(/^kind is empty\. The client has no grants here/)];
    expect([0, 1, 2, 3].map((line) => said(line).notes)).toEqual([[], none, none, []]);
    const csv = await rowsOf("key,kind\nk1,\nk2,\\N\n", { mapping: on });
    expect([csv(0).settings.grantTypes, csv(1).settings.grantTypes]).toEqual([[], []]);
    const constant = mappingOf('{"columns":{"key":"clientId"},"constants":{"grantTypes":[]}}');
    expect((await rowsOf("key\nk1\n", { mapping: constant }))(0).settings.grantTypes).toEqual([]);
  });

  it.each([
    ["an empty field", "key,on\nk1,\n", "enabled"],
    ["null in CSV", "key,on\nk1,\\N\n", "enabled"],
    ["null in JSON", '[{"key":"k1","on":null}]', "enabled"],
    ["nothing where others may lack it", '[{"key":"k1","on":""}]', { field: "enabled", optional: true }],
    ["nothing where values have meanings", "key,on\nk1,\n", { field: "enabled", values: { y: true, n: false } }],
  ])("are refused where they do not say whether they are enabled: %s", async (_what, text, on) => {
    const by = mappingOf(JSON.stringify({ columns: { key: "clientId", on } }));
    const brought = await rowsOf(text, { mapping: by });
    expect(() => brought(0)).toThrow("on must not be empty, since its mapping says by it who is enabled");
  });

  it.each(["public", "confidential", "clientSecretExpiresAt", "grantTypes", "tokenEndpointAuthMethod", "pkceRequired"])(
    "of JSON are refused without a key that says what a client may do, unless it is optional: %s",
    async (field) => {
      const json = '[{"key":"k1"},{"key":"k2","on":null}]';
      const by = (on: unknown) =>
        rowsOf(json, { mapping: mappingOf(JSON.stringify({ columns: { key: "clientId", on } })) });
      const brought = await by(field);
      expect(() => brought(0)).toThrow("on must be there, null where it has no value");
      expect(brought(1)).toMatchObject({ clientId: "k2" });
      expect((await by({ field, optional: true }))(0)).toMatchObject({ clientId: "k1" });
    },
  );

  it("of JSON are refused without the key that says whether they are enabled, and are so where it is optional", async () => {
    const by = (on: unknown) =>
      rowsOf('[{"key":"k1"}]', { mapping: mappingOf(JSON.stringify({ columns: { key: "clientId", on } })) });
    const brought = await by("enabled");
    expect(() => brought(0)).toThrow("on must be there, null where it has no value");
    expect((await by({ field: "enabled", optional: true }))(0)).toMatchObject({ clientId: "k1", enabled: true });
  });

  it("come without a grant that was said of all and that a public client may not have, and say so", async () => {
    const keyed = mappingOf('{"columns":{"key":"clientId","open":"public"}}');
    const text = "key,open\nk1,t\nk2,f\n";
    const said = await rowsOf(text, { mapping: keyed, grants: [GrantType.CLIENT_CREDENTIALS] });
    expect(said(0)).toMatchObject({
      settings: { grantTypes: [] },
      notes: [expect.stringMatching(/^grantTypes .*public/)],
    });
    expect(said(1)).toMatchObject({ settings: { grantTypes: ["CLIENT_CREDENTIALS"] }, notes: [] });
    const unsaid = await rowsOf(text, { mapping: keyed });
    expect(unsaid(0)).toMatchObject({ settings: { grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"] }, notes: [] });
  });

  const keyed = mappingOf('{"columns":{"key":"clientId"}}');

  it.each(["api_token", "pwd", "db_pwd", "client_pass", "pass_1", "client_hash", "secretHash", "previous_password"])(
    "keep no credential of a column that the mapping does not name: %s",
    async (column) => {
      const { settings, notes } = (await rowsOf(`key,${column}\nk1,${SECRET}\n`, { mapping: keyed }))(0);
      expect(JSON.stringify(settings)).not.toContain(SECRET);
      expect(notes.join()).toContain(`what looks like a credential: ${column}.`);
    },
  );

  it.each([
    "$2b$05$abcdefghijklmnopqrstuu",
    "$argon2id$v=19$m=16,t=2,p=1$c2FsdA$aGFzaA",
    "pbkdf2_sha256$1000$salt$aGFzaA=",
  ])("keep no value that says that it is a hash, whatever its column is called: %s", async (hash) => {
    const { settings, notes } = (
      await rowsOf(JSON.stringify([{ key: "k1", legacy: hash, more: "x" }]), { mapping: keyed })
    )(0);
    expect(settings.dialectSettings).toEqual({ table: { more: "x" } });
    expect(notes.join()).toContain("what looks like a credential: legacy.");
  });

  it("keep what says something about credentials, and what only sounds like one", async () => {
    const about = {
      hash_client_secret: "t",
      hash_algorithm: "sha256",
      pwd_changed_at: "2026-01-02",
      bypass: "t",
      hashtag: "#a",
    };
    const { settings, notes } = (await rowsOf(JSON.stringify([{ key: "k1", ...about }]), { mapping: keyed }))(0);
    expect(settings.dialectSettings).toEqual({ table: about });
    expect(notes).toEqual([]);
  });

  it("need a mapping", () => {
    expect(() => FORMATS.table.items(bytesOf("a\n1\n"), {})).toThrow(/mapping must be given/);
  });
});

describe("a mapping", () => {
  it("says grants and methods as OAuth and as this product writes them", () => {
    const values = { a: "authorization_code", b: ["CLIENT_CREDENTIALS", "refresh-token"], c: null };
    const columns = { k: "clientId", g: { field: "grantTypes", values } };
    for (const tokenEndpointAuthMethod of ["client_secret_post", "NONE", "private_key_jwt", "client_secret_jwt"]) {
      const mapping = { columns, constants: { tokenEndpointAuthMethod, enabled: "t" } };
      expect(mappingOf(JSON.stringify(mapping)).columns.g).toEqual({ field: "grantTypes", values });
    }
  });

  it.each([
    ["mapping must be JSON", "{"],
    ["mapping must be an object", "[]"],
    ["mapping.columns must be an object", "{}"],
    ["mapping.columns must say which column is clientId", '{"columns":{"a":"name"}}'],
    ["mapping must have name once", '{"columns":{"a":"clientId","b":"name","c":"name"}}'],
    ["mapping must have name once", '{"columns":{"a":"clientId","b":"name"},"constants":{"name":"x"}}'],
    ["mapping.columns.a must be one of clientId", '{"columns":{"a":"secret"}}'],
    ["mapping.columns.a.separator must be text", '{"columns":{"a":{"field":"clientId","separator":1}}}'],
    ["mapping.columns.a must have no others than field", '{"columns":{"a":{"field":"clientId","sep":","}}}'],
    ["mapping.columns.a.optional must be true", '{"columns":{"a":{"field":"clientId","optional":"yes"}}}'],
    [
      "mapping.columns.a.values.s must be of AUTHORIZATION_CODE, REFRESH_TOKEN, CLIENT_CREDENTIALS, or null for what has no place here: CLIENT_CREDENTIAL is none",
      '{"columns":{"k":"clientId","a":{"field":"grantTypes","values":{"w":null,"s":["CLIENT_CREDENTIAL"]}}}}',
    ],
    [
      "mapping.columns.a.values.s must be of",
      '{"columns":{"k":"clientId","a":{"field":"tokenEndpointAuthMethod","values":{"s":"basic"}}}}',
    ],
    [
      "mapping.columns.a.values.off must be true or false",
      '{"columns":{"k":"clientId","a":{"field":"enabled","values":{"off":"no"}}}}',
    ],
    ["mapping.constants.grantTypes must be of", '{"columns":{"k":"clientId"},"constants":{"grantTypes":["implicit"]}}'],
    ["mapping.constants.enabled must be true or false", '{"columns":{"k":"clientId"},"constants":{"enabled":"yes"}}'],
    ["mapping.constants must have no others", '{"columns":{"a":"clientId"},"constants":{"b":1}}'],
    ["mapping must have no others than columns", '{"columns":{"a":"clientId"},"extra":1}'],
  ])("is refused: %s", (message, text) => {
    expect(() => mappingOf(text)).toThrow(message);
  });
});
