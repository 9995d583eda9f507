import { describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway } from "../support/gateway/gateway.js";
import { importText } from "../support/processes/import-command.js";
import { importSetting } from "../support/processes/import-setting.js";

const SHOWN = `query ($clientId: String!) { oauthApplication(clientId: $clientId) {
  id description homepageUrl redirectUris postLogoutRedirectUris allowedOrigins scopes responseTypes pkceRequired
  consentScreenEnabled dialectSettings
} }`;

const URI = "https://app.example.com/cb";
const ORIGIN = "https://app.example.com";
const NONE = { redirectUris: [], postLogoutRedirectUris: [] };

const REGISTRATION = { client_secret: "a-secret-of-a-client-A1", grant_types: ["authorization_code"] };
const FULL = {
  ...REGISTRATION,
  redirect_uris: [URI],
  post_logout_redirect_uris: [URI],
  response_types: ["code", "token"],
  scope: "ledger.read ledger.write",
};
const COLUMNS = {
  ...{ key: "clientId", pass: "clientSecret", back: "redirectUris", bye: "postLogoutRedirectUris" },
  ...{ web: "allowedOrigins", pkce: "pkceRequired", trusted: "skipConsent" },
};

describe.each(DATABASE_KINDS)("what a line has emptied at its source, on %s", (kind) => {
  const at = importSetting(() => startTestGateway(kind));
  let count = 0;

  const newId = () => `emptied-${++count}`;
  const firstOf = async (text: string, ...args: string[]) =>
    (await importText(at.gateway.database.env, at.organization, text, ...args)).report[0];
  const importLine = (from: string, line: object) => firstOf(JSON.stringify(line), "--from", from);
  const shown = async (clientId: string) => (await at.organization.owner.ok(SHOWN, { clientId })).oauthApplication;

  it.each<[string, string, object, object, object]>([
    [
      "a registration that lacks it",
      "rfc7591",
      FULL,
      { ...REGISTRATION, scope: "" },
      { ...NONE, scopes: [], responseTypes: ["CODE"] },
    ],
    ["a registration that does not speak of scopes", "rfc7591", FULL, REGISTRATION, { scopes: FULL.scope.split(" ") }],
    [
      "a client of Hydra",
      "hydra",
      { ...FULL, allowed_cors_origins: [ORIGIN], skip_consent: true },
      { ...REGISTRATION, redirect_uris: null, scope: "" },
      { ...NONE, scopes: [], allowedOrigins: [], consentScreenEnabled: true },
    ],
    [
      "a client of Auth0",
      "auth0",
      { client_secret: "a-secret-of-a-client-A1", callbacks: [URI], allowed_logout_urls: [URI], web_origins: [ORIGIN] },
      { client_secret: "a-secret-of-a-client-A1", callbacks: [], allowed_logout_urls: [], web_origins: [] },
      { ...NONE, allowedOrigins: [] },
    ],
  ])("goes here, too: %s", async (_what, from, full, emptied, expected) => {
    const id = { client_id: newId() };
    expect(await importLine(from, { ...id, ...full })).toMatchObject({ result: "created" });
    expect(await shown(id.client_id)).toMatchObject({ redirectUris: [URI] });
    const report = await importLine(from, { ...id, ...emptied });
    expect(report).toMatchObject({
      result: "updated",
      notes: [expect.stringMatching(/^The line has changed; set by it: .*redirectUris/)],
    });
    expect(await shown(id.client_id)).toMatchObject(expected);
    expect(await importLine(from, { ...id, ...emptied })).toMatchObject({ result: "unchanged" });
  });

  it("goes here, too: a row of a table, and a key that it lacks", async () => {
    const mapping = await at.mappingFile(COLUMNS);
    const [csv, json] = [newId(), newId()];
    const header = Object.keys(COLUMNS).join(",");
    const rowOf = (key: string) => `${key},a-secret-of-a-client-A1,${URI},${URI},${ORIGIN},t,t`;
    const emptied = { ...NONE, allowedOrigins: [], pkceRequired: false, consentScreenEnabled: true };
    const asTable = (text: string) => firstOf(text, "--from", "table", "--mapping", mapping);
    for (const id of [csv, json])
      expect(await asTable(`${header}\n${rowOf(id)}\n`)).toMatchObject({ result: "created" });
    expect(await asTable(`${header}\n${csv},a-secret-of-a-client-A1,,,,,\n`)).toMatchObject({ result: "updated" });
    const row = { key: json, pass: "a-secret-of-a-client-A1", pkce: null, trusted: null };
    expect(await asTable(JSON.stringify([row]))).toMatchObject({ result: "updated" });
    for (const id of [csv, json]) expect(await shown(id)).toMatchObject(emptied);
  });

  it("stays here, where the table does not speak of it: a column that is not mapped, or optional and not there", async () => {
    const clientId = newId();
    const [whole, few] = [
      await at.mappingFile(COLUMNS),
      await at.mappingFile({ key: "clientId", pass: "clientSecret", back: { field: "redirectUris", optional: true } }),
    ];
    const asTable = (text: string, mapping: string) => firstOf(text, "--from", "table", "--mapping", mapping);
    const text = `${Object.keys(COLUMNS).join(",")}\n${clientId},a-secret-of-a-client-A1,${URI},${URI},${ORIGIN},t,t\n`;
    await asTable(text, whole);
    const before = await shown(clientId);
    expect(await asTable(`key,pass\n${clientId},a-secret-of-a-client-A1\n`, few)).toMatchObject({
      result: "unchanged",
    });
    expect(await shown(clientId)).toEqual(before);
  });

  it("is named where somebody had changed it here; what only describes a client stays", async () => {
    const id = { client_id: newId() };
    const described = { client_uri: "https://app.example.com/" };
    await importLine("hydra", { ...id, ...FULL, ...described });
    const { id: oauthApplicationId } = await shown(id.client_id);
    await at.organization.owner.ok(
      `mutation ($input: UpdateOAuthApplicationInput!) { updateOAuthApplication(input: $input) { oauthApplication { id } } }`,
      { input: { oauthApplicationId, scopes: ["ours"], description: "Ours" } },
    );
    const { notes } = await importLine("hydra", { ...id, ...REGISTRATION, redirect_uris: [URI], scope: "" });
    expect(notes).toEqual([
      "The line has changed; set by it: postLogoutRedirectUris, scopes, responseTypes.",
      "Overwritten, though somebody had changed it here since the last import: scopes.",
    ]);
    expect(await shown(id.client_id)).toMatchObject({
      ...{ scopes: [], description: "Ours", homepageUrl: described.client_uri },
    });
  });

  it("is gone from what is kept of its source, which never grows by changes, and nothing of a dialect is", async () => {
    const id = { client_id: newId() };
    const big = (name: string) => ({ [name]: "x".repeat(9_000) });
    await importLine("rfc7591", { ...id, ...REGISTRATION, ...big("one"), contacts: ["ops@example.com"] });
    const { id: applicationId, dialectSettings } = await shown(id.client_id);
    const withDialect = JSON.stringify({ ...dialectSettings, csp: { kept: [1] } });
    await at.gateway.database.query(
      `UPDATE oauth_applications SET dialect_settings = '${withDialect}' WHERE id = '${applicationId}'`,
    );
    const next = { ...id, ...REGISTRATION, ...big("two") };
    expect(await importLine("rfc7591", next)).toMatchObject({
      ...{ result: "updated", notes: ["The line has changed; set by it: dialectSettings."] },
    });
    expect((await shown(id.client_id)).dialectSettings).toEqual({ csp: { kept: [1] }, rfc7591: big("two") });
    // The same in another order is no change.
    expect(await importLine("rfc7591", { ...big("two"), ...REGISTRATION, ...id })).toMatchObject({
      result: "unchanged",
    });
    await importLine("rfc7591", { ...id, ...REGISTRATION });
    expect((await shown(id.client_id)).dialectSettings).toEqual({ csp: { kept: [1] } });
  });

  it("is gone from what another gateway of ours keeps for any dialect", async () => {
    const clientId = newId();
    const line = { clientId, name: "Ours", grantTypes: [], dialectSettings: { csp: { a: 1 }, hydra: { b: 2 } } };
    await importLine("own", line);
    await importLine("own", { ...line, dialectSettings: { hydra: { c: 3 } } });
    expect((await shown(clientId)).dialectSettings).toEqual({ hydra: { c: 3 } });
    await importLine("own", { ...line, name: "Renamed", dialectSettings: undefined });
    expect((await shown(clientId)).dialectSettings).toEqual({ hydra: { c: 3 } });
    await importLine("own", { ...line, dialectSettings: null });
    expect((await shown(clientId)).dialectSettings).toBe(null);
  });
});
