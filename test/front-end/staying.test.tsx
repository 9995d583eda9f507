import { waitFor } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type BadNetwork, startBadNetwork } from "./bad-network.js";
import { click, openPage, shownNames, submit } from "./browser.js";
import { MISHAPS, MISHAPS_WITHIN } from "./mishaps.js";
import { type OwnedGateway, startOwnedGateway } from "./owned-gateway.js";
import { createApolloClient } from "./src/apollo-client.js";

/** Each step renders every row several times; more would claim no more. */
const ROWS = 3;

const PLAINTEXT = /ogs_[0-9A-Za-z]{49}/;

// Roles and labels are looked for in the whole page each time, which takes long.
const notices = () => [...document.querySelectorAll('[role="alert"]')].map(({ textContent }) => textContent);
const button = (name: string, within: ParentNode = document) =>
  [...within.querySelectorAll("button")].find(({ textContent }) => textContent === name) as HTMLElement;
const field = (label: string) => document.querySelector(`[aria-label="${label}"]`) as HTMLElement;
const rowOf = (name: string) =>
  [...document.querySelectorAll("li")].find((row) => row.querySelector("strong")?.textContent === name);

describe("a page that people work with", () => {
  let gateway: OwnedGateway;
  let network: BadNetwork;

  beforeAll(async () => {
    gateway = await startOwnedGateway({ RATE_LIMIT_PER_MINUTE: "0" });
    network = await startBadNetwork(gateway.url);
    for (let index = 0; index < 10; index++) await gateway.owner.createApplication({ name: `Application ${index}` });
  });
  afterEach(() => network.befall());
  afterAll(() => network.close());
  afterAll(() => gateway.stop());

  const open = () =>
    openPage(
      createApolloClient(network.url, () => gateway.token),
      ROWS,
    );

  /** Whatever a visitor can ask the gateway for, and how many notices stand on the page when all that was in vain. */
  const ACTIONS: [string, () => Promise<void>, number][] = [
    ["Load more", () => click(button("Load more")), 1],
    ["Refresh", () => click(button("Refresh")), 1],
    ["Register", () => submit(field("Name"), "Another"), 2],
    ["Rename", () => submit(field("New name of Application 8"), "Renamed"), 3],
    ["Rotate", () => click(button("Rotate", rowOf("Application 8"))), 4],
    ["Delete", () => click(button("Delete", rowOf("Application 8"))), 5],
  ];

  // What a change names and is not found goes off the list, and is in after-failure.test.tsx.
  const STAYING = MISHAPS_WITHIN.filter(([name]) => name !== "a field's NOT_FOUND");

  it.each(STAYING)("keeps its list and a new secret through %s, and says what happened", async (_, mishap) => {
    await open();
    await submit(field("Name"), "New");
    await waitFor(() => expect(document.querySelector("output")?.textContent).toMatch(PLAINTEXT));
    await waitFor(() => expect(shownNames()[0]).toBe("New"));
    const [names, secret] = [shownNames(), document.querySelector("output")?.textContent];
    network.befall(mishap);
    for (const [name, act, count] of ACTIONS) {
      await act();
      await waitFor(() => expect(notices(), name).toHaveLength(count));
      await waitFor(() => expect(document.querySelector("button:disabled"), name).toBeNull());
      expect(shownNames(), name).toEqual(names);
      expect(document.querySelector("output")?.textContent, name).toBe(secret);
    }
    for (const notice of notices()) expect(notice).toMatch(/\w/);
    network.befall();
    // A busy gateway may ask to try again.
    await waitFor(async () => {
      const row = rowOf("New");
      if (row) await click(button("Delete", row));
      expect(shownNames()).not.toContain("New");
    });
  });

  it.each(MISHAPS)("is there when it is opened through %s, and fills as soon as it can", async (_, mishap) => {
    network.befall(mishap);
    await open();
    expect(notices()).toEqual([expect.stringMatching(/\w/)]);
    network.befall();
    await click(button("Refresh"));
    await waitFor(() => expect(shownNames().length).toBe(ROWS));
    await waitFor(() => expect(notices()).toEqual([]));
  });
});
