import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FORMAT_NAMES, FORMATS } from "../../src/importing/formats/formats.js";
import { mappingOf } from "../../src/importing/mappings/mapping.js";
import { TABLE_FIELDS } from "../../src/importing/mappings/table-fields.js";
import { SECRET_READINGS } from "../../src/importing/secret-form.js";
import { KEPT, NAMED, NAMED_ONCE, WITHOUT_EFFECT } from "../../src/importing/source-fields.js";
import { OAUTH_PATHS } from "../../src/oauth/metadata.js";
import { usableSettings } from "../../src/services/imports/settings/usable-settings.js";
import { clientOf } from "./support.js";

/** Something that each field may hold: of every kind one that is taken. */
const HELD: Record<string, unknown> = {
  attributes: {},
  bearerOnly: true,
  clientAuthenticatorType: "client-jwt",
  client_authentication_methods: { private_key_jwt: {} },
  client_secret_expires_at: 1_790_000_000,
  consentRequired: true,
  enabled: true,
  global: false,
  implicitFlowEnabled: true,
  directAccessGrantsEnabled: true,
  is_first_party: true,
  protocol: "openid-connect",
  publicClient: true,
  refresh_token: { leeway: 1 },
  serviceAccountsEnabled: true,
  skip_consent: true,
  standardFlowEnabled: true,
};

describe("docs/moving-in.md", () => {
  let text: string;
  const sectionOf = (name: string) => text.split(`\n### ${name}\n`)[1]?.split(/\n##/)[0] ?? "";
  const rowsOf = (name: string) =>
    Object.fromEntries(
      [...sectionOf(name).matchAll(/^\| (`[^|]*`) \| (.*) \|$/gm)].flatMap(([, fields = "", fate]) =>
        fields.split(", ").map((field) => [field.slice(1, -1), fate]),
      ),
    );

  beforeAll(async () => {
    text = await readFile(join(import.meta.dirname, "../../docs/moving-in.md"), "utf8");
  });

  it.each(FORMAT_NAMES)("says what becomes of each field of %s", (name) => {
    const fates = Object.entries(FORMATS[name].fates).filter(
      ([field, fate]) => fate !== `\`${field}\`` || name !== "own",
    );
    const said = Object.entries(rowsOf(name)).filter(([field, fate]) => fate !== `\`${field}\`` || name !== "own");
    expect(Object.fromEntries(said)).toEqual(Object.fromEntries(fates));
  });

  it("names each field of a mapping, and an example that is one", () => {
    for (const field of TABLE_FIELDS) expect(sectionOf("table")).toContain(`\`${field}\``);
    const [, example = ""] = /```json\n(.*?)```/s.exec(sectionOf("table")) ?? [];
    expect(mappingOf(example).columns.callbacks).toEqual({ field: "redirectUris", separator: ";" });
  });

  it("maps the same token endpoints to ours with each proxy, each system's among them", () => {
    const blockOf = (language: string) => new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s").exec(text)?.[1] ?? "";
    const [nginx, caddy] = [blockOf("nginx"), blockOf("caddyfile")];
    const toOurs = `{ proxy_pass http://127.0.0.1:4000${OAUTH_PATHS.token}; }`;
    const locations = nginx.split("\n").filter((line) => line.startsWith("location "));
    const paths = locations.map((line) => /^location = (\S+) (.*)$/.exec(line)?.slice(1) ?? [line]);
    expect(paths).toEqual(
      [
        "/oauth2/token",
        "/o/token/",
        "/realms/acme/protocol/openid-connect/token",
        // doorkeeper's and Auth0's, which is ours.
        OAUTH_PATHS.token,
      ].map((path) => [path, toOurs]),
    );
    const rewritten = [...caddy.matchAll(/^rewrite (\S+) (\S+)$/gm)].map((match) => match.slice(1));
    expect(rewritten).toEqual(paths.slice(0, -1).map(([path]) => [path, OAUTH_PATHS.token]));
    expect(caddy).toContain(`reverse_proxy ${OAUTH_PATHS.token} 127.0.0.1:4000`);
  });

  it("has the command that the program names for a realm", () => {
    const [command = "no command"] = /bin\/kc\.sh export .*? --users skip/.exec(FORMATS.keycloak.secretsAdvice) ?? [];
    expect(sectionOf("keycloak")).toContain(`\`${command}\``);
  });

  it("names each word of --secrets", () => {
    for (const reading of SECRET_READINGS) expect(text).toContain(`\`${reading}\``);
  });
});

describe("a field's fate", () => {
  const named = ["hydra", "auth0", "rfc7591", "keycloak"] as const;

  it.each(named)(
    "is as the table of %s has it: kept where it is kept, named where it is named, else neither",
    (name) => {
      const { fates } = FORMATS[name];
      const id = { [name === "keycloak" ? "clientId" : "client_id"]: "x" };
      for (const [field, fate] of Object.entries(fates).filter(([path]) => !path.startsWith("attributes."))) {
        const client = clientOf(name, { ...id, [field]: field in id ? "x" : (HELD[field] ?? "1") });
        const { settings, notes, sharedNotes = [] } = client;
        const kept = JSON.stringify(settings.dialectSettings?.[name] ?? {});
        const isKept = kept.includes(`"${field}"`);
        expect(`${field} ${isKept}`).toBe(`${field} ${fate.endsWith(KEPT) && field !== "attributes"}`);
        if (fate.startsWith(NAMED) || fate === WITHOUT_EFFECT)
          expect(`${field}: ${notes.join()}`).toMatch(new RegExp(`: .*${field}`));
        if (fate === NAMED_ONCE) expect(sharedNotes).toContainEqual({ text: `Not taken: ${field}.` });
      }
    },
  );

  it("is to have no effect here, which is said where it is set and not where it is as here", () => {
    const set = { access_token_strategy: "jwt", client_credentials_grant_access_token_lifespan: "5m0s" };
    const unset = { access_token_strategy: "opaque", client_credentials_grant_access_token_lifespan: null };
    const notesOf = (fields: object) => clientOf("hydra", { client_id: "x", ...fields }).notes;
    expect(notesOf({ ...set, dpop_bound_access_tokens: true })).toEqual([
      `Set there, and without effect here: ${Object.keys(set).join(", ")}, dpop_bound_access_tokens.`,
    ]);
    expect(notesOf({ ...unset, dpop_bound_access_tokens: false })).toEqual([]);
  });

  it("is to be kept, when no table has the field", () => {
    for (const name of named) {
      const client = { [name === "keycloak" ? "clientId" : "client_id"]: "x", unheard_of: { a: [1, null] } };
      expect(clientOf(name, client).settings.dialectSettings).toEqual({ [name]: { unheard_of: { a: [1, null] } } });
    }
  });

  it("is to be named, when it is beyond the bounds of what is kept", () => {
    const deep = (levels: number): object => (levels === 0 ? {} : { a: deep(levels - 1) });
    const large = { one: "x".repeat(10_000), two: "y".repeat(10_000), three: "z".repeat(1000) };
    const client = clientOf("rfc7591", {
      client_id: "x",
      ...large,
      deep: deep(30),
      big: 1e300,
      odd: 1.5,
      even: deep(29),
    });
    expect(client.notes).toContain("Not kept, since its numbers would change: big.");
    const { settings, notes } = usableSettings(client, { source: "rfc7591", allowsHttp: false, working: [] });
    const kept = { one: large.one, three: large.three, odd: 1.5, even: deep(29) };
    expect(settings.dialectSettings).toEqual({ rfc7591: kept });
    expect(notes).toEqual([
      "Not kept, since dialectSettings hold at most 16384 bytes, nested at most 32 levels deep: two, deep.",
    ]);
  });

  it("fills no report with what is wrong in a list", () => {
    const allowed_cors_origins = Array.from({ length: 5000 }, (_origin, index) => `https://*.${index}.example.com`);
    const { notes } = clientOf("hydra", { client_id: "x", allowed_cors_origins, grant_types: ["implicit"] });
    expect(notes).toHaveLength(51);
    expect(notes.at(-1)).toBe("And 4952 more notes.");
  });

  it("fills no report, however many fields there are and however long their names", () => {
    const fields = Array.from({ length: 5000 }, (_field, index) => [`secret${index}${"n".repeat(100)}\u202e`, "x"]);
    const { notes } = clientOf("rfc7591", { client_id: "x", ...Object.fromEntries(fields) });
    expect(notes.join().length).toBeLessThan(3000);
    expect(notes.join()).toMatch(/and 4980 more/);
  });
});
