import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { listing } from "../support/organization/listing.js";

const DAY = 86_400_000;

describe.each(DATABASE_KINDS)("lists of applications whose rotation is to be confirmed, on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** Three that were registered 100 days ago: one is left alone, one is used in time, one is not. */
  const start = async () => {
    const { developer, admin } = await gateway.organization();
    const [alone, used, unused] = [
      await developer.createApplication({ name: "alone" }),
      await developer.createApplication({ name: "used" }),
      await developer.createApplication({ name: "unused" }),
    ];
    const old = new Date(gateway.now() + DAY);
    gateway.advance(100 * DAY);
    const confirm = { previousSecret: "CONFIRM", confirmWithinSeconds: 3600 };
    const { data } = await developer.rotate(used.id, confirm);
    await developer.rotate(unused.id, confirm);
    expect(alone.id).not.toBe(unused.id);
    const found = async (filter: Record<string, unknown>) => {
      const { nodes, totalCount } = await listing(developer, { filter, first: 100 });
      expect(totalCount).toBe(nodes.length);
      return nodes.map(({ name }) => name).toSorted();
    };
    return {
      use: () => admin.verify(used.clientId, data.rotateSecret.clientSecret),
      seen: async () => ({
        open: await found({ hasRotatedSecret: true }),
        closed: await found({ hasRotatedSecret: false }),
        old: await found({ secretCreatedBefore: old.toISOString() }),
        ending: await found({ rotationEndsBefore: new Date(gateway.now() + 50 * DAY).toISOString() }),
      }),
    };
  };

  it.each(["as they were written", "as upkeep mends them"])("follow its state %s", async (how) => {
    const { use, seen } = await start();
    const mend = async () => {
      if (how === "as they were written") return;
      await gateway.database.query("UPDATE oauth_applications SET listed_version = 0, rotation_ends_at = 0");
      await gateway.gateway.services.maintain();
    };
    await mend();
    expect(await seen()).toEqual({ open: ["unused", "used"], closed: ["alone"], old: ["alone"], ending: [] });
    expect(await use()).toMatchObject({ active: true });
    await mend();
    expect(await seen()).toEqual({ open: ["unused", "used"], closed: ["alone"], old: ["alone"], ending: ["used"] });
    gateway.advance(3_600_000);
    await mend();
    expect(await seen()).toEqual({
      open: ["used"],
      closed: ["alone", "unused"],
      old: ["alone", "unused"],
      ending: ["used"],
    });
  });
});
