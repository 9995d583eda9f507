import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMigratedDatabase, type TestDatabase } from "../support/databases/databases.js";
import { startTestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { createClient, requestToken } from "../support/oauth/oauth-endpoints.js";
import { works } from "../support/organization/api-tokens.js";
import { runCommand } from "../support/processes/command.js";
import { expectRefusal } from "../support/processes/command-refusal.js";
import { runCli } from "../support/processes/gateway-process.js";
import { organizationAt } from "../support/processes/process-organization.js";
import {
  type Attempt,
  authenticateAllTheTime,
  type Deployment,
  deploy,
} from "../support/processes/rolling-deployment.js";

/** Nothing that only another system's hash is known of. */
const NO_IMPORTED = { kid: "imported", clientSecrets: 0, apiTokens: 0 };

const newKey = (kid: string) => `${kid}:${randomBytes(32).toString("base64")}`;

describe("replacing a server key on postgres", () => {
  let database: TestDatabase;
  let deployment: Deployment | undefined;

  beforeEach(async () => {
    database = await createMigratedDatabase("postgres");
  });
  afterEach(async () => {
    await deployment?.stop();
    deployment = undefined;
    await database.drop();
  });

  const envWith = (...keys: string[]) => ({
    DATABASE_URL: database.url,
    PUBLIC_URL: "http://gateway.example.com",
    SECRET_KEYS: keys.join(","),
  });

  async function statusOf(env: Record<string, string>) {
    const { stdout, stderr, code } = await runCommand(env, "keys", "status");
    if (code !== 0) throw new Error(stderr);
    return stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  }

  async function underOld(): Promise<number> {
    const digests = "(SELECT digest FROM client_secrets UNION ALL SELECT digest FROM api_tokens) held";
    const [row] = await database.query(`SELECT COUNT(*) AS count FROM ${digests} WHERE digest LIKE 'v1$old$%'`);
    return Number(row?.count);
  }

  it("fails not one authentication while it is rolled out, and ends with nothing under the old key", async () => {
    const [old, next] = [newKey("old"), newKey("next")];
    deployment = await deploy(2, envWith(old));
    const { owner } = await organizationAt(envWith(old));
    const [first = ""] = deployment.urls();
    const attempts: Record<string, Attempt> = {};
    for (const index of [1, 2]) {
      const { token } = (
        await owner(first).ok('mutation { createApiToken(input: { name: "Load", role: ADMIN }) { token } }')
      ).createApiToken;
      const verified = await createClient(owner(first));
      const basic = await createClient(owner(first));
      attempts[`API token ${index}`] = (url) => works(new GraphqlClient(url, token));
      attempts[`verified secret ${index}`] = async (url) =>
        (await owner(url).verify(verified.clientId, verified.clientSecret)).active;
      attempts[`client ${index}`] = async (url) => {
        const { status, text } = await requestToken(url, basic);
        if (status !== 200 && status !== 401) throw new Error(`HTTP ${status}: ${text}`);
        return status === 200;
      };
    }
    const load = authenticateAllTheTime(deployment, attempts);
    await load.progress(3);
    for (const keys of [
      [old, next],
      [next, old],
    ]) {
      await deployment.roll(envWith(...keys));
      await load.progress(3);
    }
    await expect.poll(underOld, { interval: 100 }).toBe(0);
    expect(await statusOf(envWith(next, old))).toEqual([
      { kid: "next", clientSecrets: 4, apiTokens: 3 },
      { kid: "old", clientSecrets: 0, apiTokens: 0 },
      NO_IMPORTED,
    ]);
    await deployment.roll(envWith(next));
    await load.progress(3);
    await load.stop();
    expect(load.refusals).toEqual([]);
  });

  it("is counted down by `keys status`, and until it is at 0 the old key cannot be dropped", async () => {
    const [old, next] = [newKey("old"), newKey("next")];
    const start = (...keys: string[]) => startTestGateway("postgres", { database, env: envWith(...keys) });
    const before = await start(old);
    const { owner } = await before.organization();
    const [used, unused] = [await createClient(owner), await createClient(owner)];
    const { clientSecret } = (await owner.rotate(unused.id, { previousSecret: "REVOKE" })).data.rotateSecret;
    await before.stop();
    expect(await statusOf(envWith(next, old))).toEqual([
      { kid: "next", clientSecrets: 0, apiTokens: 0 },
      { kid: "old", clientSecrets: 2, apiTokens: 4 },
      NO_IMPORTED,
    ]);

    const after = await start(next, old);
    const same = new GraphqlClient(after.url, owner.token);
    try {
      expect((await same.verify(used.clientId, used.clientSecret)).active).toBe(true);
      expect(await statusOf(envWith(next, old))).toEqual([
        { kid: "next", clientSecrets: 1, apiTokens: 1 },
        { kid: "old", clientSecrets: 1, apiTokens: 3 },
        NO_IMPORTED,
      ]);
      await expect(start(next)).rejects.toThrow('The key "old" is missing');
      expect((await same.verify(unused.clientId, clientSecret)).active).toBe(true);
      await database.query(`UPDATE api_tokens SET revoked_at = 1 WHERE digest LIKE 'v1$old$%'`);
    } finally {
      await after.stop();
    }
    const last = await start(next);
    try {
      const { url } = last;
      expect(await works(new GraphqlClient(url, owner.token))).toBe(true);
      expect((await new GraphqlClient(url, owner.token).verify(used.clientId, used.clientSecret)).active).toBe(true);
      expect((await new GraphqlClient(url, owner.token).verify(unused.clientId, clientSecret)).active).toBe(true);
    } finally {
      await last.stop();
    }
  });

  it("is prepared by commands that print the next SECRET_KEYS and change nothing", async () => {
    const old = newKey("old");
    await organizationAt(envWith(old));
    const added = await runCli(envWith(old), "keys", "add");
    expect(added).toMatchObject({ code: 0, stderr: "" });
    const [same, next = ""] = added.stdout.trim().split(",");
    expect(same).toBe(old);
    expect(next).toMatch(/^[A-Za-z0-9_-]+:[A-Za-z0-9+/]{43}=$/);
    const [kid = ""] = next.split(":");
    const promoted = await runCli(envWith(old, next), "keys", "promote", kid);
    expect(promoted).toEqual({ code: 0, stdout: `${next},${old}\n`, stderr: "" });
    const again = await runCommand(envWith(old), "keys", "add");
    expect(again.stdout).not.toBe(added.stdout);
    expectRefusal(await runCommand(envWith(old), "keys", "promote", kid), /not found/);
    expect(await statusOf(envWith(old))).toEqual([{ kid: "old", clientSecrets: 0, apiTokens: 1 }, NO_IMPORTED]);
  });
});
