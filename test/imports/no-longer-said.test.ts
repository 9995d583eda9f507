import { describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { importText } from "../support/processes/import-command.js";
import { importSetting } from "../support/processes/import-setting.js";

const SHOWN = `query ($clientId: String!) { oauthApplication(clientId: $clientId) {
  id name public tokenEndpointAuthMethod redirectUris postLogoutRedirectUris allowedOrigins consentScreenEnabled
  accessTokenTtlSeconds secretOverlapSeconds scopes description grantTypes dialectSettings
} }`;

const SECRET = "a-secret-of-a-client-A1";
const URI = "https://app.example.com/cb";
const SET = (fields: string) => `The line has changed; set by it: ${fields}.`;
const OVERWRITTEN = "Overwritten, though somebody had changed it here since the last import: tokenEndpointAuthMethod.";

const KEYCLOAK = { secret: SECRET, serviceAccountsEnabled: true, standardFlowEnabled: false };
const REGISTRATION = { client_secret: SECRET, grant_types: ["client_credentials"] };
const methodIn = (method: string) => ({ "client.secret.authentication.allowed.method": method });
const lifeOf = (life: unknown) => ({ attributes: { "access.token.lifespan": life } });

/** The statuses of Basic and of the form. */
const EITHER = [200, 200];
const BASIC = [200, 401];
const POST = [401, 200];

describe.each(DATABASE_KINDS)("what a line says no longer, on %s", (kind) => {
  const at = importSetting(() => startOauthGateway(kind));
  let count = 0;

  const newId = () => `no-longer-${++count}`;
  const imported = async (text: string, ...args: string[]) => {
    const { report } = await importText(at.gateway.database.env, at.organization, text, ...args);
    return { ...report[0], summary: report.at(-1) };
  };
  const importLine = (from: string, line: object, ...args: string[]) =>
    imported(JSON.stringify(line), "--from", from, ...args);
  const shown = async (clientId: string) => (await at.organization.owner.ok(SHOWN, { clientId })).oauthApplication;
  const set = async (clientId: string, input: object) =>
    at.organization.owner.ok(
      "mutation ($input: UpdateOAuthApplicationInput!) { updateOAuthApplication(input: $input) { oauthApplication { id } } }",
      { input: { oauthApplicationId: (await shown(clientId)).id, ...input } },
    );
  const statuses = async (clientId: string) => {
    const credentials = { clientId, clientSecret: SECRET };
    const ways = ["basic", "post"] as const;
    return Promise.all(ways.map(async (way) => (await requestToken(at.gateway.url, credentials, {}, way)).status));
  };

  describe("of how its client authenticates", () => {
    it.each<[string, string, object, object, number[]]>([
      ["keycloak", "is gone", { ...KEYCLOAK, attributes: methodIn("client_secret_post") }, KEYCLOAK, EITHER],
      [
        ...(["keycloak", "is empty"] as const),
        { ...KEYCLOAK, attributes: methodIn("client_secret_post") },
        { ...KEYCLOAK, attributes: methodIn("") },
        EITHER,
      ],
      [
        ...(["keycloak", "is a signature by now"] as const),
        { ...KEYCLOAK, attributes: methodIn("client_secret_post") },
        { ...KEYCLOAK, clientAuthenticatorType: "client-secret-jwt" },
        BASIC,
      ],
      [
        ...(["hydra", "is gone"] as const),
        { ...REGISTRATION, token_endpoint_auth_method: "client_secret_post" },
        REGISTRATION,
        BASIC,
      ],
      [
        ...(["rfc7591", "is empty"] as const),
        { ...REGISTRATION, token_endpoint_auth_method: "client_secret_post" },
        { ...REGISTRATION, token_endpoint_auth_method: "" },
        BASIC,
      ],
      [
        ...(["auth0", "is gone"] as const),
        { ...REGISTRATION, is_first_party: true, token_endpoint_auth_method: "client_secret_post" },
        { ...REGISTRATION, is_first_party: true },
        EITHER,
      ],
    ])("counts no more here: %s, %s", async (from, _what, before, after, expected) => {
      const clientId = newId();
      const id = from === "keycloak" ? { clientId } : { client_id: clientId };
      await importLine(from, { ...id, ...before });
      expect(await statuses(clientId)).toEqual(POST);
      const report = await importLine(from, { ...id, ...after });
      expect(report).toMatchObject({
        result: "updated",
        notes: expect.arrayContaining([SET("tokenEndpointAuthMethod")]),
      });
      expect(await statuses(clientId)).toEqual(expected);
      expect(await importLine(from, { ...id, ...after })).toMatchObject({ result: "unchanged" });
    });

    it("counts no more where a row has emptied it, and what was set here stays where rows do not speak of it", async () => {
      const [spoken, unspoken] = [newId(), newId()];
      const columns = { key: "clientId", pass: "clientSecret", title: "name" };
      const [with_, without] = [
        await at.mappingFile({ ...columns, how: "tokenEndpointAuthMethod" }),
        await at.mappingFile(columns),
      ];
      const asTable = (text: string, mapping: string) => imported(text, "--from", "table", "--mapping", mapping);
      await asTable(`key,pass,title,how\n${spoken},${SECRET},x,client_secret_post\n`, with_);
      expect(await statuses(spoken)).toEqual(POST);
      await asTable(`key,pass,title,how\n${spoken},${SECRET},x,\n`, with_);
      expect(await statuses(spoken)).toEqual(EITHER);
      await asTable(`key,pass,title\n${unspoken},${SECRET},x\n`, without);
      expect(await statuses(unspoken)).toEqual(EITHER);
      await set(unspoken, { tokenEndpointAuthMethod: "CLIENT_SECRET_POST" });
      expect((await asTable(`key,pass,title\n${unspoken},${SECRET},y\n`, without)).notes).toEqual([SET("name")]);
      expect(await statuses(unspoken)).toEqual(POST);
    });

    it("stays where its client presents a key by now: the secret that came works as it did", async () => {
      const key = "private_key_jwt";
      const byKey = { client_secret: "", token_endpoint_auth_method: key };
      const mapping = await at.mappingFile({ key: "clientId", pass: "clientSecret", how: "tokenEndpointAuthMethod" });
      const asTable = (clientId: string, pass: string, how: string) =>
        imported(`key,pass,how\n${clientId},${pass},${how}\n`, "--from", "table", "--mapping", mapping);
      const asAuth0 = (clientId: string, more: object) =>
        importLine("auth0", { client_id: clientId, is_first_party: true, ...REGISTRATION, ...more });
      const asKeycloak = (clientId: string, more: object) => importLine("keycloak", { clientId, ...KEYCLOAK, ...more });
      const asHydra = (clientId: string, more: object) =>
        importLine("hydra", { client_id: clientId, ...REGISTRATION, ...more });
      const ways: [(clientId: string) => Promise<unknown>, (clientId: string) => Promise<object>, number[]][] = [
        [(id) => asTable(id, SECRET, ""), (id) => asTable(id, "", key), EITHER],
        [(id) => asTable(id, SECRET, "client_secret_post"), (id) => asTable(id, "", "tls_client_auth"), POST],
        [(id) => asAuth0(id, {}), (id) => asAuth0(id, byKey), EITHER],
        [(id) => asKeycloak(id, {}), (id) => asKeycloak(id, { clientAuthenticatorType: "client-jwt" }), EITHER],
        [(id) => asHydra(id, { token_endpoint_auth_method: "client_secret_post" }), (id) => asHydra(id, byKey), POST],
      ];
      for (const [come, change, expected] of ways) {
        const clientId = newId();
        await come(clientId);
        const { notes } = (await change(clientId)) as { notes: string[] };
        expect(notes).toContainEqual(expect.stringMatching(/ a key of its own: the secret .* still works here/));
        expect(await statuses(clientId)).toEqual(expected);
      }
    });

    it("is Basic and the form where a table without a method makes its client confidential", async () => {
      const ofDjango = (clientId: string, type: string, secret: string) =>
        imported(
          `client_id,client_secret,name,client_type,authorization_grant_type,redirect_uris,skip_authorization\n${clientId},${secret},x,${type},client-credentials,,f\n`,
          ...["--from", "table", "--mapping", "django-oauth-toolkit"],
        );
      const clientId = newId();
      await ofDjango(clientId, "public", "");
      expect(await shown(clientId)).toMatchObject({ public: true });
      const { notes } = await ofDjango(clientId, "confidential", SECRET);
      expect(notes).toContainEqual("Its first secret came, in clear.");
      expect(await statuses(clientId)).toEqual(EITHER);
    });

    it("is named where somebody had set it here, and stays so while the line is the same", async () => {
      const clientId = newId();
      await importLine("keycloak", { clientId, ...KEYCLOAK });
      await set(clientId, { tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC" });
      expect(await importLine("keycloak", { clientId, ...KEYCLOAK })).toMatchObject({ result: "unchanged" });
      expect(await statuses(clientId)).toEqual(BASIC);
      const { notes } = await importLine("keycloak", { clientId, ...KEYCLOAK, name: "Renamed" });
      expect(notes.slice(0, 2)).toEqual([SET("tokenEndpointAuthMethod, name"), OVERWRITTEN]);
      expect(await statuses(clientId)).toEqual(EITHER);
    });

    it("leaves no client public that a row called so, and calls so no more", async () => {
      const mapping = await at.mappingFile({ key: "clientId", open: "public", how: "tokenEndpointAuthMethod" });
      const asTable = (text: string) => imported(text, "--from", "table", "--mapping", mapping);
      for (const said of ["t,none", "t,", ",none"]) {
        const clientId = newId();
        await asTable(`key,open,how\n${clientId},${said}\n`);
        expect(await shown(clientId)).toMatchObject({ public: true });
        await asTable(`key,open,how\n${clientId},,\n`);
        expect(await shown(clientId)).toMatchObject({ public: false, tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC" });
      }
    });
  });

  it.each([{}, lifeOf(""), lifeOf("5")])("is no life of its tokens here: %j", async (after) => {
    const clientId = newId();
    await importLine("keycloak", { clientId, ...KEYCLOAK, ...lifeOf("90") });
    expect(await shown(clientId)).toMatchObject({ accessTokenTtlSeconds: 90 });
    expect(await importLine("keycloak", { clientId, ...KEYCLOAK, ...after })).toMatchObject({
      notes: expect.arrayContaining([SET("accessTokenTtlSeconds")]),
    });
    expect(await shown(clientId)).toMatchObject({ accessTokenTtlSeconds: 3600 });
  });

  it("is neither a life nor an overlap here, where a row has emptied them", async () => {
    const clientId = newId();
    const mapping = await at.mappingFile({
      key: "clientId",
      life: "accessTokenTtlSeconds",
      both: "secretOverlapSeconds",
    });
    const asTable = (text: string) => imported(text, "--from", "table", "--mapping", mapping);
    await asTable(`key,life,both\n${clientId},90,60\n`);
    expect(await shown(clientId)).toMatchObject({ accessTokenTtlSeconds: 90, secretOverlapSeconds: 60 });
    await asTable(`key,life,both\n${clientId},,\n`);
    expect(await shown(clientId)).toMatchObject({ accessTokenTtlSeconds: 3600, secretOverlapSeconds: 172_800 });
  });

  it("is no address here, where Auth0's list has the client without it, and stays where it has a part of the client", async () => {
    const clientId = newId();
    const lists = { callbacks: [URI], allowed_logout_urls: [URI], web_origins: ["https://app.example.com"] };
    const whole = { client_id: clientId, client_secret: SECRET, is_first_party: true, description: "Theirs", ...lists };
    await importLine("auth0", whole);
    expect(await shown(clientId)).toMatchObject({ redirectUris: [URI], consentScreenEnabled: false });
    const before = await shown(clientId);
    await importLine("auth0", { client_id: clientId, client_secret: SECRET });
    expect(await shown(clientId)).toEqual(before);
    await importLine("auth0", { client_id: clientId, client_secret: SECRET, is_first_party: false });
    expect(await shown(clientId)).toEqual({
      ...{ ...before, redirectUris: [], postLogoutRedirectUris: [], allowedOrigins: [] },
      consentScreenEnabled: true,
    });
  });

  describe("stays where Auth0's list has a part of the client", () => {
    const PART = { client_secret: SECRET };
    const KEPT = { name: "Orders", is_first_party: true, tenant: "acme", client_metadata: { team: "shop" } };

    it("with its name, its grants, its method and what is kept of it", async () => {
      const clientId = newId();
      const whole = { ...PART, ...KEPT, app_type: "non_interactive", token_endpoint_auth_method: "client_secret_post" };
      await importLine("auth0", { client_id: clientId, ...whole, grant_types: ["client_credentials"] });
      const before = await shown(clientId);
      expect(before).toMatchObject({ name: "Orders", dialectSettings: { auth0: { tenant: "acme" } } });
      for (const part of [PART, { ...PART, app_type: "non_interactive" }, { ...PART, tenant: "acme" }]) {
        await importLine("auth0", { client_id: clientId, ...part });
        expect(await shown(clientId)).toEqual(before);
        expect(await statuses(clientId)).toEqual(POST);
      }
      await importLine("auth0", { client_id: clientId, ...PART, grant_types: ["authorization_code"] });
      expect(await shown(clientId)).toEqual({ ...before, grantTypes: ["AUTHORIZATION_CODE"] });
    });

    it("and is confidential with the secret that a part has, of whatever kind that calls it", async () => {
      const clientId = newId();
      const whole = { ...KEPT, app_type: "native", token_endpoint_auth_method: "client_secret_post" };
      await importLine("auth0", { client_id: clientId, ...whole, grant_types: ["client_credentials"] });
      const before = await shown(clientId);
      const part = { client_id: clientId, app_type: "native", grant_types: ["client_credentials"] };
      const first = await importLine("auth0", { ...part, ...PART });
      expect(first).toMatchObject({ result: "updated", summary: { secrets: { clear: 1 } } });
      expect(first.notes).toEqual(["The line has changed.", "Its first secret came, in clear."]);
      expect(await shown(clientId)).toEqual(before);
      expect(await statuses(clientId)).toEqual(POST);
      const other = await importLine("auth0", { ...part, client_secret: `${SECRET}-another` });
      expect(other).toMatchObject({ result: "unchanged" });
      expect(other.notes).toEqual([expect.stringMatching(/^The line has a secret that does not work here/)]);
    });

    it("and is public, without the secret that a part has", async () => {
      const clientId = newId();
      const whole = { ...KEPT, app_type: "spa", token_endpoint_auth_method: "none", callbacks: [URI] };
      await importLine("auth0", { client_id: clientId, ...whole });
      const before = await shown(clientId);
      expect(before).toMatchObject({ public: true, tokenEndpointAuthMethod: "NONE" });
      const { notes } = await importLine("auth0", { client_id: clientId, ...PART });
      expect(notes).toContainEqual(expect.stringMatching(/^The secret was not taken: the application is public here/));
      const kind = await importLine("auth0", { client_id: clientId, ...PART, app_type: "spa" });
      expect(kind.notes).toEqual(["client_secret was not taken: the client does not present it."]);
      expect(await shown(clientId)).toEqual(before);
      expect(await statuses(clientId)).toEqual([401, 401]);
    });
  });

  describe("stays where a table says nothing of which clients are public", () => {
    const LEFT = expect.stringMatching(/^The secret was not taken: the application is public here/);
    const WITHOUT_GRANT = expect.stringMatching(/^grantTypes come without CLIENT_CREDENTIALS/);

    it("and is public here, without the secret and the grant that only another client may have", async () => {
      const mapping = await at.mappingFile({
        key: "clientId",
        pass: "clientSecret",
        label: "name",
        kind: "grantTypes",
      });
      const key = newId();
      const importRow = (row: object) =>
        importLine("table", { key, kind: "client_credentials refresh_token", ...row }, "--mapping", mapping);
      await importRow({ label: "One", pass: null });
      await set(key, { public: true, grantTypes: ["REFRESH_TOKEN"] });
      const changed = await importRow({ label: "Two", pass: SECRET });
      expect(changed).toMatchObject({ result: "updated" });
      expect(changed.notes).toEqual([WITHOUT_GRANT, SET("name"), LEFT]);
      const again = await importRow({ label: "Two", pass: SECRET });
      expect([again.result, again.notes]).toEqual(["unchanged", [WITHOUT_GRANT, LEFT]]);
      expect(await shown(key)).toMatchObject({ name: "Two", public: true, grantTypes: ["REFRESH_TOKEN"] });
      expect(await statuses(key)).toEqual([401, 401]);
      await set(key, { public: false });
      expect(await importRow({ label: "Three", pass: SECRET })).toMatchObject({
        notes: [SET("name, grantTypes"), "Its first secret came, in clear."],
      });
      expect(await statuses(key)).toEqual(BASIC);
    });

    it("and is public here, which is not said of a line whose method alone hides what it says of that", async () => {
      const columns = { key: "clientId", pass: "clientSecret", auth: "tokenEndpointAuthMethod", open: "public" };
      const mapping = await at.mappingFile(columns);
      const key = newId();
      const importRow = (row: object) => importLine("table", { key, ...row }, "--mapping", mapping);
      await importRow({ pass: null, auth: "none", open: true });
      for (const open of [true, false]) {
        const { notes } = await importRow({ pass: SECRET, auth: "mtls", open });
        expect(notes.slice(-1)).toEqual([expect.stringMatching(/ Until then its method and its secrets stay/)]);
        expect(notes).not.toContainEqual(LEFT);
      }
      expect(await shown(key)).toMatchObject({ public: true });
    });
  });

  describe("and is said once of many clients", () => {
    const notesOf = ({ summary }: { summary: { notes?: { note: string; clients: number }[] } }) =>
      (summary.notes ?? []).map(({ note, clients }) => [note.split(" ", 2).join(" "), clients]);

    it("is that they have no scopes, of those only that have none here", async () => {
      const line = { client_id: newId(), ...REGISTRATION };
      expect(notesOf(await importLine("rfc7591", line))).toEqual([["No scopes", 1]]);
      expect(notesOf(await importLine("rfc7591", line, "--scopes", "read"))).toEqual([]);
      expect(notesOf(await importLine("rfc7591", line))).toEqual([]);
      expect(await shown(line.client_id)).toMatchObject({ scopes: ["read"] });
      await set(line.client_id, { scopes: [] });
      expect(notesOf(await importLine("rfc7591", line))).toEqual([["No scopes", 1]]);
    });

    it("is the life of tokens that Keycloak does not say, of those only that have it here", async () => {
      const line = { clientId: newId(), ...KEYCLOAK };
      expect(notesOf(await importLine("keycloak", line))).toEqual([["Access tokens", 1]]);
      await set(line.clientId, { accessTokenTtlSeconds: 60 });
      expect(notesOf(await importLine("keycloak", line))).toEqual([]);
    });
  });
});
