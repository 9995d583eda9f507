import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { brokenRows } from "../support/databases/integrity.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { runCli } from "../support/processes/gateway-process.js";

const COMMANDS = 12;

describe("the command line on the SQLite file of a gateway that is writing", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
  });
  afterAll(() => gateway.stop());

  it("loses nothing and refuses nothing, and the gateway loses nothing", async () => {
    const { admin, slug, id } = await gateway.organization();
    let running = true;
    const created: string[] = [];
    const write = async () => {
      while (running) created.push((await admin.createApplication()).id);
    };
    const writers = [write(), write(), write(), write()];

    const issue = () => runCli(gateway.database.env, "token", "create", "--organization", slug, "--role", "VIEWER");
    const results = [];
    while (results.length < COMMANDS) results.push(...(await Promise.all([issue(), issue(), issue(), issue()])));
    running = false;
    await Promise.all(writers);

    expect(results.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      Array(COMMANDS).fill({ code: 0, stderr: "" }),
    );
    expect(new Set(results.map(({ stdout }) => stdout)).size).toBe(COMMANDS);
    const tokens = await gateway.database.query(`SELECT id FROM api_tokens WHERE organization_id = '${id}'`);
    // Four belong to the test's own clients.
    expect(tokens).toHaveLength(4 + COMMANDS);
    const kept = await gateway.database.query("SELECT id FROM oauth_applications");
    expect(new Set(kept.map((row) => row.id))).toEqual(new Set(created));
    expect(created.length).toBeGreaterThan(COMMANDS);
    expect(await brokenRows(gateway.database)).toEqual([]);
  });
});
