import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPage } from "./browser.js";
import { type OwnedGateway, startOwnedGateway } from "./owned-gateway.js";
import { createApolloClient } from "./src/apollo-client.js";
import { APPLICATIONS_PAGE } from "./src/applications-page.js";

describe("a page of components that have a fragment each", () => {
  let gateway: OwnedGateway;
  let clientId: string;

  beforeAll(async () => {
    gateway = await startOwnedGateway();
    const application = await gateway.owner.createApplication({ name: "Rotated" });
    clientId = application.clientId;
    await gateway.owner.rotate(application.id, { overlapSeconds: 3600 });
  });
  afterAll(() => gateway.stop());

  it("hands a component what its fragment asks for, and no other component", async () => {
    const client = createApolloClient(gateway.url, () => gateway.token);
    const { data } = await client.query({ query: APPLICATIONS_PAGE });
    expect(data?.oauthApplications?.edges?.map(({ node }) => node)).toEqual([
      { __typename: "OAuthApplication", id: expect.stringMatching(/^app_/) },
    ]);
    const page = await openPage(client);
    const row = page.getByRole("listitem").textContent;
    expect(row).toContain(clientId);
    expect(row).toMatch(/two secrets until \d{4}-\d\d-\d\dT[\d:.]+Z, safe to complete/);
  });

  it("shows a VIEWER everything but the rotations, where they would stand, and no button that is not for them", async () => {
    await gateway.owner.createApplication({ name: "Another" });
    const token = await gateway.tokenOf("VIEWER");
    const page = await openPage(createApolloClient(gateway.url, () => token));
    expect(page.getByRole("heading").textContent).toBe("2 applications");
    expect(page.getAllByText("not yours to see")).toHaveLength(2);
    expect(page.queryByRole("alert")).toBeNull();
    expect(page.getAllByRole("button").map(({ textContent }) => textContent)).toEqual(["Refresh"]);
  });
});
