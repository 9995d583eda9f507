import { act, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { click, openPage, shownNames, submit } from "./browser.js";
import { type OwnedGateway, startOwnedGateway } from "./owned-gateway.js";
import { createApolloClient } from "./src/apollo-client.js";

describe("a change, as the cache knows it without asking again", () => {
  let gateway: OwnedGateway;
  const newClient = () => createApolloClient(gateway.url, () => gateway.token);

  beforeEach(async () => {
    gateway = await startOwnedGateway();
  });
  afterEach(() => vi.restoreAllMocks());
  afterEach(() => gateway.stop());

  async function register(count: number): Promise<void> {
    for (let index = 0; index < count; index++) await gateway.owner.createApplication({ name: `Application ${index}` });
  }

  const rowOf = (name: string) => within(screen.getByText(name, { selector: "strong" }).closest("li") as HTMLElement);

  it("puts a new application on top, and takes a deleted one away, with one request each", async () => {
    await register(3);
    const page = await openPage(newClient());
    const fetched = vi.spyOn(globalThis, "fetch");
    await submit(page.getByLabelText("Name"), "New");
    await page.findByRole("heading", { name: "4 applications" });
    expect(shownNames()).toEqual(["New", "Application 2", "Application 1", "Application 0"]);
    expect(fetched).toHaveBeenCalledTimes(1);

    await click(rowOf("Application 1").getByRole("button", { name: "Delete" }));
    await page.findByRole("heading", { name: "3 applications" });
    expect(shownNames()).toEqual(["New", "Application 2", "Application 0"]);
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it("shows what another visitor is shown who asks for everything", async () => {
    await register(3);
    const page = await openPage(newClient());
    await submit(page.getByLabelText("Name"), "New");
    await page.findByRole("heading", { name: "4 applications" });
    await click(rowOf("New").getByRole("button", { name: "Rotate" }));
    await rowOf("New").findByText(/^two secrets until /);
    await click(rowOf("Application 0").getByRole("button", { name: "Delete" }));
    await page.findByRole("heading", { name: "3 applications" });
    await click(page.getAllByRole("button", { name: "I have stored it" })[0] as HTMLElement);
    await click(page.getByRole("button", { name: "I have stored it" }));
    const before = page.getByRole("main").textContent;

    await act(async () => (document.body.innerHTML = ""));
    const again = await openPage(newClient());
    expect(again.getByRole("main").textContent).toBe(before);
  });

  it("loses and doubles nothing of the pages that are loaded after it", async () => {
    await register(25);
    const page = await openPage(newClient());
    // The cursor of the first page is that of this one.
    await click(rowOf("Application 5").getByRole("button", { name: "Delete" }));
    await submit(page.getByLabelText("Name"), "New");
    await page.findByText("New", { selector: "strong" });
    await click(page.getByRole("button", { name: "Load more" }));
    await page.findByText("Application 0", { selector: "strong" });
    const rest = Array.from({ length: 25 }, (_, index) => `Application ${24 - index}`);
    expect(shownNames()).toEqual(["New", ...rest.filter((name) => name !== "Application 5")]);
  });
});
