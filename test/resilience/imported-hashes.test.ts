import { createHash, randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { holdFile } from "../support/databases/held-file.js";
import { holdRow } from "../support/databases/held-row.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { broughtClient, importClient } from "../support/organization/brought-clients.js";
import { runCommand } from "../support/processes/command.js";
import { type GatewayProcess, startGatewayProcess } from "../support/processes/gateway-process.js";

const HOUR_MS = 3_600_000;
const newKey = (kid: string) => `${kid}:${randomBytes(32).toString("base64")}`;
const hashOf = (text: string) => `{sha256-hex}${createHash("sha256").update(text).digest("hex")}`;

describe.each(DATABASE_KINDS)("another system's hash under a server key on %s", (kind) => {
  let database: TestDatabase;
  let running: TestGateway[];
  let process: GatewayProcess | undefined;

  beforeEach(async () => {
    database = await createMigratedDatabase(kind);
    running = [];
  });
  afterEach(async () => {
    if (process?.child.exitCode === null) await process.kill("SIGKILL");
    process = undefined;
    for (const gateway of running) await gateway.stop();
    await database.drop();
  });

  const envWith = (...keys: string[]) => ({ ...database.env, SECRET_KEYS: keys.join(",") });

  async function start(...keys: string[]): Promise<TestGateway> {
    const gateway = await startTestGateway(kind, { database, env: envWith(...keys) });
    running.push(gateway);
    return gateway;
  }

  async function stop(gateway: TestGateway): Promise<void> {
    running = running.filter((one) => one !== gateway);
    await gateway.stop();
  }

  async function brought(gateway: TestGateway, texts: readonly string[]) {
    const organization = await gateway.organization();
    const clientIds = [];
    for (const text of texts) {
      const client = broughtClient({ secrets: [{ form: "hash", text: hashOf(text), expiresAt: null }] });
      expect(await importClient(gateway, organization, client)).toMatchObject({ result: "created" });
      clientIds.push(client.clientId);
    }
    return { organization, clientIds };
  }

  async function rows() {
    const found = await database.query("SELECT id, digest FROM client_secrets ORDER BY id");
    return found.map(({ id, digest }) => ({ id: String(id), start: String(digest).split("$").slice(0, 2).join("$") }));
  }
  const starts = async () => (await rows()).map(({ start }) => start);

  async function statusOf(...keys: string[]) {
    const { stdout } = await runCommand(envWith(...keys), "keys", "status");
    return stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .map(({ kid, clientSecrets }) => [kid, clientSecrets]);
  }

  it("moves to the first key without being used, and works when the old key is gone", async () => {
    const [old, next] = [newKey("old"), newKey("next")];
    const before = await start(old);
    const { organization, clientIds } = await brought(before, ["one", "two", "three"]);
    const verify = (gateway: TestGateway, n: number, secret: string) =>
      new GraphqlClient(gateway.url, organization.admin.token).verify(clientIds[n] ?? "", secret);
    expect(await verify(before, 0, "one")).toMatchObject({ active: true });
    await before.gateway.services.maintain();
    expect(await starts()).toEqual(["v1$old", "f1$old", "f1$old"]);
    await stop(before);
    expect(await statusOf(next, old)).toEqual([
      ["next", 0],
      ["old", 3],
      ["imported", 2],
    ]);

    const between = await start(next, old);
    expect(await verify(between, 0, "one")).toMatchObject({ active: true });
    await between.gateway.services.maintain();
    await expect.poll(starts, { interval: 50 }).toEqual(["v1$next", "f1$next", "f1$next"]);
    expect(await statusOf(next, old)).toEqual([
      ["next", 3],
      ["old", 0],
      ["imported", 2],
    ]);
    expect(await verify(between, 1, "two")).toMatchObject({ active: true });
    await stop(between);

    await database.query("DELETE FROM api_tokens WHERE digest LIKE 'v1$old$%'");
    const after = await start(next);
    expect(await verify(after, 2, "wrong")).toEqual({ active: false });
    expect(await verify(after, 2, "three")).toMatchObject({ active: true });
    expect(await starts()).toEqual(["v1$next", "v1$next", "v1$next"]);
  });

  it("goes over the secrets again after an hour, since another gateway may have used the old key", async () => {
    const [old, next] = [newKey("old"), newKey("next")];
    const early = await start(old, next);
    const late = await start(next, old);
    await late.gateway.services.maintain();
    await brought(early, ["one"]);
    await late.gateway.services.maintain();
    expect(await starts()).toEqual(["f1$old"]);
    late.advance(HOUR_MS);
    await late.gateway.services.maintain();
    expect(await starts()).toEqual(["f1$next"]);
  });

  it("goes over them again at once where its clock was ahead the last time", async () => {
    const [old, next] = [newKey("old"), newKey("next")];
    const early = await start(old, next);
    const late = await start(next, old);
    late.advance(25 * HOUR_MS);
    await late.gateway.services.maintain();
    late.advance(-25 * HOUR_MS);
    await brought(early, ["one"]);
    await late.gateway.services.maintain();
    expect(await starts()).toEqual(["f1$next"]);
  });

  it("moves though another one does not open, which is said", async () => {
    const [old, next] = [newKey("old"), newKey("next")];
    const early = await start(old);
    const { organization, clientIds } = await brought(early, ["one", "two", "three"]);
    const [first, second] = await database.query("SELECT id, digest FROM client_secrets ORDER BY id");
    await database.query(`UPDATE client_secrets SET digest = '${second?.digest}' WHERE id = '${first?.id}'`);
    await stop(early);
    const late = await start(next, old);
    await expect(late.gateway.services.maintain()).rejects.toThrow(
      `1 imported secrets have a hash that does not open, such as ${first?.id}`,
    );
    expect(await starts()).toEqual(["f1$old", "f1$next", "f1$next"]);
    for (const [n, secret] of ["two", "three"].entries()) {
      const verified = await new GraphqlClient(late.url, organization.admin.token).verify(
        clientIds[n + 1] ?? "",
        secret,
      );
      expect(verified).toMatchObject({ active: true });
    }
  });

  it("keeps a start without its key from happening", async () => {
    const [old, next] = [newKey("old"), newKey("next")];
    const before = await start(old);
    await brought(before, ["one"]);
    await stop(before);
    await database.query("DELETE FROM api_tokens");
    await expect(start(next)).rejects.toThrow('The key "old" is missing');
  });

  it("lets its client in again after the gateway was killed between the check and the write", async () => {
    const key = newKey("k1");
    const gateway = await start(key);
    const { organization, clientIds } = await brought(gateway, ["one"]);
    process = await startGatewayProcess(envWith(key));
    const [{ id } = { id: "" }] = await rows();
    const held = kind === "postgres" ? await holdRow(database, "client_secrets", id) : await holdFile(database);
    const { token } = organization.admin;
    expect(await new GraphqlClient(process.url, token).verify(clientIds[0] ?? "", "one")).toMatchObject({
      active: true,
    });
    await process.kill("SIGKILL");
    await held.release();
    expect(await starts()).toEqual(["f1$k1"]);
    expect(await organization.admin.verify(clientIds[0] ?? "", "one")).toMatchObject({ active: true });
    expect(await starts()).toEqual(["v1$k1"]);
  });
});
