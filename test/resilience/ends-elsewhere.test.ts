import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Database } from "../../src/database/database.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { haveTime } from "../support/gateway/have-time.js";
import { createClient } from "../support/oauth/oauth-endpoints.js";
import { listing } from "../support/organization/listing.js";
import { changed } from "../support/organization/oauth-applications.js";

const HALF_AN_HOUR = 1_800_000;

describe.each(DATABASE_KINDS)("an overlap that has ended by the clock of one of two gateways, on %s", (kind) => {
  let right: TestGateway;
  let behind: TestGateway;

  haveTime();
  beforeAll(async () => {
    right = await startTestGateway(kind);
    behind = await startTestGateway(kind, { database: right.database });
    behind.advance(-HALF_AN_HOUR);
  });
  afterAll(async () => {
    await behind.stop();
    await right.stop();
  });

  /** An application whose overlap of a minute has just ended. */
  const start = async () => {
    const { owner } = await right.organization();
    const old = await createClient(owner);
    const { data } = await owner.rotate(old.id, { overlapSeconds: 60 });
    right.advance(60_000);
    behind.advance(60_000);
    const far = new GraphqlClient(behind.url, owner.token);
    const ofOpen = async (client: GraphqlClient) =>
      (await listing(client, { filter: { hasRotatedSecret: true } })).totalCount;
    return {
      old,
      far,
      next: { ...old, clientSecret: data.rotateSecret.clientSecret as string },
      works: async (client: GraphqlClient, { clientSecret } = old) =>
        (await client.verify(old.clientId, clientSecret)).active as boolean,
      change: (step: "updateSecretRotation" | "cancelSecretRotation", more = {}) =>
        changed(far, step, { oauthApplicationId: old.id, force: true, ...more }),
      lists: async () => [await ofOpen(owner), await ofOpen(far)],
      owner,
    };
  };

  it.each([
    ["updateSecretRotation", { overlapSeconds: 7200 }],
    ["cancelSecretRotation", {}],
  ] as const)(
    "is refused there once that is written, or lives on everywhere by %s at the other",
    async (step, more) => {
      const { owner, far, works, change } = await start();
      const database: Database = Reflect.get(right.gateway.services.apiTokens, "database");
      const write = vi.spyOn(database, "write");
      // Somebody comes first while the end is on its way to the database.
      const first = new Promise<void>((done) => {
        write.mockImplementationOnce(async (...how) => {
          await change(step, more);
          done();
          return Object.getPrototypeOf(database).write.apply(database, how);
        });
      });
      const isIn = await works(owner);
      await first;
      write.mockRestore();
      expect([isIn, await works(owner), await works(far)]).toEqual([true, true, true]);
    },
  );

  it("is no open rotation any more in the lists of either, once somebody has met it", async () => {
    const { owner, next, works, lists } = await start();
    expect(await lists()).toEqual([0, 1]);
    expect(await works(owner, next)).toBe(true);
    await right.gateway.services.drain();
    expect(await lists()).toEqual([0, 0]);
  });

  it("has ended everywhere after a change of the application's settings where it has", async () => {
    const { owner, far, old, works, lists } = await start();
    await changed(owner, "updateOAuthApplication", { oauthApplicationId: old.id, description: "Ours" });
    expect(await lists()).toEqual([0, 0]);
    expect(await works(far)).toBe(false);
  });
});
