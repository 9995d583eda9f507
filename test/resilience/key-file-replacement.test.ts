import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newKey, readKeyFile, replaceKeyFile } from "../../src/key-file.js";
import { newSecret } from "../../src/model/secret.js";
import { kidOf } from "../../src/services/keys/secret-keys.js";
import { createDatabase, createMigratedDatabase, type TestDatabase } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { createClient } from "../support/oauth/oauth-endpoints.js";
import { issueApiToken, works } from "../support/organization/api-tokens.js";
import { runCommand } from "../support/processes/command.js";
import { expectRefusal } from "../support/processes/command-refusal.js";
import { runCli } from "../support/processes/gateway-process.js";

const AT_ONCE = 20;

describe("replacing the key file beside a SQLite database", () => {
  let database: TestDatabase;
  let running: TestGateway[];
  let gateway: TestGateway;
  let organization: TestOrganization;
  let owner: GraphqlClient;
  let path: string;

  beforeEach(async () => {
    database = await createMigratedDatabase("sqlite");
    path = join(database.folder as string, "secret-keys");
    running = [];
    gateway = await start();
    organization = await gateway.organization("acme");
    owner = organization.owner;
  });
  afterEach(async () => {
    await Promise.all(running.map((one) => one.stop()));
    await database.drop();
  });

  async function start(): Promise<TestGateway> {
    const started = await startTestGateway("sqlite", { database });
    running.push(started);
    return started;
  }

  const kids = async () => (await readKeyFile(path)).map(({ kid }) => kid);
  const mode = async () => (await stat(path)).mode & 0o777;
  const unknown = () => new GraphqlClient(gateway.url, newSecret("ogt_"));
  const keys = (...args: string[]) => runCommand(database.env, "keys", ...args);
  const shellKeys = (...args: string[]) => runCli(database.env, "keys", ...args);

  /** What the commands do to the file, without the time that a process takes to start. */
  async function addKey(): Promise<string> {
    const added = newKey();
    await replaceKeyFile(path, [...(await readKeyFile(path)), added]);
    return added.kid;
  }

  async function promote(kid: string): Promise<void> {
    const all = await readKeyFile(path);
    await replaceKeyFile(path, [...all.filter((key) => key.kid === kid), ...all.filter((key) => key.kid !== kid)]);
  }

  async function promoteNewKey(): Promise<string> {
    const kid = await addKey();
    await promote(kid);
    return kid;
  }

  /** How many digests there are under each key. */
  async function digests(table: "api_tokens" | "client_secrets"): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { digest } of await database.query(`SELECT digest FROM ${table} WHERE revoked_at IS NULL`)) {
      const kid = kidOf(String(digest)) ?? "";
      counts[kid] = (counts[kid] ?? 0) + 1;
    }
    return counts;
  }

  it("is done by commands, which keep the file its owner's only, while a gateway works on", async () => {
    const [old] = await kids();
    expect(await mode()).toBe(0o600);
    const added = await shellKeys("add");
    const kid = added.stdout.trim();
    expect(added).toEqual({ code: 0, stdout: `${kid}\n`, stderr: "" });
    expect([await kids(), await mode()]).toEqual([[old, kid], 0o600]);
    expect(await works(owner)).toBe(true);
    expect(await shellKeys("promote", kid)).toEqual({ code: 0, stdout: `${kid}\n`, stderr: "" });
    expect([await kids(), await mode()]).toEqual([[kid, old], 0o600]);
    expectRefusal(await keys("promote", "unknown"), /not found/);
    expect([await kids(), await mode()]).toEqual([[kid, old], 0o600]);

    const issued = await runCommand(database.env, "token", "create", "--organization", "acme", "--role", "ADMIN");
    expect(await digests("api_tokens")).toEqual({ [old as string]: 4, [kid]: 1 });
    const newcomer = new GraphqlClient(gateway.url, issued.stdout.trim());
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => works(newcomer)));
    expect(answers).toEqual(Array(AT_ONCE).fill(true));
    expect(await works(owner)).toBe(true);
    const { stdout } = await keys("status");
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { kid, clientSecrets: 0, apiTokens: 2 },
      { kid: old, clientSecrets: 0, apiTokens: 3 },
      { kid: "imported", clientSecrets: 0, apiTokens: 0 },
    ]);
  });

  it("is noticed right after, and while, somebody comes with a token that nobody knows", async () => {
    for (let round = 0; round < 3; round++) {
      await promoteNewKey();
      const { token } = await issueApiToken(new GraphqlClient((await start()).url, owner.token));
      expect(await works(unknown())).toBe(false);
      await promoteNewKey();
      const later = await issueApiToken(new GraphqlClient((await start()).url, owner.token));
      const clients = [unknown(), new GraphqlClient(gateway.url, later.token), unknown()];
      expect(await Promise.all(clients.map(works))).toEqual([false, true, false]);
      expect(await works(new GraphqlClient(gateway.url, token))).toBe(true);
    }
  });

  it("is noticed for client secrets, by all who come at the same moment", async () => {
    const before = await createClient(owner);
    await promoteNewKey();
    const elsewhere = new GraphqlClient((await start()).url, organization.admin.token);
    const created = await createClient(elsewhere);
    const { data } = await elsewhere.rotate(before.id, { previousSecret: "KEEP" });
    const good: [string, string][] = [
      [created.clientId, created.clientSecret],
      [before.clientId, data.rotateSecret.clientSecret],
      [before.clientId, before.clientSecret],
    ];
    // The token is one that the running gateway knows under the old key: only the secrets are news to it.
    const answers = await Promise.all([...good, ...good, ...good].map(([id, secret]) => owner.verify(id, secret)));
    expect(answers.map(({ active }) => active)).toEqual(Array(9).fill(true));
  });

  it("moves digests when they are used, and signs with the new key from then on", async () => {
    const [old = ""] = await kids();
    const [used] = [await createClient(owner), await createClient(owner)];
    const fresh = await promoteNewKey();
    expect(await works(unknown())).toBe(false);
    expect([await digests("api_tokens"), await digests("client_secrets")]).toEqual([{ [old]: 4 }, { [old]: 2 }]);
    expect((await owner.verify(used.clientId, used.clientSecret)).active).toBe(true);
    expect(await digests("api_tokens")).toEqual({ [old]: 3, [fresh]: 1 });
    expect(await digests("client_secrets")).toEqual({ [old]: 1, [fresh]: 1 });
    await createClient(owner);
    expect(await digests("client_secrets")).toEqual({ [old]: 1, [fresh]: 2 });
  });

  describe("when a gateway knew the new key before it was put first", () => {
    let old: string;
    let fresh: string;
    let elsewhere: GraphqlClient;

    beforeEach(async () => {
      [old = ""] = await kids();
      fresh = await addKey();
      expect(await works(unknown())).toBe(false);
      await promote(fresh);
      elsewhere = new GraphqlClient((await start()).url, organization.admin.token);
    });

    it("moves no digest of a client secret back to the old one", async () => {
      const application = await createClient(elsewhere);
      expect((await owner.verify(application.clientId, application.clientSecret)).active).toBe(true);
      expect(await digests("client_secrets")).toEqual({ [fresh]: 1 });
    });

    it("moves no digest of an API token back to the old one", async () => {
      const { token } = await issueApiToken(elsewhere);
      expect(await works(new GraphqlClient(gateway.url, token))).toBe(true);
      expect(await digests("api_tokens")).toEqual({ [old]: 3, [fresh]: 2 });
    });
  });

  it("refuses the next start when a key that is still needed was left out", async () => {
    await promoteNewKey();
    const [first] = await readKeyFile(path);
    await replaceKeyFile(path, [first]);
    await expect(start()).rejects.toThrow("is missing");
  });

  it.each([
    ["gone", () => rm(path), null],
    ["broken", () => writeFile(path, "not a key\n"), "not a key\n"],
  ])("costs nobody an answer while a gateway runs and the file is %s", async (_name, spoil, left) => {
    const application = await createClient(owner);
    await spoil();
    for (let count = 0; count < 3; count++) expect(await works(unknown())).toBe(false);
    expect(await works(owner)).toBe(true);
    expect((await owner.verify(application.clientId, application.clientSecret)).active).toBe(true);
    expect(await readFile(path, "utf8").catch(() => null)).toBe(left);
    expect(gateway.log()).toContain(path);
  });

  it("makes no file where there is none to replace", async () => {
    const empty = await createDatabase("sqlite");
    try {
      for (const args of [["add"], ["promote", "k1"]]) {
        expectRefusal(await runCommand(empty.env, "keys", ...args), /key file/i);
        await expect(stat(join(empty.folder as string, "secret-keys"))).rejects.toThrow("ENOENT");
      }
    } finally {
      await empty.drop();
    }
  });
});
