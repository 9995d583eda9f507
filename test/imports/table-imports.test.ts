import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { expectRefusal } from "../support/processes/command-refusal.js";
import { importText } from "../support/processes/import-command.js";
import { importSetting } from "../support/processes/import-setting.js";

const COLUMNS = { key: "clientId", pass: "clientSecret", active: "enabled", until: "clientSecretExpiresAt" };

describe.each(DATABASE_KINDS)("the import of a table on %s", (kind) => {
  const at = importSetting(() => startOauthGateway(kind));
  let count = 0;

  const newId = () => `row-${++count}`;
  const secretOf = (clientId: string) => `secret-of-${clientId}-A1`;
  const importTable = (text: string, mapping: string, ...args: string[]) => {
    const all = ["--from", "table", "--mapping", mapping, ...args];
    return importText(at.gateway.database.env, at.organization, text, ...all);
  };
  const statusOf = async (clientId: string) =>
    (await requestToken(at.gateway.url, { clientId, clientSecret: secretOf(clientId) })).status;
  const applications = async () => {
    const { oauthApplications } = await at.organization.owner.ok("{ oauthApplications { nodes { clientId } } }");
    return oauthApplications.nodes;
  };

  it.each<[string, object, string, string]>([
    [
      "a column is misspelt in the mapping",
      { key: "clientId", pass: "clientSecret", activ: "enabled", expire: "clientSecretExpiresAt" },
      "key,pass,active,until\nk1,a-secret-of-k1-A1,f,2020-01-01\n",
      "activ, expire",
    ],
    ["a column is misspelt in the file", COLUMNS, "key,pass,activ,until\nk1,a-secret-of-k1-A1,f,\n", "active"],
    ["columns are separated otherwise", COLUMNS, "key;pass;active;until\nk1;s;f;\n", "key, pass, active, until"],
  ])("is refused before anything is written where %s", async (_what, columns, text, missing) => {
    const report = join(at.folder, `report-${++count}.jsonl`);
    const refused = await importTable(text, await at.mappingFile(columns), "--report", report, "--allow-http");
    expectRefusal(refused, new RegExp(`^error: the file has no column ${missing}; `, "m"));
    expect([refused.code, existsSync(report), await applications()]).toEqual([2, false, []]);
    const { organization: settings } = await at.organization.owner.ok("{ organization { allowHttpRedirectUris } }");
    expect(settings.allowHttpRedirectUris).toBe(false);
  });

  it("is refused where a shipped mapping does not find what says which clients are public", async () => {
    const text = "uid,secret,name,redirect_uri,scopes,confidental\nk1,,x,,,f\n";
    const refused = await importTable(text, "doorkeeper");
    expectRefusal(refused, /^error: the file has no column confidential; /m);
    expect([refused.code, await applications()]).toEqual([2, []]);
  });

  it.each<[string, object]>([
    ["an id of its own", { id: 1, app_key: "k1" }],
    ["the names of registrations", { id: 1, client_id: "k1", client_secret: "a-secret-of-k1-A1" }],
  ])(
    "is refused where its mapping misspells the client id's column, which is named, of rows with %s",
    async (_what, row) => {
      const refused = await importTable(JSON.stringify([row]), await at.mappingFile({ app_kee: "clientId" }));
      expectRefusal(refused, /^error: the file has no column app_kee; /m);
      expect([refused.code, await applications()]).toEqual([2, []]);
    },
  );

  it("is refused where it is JSON of which no row has what each has to have, and told what it looks like", async () => {
    const text =
      '[{"client_id":"k1","redirect_uris":["https://k1.example.com/"]},{"client_id":"k2","redirect_uris":[]}]';
    const refused = await importTable(text, "django-oauth-toolkit");
    const like = "which looks like registrations of RFC 7591 \\(--from rfc7591\\)";
    expectRefusal(
      refused,
      new RegExp(
        `^error: the file, ${like}, has no column client_type, authorization_grant_type, skip_authorization; `,
        "m",
      ),
    );
    expect([refused.code, await applications()]).toEqual([2, []]);
  });

  it("is refused where its mapping has a grant that is none, and names it", async () => {
    const columns = { key: "clientId", kind: { field: "grantTypes", values: { s: ["CLIENT_CREDENTIAL"] } } };
    const refused = await importTable("key,kind\nk1,s\n", await at.mappingFile(columns));
    expectRefusal(refused, /^error: --mapping: .*CLIENT_CREDENTIAL is none$/m);
    expect([refused.code, await applications()]).toEqual([2, []]);
  });

  it("gives the scopes that were said to clients whose table has none, says without them how many those are", async () => {
    const [blank, own] = [newId(), newId()];
    const rows = [
      ["uid", "secret", "name", "redirect_uri", "scopes", "confidential"],
      [blank, secretOf(blank), "Blank", "", "", "t"],
      [own, secretOf(own), "Own", "", "orders", "t"],
    ];
    const text = rows.map((row) => `${row.join(",")}\n`).join("");
    const scopeFor = async (clientId: string, scope: string) => {
      const { status, json } = await requestToken(
        at.gateway.url,
        { clientId, clientSecret: secretOf(clientId) },
        { scope },
      );
      return status === 200 ? json.scope : json.error;
    };
    const resultsOf = ({ report: [first, second, { notes }] }: Awaited<ReturnType<typeof importTable>>) => [
      first.result,
      second.result,
      notes,
    ];
    const unsaid = [{ clients: 1, note: expect.stringMatching(/^No scopes are recorded there.*--scopes/) }];
    expect(resultsOf(await importTable(text, "doorkeeper"))).toEqual(["created", "created", unsaid]);
    expect(await scopeFor(blank, "read")).toBe("invalid_scope");
    expect(resultsOf(await importTable(text, "doorkeeper"))).toEqual(["unchanged", "unchanged", unsaid]);
    const said = await importTable(text, "doorkeeper", "--scopes", "read  write read");
    expect(resultsOf(said)).toEqual(["updated", "unchanged", undefined]);
    expect(said.stdout).toContain("what has changed is the scopes that were given for it; set by it: scopes.");
    expect([await scopeFor(blank, "read write"), await scopeFor(own, "orders")]).toEqual(["read write", "orders"]);
    expect(await scopeFor(own, "read")).toBe("invalid_scope");
    expect(resultsOf(await importTable(text, "doorkeeper", "--scopes", "read write"))).toEqual([
      ...["unchanged", "unchanged", undefined],
    ]);
  });

  it("refuses by the names of its columns a client id, and how long secrets overlap, new or known", async () => {
    const clientId = newId();
    const mapping = await at.mappingFile({ key: "clientId", pass: "clientSecret", grace: "secretOverlapSeconds" });
    const reasonsOf = async (...rows: string[]) => {
      const { report } = await importTable(["key,pass,grace", ...rows].join("\n"), mapping);
      return report.slice(0, -1).map(({ result, reason }) => reason ?? result);
    };
    const beyond = "grace must be a whole number of seconds, 0 to 7776000";
    expect(await reasonsOf(`${newId()},,7776001`, `${clientId},,60`, "a key,,60")).toEqual([
      expect.stringMatching(`^${beyond}`),
      "created",
      expect.stringMatching(/^key must consist of /),
    ]);
    expect(await reasonsOf(`${clientId},,7776001`)).toEqual([expect.stringMatching(`^${beyond}`)]);
  });

  it("takes the names in its header without spaces around them: what is disabled or has ended lets nobody in", async () => {
    const [good, disabled, ended] = [newId(), newId(), newId()];
    const rows = [
      [good, secretOf(good), "t", ""],
      [disabled, secretOf(disabled), "f", ""],
      [ended, secretOf(ended), "t", "2020-01-01"],
    ];
    const text = ["key, pass, active, until", ...rows.map((row) => row.join(",")), ""].join("\n");
    const { code, stderr } = await importTable(text, await at.mappingFile(COLUMNS));
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^1 confidential client has no secret/)]);
    expect([await statusOf(good), await statusOf(disabled), await statusOf(ended)]).toEqual([200, 401, 401]);
  });

  it("refuses a JSON row without a key that says whether a client is enabled, and takes the next one", async () => {
    const [lacking, whole] = [newId(), newId()];
    const rowOf = (key: string) => ({ key, pass: secretOf(key), until: null });
    const text = JSON.stringify([rowOf(lacking), { ...rowOf(whole), active: true }]);
    const { code, report } = await importTable(text, await at.mappingFile(COLUMNS));
    const [first, second] = report;
    expect([code, first]).toEqual([
      1,
      { line: 0, clientId: lacking, result: "refused", reason: expect.stringMatching(/^active must be there/) },
    ]);
    expect(second).toMatchObject({ clientId: whole, result: "created" });
    expect(await statusOf(whole)).toBe(200);
  });

  it("brings the secrets of clients with several methods, and lets them in by each of them", async () => {
    const [both, turned, one] = [newId(), newId(), newId()];
    const rows = [
      [
        both,
        `{noop}${secretOf(both)}`,
        '"client_secret_basic,client_secret_post"',
        '"client_credentials, refresh_token"',
      ],
      [turned, secretOf(turned), '"client_secret_post,client_secret_basic"', "client_credentials"],
      [one, secretOf(one), '"private_key_jwt,client_secret_post"', "client_credentials"],
    ];
    const text = `key,pass,auth,grants\n${rows.map((row) => `${row.join(",")}\n`).join("")}`;
    const mapping = await at.mappingFile({
      ...{ key: "clientId", pass: "clientSecret", auth: "tokenEndpointAuthMethod" },
      grants: {
        field: "grantTypes",
        separator: ",",
        values: { client_credentials: "CLIENT_CREDENTIALS", refresh_token: null },
      },
    });
    const { code, report } = await importTable(text, mapping);
    expect([code, report.at(-1)]).toEqual([0, expect.objectContaining({ secrets: { clear: 3, hashed: 0 } })]);
    const statuses = async (clientId: string) => {
      const client = { clientId, clientSecret: secretOf(clientId) };
      const by = (["basic", "post"] as const).map((way) => requestToken(at.gateway.url, client, {}, way));
      return (await Promise.all(by)).map(({ status }) => status);
    };
    expect([await statuses(both), await statuses(turned), await statuses(one)]).toEqual([
      [200, 200],
      [200, 200],
      [401, 200],
    ]);
  });

  it("goes on with a client whose method nobody knows by now: what stops at its source stops here, and its secret stays", async () => {
    const [here, bare, stranger] = [newId(), newId(), newId()];
    const columns = { ...COLUMNS, name: "name", auth: "tokenEndpointAuthMethod" };
    const mapping = await at.mappingFile(columns);
    const bring = async (...rows: string[][]) => {
      const lines = ["key,pass,active,until,name,auth", ...rows.map((row) => row.join(","))];
      const { code, report } = await importTable(`${lines.join("\n")}\n`, mapping);
      return { code, lines: report.slice(0, -1) };
    };
    const post = "client_secret_post";
    await bring([here, secretOf(here), "t", "", "one", post], [bare, "", "t", "", "one", post]);
    const reason = expect.stringMatching(/^auth has a method of which nothing is known: /);
    const standing = expect.stringMatching(/ Until then its method and its secrets stay those that are here\.$/);
    const rows = (active: string) => [
      [here, secretOf(here), active, "", "two", "mtls"],
      [bare, secretOf(bare), active, "", "two", "mtls"],
      [stranger, secretOf(stranger), active, "", "two", "mtls"],
    ];
    const changed = await bring(...rows("t"));
    expect(changed).toMatchObject({
      code: 1,
      lines: [
        { clientId: here, result: "updated", notes: expect.arrayContaining([reason, standing]) },
        { clientId: bare, result: "updated", notes: expect.arrayContaining([reason, standing]) },
        { clientId: stranger, result: "refused", reason },
      ],
    });
    const statuses = (clientId: string) =>
      Promise.all(
        (["basic", "post"] as const).map(async (way) => {
          const client = { clientId, clientSecret: secretOf(clientId) };
          return (await requestToken(at.gateway.url, client, {}, way)).status;
        }),
      );
    expect([await statuses(here), await statuses(bare)]).toEqual([
      [401, 200],
      [401, 401],
    ]);
    const again = await bring(...rows("t"));
    expect(again.lines).toMatchObject([
      { result: "unchanged", notes: [standing] },
      { result: "unchanged" },
      { reason },
    ]);
    const stopped = await bring(...rows("f"));
    expect(stopped.lines).toMatchObject([{ result: "updated" }, { result: "updated" }, { result: "refused" }]);
    expect(await statuses(here)).toEqual([401, 401]);
    const known = await at.mappingFile({
      ...columns,
      auth: { field: "tokenEndpointAuthMethod", values: { mtls: "client_secret_basic" } },
    });
    const text = `key,pass,active,until,name,auth\n${bare},${secretOf(bare)},t,,two,mtls\n`;
    expect((await importTable(text, known)).report[0]).toMatchObject({
      result: "updated",
      notes: expect.arrayContaining(["Its first secret came, in clear."]),
    });
  });

  it("takes no secret from a hash that nothing fits, nor from a place that is empty: nobody is let in by its text", async () => {
    const texts = ["!RqXg1Jm5dPZzk0sXy3o2WvTn8LbQhYc7Uf4aEi9G", "!$6$abc$def", "{noop}"];
    const rows = texts.map((pass) => ({ key: newId(), pass }));
    const mapping = await at.mappingFile({ key: "clientId", pass: "clientSecret" });
    const { code, report } = await importTable(JSON.stringify(rows), mapping);
    const [summary] = report.slice(-1);
    expect([code, summary.secrets, summary.summary]).toEqual([
      0,
      undefined,
      expect.objectContaining({ created: 3, withoutSecret: 3 }),
    ]);
    for (const { key: clientId, pass: clientSecret } of rows) {
      expect((await requestToken(at.gateway.url, { clientId, clientSecret })).status).toBe(401);
    }
  });

  it("refuses a row whose columns were exchanged, and repeats no hash", async () => {
    const hash = "$2a$11$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
    const mapping = await at.mappingFile({ key: "clientId", pass: "clientSecret" });
    const { code, report, stdout, stderr } = await importTable(`key,pass\n${hash},orders\n`, mapping);
    expect(report[0]).toEqual({
      ...{ line: 2, clientId: null, result: "refused" },
      reason: expect.stringMatching(/^key holds the hash of a secret, or what stands for one/),
    });
    expect([code, (stdout + stderr).includes(hash), await applications()]).toEqual([1, false, []]);
  });

  it("knows a line again by a mapping of which only another column may be missing", async () => {
    const clientId = newId();
    const text = `key,pass,active,until\n${clientId},${secretOf(clientId)},t,\n`;
    const lax = { ...COLUMNS, until: { field: "clientSecretExpiresAt", optional: true } };
    await importTable(text, await at.mappingFile(COLUMNS));
    const { application } = await at.organization.owner.ok(
      "query ($id: String!) { application: oauthApplication(clientId: $id) { id } }",
      { id: clientId },
    );
    await at.organization.owner.ok(
      'mutation ($id: ID!) { updateOAuthApplication(input: { oauthApplicationId: $id, name: "Ours" }) { oauthApplication { id } } }',
      { id: application.id },
    );
    const { report } = await importTable(text, await at.mappingFile(lax));
    expect(report[0]).toMatchObject({ clientId, result: "unchanged" });
  });
});
