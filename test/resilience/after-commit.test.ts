// Too long for a quick run.
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AuditEvent } from "../../src/model/audit-event.js";
import type { AuditFollower } from "../../src/services/audit/audit-trail.js";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

const MINUTE_MS = 60_000;

/** Remembers what it is told. */
class Follower implements AuditFollower {
  readonly told: AuditEvent[] = [];

  constructor(
    readonly name = "follower",
    readonly answer: (event: AuditEvent) => Promise<void> = async () => undefined,
  ) {}

  wants({ action }: AuditEvent): boolean {
    return action === "oauth_application.created";
  }

  async tell(event: AuditEvent): Promise<void> {
    this.told.push(event);
    await this.answer(event);
  }

  get targets(): string[] {
    return this.told.map(({ targetId }) => targetId).sort();
  }
}

describe.each(DATABASE_KINDS)("on %s what follows an audit event", (kind) => {
  let database: TestDatabase;
  let gateways: TestGateway[];
  /** Who waits for this does not answer before the test is over. */
  let released: Promise<void>;
  let release: () => void;

  beforeEach(async () => {
    gateways = [];
    released = new Promise((resolve) => (release = resolve));
    database = await createMigratedDatabase(kind);
  });
  afterEach(async () => {
    release();
    for (const gateway of gateways) await gateway.stop();
    await database.drop();
  });

  async function start(...followers: AuditFollower[]): Promise<TestGateway> {
    const gateway = await startTestGateway(kind, { database, followers });
    gateways.push(gateway);
    return gateway;
  }

  const waiting = async () => {
    const [row] = await database.query("SELECT COUNT(*) AS count, MAX(attempts) AS attempts FROM audit_notices");
    return { count: Number(row?.count), attempts: Number(row?.attempts) };
  };

  it("happens once, after the commit, with the whole event", async () => {
    const follower = new Follower();
    const gateway = await start(follower);
    const { developer } = await gateway.organization();
    const { id } = await developer.createApplication();
    await expect.poll(waiting).toMatchObject({ count: 0 });
    const [event] = await database.query("SELECT id, actor_id, request_id FROM audit_events ORDER BY id DESC LIMIT 1");
    expect(follower.told).toEqual([
      expect.objectContaining({
        id: event?.id,
        actorId: event?.actor_id,
        requestId: event?.request_id,
        targetId: id,
        action: "oauth_application.created",
      }),
    ]);
  });

  it("does not happen for what was undone, which is all of the change when it cannot be kept", async () => {
    const follower = new Follower();
    const gateway = await start(follower);
    const { developer } = await gateway.organization();
    await database.query("ALTER TABLE audit_notices RENAME TO away");
    const { errors } = await developer.send(
      `mutation { createOAuthApplication(input: { name: "Undone", grantTypes: [CLIENT_CREDENTIALS] }) { clientSecret } }`,
    );
    await database.query("ALTER TABLE away RENAME TO audit_notices");
    expect(errors).toHaveLength(1);
    const events = "SELECT 1 FROM audit_events WHERE action = 'oauth_application.created'";
    expect(await database.query(`SELECT 1 FROM oauth_applications UNION ALL ${events}`)).toEqual([]);
    const { id } = await developer.createApplication();
    await expect.poll(() => follower.targets).toEqual([id]);
  });

  it("is not lost when the process ends between the commit and the follower", async () => {
    const gateway = await start(new Follower("follower", () => released));
    const { developer } = await gateway.organization();
    const { id } = await developer.createApplication();
    await expect.poll(waiting).toMatchObject({ count: 1, attempts: 1 });
    const other = new Follower();
    const later = await start(other);
    later.advance(MINUTE_MS);
    await expect.poll(() => other.targets).toEqual([id]);
    await expect.poll(waiting).toMatchObject({ count: 0 });
  });

  it("happens again a minute after it failed, and then after two", async () => {
    const follower = new Follower("follower", () => Promise.reject(new Error("The other system is away.")));
    const gateway = await start(follower);
    const { developer } = await gateway.organization();
    await developer.createApplication();
    await expect.poll(() => gateway.log()).toMatch(/The other system is away/);
    expect(follower.told).toHaveLength(1);
    gateway.advance(MINUTE_MS);
    await expect.poll(() => follower.told.length).toBe(2);
    await expect.poll(waiting).toMatchObject({ count: 1, attempts: 2 });
    const [row] = await database.query("SELECT due_at FROM audit_notices");
    expect(Number(row?.due_at) - gateway.now()).toBeGreaterThan(MINUTE_MS);
  });

  it("happens once for each event when two gateways look for it", async () => {
    // Each is at it for longer than the other takes to look again.
    const slowly = () => sleep(100);
    const [one, other] = [new Follower("follower", slowly), new Follower("follower", slowly)];
    const gateway = await start(one);
    await start(other);
    const { developer } = await gateway.organization();
    const created = await Promise.all(Array.from({ length: 20 }, () => developer.createApplication()));
    await expect.poll(waiting).toMatchObject({ count: 0 });
    expect([...one.targets, ...other.targets].sort()).toEqual(created.map(({ id }) => id).sort());
  });

  it("is held up by no other follower that does not answer", async () => {
    const stuck = new Follower("stuck", () => released);
    const follower = new Follower();
    const gateway = await start(stuck, follower);
    const { developer } = await gateway.organization();
    const ids = [(await developer.createApplication()).id];
    await expect.poll(() => [stuck.targets, follower.targets]).toEqual([ids, ids]);
    ids.push((await developer.createApplication()).id);
    await expect.poll(() => follower.targets).toEqual(ids.sort());
  });
});
