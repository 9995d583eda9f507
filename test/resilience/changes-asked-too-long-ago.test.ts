import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { holdFile } from "../support/databases/held-file.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import type { CreatedApplication } from "../support/gateway/graphql-client.js";
import { Leaving } from "../support/organization/leaving.js";

const ROTATE = "mutation ($input: RotateSecretInput!) { rotateSecret(input: $input) { clientSecret } }";

/** More than a pool has connections, and more than one change for each: some wait for a row, a connection or a turn. */
const APPLICATIONS = 20;
const ROTATIONS = 200;

/** Keeps everybody from changing these applications, as another process does. */
async function hold(database: TestDatabase, applications: CreatedApplication[]): Promise<() => Promise<void>> {
  if (database.kind === "sqlite") return (await holdFile(database)).release;
  const holder = new Client({ connectionString: database.url });
  await holder.connect();
  await holder.query("BEGIN");
  await holder.query("SELECT 1 FROM oauth_applications WHERE id = ANY($1) FOR UPDATE", [
    applications.map(({ id }) => id),
  ]);
  return () => holder.end();
}

describe.each(DATABASE_KINDS)("changes that wait for another process on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let applications: CreatedApplication[];
  let other: CreatedApplication;
  let release: () => Promise<void>;
  let before: unknown;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
    applications = [];
    while (applications.length < APPLICATIONS) applications.push(await organization.owner.createApplication());
    other = await organization.owner.createApplication();
  });
  afterAll(() => gateway.stop());

  beforeEach(async () => {
    before = await state();
    let isHeld = true;
    const letGo = await hold(gateway.database, applications);
    release = async () => {
      if (isHeld) await letGo();
      isHeld = false;
    };
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await release();
  });

  const input = (n: number) => ({
    input: { oauthApplicationId: applications[n % APPLICATIONS]?.id, previousSecret: "REVOKE" },
  });

  /** Versions, secrets and events of the applications that are held. */
  const state = async () => {
    const ids = applications.map(({ id }) => `'${id}'`).join();
    const read = (sql: string) => gateway.database.query(sql);
    return [
      await read(`SELECT id, version FROM oauth_applications WHERE id IN (${ids}) ORDER BY id`),
      await read(`SELECT id, revoked_at FROM client_secrets WHERE oauth_application_id IN (${ids}) ORDER BY id`),
      await read(`SELECT id FROM audit_events WHERE target_id IN (${ids}) ORDER BY id`),
    ];
  };

  /** Whoever asks now comes after all that still waits. */
  const expectNothingHappened = async () => {
    await release();
    expect((await organization.owner.rotate(other.id, { previousSecret: "REVOKE" })).errors).toEqual([]);
    expect(await state()).toEqual(before);
  };

  it("are told within their time that nothing was changed, and never happen; reads go on meanwhile", async () => {
    const sent = Array.from({ length: ROTATIONS }, (_, n) => organization.owner.send(ROTATE, input(n)));
    expect((await organization.owner.send("{ viewer { role } }")).errors).toEqual([]);
    expect((await organization.admin.verify(other.clientId, "ogs_wrong")).active).toBe(false);
    expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(200);
    for (const { errors } of await Promise.all(sent)) {
      expect(errors).toMatchObject([
        {
          message: "The database does not answer. Nothing was changed.",
          extensions: { code: "SERVICE_UNAVAILABLE", retryAfterSeconds: 1 },
        },
      ]);
    }
    await expectNothingHappened();
  });

  it("do not begin when whoever asked for them has left, also when their turn comes in time", async () => {
    const rotate = vi.spyOn(gateway.gateway.services.secretRotations, "rotate");
    const leaving = new Leaving(gateway);
    for (let n = 0; n < ROTATIONS; n++) leaving.ask(organization.owner.token, ROTATE, input(n));
    await expect.poll(() => rotate.mock.calls.length, { interval: 5 }).toBe(ROTATIONS);
    await leaving.all(() => rotate.mock.calls.map(([{ origin }]) => origin.patience));
    await expectNothingHappened();
  });
});
