import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { runCommandLine } from "../../src/command-line/command-line.js";
import { FORMAT_NAMES } from "../../src/importing/formats/formats.js";
import madeElsewhere from "../foreign-hashes/made-elsewhere.json" with { type: "json" };
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";
import { runCommand, runCommandWith, UNWATCHED } from "../support/processes/command.js";
import { expectRefusal } from "../support/processes/command-refusal.js";
import type { CommandResult } from "../support/processes/gateway-process.js";
import { importText } from "../support/processes/import-command.js";
import { importSetting } from "../support/processes/import-setting.js";

/** A registration as RFC 7591 §3.2.1 has it. */
function registration(clientId: string, more: object = {}) {
  return {
    client_id: clientId,
    client_name: `Client ${clientId}`,
    client_secret: `secret-of-${clientId}-A1`,
    client_secret_expires_at: 0,
    grant_types: ["client_credentials"],
    scope: "orders",
    ...more,
  };
}

/** A line of an earlier report. */
const REPORTED = '{"line":1,"clientId":"client-1","result":"created"}\n';

const linesOf = (items: readonly unknown[]) =>
  items.map((item) => `${typeof item === "string" ? item : JSON.stringify(item)}\n`).join("");

const reportOf = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe.each(DATABASE_KINDS)("the command import beside a running gateway on %s", (kind) => {
  const at = importSetting(() => startOauthGateway(kind));
  let count = 0;

  const ids = (many: number) => Array.from({ length: many }, () => `imported-${++count}`);
  const importFrom = (input: string, ...args: string[]): Promise<CommandResult> =>
    importText(at.gateway.database.env, at.organization, input, ...args);
  const importLines = (items: readonly unknown[], ...args: string[]) =>
    importFrom(linesOf(items), "--from", "rfc7591", ...args);
  const applications = async () => {
    const { oauthApplications } = await at.organization.owner.ok(
      "{ oauthApplications(first: 100) { nodes { clientId redirectUris } } }",
    );
    return oauthApplications.nodes;
  };

  it("takes in hashed secrets, by which clients go on, and refuses those that would cost too much", async () => {
    const [bcrypt = "", digest = "", dear = ""] = ids(3);
    const { secret, hashes } = madeElsewhere;
    const hashOf = (kind: string) => hashes.find((one) => one.kind === kind)?.hash ?? "";
    const { code, stdout } = await importLines(
      [
        registration(bcrypt, { client_secret: hashOf("bcrypt 2a") }),
        registration(digest, { client_secret: hashOf("sha256 in hex").replace("{sha256-hex}", "") }),
        registration(dear, { client_secret: hashOf("bcrypt 2a").replace("$04$", "$31$") }),
      ],
      ...["--secrets", "sha256-hex"],
    );
    expect([code, reportOf(stdout)]).toEqual([
      1,
      [
        expect.objectContaining({ clientId: bcrypt, result: "created" }),
        expect.objectContaining({ clientId: digest, result: "created" }),
        expect.objectContaining({
          clientId: dear,
          result: "refused",
          reason: expect.stringMatching(/cost of 4 to 14/),
        }),
        {
          summary: expect.objectContaining({ created: 2, refused: 1 }),
          secrets: { clear: 0, hashed: 2 },
          dryRun: false,
        },
      ],
    ]);
    for (const clientId of [bcrypt, digest]) {
      expect((await requestToken(at.gateway.url, { clientId, clientSecret: secret })).status).toBe(200);
    }
  });

  it("takes in each line, reports it, and its clients go on with their secrets", async () => {
    const [first = "", second = ""] = ids(2);
    const { code, stdout, stderr } = await importLines([registration(first), registration(second)]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(reportOf(stdout)).toEqual([
      expect.objectContaining({ line: 1, clientId: first, result: "created" }),
      expect.objectContaining({ line: 2, clientId: second, result: "created" }),
      {
        summary: { lines: 2, created: 2, updated: 0, unchanged: 0, refused: 0, leftOut: 0, withoutSecret: 0 },
        secrets: { clear: 2, hashed: 0 },
        dryRun: false,
      },
    ]);
    for (const clientId of [first, second]) {
      const client = { clientId, clientSecret: `secret-of-${clientId}-A1` };
      expect((await requestToken(at.gateway.url, client)).status).toBe(200);
    }
    const events = await listEvents(at.organization.owner, { action: "oauth_application.created" });
    expect(events.map(({ wayIn, details }) => [wayIn, details.source])).toEqual([
      ["CLI", "rfc7591"],
      ["CLI", "rfc7591"],
    ]);
  });

  it("finds all unchanged the second time, and reads a line otherwise with other grants", async () => {
    const [clientId = ""] = ids(1);
    const items = [registration(clientId, { grant_types: undefined })];
    await importLines(items);
    for (const [result, ...args] of [
      ["unchanged"],
      ["updated", "--grants", "REFRESH_TOKEN"],
      ["unchanged", "--grants", "REFRESH_TOKEN"],
    ]) {
      expect(reportOf((await importLines(items, ...args)).stdout)[0]).toMatchObject({ clientId, result });
    }
  });

  it("goes on after what it refuses, says why, and ends with 1", async () => {
    const [good = "", twice = "", late = ""] = ids(3);
    const other = await at.gateway.organization();
    const { clientId: theirs } = await other.owner.createApplication();
    const deep = `{"client_id": "deep", "contacts": ${"[".repeat(100)}${"]".repeat(100)}}`;
    const items = [
      registration(good),
      '{"client_id": "cut off',
      "null",
      deep,
      registration(twice),
      registration(twice, { client_secret: "another-secret-A1" }),
      registration(theirs),
      registration("no spaces"),
      registration(late),
    ];
    const { code, stdout, stderr } = await importLines(items);
    expect([code, stderr]).toEqual([1, ""]);
    const report = reportOf(stdout);
    expect(report.map(({ result }) => result)).toEqual([
      ...["created", "refused", "refused", "refused", "created", "refused", "refused", "refused", "created", undefined],
    ]);
    expect(report.slice(0, -1).map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(report[5].reason).toMatch(/earlier item/);
    expect(report[6].reason).toBe("This client id is taken.");
    expect(report.at(-1)).toEqual({
      summary: { lines: 9, created: 3, updated: 0, unchanged: 0, refused: 6, leftOut: 0, withoutSecret: 0 },
      secrets: { clear: 3, hashed: 0 },
      dryRun: false,
    });
    expect((await applications()).map(({ clientId }: { clientId: string }) => clientId).sort()).toEqual(
      [good, twice, late].sort(),
    );
    expect(await at.organization.admin.verify(twice, "another-secret-A1")).toEqual({ active: false });
  });

  it("says of a dry run what it would do, and does nothing", async () => {
    const [known = "", fresh = ""] = ids(2);
    await importLines([registration(known)]);
    const redirect_uris = ["http://intranet.example.com/cb", "https://app.example.com/*"];
    const grant_types = ["authorization_code"];
    const items = [
      registration(known, { redirect_uris, grant_types }),
      registration(fresh, { redirect_uris, grant_types }),
      registration(fresh),
      "nothing",
    ];
    const state = async () => [
      await applications(),
      await at.organization.owner.ok("{ organization { allowHttpRedirectUris } }"),
      await listEvents(at.organization.owner),
    ];
    const before = await state();
    const tried = await importLines(items, "--allow-http", "--dry-run");
    expect(await state()).toEqual(before);
    const done = await importLines(items, "--allow-http");
    expect(reportOf(done.stdout).map(({ result }) => result)).toEqual([
      ...["updated", "created", "refused", "refused", undefined],
    ]);
    expect([tried.code, tried.stdout.replace('"dryRun":true', '"dryRun":false')]).toEqual([1, done.stdout]);
    expect(await at.organization.owner.ok("{ organization { allowHttpRedirectUris } }")).toEqual({
      organization: { allowHttpRedirectUris: true },
    });
    expect((await applications()).map(({ redirectUris }: { redirectUris: string[] }) => redirectUris)).toEqual([
      ["http://intranet.example.com/cb"],
      ["http://intranet.example.com/cb"],
    ]);
  });

  it("counts of the secrets of its file those that work here, whichever import brought them", async () => {
    const [clear = "", hashed = "", replaced = "", late = ""] = ids(4);
    const { secret, hashes } = madeElsewhere;
    const items = [
      registration(clear),
      registration(hashed, { client_secret: hashes.find(({ kind }) => kind === "bcrypt 2a")?.hash }),
      registration(replaced),
      registration(late),
    ];
    const secretsOf = ({ stdout }: CommandResult) => reportOf(stdout).at(-1).secrets;
    await importLines(items.slice(0, 3));
    const counted = { clear: 3, hashed: 1 };
    expect(secretsOf(await importLines(items, "--dry-run"))).toEqual(counted);
    expect(secretsOf(await importLines(items))).toEqual(counted);
    const client = { clientId: hashed, clientSecret: secret };
    expect((await requestToken(at.gateway.url, client)).status).toBe(200);
    expect(secretsOf(await importLines(items))).toEqual(counted);
    const idOf = async (clientId: string) => {
      const query = "query ($clientId: String!) { oauthApplication(clientId: $clientId) { id } }";
      return (await at.organization.owner.ok(query, { clientId })).oauthApplication.id;
    };
    await at.organization.owner.rotate(await idOf(replaced), { previousSecret: "REVOKE" });
    expect(secretsOf(await importLines(items))).toEqual({ clear: 2, hashed: 1 });
    await at.organization.owner.ok(
      `mutation { updateOAuthApplication(input: { oauthApplicationId: "${await idOf(clear)}", enabled: false }) { oauthApplication { id } } }`,
    );
    expect(secretsOf(await importLines(items))).toEqual({ clear: 1, hashed: 1 });
  });

  it("finds a client unchanged without --secrets once it was imported with it, and takes no new one without", async () => {
    const [known = "", fresh = ""] = ids(2);
    const hash = createHash("sha256").update("the-secret-that-it-has").digest("hex");
    await importLines([registration(known, { client_secret: hash })], "--secrets", "sha256-hex");
    const again = await importLines([known, fresh].map((id) => registration(id, { client_secret: hash })));
    expect([again.code, reportOf(again.stdout).slice(0, 2)]).toEqual([
      1,
      [
        { line: 1, clientId: known, result: "unchanged" },
        expect.objectContaining({ result: "refused", reason: expect.stringMatching(/--secrets sha256-hex/) }),
      ],
    ]);
  });

  it("counts confidential clients that have no secret here, and says what is to be done", async () => {
    const [one = "", two = "", open = ""] = ids(3);
    const items = [
      registration(one, { client_secret: "**********" }),
      registration(two, { client_secret: undefined }),
      registration(open, {
        ...{ client_secret: undefined, token_endpoint_auth_method: "none", grant_types: ["authorization_code"] },
      }),
    ];
    for (const result of ["created", "unchanged"]) {
      const { code, stdout, stderr } = await importLines(items);
      expect([code, reportOf(stdout).at(-1).summary]).toEqual([0, expect.objectContaining({ withoutSecret: 2 })]);
      expect(reportOf(stdout)[0]).toMatchObject({
        result,
        notes: [expect.stringMatching(/only stands for a secret/), expect.anything()],
      });
      expect(stderr).toMatch(
        /^2 confidential clients have no secret that works here.*\nNo secret was found in the file\. .*first import .*; then issue one/,
      );
    }
    const mixed = await importLines([registration(one, { client_secret: "a-secret-that-comes-later" }), items[1]]);
    expect(mixed.stderr).toMatch(/^1 confidential client has no secret that works here.*\nA server answers .*\n$/);
    expect(reportOf(mixed.stdout).map(({ result }) => result)).toEqual(["updated", "unchanged", undefined]);
  });

  it("leaves out a realm's own clients, and says how to get the secrets that are masked in it", async () => {
    const [clientId = ""] = ids(1);
    const own = ["account", "account-console", "admin-cli", "broker", "realm-management", "security-admin-console"];
    const master = { clientId: "acme-realm", bearerOnly: true, protocol: "openid-connect" };
    const clients = [
      ...own.map((id) => ({ clientId: id, protocol: "openid-connect" })),
      master,
      { clientId, protocol: "openid-connect", secret: "**********" },
    ];
    const realm = JSON.stringify({ realm: "acme", clients });
    const { code, stdout, stderr } = await importFrom(realm, "--from", "keycloak");
    const [line, end] = reportOf(stdout);
    expect([code, line]).toEqual([0, expect.objectContaining({ line: 7, clientId, result: "created" })]);
    const reason = "It is Keycloak's own, and stays there.";
    expect(end).toEqual({
      summary: { lines: 8, created: 1, updated: 0, unchanged: 0, refused: 0, leftOut: 7, withoutSecret: 1 },
      notes: [{ clients: 1, note: expect.stringContaining("accessTokenLifespan") }],
      leftOut: [...own, "acme-realm"].map((id) => ({ clientId: id, reason })),
      dryRun: false,
    });
    expect(stderr).toContain("bin/kc.sh export");
  });

  it("reads a file and writes its report into another, which holds no secret", async () => {
    const [file, report] = [join(at.folder, "clients.jsonl"), join(at.folder, "report.jsonl")];
    const items = ids(100).map((clientId) => registration(clientId));
    await writeFile(file, linesOf(items));
    const args = ["--organization", at.organization.slug, "--from", "rfc7591", "--report", report];
    const { code, stdout, stderr } = await runCommand(at.gateway.database.env, "import", file, ...args);
    const summary = {
      summary: { lines: 100, created: 100, updated: 0, unchanged: 0, refused: 0, leftOut: 0, withoutSecret: 0 },
      secrets: { clear: 100, hashed: 0 },
      dryRun: false,
    };
    expect([code, reportOf(stdout), stderr]).toEqual([0, [summary], ""]);
    const written = await readFile(report, "utf8");
    expect(reportOf(written).map(({ line }) => line)).toEqual([...items.map((_, index) => index + 1), undefined]);
    expect(reportOf(written).at(-1)).toEqual(summary);
    expect(written + at.gateway.log()).not.toMatch(/secret-of-/);
  });
});

describe("the command import", () => {
  let gateway: TestGateway;
  let acme: TestOrganization;
  let other: TestOrganization;
  let folder: string;

  beforeAll(async () => {
    gateway = await startOauthGateway("sqlite");
    acme = await gateway.organization("acme");
    other = await gateway.organization();
    folder = await mkdtemp(join(tmpdir(), "gateway-import-"));
    await writeFile(join(folder, "clients.jsonl"), linesOf([registration("client-1")]));
    await writeFile(join(folder, "mapping.json"), "{}");
    await writeFile(join(folder, "empty.jsonl"), "\n");
    await writeFile(join(folder, "no-client.json"), JSON.stringify({ id: "5d0b", realm: "acme", clients: [] }));
    await writeFile(join(folder, "own-clients.json"), JSON.stringify({ clients: [{ clientId: "account" }] }));
  });
  afterAll(async () => {
    await gateway.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const applications = () =>
    gateway.database.query(`SELECT id FROM oauth_applications WHERE organization_id = '${acme.id}'`);
  const ACME = ["--organization", "acme"];
  const RFC = ["--from", "rfc7591"];
  it.each<[string, string[], RegExp, number]>([
    ["no file", [...ACME, ...RFC], /file/, 2],
    ["no organization", ["clients.jsonl", ...RFC], /--organization/, 2],
    ["no format", ["clients.jsonl", ...ACME], /--from/, 2],
    ["an unknown format", ["clients.jsonl", ...ACME, "--from", "ldap"], /ldap.*keycloak/, 2],
    ["an unknown option", ["clients.jsonl", ...ACME, ...RFC, "--fast"], /--fast/, 2],
    ["an unknown form of secrets", ["clients.jsonl", ...ACME, ...RFC, "--secrets", "md5"], /md5.*plain/, 2],
    ["an unknown grant", ["clients.jsonl", ...ACME, ...RFC, "--grants", "PASSWORD"], /PASSWORD/, 2],
    [
      "scopes that are none",
      ["clients.jsonl", ...ACME, ...RFC, "--scopes", "read wri\\te"],
      /--scopes.*scope-token/,
      2,
    ],
    ["no scopes", ["clients.jsonl", ...ACME, ...RFC, "--scopes", " "], /--scopes.*at least one scope/, 2],
    [
      "scopes for what records them",
      ["realm.json", ...ACME, "--from", "keycloak", "--scopes", "read"],
      /--scopes means nothing for --from keycloak/,
      2,
    ],
    ["a file that is not there", ["nowhere.jsonl", ...ACME, ...RFC], /nowhere\.jsonl cannot be read/, 2],
    ["a folder", [".", ...ACME, ...RFC], /is a folder/, 2],
    ["a table without its mapping", ["clients.jsonl", ...ACME, "--from", "table"], /--mapping/, 2],
    [
      "a mapping that is not there",
      ["clients.jsonl", ...ACME, "--from", "table", "--mapping", "rails"],
      /rails cannot be read/,
      2,
    ],
    ...["constructor", "toString", "__proto__"].map((name): [string, string[], RegExp, number] => [
      `a mapping called ${name}`,
      ["clients.jsonl", ...ACME, "--from", "table", "--mapping", name],
      new RegExp(`${name} cannot be read: there is no such file or folder; shipped are doorkeeper`),
      2,
    ]),
    [
      "a mapping that is none",
      ["clients.jsonl", ...ACME, "--from", "table", "--mapping", "mapping.json"],
      /mapping/,
      2,
    ],
    ["a report over the file", ["clients.jsonl", ...ACME, ...RFC, "--report", "clients.jsonl"], /--report/, 2],
    [
      "a mapping for what has none",
      ["clients.jsonl", ...ACME, ...RFC, "--mapping", "doorkeeper"],
      /--mapping means nothing for --from rfc7591/,
      2,
    ],
    [
      "a mapping that is a folder",
      ["clients.jsonl", ...ACME, "--from", "table", "--mapping", "."],
      /--mapping: .* cannot be read: it is a folder/,
      2,
    ],
    [
      "a word on secrets of which there are only digests",
      ["clients.jsonl", ...ACME, "--from", "own", "--secrets", "plain"],
      /--secrets means nothing for --from own/,
      2,
    ],
    [
      "a file below a file",
      ["clients.jsonl/x.json", ...ACME, ...RFC],
      /cannot be read: a part of its path is no folder/,
      2,
    ],
    [
      "grants for what records them",
      ["realm.json", ...ACME, "--from", "keycloak", "--grants", "CLIENT_CREDENTIALS"],
      /--grants means nothing for --from keycloak/,
      2,
    ],
    [
      "a report in a folder that is not there",
      ["clients.jsonl", ...ACME, ...RFC, "--report", "nowhere/report.jsonl"],
      /^error: --report: .*nowhere\/report\.jsonl cannot be written: there is no such file or folder$/m,
      2,
    ],
    [
      "a report that is a folder",
      ["clients.jsonl", ...ACME, ...RFC, "--report", "."],
      /--report: .* cannot be written: it is a folder/,
      2,
    ],
    ["an empty file", ["empty.jsonl", ...ACME, ...RFC], /^There is no client in the file\.$/m, 1],
    [
      "a realm without clients",
      ["no-client.json", ...ACME, "--from", "keycloak"],
      /^There is no client in the file/m,
      1,
    ],
    [
      "a realm with none but its own clients",
      ["own-clients.json", ...ACME, "--from", "keycloak"],
      /no client in the file but those that were left out/,
      1,
    ],
    ["an unknown organization", ["clients.jsonl", "--organization", "nobody", ...RFC], /nobody/, 1],
  ])("refuses %s, says why, and does nothing", async (_what, args, problem, code) => {
    const inFolder = args.map((arg) => (/^\.$|\.json|\.csv/.test(arg) ? join(folder, arg) : arg));
    const refused = await runCommand(gateway.database.env, "import", ...inFolder);
    // What has no client has a summary.
    const { summary } = refused.stdout === "" ? { summary: undefined } : JSON.parse(refused.stdout);
    expect(summary?.lines).toBe(summary?.leftOut);
    expectRefusal({ ...refused, stdout: "" }, problem);
    expect(refused.code).toBe(code);
    expect(await readFile(join(folder, "clients.jsonl"), "utf8")).toBe(linesOf([registration("client-1")]));
    expect(await applications()).toEqual([]);
  });

  const FILES = join(import.meta.dirname, "../importing/files");
  const WRITTEN_BY = {
    keycloak: join(FILES, "keycloak-realm.json"),
    hydra: join(FILES, "hydra-clients.json"),
    auth0: join(FILES, "auth0-clients.json"),
    doorkeeper: join(FILES, "doorkeeper.csv"),
    rfc7591: "registered.jsonl",
    own: "exported.jsonl",
  };
  const wrong = FORMAT_NAMES.flatMap((from) =>
    Object.keys(WRITTEN_BY)
      .filter((writer) => writer !== from)
      // Hydra's clients are registrations with more.
      .filter((writer) => !(from === "table" && writer === "doorkeeper") && !(from === "hydra" && writer === "rfc7591"))
      .map((writer) => [from, writer] as const),
  );
  it.each(wrong)(
    "told --from %s, refuses a file of %s before it writes anything, and says what it is",
    async (from, writer) => {
      await writeFile(join(folder, WRITTEN_BY.rfc7591), linesOf([registration("registered")]));
      const exported = { clientId: "exported", name: "x", tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC", secrets: [] };
      await writeFile(join(folder, WRITTEN_BY.own), linesOf([exported]));
      const args = [...ACME, "--from", from, ...(from === "table" ? ["--mapping", "doorkeeper"] : [])];
      const report = join(folder, "unwritten.jsonl");
      const file = resolve(folder, WRITTEN_BY[writer as keyof typeof WRITTEN_BY]);
      const refused = await runCommand(
        gateway.database.env,
        "import",
        file,
        ...args,
        "--allow-http",
        "--report",
        report,
      );
      const right = writer === "doorkeeper" ? "table" : writer;
      expectRefusal(refused, new RegExp(`^error: .* looks like .*: use --from ${right}$`, "m"));
      expect(refused.code).toBe(2);
      expect(existsSync(report)).toBe(false);
      expect(await applications()).toEqual([]);
      expect(await gateway.database.query("SELECT id FROM organizations WHERE allow_http_redirect_uris")).toEqual([]);
    },
  );

  it.each([
    ["keycloak", { id: "a", client_name: "A", redirect_uris: "https://a.example.com/cb" }, "clientId", "hydra"],
    ["keycloak", { client_id: "a", client_secret: "b" }, "clientId", "hydra or auth0 or rfc7591"],
    ["rfc7591", { clientId: "a", secret: "b", id: "c" }, "client_id", "keycloak or own"],
  ])(
    "told --from %s, refuses before it writes anything what nobody is known by and has its ids elsewhere: %j",
    async (from, row, none, right) => {
      const { code, stdout, stderr } = await importText(
        gateway.database.env,
        other,
        linesOf([row, "oops", row]),
        ...["--from", from, "--allow-http"],
      );
      const problem = `looks like clients of another system, since none has ${none}: use --from ${right}`;
      expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(problem)]);
      expect(await gateway.database.query("SELECT id FROM organizations WHERE allow_http_redirect_uris")).toEqual([]);
    },
  );

  it("goes on line by line where any of what nobody is known by has an id of the format, or none has one", async () => {
    const rows = [{ client_id: "a-hydra-row" }, { clientId: "a-realms-client" }, { name: "nobody's" }];
    const { code, report } = await importText(gateway.database.env, other, linesOf(rows), "--from", "keycloak");
    expect([code, report.map(({ result }) => result)]).toEqual([1, ["refused", "created", "refused", undefined]]);
    const parts = [{ client_id: "part-of-auth0s" }, { client_id: "another", redirect_uris: ["https://a.example/cb"] }];
    const { code: codeOfParts } = await importText(gateway.database.env, other, linesOf(parts), "--from", "auth0");
    expect(codeOfParts).toBe(0);
    const nobodys = await importText(gateway.database.env, other, linesOf(rows.slice(2)), "--from", "keycloak");
    expect([nobodys.code, nobodys.report.map(({ result }) => result)]).toEqual([1, ["refused", undefined]]);
  });

  const importLines = (...items: object[]) => importText(gateway.database.env, other, linesOf(items), ...RFC);

  it("takes what Hydra answered to a registration as one, whatever else Hydra says in it", async () => {
    const more = { skip_consent: false, registration_access_token: "ory_at_1", registration_client_uri: "https://x/1" };
    const { code, stdout, stderr } = await importLines(registration("answered-by-hydra", more));
    expect([code, stderr]).toEqual([0, ""]);
    const [line, { notes }] = reportOf(stdout);
    expect([line.clientId, line.result, line.notes]).toEqual(["answered-by-hydra", "created", undefined]);
    expect(notes).toContainEqual({ note: "Not taken: registration_access_token.", clients: 1 });
  });

  it("reports what is in when it fails, says that it has stopped, and the same command goes on", async () => {
    const items = ["before-1", "broken-1", "behind-1"].map((id) => registration(id));
    await gateway.database.query(
      "CREATE TRIGGER broken BEFORE INSERT ON oauth_applications WHEN NEW.client_id = 'broken-1' BEGIN SELECT RAISE(ABORT, 'broken'); END",
    );
    const stopped = await importLines(...items);
    await gateway.database.query("DROP TRIGGER broken");
    const resultsOf = (text: string) => reportOf(text).map(({ clientId, result }) => [clientId, result]);
    expect([stopped.code, resultsOf(stopped.stdout)]).toEqual([
      1,
      [
        ["before-1", "created"],
        ["behind-1", "created"],
      ],
    ]);
    expect(stopped.stderr).toMatch(/^.*broken\. The import has stopped; the same command goes on\.\n$/);
    const again = await importLines(...items);
    expect([again.code, resultsOf(again.stdout).slice(0, 3)]).toEqual([
      0,
      [
        ["before-1", "unchanged"],
        ["broken-1", "created"],
        ["behind-1", "unchanged"],
      ],
    ]);
  });

  it("fails with a sentence when its last line on standard output is found unwritten after it", async () => {
    let unheard: (error: Error) => void = () => undefined;
    let said = "";
    const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
    const code = await runCommandLine(["import", join(folder, "clients.jsonl"), "--organization", other.slug, ...RFC], {
      ...UNWATCHED,
      env: gateway.database.env,
      onUnheard(act) {
        unheard = act;
      },
      printed: async () => unheard(full),
      writeError(text) {
        said += text;
      },
    });
    expect([code, said]).toEqual([
      1,
      "The report on standard output cannot be written: no space is left. The import has stopped; the same command goes on.\n",
    ]);
  });

  it.each([
    ["a source", () => linesOf([registration("client-1")])],
    ["a database", () => "SQLite format 3\0"],
    ["server keys", () => "k1:AAAA\n"],
    ["another's lines behind one of a report", () => `${REPORTED}{"customers":"mine"}\n${REPORTED}`],
    ["a text behind a line of a report", () => `${REPORTED}not a report at all`],
  ])("does not write its report over %s, by a link neither", async (_what, contentOf) => {
    const [source, report] = [join(folder, "clients.jsonl"), join(folder, "kept.txt")];
    await writeFile(report, contentOf());
    const link = join(folder, "link.txt");
    await rm(link, { force: true });
    await symlink(report, link);
    for (const path of [report, link]) {
      const args = ["import", source, "--organization", other.slug, ...RFC, "--report", path, "--dry-run"];
      const refused = await runCommand(gateway.database.env, ...args);
      expectRefusal(refused, /--report: .* is there and is no report: name another file, or remove it/);
      expect(refused.code).toBe(2);
      expect(await readFile(report, "utf8")).toBe(contentOf());
    }
  });

  it("writes its report into a file that has the name of standard input", async () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      const args = ["import", "-", "--organization", other.slug, ...RFC, "--report", "-"];
      const { code, stderr } = await runCommandWith(linesOf([registration("dash-1")]), gateway.database.env, ...args);
      expect([code, stderr]).toEqual([0, ""]);
    } finally {
      process.chdir(before);
    }
    expect(reportOf(await readFile(join(folder, "-"), "utf8"))[0]).toMatchObject({ clientId: "dash-1" });
  });

  it("writes its report over an earlier one, whatever became of its clients, and into what is empty", async () => {
    const report = join(folder, "again.jsonl");
    await writeFile(report, "");
    const args = ["import", "-", "--organization", other.slug, ...RFC, "--report", report];
    const results: string[][] = [];
    for (let time = 0; time < 4; time++) {
      // The last time over one whose last line could not be written to its end.
      if (time === 3) await writeFile(report, `${REPORTED}{"line":2,"cli`);
      const named = { ...registration("again-2"), client_name: `Name ${time}` };
      const lines = [registration("again-1"), named, { client_id: 'a"b\\c' }, "no JSON"];
      expect((await runCommandWith(linesOf(lines), gateway.database.env, ...args)).code).toBe(1);
      results.push(reportOf(await readFile(report, "utf8")).map(({ result }) => result));
    }
    const refused = ["refused", "refused", undefined];
    expect(results).toEqual([
      ["created", "created", ...refused],
      ...Array(3).fill(["unchanged", "updated", ...refused]),
    ]);
  });

  it.each([
    ["compressed", gzipSync(linesOf([registration("client-1")])), /is compressed with gzip: unpack it first/],
    ["in UTF-16", Buffer.from(`\ufeff${linesOf([registration("client-1")])}`, "utf16le"), /UTF-16.*iconv -t UTF-8/],
    ["in UTF-16 that does not say so", Buffer.from(linesOf([registration("client-1")]), "utf16le"), /UTF-16/],
  ])("says of a file that it is %s, and does nothing", async (_what, content, problem) => {
    const file = join(folder, "packed.json");
    await writeFile(file, content);
    const refused = await runCommand(gateway.database.env, "import", file, ...ACME, ...RFC);
    expectRefusal(refused, problem);
    expect(refused.code).toBe(2);
  });

  it("switches redirect URIs in clear on with the first client only, and says so once", async () => {
    const { slug, owner } = await gateway.organization();
    const allowed = async () =>
      (await owner.ok("{ organization { allowHttpRedirectUris } }")).organization.allowHttpRedirectUris;
    const bring = (name: string) =>
      runCommand(gateway.database.env, "import", join(folder, name), "--organization", slug, ...RFC, "--allow-http");
    await writeFile(join(folder, "unread.jsonl"), "oops\n");
    await writeFile(join(folder, "one.jsonl"), linesOf([registration("allowed-1")]));
    for (const name of ["empty.jsonl", "unread.jsonl"]) {
      expect(await bring(name)).toMatchObject({ code: 1, stderr: expect.not.stringContaining("allowHttp") });
      expect(await allowed()).toBe(false);
    }
    const switched = { code: 0, stderr: "The organization's allowHttpRedirectUris was switched on by this import.\n" };
    expect(await bring("one.jsonl")).toMatchObject(switched);
    expect(await allowed()).toBe(true);
    expect(await bring("one.jsonl")).toMatchObject({ code: 0, stderr: "" });
  });

  it("brings no redirect URI in clear once the organization has switched those off while it runs, and says so", async () => {
    const { slug, owner } = await gateway.organization();
    const urisOf = async (clientId: string) => {
      const query = "query ($clientId: String!) { oauthApplication(clientId: $clientId) { redirectUris } }";
      return (await owner.ok(query, { clientId })).oauthApplication?.redirectUris;
    };
    const inClear = (clientId: string) => ({
      ...registration(clientId, { grant_types: ["authorization_code"] }),
      redirect_uris: [`http://${clientId}.example.com/cb`],
    });
    const clients = ["switched-1", "switched-2"].map(inClear);
    async function* pieces() {
      yield Buffer.from(linesOf(clients.slice(0, 1)));
      await vi.waitFor(async () => expect(await urisOf("switched-1")).toEqual(clients[0]?.redirect_uris), 10_000);
      await owner.ok(
        "mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { organization { id } } }",
        { input: { allowHttpRedirectUris: false } },
      );
      yield Buffer.from(linesOf(clients.slice(1)));
    }
    const args = ["import", "-", "--organization", slug, ...RFC, "--allow-http"];
    let stdout = "";
    const write = (text: string) => {
      stdout += text;
    };
    const code = await runCommandLine(args, {
      ...UNWATCHED,
      env: gateway.database.env,
      pieces,
      print: (line) => write(`${line}\n`),
      write,
    });
    expect(code).toBe(0);
    expect(reportOf(stdout)[1]).toMatchObject({
      result: "created",
      notes: [expect.stringMatching(/^redirect_uris\.0 .* allowHttpRedirectUris would allow/)],
    });
    expect(await urisOf("switched-2")).toEqual([]);
  });

  it("stops when its report cannot be written, says which and why, and the same command goes on", async () => {
    const args = ["import", join(folder, "clients.jsonl"), "--organization", other.slug, ...RFC];
    const full = await runCommand(gateway.database.env, ...args, "--report", "/dev/full");
    expectRefusal(full, /^--report: \/dev\/full cannot be written: no space is left\. The import has stopped/);
    expect(full.code).toBe(1);
    const again = await runCommand(gateway.database.env, ...args);
    expect([again.code, reportOf(again.stdout)[0]]).toEqual([
      0,
      { line: 1, clientId: "client-1", result: "unchanged" },
    ]);
  });
});
