import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { holdApplication } from "../support/databases/held-row.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { change, read, refusalOf } from "../support/organization/oauth-applications.js";

const OVERLAP_SECONDS = 60;

/** Only on PostgreSQL do changes of two gateways wait for a row. */
describe("a change that waits for an application's row on postgres", () => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway("postgres");
  });
  afterAll(() => gateway.stop());

  /** An application in the middle of a rotation, which ends after `OVERLAP_SECONDS`. */
  async function rotating() {
    const { owner } = await gateway.organization();
    const { id, clientId, clientSecret } = await owner.createApplication();
    const { data } = await owner.rotate(id, { overlapSeconds: OVERLAP_SECONDS });
    return { owner, id, clientId, previous: clientSecret ?? "", current: data.rotateSecret.clientSecret as string };
  }

  /** Sends while the row is held, and moves the clock by so much before it is let go. */
  async function whileHeld<T>(id: string, milliseconds: number, send: () => Promise<T>): Promise<T> {
    const holder = await holdApplication(gateway.database, id);
    const sent = send();
    try {
      await holder.waited();
      gateway.advance(milliseconds);
    } finally {
      await holder.release();
    }
    return sent;
  }

  it.each(["cancelSecretRotation", "completeSecretRotation"] as const)(
    "is CONFLICT and revives nothing when it is %s and the overlap ends meanwhile",
    async (mutation) => {
      const { owner, id, clientId, previous, current } = await rotating();
      const before = await read(owner, id, "version updatedAt");
      const answer = await whileHeld(id, OVERLAP_SECONDS * 1000, () =>
        change(owner, mutation, { oauthApplicationId: id, force: true }),
      );
      expect(refusalOf(answer)).toEqual({ code: "CONFLICT" });
      expect(await read(owner, id, "version updatedAt")).toEqual(before);
      expect(await owner.verify(clientId, previous)).toEqual({ active: false });
      expect(await owner.verify(clientId, current)).toMatchObject({ active: true, secret: { status: "CURRENT" } });
    },
  );

  it("counts the overlap of a rotation from when it has the row", async () => {
    const { owner } = await gateway.organization();
    const { id } = await owner.createApplication();
    const sentAt = gateway.now();
    const { data } = await whileHeld(id, 30_000, () => owner.rotate(id, { overlapSeconds: OVERLAP_SECONDS }));
    const { previousSecret, secret } = data.rotateSecret;
    expect(Date.parse(previousSecret.expiresAt)).toBeGreaterThanOrEqual(sentAt + 30_000 + OVERLAP_SECONDS * 1000);
    const { updatedAt, secrets } = await read(owner, id, "updatedAt secrets { id createdAt }");
    expect(Date.parse(updatedAt)).toBeGreaterThanOrEqual(sentAt + 30_000);
    expect(secrets.find((one: { id: string }) => one.id === secret.id).createdAt).toBe(updatedAt);
  });
});
