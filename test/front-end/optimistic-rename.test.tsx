import { act, screen, waitFor } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { CreatedApplication } from "../support/gateway/graphql-client.js";
import { openPage, shownNames, submit } from "./browser.js";
import { type OwnedGateway, startOwnedGateway } from "./owned-gateway.js";
import { createApolloClient } from "./src/apollo-client.js";

describe("a new name that is shown before the gateway has answered", () => {
  let gateway: OwnedGateway;
  let application: CreatedApplication;

  beforeAll(async () => {
    gateway = await startOwnedGateway();
    application = await gateway.owner.createApplication({ name: "Old" });
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => gateway.stop());

  /** Opens the page and sends a new name; answers what the page showed while the answer was held back, and afterwards. */
  async function rename(
    name: string,
    meanwhile?: () => Promise<unknown>,
  ): Promise<{ held: unknown; answered: unknown }> {
    const page = await openPage(createApolloClient(gateway.url, () => gateway.token));
    const oldName = String(shownNames()[0]);
    await meanwhile?.();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const send = globalThis.fetch;
    const fetched = vi.spyOn(globalThis, "fetch").mockImplementation(async (...request) => {
      const answer = await send(...request);
      await held;
      return answer;
    });
    await submit(page.getByLabelText(`New name of ${oldName}`), name);
    await waitFor(() => expect(fetched).toHaveBeenCalledTimes(1));
    const before = shownNames();
    await act(async () => release());
    await waitFor(() => expect(page.getByRole("button", { name: "Rename" })).toHaveProperty("disabled", false));
    expect(fetched).toHaveBeenCalledTimes(1);
    return { held: before, answered: shownNames() };
  }

  const version = async () =>
    (await gateway.owner.ok("query ($id: ID!) { oauthApplication(id: $id) { name version } }", { id: application.id }))
      .oauthApplication;

  it("stays when the gateway agrees", async () => {
    expect(await rename("New")).toEqual({ held: ["New"], answered: ["New"] });
    expect(screen.queryByRole("alert")).toBeNull();
    expect(await version()).toEqual({ name: "New", version: 2 });
  });

  it("is taken back on CONFLICT, when somebody else was faster", async () => {
    const update =
      "mutation ($input: UpdateOAuthApplicationInput!) { updateOAuthApplication(input: $input) { __typename } }";
    const faster = () =>
      gateway.owner.ok(update, { input: { oauthApplicationId: application.id, description: "Changed" } });
    expect(await rename("Mine", faster)).toEqual({ held: ["Mine"], answered: ["New"] });
    expect(screen.getByRole("alert").textContent).toMatch(/^The application is at version \d+, not \d+\. /);
    expect(await version()).toEqual({ name: "New", version: 3 });
  });

  it("is taken back on BAD_USER_INPUT, with the field's name", async () => {
    const tooLong = "x".repeat(257);
    expect(await rename(tooLong)).toEqual({ held: [tooLong], answered: ["New"] });
    expect(screen.getByRole("alert").textContent).toMatch(/^Please correct name: /);
    expect(await version()).toEqual({ name: "New", version: 3 });
  });
});
