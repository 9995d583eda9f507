import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMigratedDatabase, DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { type Client, createClient, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { type AuditEvent, listEvents } from "../support/organization/audit-events.js";
import { changed, read } from "../support/organization/oauth-applications.js";

const ACTION = "client_secret.used_after_retirement";

/** How a secret is retired. */
const REVOKED = { previousSecret: "REVOKE" };
const EXPIRED = { overlapSeconds: 0 };

describe.each(DATABASE_KINDS)("a secret presented after its retirement on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** A client whose first secret was retired; `trips` waits for so many events and answers exactly those there are. */
  const start = async (how: object = REVOKED, on = gateway) => {
    const organization = await on.organization();
    const { admin, developer } = organization;
    const client = await createClient(developer);
    const { data } = await developer.rotate(client.id, how as Record<string, unknown>);
    const secretId = data.rotateSecret.previousSecret.id as string;
    const current: Client = { ...client, clientSecret: data.rotateSecret.clientSecret };
    const trips = async (count: number): Promise<AuditEvent[]> => {
      const list = () => listEvents(admin, { action: ACTION });
      await expect.poll(async () => (await list()).length).toBe(count);
      return list();
    };
    return { ...organization, client, current, secretId, trips };
  };

  it.each([
    ["revoked", REVOKED],
    ["expired", EXPIRED],
  ])("%s, at the token endpoint, writes who came from where with which secret", async (_name, how) => {
    const { client, secretId, trips } = await start(how);
    const { status, headers } = await requestToken(gateway.url, client);
    expect(status).toBe(401);
    expect(await trips(1)).toEqual([
      expect.objectContaining({
        targetId: client.id,
        details: { secretId, askedFor: "token" },
        address: "127.0.0.1",
        wayIn: "OAUTH",
        requestId: headers.get("x-request-id"),
        actor: { id: client.id, kind: "APPLICATION", name: client.name },
      }),
    ]);
  });

  it.each([
    ["revoked", REVOKED],
    ["expired", EXPIRED],
  ])("%s, at /oauth/verify, writes which authorization server asked", async (_name, how) => {
    const { client, secretId, trips, admin } = await start(how);
    expect(await admin.verify(client.clientId, client.clientSecret)).toEqual({ active: false });
    expect(await trips(1)).toEqual([
      expect.objectContaining({
        targetId: client.id,
        details: { secretId, askedFor: "verification" },
        address: "127.0.0.1",
        wayIn: "OAUTH",
        actor: expect.objectContaining({ kind: "API_TOKEN" }),
      }),
    ]);
  });

  it("is written once a minute, however often and wherever it is presented", async () => {
    const own = await startOauthGateway(kind);
    try {
      const { client, trips, admin } = await start(REVOKED, own);
      const present = async () => {
        await Promise.all(Array.from({ length: 5 }, () => requestToken(own.url, client)));
        await admin.verify(client.clientId, client.clientSecret);
      };
      await present();
      await trips(1);
      own.advance(30_000);
      await present();
      await trips(1);
      // Far from the minute's end, on a busy machine, too.
      own.advance(31_000);
      await present();
      await trips(2);
    } finally {
      await own.stop();
    }
  });

  it("is written once for each secret", async () => {
    const { client, current, trips, developer, secretId } = await start();
    const { data } = await developer.rotate(client.id, REVOKED);
    await requestToken(gateway.url, client);
    await requestToken(gateway.url, current);
    const secretIds = (await trips(2)).map(({ details }) => details.secretId);
    expect(secretIds.sort()).toEqual([secretId, data.rotateSecret.previousSecret.id].sort());
  });

  it("is noticed however many secrets came after it", async () => {
    const { client, trips, developer, secretId } = await start();
    for (let count = 0; count < 25; count++) await developer.rotate(client.id, REVOKED);
    await requestToken(gateway.url, client);
    expect((await trips(1))[0]?.details).toEqual({ secretId, askedFor: "token" });
  });

  it.each([{ enabled: false }, { public: true }])("is noticed too while the application is %o", async (state) => {
    const { client, trips, developer, secretId } = await start();
    await changed(developer, "updateOAuthApplication", { oauthApplicationId: client.id, ...state });
    await requestToken(gateway.url, client);
    expect((await trips(1))[0]?.details).toEqual({ secretId, askedFor: "token" });
  });

  it("is nothing when the secret works, never was one, or is another application's", async () => {
    const { client, current, trips, admin, developer } = await start();
    const other = await createClient(developer);
    expect((await requestToken(gateway.url, current)).status).toBe(200);
    for (const clientSecret of ["wrong", other.clientSecret, `${client.clientSecret}x`]) {
      expect((await requestToken(gateway.url, { ...client, clientSecret })).status).toBe(401);
      expect(await admin.verify(client.clientId, clientSecret)).toEqual({ active: false });
    }
    // What is written after all of that is the only one.
    await requestToken(gateway.url, client);
    await trips(1);
  });

  it("does not end the previous secret's use, and is about neither of an open rotation's", async () => {
    const { client, current, secretId, trips, developer } = await start();
    const { data } = await developer.rotate(current.id, { previousSecret: "KEEP" });
    const next: Client = { ...client, clientSecret: data.rotateSecret.clientSecret };
    for (const one of [current, next]) expect((await requestToken(gateway.url, one)).status).toBe(200);
    // What is written after all of that is the only one.
    await requestToken(gateway.url, client);
    expect((await trips(1))[0]?.details).toMatchObject({ secretId });
  });

  it("can be read by who may read the audit log only, in its own organization only", async () => {
    const { client, trips, developer } = await start();
    await requestToken(gateway.url, client);
    await trips(1);
    await expect(listEvents(developer, { action: ACTION })).rejects.toThrow("FORBIDDEN");
    expect(await listEvents((await gateway.organization()).admin, { action: ACTION })).toEqual([]);
  });

  it("is listed among the application's own events", async () => {
    const { client, trips, admin } = await start();
    await requestToken(gateway.url, client);
    await trips(1);
    const { auditEvents } = await read(admin, client.id, "auditEvents(first: 1) { nodes { action } }");
    expect(auditEvents.nodes).toEqual([{ action: ACTION }]);
  });
});

describe("a secret presented after its retirement to two gateways", () => {
  it("is written once in all", async () => {
    const database = await createMigratedDatabase("postgres");
    const gateways = [
      await startOauthGateway("postgres", { database }),
      await startOauthGateway("postgres", { database }),
    ] as const;
    try {
      const { developer } = await gateways[0].organization();
      const clients = await Promise.all(Array.from({ length: 10 }, () => createClient(developer)));
      for (const { id } of clients) await developer.rotate(id, REVOKED);
      await Promise.all(clients.flatMap((client) => gateways.map(({ url }) => requestToken(url, client))));
      for (const gateway of gateways) await gateway.stop();
      const rows = await database.query(`SELECT target_id FROM audit_events WHERE action = '${ACTION}'`);
      expect(rows.map(({ target_id }) => target_id).sort()).toEqual(clients.map(({ id }) => id).sort());
    } finally {
      await database.drop();
    }
  });
});
