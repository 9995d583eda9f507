import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway.js";

describe.each(DATABASE_KINDS)("a first application on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  it("keeps the previous secret working until the overlap ends", async () => {
    const { developer, admin } = organization;
    const application = await developer.createApplication();
    const { data } = await developer.rotate(application.id, { overlapSeconds: 60 });
    expect(await admin.verify(application.clientId, application.clientSecret ?? "")).toMatchObject({ active: true });
    gateway.advance(60_000);
    expect(await admin.verify(application.clientId, application.clientSecret ?? "")).toEqual({ active: false });
    expect(await admin.verify(application.clientId, data.rotateSecret.clientSecret)).toMatchObject({ active: true });
  });
});
