import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { Answer, GraphqlClient } from "../support/gateway/graphql-client.js";
import { outcomes } from "../support/gateway/outcomes.js";
import { patiently } from "../support/gateway/patience.js";
import { createClient } from "../support/oauth/oauth-endpoints.js";
import { addedMember, listMembers, removeMember, updateMember } from "../support/organization/members.js";
import { refusalOf, remove } from "../support/organization/oauth-applications.js";

const RACERS = 10;

describe.each(DATABASE_KINDS)("the last owner on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  interface Owner {
    memberId: string;
    oauthApplicationId: string;
  }

  async function ownersOf(owner: GraphqlClient, count: number): Promise<Owner[]> {
    const owners: Owner[] = [];
    for (let index = 0; index < count; index++) {
      const { id: oauthApplicationId } = await createClient(owner, { name: `Owner ${index}` });
      owners.push({ oauthApplicationId, memberId: await addedMember(owner, { oauthApplicationId, role: "OWNER" }) });
    }
    return owners;
  }

  const WAYS: Record<string, (client: GraphqlClient, owner: Owner) => Promise<Answer>> = {
    "removing it": (client, { memberId }) => removeMember(client, memberId),
    "demoting it": (client, { memberId }) => updateMember(client, memberId, "ADMIN"),
    "deleting its application": (client, { oauthApplicationId }) => remove(client, { oauthApplicationId }),
  };

  it.each(Object.entries(WAYS))("stays when somebody tries %s, and goes when there is another", async (_name, way) => {
    const { owner } = await gateway.organization();
    const [first] = await ownersOf(owner, 1);
    await addedMember(owner, { subject: "admin", role: "ADMIN" });
    const before = await listMembers(owner);
    expect(refusalOf(await way(owner, first as Owner))).toEqual({ code: "CONFLICT" });
    expect(await listMembers(owner)).toEqual(before);
    await addedMember(owner, { subject: "another", role: "OWNER" });
    expect((await way(owner, first as Owner)).errors).toEqual([]);
    expect((await listMembers(owner)).filter(({ role }) => role === "OWNER")).toMatchObject([{ subject: "another" }]);
  });

  it("can be given the role it has", async () => {
    const { owner } = await gateway.organization();
    const [first] = await ownersOf(owner, 1);
    expect((await updateMember(owner, first?.memberId as string, "OWNER")).errors).toEqual([]);
  });

  it.each(Object.keys(WAYS))("is left when all of 10 owners go at once by %s", async (name) => {
    const { owner } = await gateway.organization();
    const owners = await ownersOf(owner, RACERS);
    const way = WAYS[name] as (typeof WAYS)[string];
    const answers = await Promise.all(owners.map((one) => patiently(() => way(owner, one))));
    expect(outcomes(answers)).toEqual({ OK: RACERS - 1, CONFLICT: 1 });
    expect((await listMembers(owner)).filter(({ role }) => role === "OWNER")).toHaveLength(1);
  });

  it("is left when owners go at once by different ways", async () => {
    const { owner } = await gateway.organization();
    const owners = await ownersOf(owner, RACERS);
    const ways = Object.values(WAYS);
    const answers = await Promise.all(
      owners.map((one, index) => patiently(() => (ways[index % ways.length] as (typeof ways)[0])(owner, one))),
    );
    expect(outcomes(answers)).toEqual({ OK: RACERS - 1, CONFLICT: 1 });
    expect((await listMembers(owner)).filter(({ role }) => role === "OWNER")).toHaveLength(1);
  });
});
