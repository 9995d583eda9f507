import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Person } from "./console.js";
import type { Keyboard } from "./keyboard.js";

/** The plaintext in the dialog that shows it once. */
export async function secretShown(page: Page): Promise<string> {
  const shown = page.getByRole("dialog").getByText(/^og[st]_[0-9A-Za-z]{49}$/);
  await shown.waitFor();
  return (await shown.textContent()) ?? "";
}

/** Closes the dialog that shows a secret, and waits until it is gone. */
export async function stored(keyboard: Keyboard): Promise<void> {
  await keyboard.button("I have stored it");
  await keyboard.page.getByRole("dialog").waitFor({ state: "detached" });
}

/** Everything that a page keeps, as one text: its document with what was typed, its history, storage and client's cache. */
const KEPT = `(async () => {
  const fields = [...document.querySelectorAll("input, textarea")].map(({ value }) => value);
  const stores = [localStorage, sessionStorage].map((store) => JSON.stringify({ ...store }));
  const databases = (await indexedDB.databases()).map(({ name }) => name);
  const cached = "caches" in globalThis ? await caches.keys() : [];
  const said = [document.documentElement.outerHTML, document.title, location.href, JSON.stringify(history.state)];
  const clients = new Set();
  const walk = (fiber) => {
    for (let one = fiber; one; one = one.sibling) {
      const client = one.memoizedProps?.client;
      if (client?.extract) clients.add(client);
      walk(one.child);
    }
  };
  const root = document.getElementById("root");
  walk(root[Object.keys(root).find((key) => key.startsWith("__reactContainer$"))]);
  const extracts = [...clients].map((client) => JSON.stringify(client.extract(true)));
  return [...said, ...fields, ...stores, ...databases, ...cached, ...extracts, document.cookie, name].join("\\n");
})()`;

/**
 * Expects that a secret which was closed is nowhere that a browser keeps something: in no page's document, fields,
 * title, address, history, storage or Apollo Client's cache, and in no log.
 */
export async function expectNowhere({ context, watch }: Person, secret: string): Promise<void> {
  for (const page of context.pages()) {
    const kept = await page.evaluate<string>(KEPT);
    expect(kept).toContain("ROOT_QUERY");
    expect(kept).not.toContain(secret);
    const session = await context.newCDPSession(page);
    const { entries } = await session.send("Page.getNavigationHistory");
    await session.detach();
    expect(JSON.stringify(entries)).not.toContain(secret);
  }
  expect(watch.said.join("\n")).not.toContain(secret);
  expect(watch.addresses.join("\n")).not.toContain(secret);
}
