import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { click, openPage, shownNames, submit } from "./browser.js";
import { type OwnedGateway, startOwnedGateway } from "./owned-gateway.js";
import { createApolloClient } from "./src/apollo-client.js";

describe("a page on which something failed", () => {
  let gateway: OwnedGateway;

  beforeAll(async () => {
    gateway = await startOwnedGateway();
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => gateway.stop());

  const open = () => openPage(createApolloClient(gateway.url, () => gateway.token));
  const rowOf = (name: string) => screen.getByText(name, { selector: "strong" }).closest("li") as HTMLElement;
  const press = (name: string, button: string) => click(within(rowOf(name)).getByRole("button", { name: button }));

  /** Loses the next answer; the gateway has done what was asked. */
  function loseAnswer(): void {
    const send = globalThis.fetch;
    vi.spyOn(globalThis, "fetch").mockImplementationOnce(async (...request) => {
      await send(...request);
      throw new TypeError("Failed to fetch");
    });
  }

  it("keeps what was typed when it is refused, and only then", async () => {
    await gateway.owner.createApplication({ name: "Typed" });
    const page = await open();
    const tooLong = "x".repeat(257);
    const name = page.getByLabelText("Name") as HTMLInputElement;
    await submit(name, tooLong);
    await within(name.form as HTMLFormElement).findByRole("alert");
    expect(name.value).toBe(tooLong);
    await submit(name, "Typed anew");
    await page.findByText("Typed anew", { selector: "strong" });
    await waitFor(() => expect(name.value).toBe(""));

    const newName = page.getByLabelText("New name of Typed") as HTMLInputElement;
    await submit(newName, tooLong);
    await within(newName.form as HTMLFormElement).findByRole("alert");
    expect(newName.value).toBe(tooLong);
  });

  it("shows an open rotation whose secret did not arrive, cancels it, rotates again and completes", async () => {
    await gateway.owner.createApplication({ name: "Lost" });
    const page = await open();
    loseAnswer();
    await press("Lost", "Rotate");
    await within(rowOf("Lost")).findByText(/^two secrets until /);
    expect(page.queryByRole("status")).toBeNull();
    await press("Lost", "Cancel rotation");
    await waitFor(() => expect(within(rowOf("Lost")).queryByText(/^two secrets/)).toBeNull());
    await press("Lost", "Rotate");
    await page.findByRole("status");
    await within(rowOf("Lost")).findByText(/^two secrets until /);
    await press("Lost", "Complete rotation");
    await waitFor(() => expect(within(rowOf("Lost")).queryByText(/^two secrets/)).toBeNull());
  });

  it("shows a new application whose secret did not arrive", async () => {
    const page = await open();
    loseAnswer();
    await submit(page.getByLabelText("Name"), "Registered in doubt");
    await page.findByText("Registered in doubt", { selector: "strong" });
  });

  it("asks to look after a change, and only to try again after a question", async () => {
    const page = await open();
    loseAnswer();
    await click(page.getByRole("button", { name: "Refresh" }));
    expect((await page.findByRole("alert")).textContent).toBe("No answer arrived. Please try again.");
    await waitFor(() => expect(page.getByRole("button", { name: "Refresh" })).toHaveProperty("disabled", false));
    await click(page.getByRole("button", { name: "Refresh" }));
    await waitFor(() => expect(page.queryByRole("alert")).toBeNull());
    loseAnswer();
    await submit(page.getByLabelText("Name"), "Registered in doubt, too");
    expect((await page.findByRole("alert")).textContent).toMatch(/^No answer arrived\. Please look whether/);
  });

  it("does not say how many there are before it knows, and shows what is registered then", async () => {
    loseAnswer();
    const page = await open();
    expect(page.getByRole("heading").textContent).toBe("Applications");
    await submit(page.getByLabelText("Name"), "First shown");
    await page.findByText("First shown", { selector: "strong" });
    expect(page.getByRole("heading").textContent).toMatch(/^\d+ applications$/);
  });

  it("takes an application off that somebody else has deleted", async () => {
    const { id } = await gateway.owner.createApplication({ name: "Gone" });
    await open();
    await gateway.owner.ok(
      "mutation ($input: DeleteOAuthApplicationInput!) { deleteOAuthApplication(input: $input) { deletedId } }",
      { input: { oauthApplicationId: id } },
    );
    await press("Gone", "Rotate");
    await waitFor(() => expect(shownNames()).not.toContain("Gone"));
  });

  it("asks before it deletes, once", async () => {
    await gateway.owner.createApplication({ name: "Dear" });
    await open();
    const send = globalThis.fetch;
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const fetched = vi.spyOn(globalThis, "fetch").mockImplementation((...request) => held.then(() => send(...request)));
    const confirm = vi.spyOn(window, "confirm").mockReturnValueOnce(false);
    await press("Dear", "Delete");
    expect(confirm).toHaveBeenCalledWith("Delete Dear?");
    expect(fetched).not.toHaveBeenCalled();
    await press("Dear", "Delete");
    expect(within(rowOf("Dear")).getByRole("button", { name: "Delete" })).toHaveProperty("disabled", true);
    release();
    await waitFor(() => expect(shownNames()).not.toContain("Dear"));
  });
});
