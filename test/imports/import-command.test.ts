import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import madeElsewhere from "../foreign-hashes/made-elsewhere.json" with { type: "json" };
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";
import { runCommand, runCommandWith } from "../support/processes/command.js";
import { expectRefusal } from "../support/processes/command-refusal.js";
import type { CommandResult } from "../support/processes/gateway-process.js";

/** A registration as RFC 7591 §3.2.1 has it. */
function registration(clientId: string, more: object = {}) {
  return {
    client_id: clientId,
    client_name: `Client ${clientId}`,
    client_secret: `secret-of-${clientId}-A1`,
    client_secret_expires_at: 0,
    grant_types: ["client_credentials"],
    ...more,
  };
}

const linesOf = (items: readonly unknown[]) =>
  items.map((item) => `${typeof item === "string" ? item : JSON.stringify(item)}\n`).join("");

const reportOf = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe.each(DATABASE_KINDS)("the command import beside a running gateway on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let folder: string;
  let count = 0;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
    folder = await mkdtemp(join(tmpdir(), "gateway-import-"));
  });
  beforeEach(async () => {
    organization = await gateway.organization();
  });
  afterAll(async () => {
    await gateway.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const ids = (many: number) => Array.from({ length: many }, () => `imported-${++count}`);
  const importFrom = (input: string, ...args: string[]): Promise<CommandResult> =>
    runCommandWith(input, gateway.database.env, "import", "-", "--organization", organization.slug, ...args);
  const importLines = (items: readonly unknown[], ...args: string[]) =>
    importFrom(linesOf(items), "--from", "rfc7591", ...args);
  const applications = async () => {
    const { oauthApplications } = await organization.owner.ok(
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
        expect.objectContaining({ summary: expect.objectContaining({ created: 2, refused: 1 }) }),
      ],
    ]);
    for (const clientId of [bcrypt, digest]) {
      expect((await requestToken(gateway.url, { clientId, clientSecret: secret })).status).toBe(200);
    }
  });

  it("takes in each line, reports it, and its clients go on with their secrets", async () => {
    const [first = "", second = ""] = ids(2);
    const { code, stdout, stderr } = await importLines([registration(first), registration(second)]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(reportOf(stdout)).toEqual([
      expect.objectContaining({ line: 1, clientId: first, result: "created" }),
      expect.objectContaining({ line: 2, clientId: second, result: "created" }),
      { summary: { lines: 2, created: 2, updated: 0, unchanged: 0, refused: 0 }, dryRun: false },
    ]);
    for (const clientId of [first, second]) {
      const client = { clientId, clientSecret: `secret-of-${clientId}-A1` };
      expect((await requestToken(gateway.url, client)).status).toBe(200);
    }
    const events = await listEvents(organization.owner, { action: "oauth_application.created" });
    expect(events.map(({ wayIn, details }) => [wayIn, details.source])).toEqual([
      ["CLI", "rfc7591"],
      ["CLI", "rfc7591"],
    ]);
  });

  it("finds all unchanged the second time, and reads a line otherwise with other grants", async () => {
    const [clientId = ""] = ids(1);
    const items = [registration(clientId)];
    await importLines(items);
    for (const [result, ...args] of [
      ["unchanged"],
      ["updated", "--grants", "CLIENT_CREDENTIALS"],
      ["unchanged", "--grants", "CLIENT_CREDENTIALS"],
    ]) {
      expect(reportOf((await importLines(items, ...args)).stdout)[0]).toMatchObject({ clientId, result });
    }
  });

  it("goes on after what it refuses, says why, and ends with 1", async () => {
    const [good = "", twice = "", late = ""] = ids(3);
    const other = await gateway.organization();
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
      summary: { lines: 9, created: 3, updated: 0, unchanged: 0, refused: 6 },
      dryRun: false,
    });
    expect((await applications()).map(({ clientId }: { clientId: string }) => clientId).sort()).toEqual(
      [good, twice, late].sort(),
    );
    expect(await organization.admin.verify(twice, "another-secret-A1")).toEqual({ active: false });
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
      await organization.owner.ok("{ organization { allowHttpRedirectUris } }"),
      await listEvents(organization.owner),
    ];
    const before = await state();
    const tried = await importLines(items, "--allow-http", "--dry-run");
    expect(await state()).toEqual(before);
    const done = await importLines(items, "--allow-http");
    expect(reportOf(done.stdout).map(({ result }) => result)).toEqual([
      ...["updated", "created", "refused", "refused", undefined],
    ]);
    expect([tried.code, tried.stdout.replace('"dryRun":true', '"dryRun":false')]).toEqual([1, done.stdout]);
    expect(await organization.owner.ok("{ organization { allowHttpRedirectUris } }")).toEqual({
      organization: { allowHttpRedirectUris: true },
    });
    expect((await applications()).map(({ redirectUris }: { redirectUris: string[] }) => redirectUris)).toEqual([
      ["http://intranet.example.com/cb"],
      ["http://intranet.example.com/cb"],
    ]);
  });

  it("reads a file and writes its report into another, which holds no secret", async () => {
    const [file, report] = [join(folder, "clients.jsonl"), join(folder, "report.jsonl")];
    const items = ids(100).map((clientId) => registration(clientId));
    await writeFile(file, linesOf(items));
    const args = ["--organization", organization.slug, "--from", "rfc7591", "--report", report];
    const { code, stdout, stderr } = await runCommand(gateway.database.env, "import", file, ...args);
    const summary = { summary: { lines: 100, created: 100, updated: 0, unchanged: 0, refused: 0 }, dryRun: false };
    expect([code, reportOf(stdout), stderr]).toEqual([0, [summary], ""]);
    const written = await readFile(report, "utf8");
    expect(reportOf(written).map(({ line }) => line)).toEqual([...items.map((_, index) => index + 1), undefined]);
    expect(reportOf(written).at(-1)).toEqual(summary);
    expect(written + gateway.log()).not.toMatch(/secret-of-/);
  });
});

describe("the command import", () => {
  let gateway: TestGateway;
  let folder: string;

  beforeAll(async () => {
    gateway = await startOauthGateway("sqlite");
    await gateway.organization("acme");
    folder = await mkdtemp(join(tmpdir(), "gateway-import-"));
    await writeFile(join(folder, "clients.jsonl"), linesOf([registration("c1")]));
    await writeFile(join(folder, "mapping.json"), "{}");
  });
  afterAll(async () => {
    await gateway.stop();
    await rm(folder, { recursive: true, force: true });
  });

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
    ["a file that is not there", ["nowhere.jsonl", ...ACME, ...RFC], /nowhere\.jsonl cannot be read/, 2],
    ["a folder", [".", ...ACME, ...RFC], /is a folder/, 2],
    ["a table without its mapping", ["clients.jsonl", ...ACME, "--from", "table"], /--mapping/, 2],
    [
      "a mapping that is not there",
      ["clients.jsonl", ...ACME, "--from", "table", "--mapping", "rails"],
      /rails cannot be read/,
      2,
    ],
    [
      "a mapping that is none",
      ["clients.jsonl", ...ACME, "--from", "table", "--mapping", "mapping.json"],
      /mapping/,
      2,
    ],
    ["a report over the file", ["clients.jsonl", ...ACME, ...RFC, "--report", "clients.jsonl"], /--report/, 2],
    ["an unknown organization", ["clients.jsonl", "--organization", "nobody", ...RFC], /nobody/, 1],
  ])("refuses %s, says why, and does nothing", async (_what, args, problem, code) => {
    const inFolder = args.map((arg) => (/^\.$|\.json/.test(arg) ? join(folder, arg) : arg));
    const refused = await runCommand(gateway.database.env, "import", ...inFolder);
    expectRefusal(refused, problem);
    expect(refused.code).toBe(code);
    expect(await readFile(join(folder, "clients.jsonl"), "utf8")).toBe(linesOf([registration("c1")]));
    expect(await gateway.database.query("SELECT id FROM oauth_applications")).toEqual([]);
  });
});
