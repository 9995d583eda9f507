// Too long for a quick run.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { brokenRows } from "../support/databases/integrity.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { CreatedApplication, GraphqlClient } from "../support/gateway/graphql-client.js";
import { haveTime } from "../support/gateway/have-time.js";

/** In one burst, as the limit of 1,200 a minute allows. */
const ROTATIONS = 150;
const READS = 150;
const CHANGES = 3;

const READ = "query ($id: ID) { oauthApplication(id: $id) { name version secrets { id status } } }";

describe.each(DATABASE_KINDS)("a thief who floods one application from inside the limits on %s", (kind) => {
  let gateway: TestGateway;

  haveTime();
  beforeAll(async () => {
    gateway = await startTestGateway(kind, { env: { RATE_LIMIT_PER_MINUTE: "1200" } });
  });
  afterAll(() => gateway.stop());

  it("keeps nobody from changing others: each of their changes is served and works, and each of the thief's is one", async () => {
    const [robbed, neighbour] = [await gateway.organization(), await gateway.organization()];
    const stolen = await robbed.admin.createApplication();
    const own: [GraphqlClient, CreatedApplication][] = [];
    for (const client of [robbed.admin, robbed.owner, neighbour.admin, neighbour.owner]) {
      own.push([client, await client.createApplication()]);
    }
    const flood = [
      ...Array.from({ length: ROTATIONS }, () => robbed.developer.rotate(stolen.id, { previousSecret: "REVOKE" })),
      ...Array.from({ length: READS }, () => robbed.developer.send(READ, { id: stolen.id })),
    ];
    const serve = async ([client, { id, clientId }]: (typeof own)[number]) => {
      for (let change = 0; change < CHANGES; change++) {
        const { errors, data } = await client.rotate(id, { previousSecret: "REVOKE" });
        expect(errors).toEqual([]);
        expect(await client.verify(clientId, data.rotateSecret.clientSecret)).toMatchObject({ active: true });
      }
      expect((await client.ok(READ, { id })).oauthApplication.version).toBe(1 + CHANGES);
    };
    await Promise.all(own.map(serve));

    const failed = (await Promise.all(flood)).flatMap(({ errors }) => errors);
    expect(failed).toEqual([]);
    const { version, secrets } = (await robbed.admin.ok(READ, { id: stolen.id })).oauthApplication;
    expect(version).toBe(1 + ROTATIONS);
    expect(secrets.filter(({ status }: { status: string }) => status === "CURRENT")).toHaveLength(1);
    expect(await brokenRows(gateway.database)).toEqual([]);
  });
});
