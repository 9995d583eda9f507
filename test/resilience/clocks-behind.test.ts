// Too long for a quick run.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { type Client, createClient } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";
import { changed, read } from "../support/organization/oauth-applications.js";

const DAY_MS = 86_400_000;

/** What a gateway whose clock is right does after an overlap has ended. */
const STEPS: Record<string, (gateway: TestGateway, client: Client, current: string) => Promise<unknown>> = {
  "a rotation with REVOKE": (gateway, { id }) => ownerOf(gateway).rotate(id, { previousSecret: "REVOKE" }),
  "another rotation": (gateway, { id }) => ownerOf(gateway).rotate(id, { previousSecret: "KEEP" }),
  "its completion": async (gateway, { id }) => {
    await ownerOf(gateway).rotate(id, { previousSecret: "KEEP" });
    await changed(ownerOf(gateway), "completeSecretRotation", { oauthApplicationId: id, force: true });
  },
  "the application becoming public": (gateway, { id }) =>
    changed(ownerOf(gateway), "updateOAuthApplication", { oauthApplicationId: id, public: true }),
  "an authentication of the application": async (gateway, { clientId }, current) => {
    expect(await ownerOf(gateway).verify(clientId, current)).toMatchObject({ active: true });
    await gateway.gateway.services.drain();
  },
};

let owners: Map<TestGateway, TestGateway["anonymous"]>;

function ownerOf(gateway: TestGateway): TestGateway["anonymous"] {
  return owners.get(gateway) as TestGateway["anonymous"];
}

describe.each(DATABASE_KINDS)("a secret whose overlap has ended, on %s", (kind) => {
  let right: TestGateway;
  let behind: TestGateway;
  let client: Client;
  let current: string;

  /** Two gateways over one database, one of which is two days behind; the overlap is a day. */
  beforeEach(async () => {
    right = await startTestGateway(kind);
    behind = await startTestGateway(kind, { database: right.database });
    const { owner } = await right.organization();
    owners = new Map([
      [right, owner],
      [behind, Object.assign(Object.create(Object.getPrototypeOf(owner)), owner, { url: behind.url })],
    ]);
    client = await createClient(owner);
    const { data } = await owner.rotate(client.id, { overlapSeconds: DAY_MS / 1000 });
    current = data.rotateSecret.clientSecret;
    right.advance(2 * DAY_MS);
  });
  afterEach(async () => {
    await behind.stop();
    await right.stop();
  });

  const isGood = async (gateway: TestGateway) =>
    (await ownerOf(gateway).verify(client.clientId, client.clientSecret)).active;

  it.each(Object.entries(STEPS))("works nowhere after %s, whatever a clock says", async (_name, step) => {
    await step(right, client, current);
    expect(await isGood(right)).toBe(false);
    expect(await isGood(behind)).toBe(false);
    right.advance(-2 * DAY_MS);
    expect(await isGood(right)).toBe(false);
  });

  it("still shows that it has expired, at its own end", async () => {
    await STEPS["another rotation"]?.(right, client, current);
    const { secrets } = await read(ownerOf(right), client.id);
    const { status, expiresAt, revokedAt } = secrets.at(-1);
    expect({ status, revokedAt }).toEqual({ status: "EXPIRED", revokedAt: expiresAt });
  });

  it("is not ended on other gateways by upkeep under a clock that is ahead", async () => {
    await right.gateway.services.maintain();
    expect(await isGood(behind)).toBe(true);
  });

  it("is not ended on other gateways by a wrong secret under a clock that is ahead", async () => {
    expect(await ownerOf(right).verify(client.clientId, "wrong")).toEqual({ active: false });
    await right.gateway.services.drain();
    expect(await isGood(behind)).toBe(true);
  });

  it("is reported again soon after a clock that was ahead is set right", async () => {
    const list = () => listEvents(ownerOf(right), { action: "client_secret.used_after_retirement" });
    expect(await isGood(right)).toBe(false);
    await expect.poll(async () => (await list()).length).toBe(1);
    // Stopped for good, so that it is retired for the right clock, too.
    await ownerOf(right).rotate(client.id, { previousSecret: "REVOKE" });
    right.advance(-2 * DAY_MS);
    expect(await isGood(right)).toBe(false);
    await expect.poll(async () => (await list()).length).toBe(2);
  });
});
