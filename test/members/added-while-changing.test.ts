import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { holdApplication } from "../support/databases/held-row.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";

const ADD = `mutation ($input: AddMemberInput!) { addMember(input: $input) { member { id role } } }`;
const UPDATE = `mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { member { role } } }`;

describe("a membership that is given while its application is being changed on another gateway", () => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway("postgres");
  });
  afterAll(() => gateway.stop());

  it("waits for the change, which would otherwise be made by who may no longer make it", async () => {
    const { owner } = await gateway.organization();
    const { id } = await owner.createApplication({ grantTypes: ["CLIENT_CREDENTIALS"] });
    const held = await holdApplication(gateway.database, id);
    const adding = owner.ok(ADD, { input: { oauthApplicationId: id, role: "DEVELOPER" } });
    await held.waited();
    await held.release();
    const { member } = (await adding).addMember;
    const again = await holdApplication(gateway.database, id);
    const promoting = owner.ok(UPDATE, { input: { memberId: member.id, role: "OWNER" } });
    await again.waited();
    await again.release();
    expect((await promoting).updateMember.member).toEqual({ role: "OWNER" });
  });

  it("is refused when the change made the application public meanwhile", async () => {
    const { owner } = await gateway.organization();
    const { id } = await owner.createApplication({ grantTypes: ["CLIENT_CREDENTIALS"] });
    const held = await holdApplication(gateway.database, id);
    const adding = owner.send(ADD, { input: { oauthApplicationId: id, role: "ADMIN" } });
    await held.waited();
    await held.run("UPDATE oauth_applications SET public = true WHERE id = $1", [id]);
    await held.release();
    expect((await adding).errors[0]?.extensions.code).toBe("CONFLICT");
  });
});
