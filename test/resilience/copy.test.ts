import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, createMigratedDatabase, type TestDatabase } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { createClient, requestToken } from "../support/oauth/oauth-endpoints.js";
import { issueApiToken, revokeApiToken, works } from "../support/organization/api-tokens.js";
import { runCommand } from "../support/processes/command.js";
import { expectRefusal } from "../support/processes/command-refusal.js";
import { BUNDLE } from "../support/processes/gateway-process.js";

/** Stops every copy at its audit events, in a transaction that nobody ends. */
const HOLD = `CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_sleep(600); RETURN NEW; END $$;
  CREATE TRIGGER hold BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION hold()`;

/** Writes another name than is copied. */
const FALSIFY = `CREATE FUNCTION falsify() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN NEW.name = 'another'; RETURN NEW; END $$;
  CREATE TRIGGER falsify BEFORE INSERT ON oauth_applications FOR EACH ROW EXECUTE FUNCTION falsify()`;

describe("copying a gateway from SQLite to PostgreSQL", () => {
  let file: TestDatabase;
  let server: TestDatabase;
  let running: TestGateway[];
  let copying: ChildProcess[];

  beforeEach(async () => {
    [file, server] = [await createMigratedDatabase("sqlite"), await createMigratedDatabase("postgres")];
    running = [];
    copying = [];
  });
  afterEach(async () => {
    for (const child of copying) child.kill("SIGKILL");
    await Promise.all(running.map((gateway) => gateway.stop()));
    await Promise.all([file.drop(), server.drop()]);
  });

  const copy = (...more: string[]) => runCommand(file.env, "copy", "--to", server.url, ...more);
  const open = () => runCommand(file.env, "organization", "list");
  const counts = (stdout: string) =>
    Object.fromEntries(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line))
        .map(({ table, rows }) => [table, rows]),
    );
  const isThere = async () => (await server.query("SELECT 1 AS one FROM oauth_applications LIMIT 1")).length > 0;

  async function started(database: TestDatabase, env: Record<string, string> = {}): Promise<TestGateway> {
    const gateway = await startTestGateway(database.kind, { database, env });
    running.push(gateway);
    return gateway;
  }

  /** The gateway over PostgreSQL, with the keys of the file. */
  async function startedThere(): Promise<TestGateway> {
    const keys = await readFile(join(String(file.folder), "secret-keys"), "utf8");
    return started(server, { SECRET_KEYS: keys.trim() });
  }

  async function stopAll(): Promise<void> {
    await Promise.all(running.splice(0).map((gateway) => gateway.stop()));
  }

  /** An organization with an application in the middle of a rotation, and tokens, of which one is revoked. */
  async function used() {
    const gateway = await started(file);
    const { owner, developer } = await gateway.organization("acme");
    const client = await createClient(developer, {
      name: "Größe „1“ \u{1F511}",
      redirectUris: ["https://a.example/cb"],
    });
    const rotated = await owner.ok(
      `mutation { rotateSecret(input: { oauthApplicationId: "${client.id}", previousSecret: KEEP }) { clientSecret } }`,
    );
    const [kept, revoked] = [await issueApiToken(owner), await issueApiToken(owner)];
    await revokeApiToken(owner, revoked.id);
    await stopAll();
    return { client, newSecret: rotated.rotateSecret.clientSecret as string, owner, kept, revoked };
  }

  /** Starts a copy in a process of its own, and answers it once it is in the middle. */
  async function heldHalfway(): Promise<ChildProcess> {
    await server.query(HOLD);
    const child = spawn(process.execPath, [join(BUNDLE, "cli.cjs"), "copy", "--to", server.url], {
      env: { PATH: process.env.PATH, ...file.env },
      stdio: "ignore",
    });
    copying.push(child);
    const isHeld =
      "SELECT 1 AS one FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'";
    await expect.poll(() => server.query(isHeld), { interval: 20 }).toHaveLength(1);
    return child;
  }

  async function killed(child: ChildProcess): Promise<void> {
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
    const ended = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    await server.query(ended);
    await server.query("DROP TRIGGER hold ON audit_events");
  }

  it("takes along every secret and token as it is, and what stopped stays stopped", async () => {
    const { client, newSecret, owner, kept, revoked } = await used();
    const copied = await copy();
    expect(copied).toEqual({ code: 0, stderr: "", stdout: expect.any(String) });
    expect(counts(copied.stdout)).toMatchObject({ organizations: 1, oauth_applications: 1, client_secrets: 2 });
    const there = await startedThere();
    for (const clientSecret of [client.clientSecret, newSecret]) {
      expect((await requestToken(there.url, { ...client, clientSecret })).status).toBe(200);
    }
    expect(await works(new GraphqlClient(there.url, kept.token))).toBe(true);
    expect(await works(new GraphqlClient(there.url, revoked.token))).toBe(false);
    const asked = `{ oauthApplication(id: "${client.id}") { name redirectUris rotation { previousSecret { status } } } }`;
    const again = await new GraphqlClient(there.url, owner.token).ok(asked);
    expect(again.oauthApplication).toMatchObject({ name: client.name, redirectUris: ["https://a.example/cb"] });
    expect(again.oauthApplication.rotation.previousSecret.status).toBe("PREVIOUS");
    const listed = '{ oauthApplications(filter: { query: "größe" }) { totalCount nodes { id } } }';
    const { oauthApplications } = await new GraphqlClient(there.url, owner.token).ok(listed);
    expect(oauthApplications).toEqual({ totalCount: 1, nodes: [{ id: client.id }] });
  });

  it("closes the file for good, so that nobody rotates in two places", async () => {
    await used();
    await copy();
    expectRefusal(await open(), /has moved to .*, which DATABASE_URL has to name/);
    await expect(startTestGateway("sqlite", { database: file })).rejects.toThrow(/has moved to/);
    expect((await copy()).code).toBe(0);
    expectRefusal(await copy("--abandon"), /its move has ended\..* restore a backup of the file/);
    const other = await createDatabase("postgres");
    try {
      expectRefusal(await runCommand(file.env, "copy", "--to", other.url), /The database has moved to/);
    } finally {
      await other.drop();
    }
    // Neither a user nor a password stands before its host.
    expect((await open()).stderr).not.toContain("@");
  });

  it("is never taken back once it has ended, whatever has become of the database there", async () => {
    await used();
    await copy();
    await server.query("DELETE FROM database_moves");
    expectRefusal(await copy("--abandon"), /its move has ended/);
    expectRefusal(await open(), /has moved to/);
  });

  it("knows the database by the host and port that count, also where they are in the query", async () => {
    await used();
    await copy();
    const { username, password, hostname, port, pathname } = new URL(server.url);
    const copyTo = (to: string) => runCommand(file.env, "copy", "--to", to);
    const named = `${username}${password && `:${password}`}`;
    const same = `postgres://${named}@nowhere.invalid:1${pathname}?host=${hostname}&port=${port}`;
    expect((await copyTo(same)).code).toBe(0);
    expectRefusal(await open(), new RegExp(`has moved to postgres://${hostname}:${port}${pathname}, which`));
    const another = `${server.url}?host=${hostname === "localhost" ? "127.0.0.1" : "localhost"}`;
    expectRefusal(await copyTo(another), /^The database has moved to /);
  });

  it.each([
    ["0.3.0", () => "nowhere.invalid:1"],
    ["0.4.0", () => `${new URL(server.url).hostname}:${new URL(server.url).port}`],
  ])("goes on with a move that %s has begun, or takes it back, by the name that it had there", async (_version, at) => {
    const { client } = await used();
    const { username, password, hostname, port, pathname } = new URL(server.url);
    const named = `${username}${password && `:${password}`}`;
    const to = `postgres://${named}@nowhere.invalid:1${pathname}?host=${hostname}&port=${port}`;
    const copyTo = (...more: string[]) => runCommand(file.env, "copy", "--to", to, ...more);
    const begin = () => file.query(`INSERT INTO database_moves VALUES ('begun', '${at()}${pathname}', 0)`);
    await begin();
    expect(await copyTo("--abandon")).toEqual({ code: 0, stderr: "", stdout: "" });
    await begin();
    expectRefusal(await open(), /has begun to move/);
    expect((await copyTo()).code).toBe(0);
    expect((await requestToken((await startedThere()).url, client)).status).toBe(200);
  });

  it("refuses while somebody has the file open, and changes nothing", async () => {
    const gateway = await started(file);
    const { owner } = await gateway.organization("acme");
    expectRefusal(await copy(), /in use. Stop all gateways/);
    expect(await works(owner)).toBe(true);
    expect(await isThere()).toBe(false);
  });

  it("refuses a database in use, and the file works on", async () => {
    await used();
    await (await startedThere()).organization("other");
    expectRefusal(await copy(), /to move to is in use: it has organizations/);
    expect((await open()).code).toBe(0);
  });

  it("makes no table where it does not go", async () => {
    const other = await createDatabase("postgres");
    const copyThere = (...more: string[]) => runCommand(file.env, "copy", "--to", other.url, ...more);
    const tables = () => other.query("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()");
    try {
      await started(file);
      expectRefusal(await copyThere(), /in use. Stop all gateways/);
      await stopAll();
      expectRefusal(await copyThere("--abandon"), /has not begun to move/);
      expect(await tables()).toEqual([]);
      await other.query("CREATE TABLE organizations AS SELECT 'org_1' AS id");
      expectRefusal(await copyThere(), /to move to is in use: it has organizations/);
      expect(await tables()).toEqual([{ tablename: "organizations" }]);
      await other.query("DROP TABLE organizations");
      expect((await copyThere()).code).toBe(0);
    } finally {
      await other.drop();
    }
  });

  it("takes a database on which gateways wait that nobody has used", async () => {
    const { client } = await used();
    const there = await startedThere();
    expect((await copy()).code).toBe(0);
    expect((await requestToken(there.url, client)).status).toBe(200);
  });

  it("killed halfway, has copied nothing, keeps the file closed and begins anew when it is run again", async () => {
    const { client } = await used();
    await killed(await heldHalfway());
    expect(await isThere()).toBe(false);
    expectRefusal(await open(), /has begun to move to .*`copy` again, or with --abandon/);
    expect((await copy()).code).toBe(0);
    expect((await requestToken((await startedThere()).url, client)).status).toBe(200);
  });

  it("killed halfway, can be taken back, after which the file works on", async () => {
    const { client } = await used();
    await killed(await heldHalfway());
    expect(await copy("--abandon")).toEqual({ code: 0, stderr: "", stdout: "" });
    expect((await requestToken((await started(file)).url, client)).status).toBe(200);
    await stopAll();
    expectRefusal(await copy("--abandon"), /has not begun to move/);
  });

  it("killed after its COMMIT, finds that all is there", async () => {
    await used();
    const first = await copy();
    await file.query("UPDATE database_moves SET complete = 0");
    expectRefusal(await open(), /has begun to move/);
    expectRefusal(await copy("--abandon"), /Everything is there already/);
    expect(await copy()).toEqual(first);
    expectRefusal(await open(), /has moved to/);
  });

  it("killed while its COMMIT is under way, is taken back only once that is known", async () => {
    await used();
    await killed(await heldHalfway());
    const [move] = await file.query("SELECT id FROM database_moves");
    const committing = new Client(server.url);
    await committing.connect();
    try {
      await committing.query("BEGIN; LOCK TABLE database_moves IN EXCLUSIVE MODE");
      await committing.query("INSERT INTO database_moves (id, complete) VALUES ($1, true)", [move?.id]);
      const abandoned = copy("--abandon");
      const waits = "SELECT 1 AS one FROM pg_locks WHERE NOT granted AND relation = 'database_moves'::regclass";
      await expect.poll(() => server.query(waits)).toHaveLength(1);
      await committing.query("COMMIT");
      expectRefusal(await abandoned, /Everything is there already/);
      expectRefusal(await open(), /has begun to move/);
    } finally {
      await committing.end();
    }
  });

  it("copies nothing when a row comes out as another one, and the file works on", async () => {
    const { client } = await used();
    await server.query(FALSIFY);
    const refused = await copy();
    expectRefusal(refused, /oauth_applications came out as another one \(name\); nothing was copied/);
    expect(refused.stderr).not.toContain(client.name);
    expect(await isThere()).toBe(false);
    expect((await open()).code).toBe(0);
  });

  it.each([
    ["a target that is no PostgreSQL", ["--to", "sqlite:./other.sqlite"]],
    ["no target", []],
  ])("calls %s a misuse", async (_what, args) => {
    const refused = await runCommand(file.env, "copy", ...args);
    expectRefusal(refused, /--to/);
    expect(refused.code).toBe(2);
  });

  it("repeats no password of a target that it refuses", async () => {
    const { code, stdout, stderr } = await runCommand(
      file.env,
      "copy",
      "--to",
      "mysql://gateway:a-password@db/gateway",
    );
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringMatching(/--to must be postgres:/)]);
    expect(stderr).not.toContain("a-password");
  });

  it("calls it a misuse when what it is to copy is no SQLite file", async () => {
    const refused = await runCommand(server.env, "copy", "--to", server.url);
    expectRefusal(refused, /DATABASE_URL must be the SQLite file/);
    expect(refused.code).toBe(2);
  });
});
