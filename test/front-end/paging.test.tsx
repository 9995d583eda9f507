import { waitFor } from "@testing-library/react";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { click, openPage, shownNames } from "./browser.js";
import { type OwnedGateway, startOwnedGateway } from "./owned-gateway.js";
import { createApolloClient } from "./src/apollo-client.js";

describe("a list that grows page by page", () => {
  let gateway: OwnedGateway;
  const names = Array.from({ length: 45 }, (_, index) => `Application ${index}`);

  beforeAll(async () => {
    gateway = await startOwnedGateway();
    for (const name of names) await gateway.owner.createApplication({ name });
  });
  afterAll(() => gateway.stop());

  it("shows each application once, in order, with one request a page", async () => {
    const fetched = vi.spyOn(globalThis, "fetch");
    const page = await openPage(createApolloClient(gateway.url, () => gateway.token));
    const sizes = [shownNames().length];
    for (
      const more = () => page.queryByRole("button", { name: "Load more" });
      more();
      sizes.push(shownNames().length)
    ) {
      await click(more() as HTMLElement);
      await waitFor(() => expect(shownNames().length).toBeGreaterThan(sizes.at(-1) ?? 0));
    }
    expect(sizes).toEqual([20, 40, 45]);
    expect(shownNames()).toEqual(names.toReversed());
    expect(page.getByRole("heading").textContent).toBe("45 applications");
    expect(fetched).toHaveBeenCalledTimes(3);
  });

  it("grows for a VIEWER, whose further pages are refused the same fields as the first", async () => {
    const token = await gateway.tokenOf("VIEWER");
    const page = await openPage(createApolloClient(gateway.url, () => token));
    for (const size of [40, 45]) {
      await click(page.getByRole("button", { name: "Load more" }));
      await waitFor(() => expect(shownNames()).toEqual(names.toReversed().slice(0, size)));
    }
    expect(page.getAllByText("not yours to see")).toHaveLength(45);
    expect(page.queryByRole("alert")).toBeNull();
  });
});
