import type { Locator, Page } from "playwright-core";
import { photograph } from "./pictures.js";

/** More than the controls of any page. */
const MANY = 300;

/** What is asked of an element in the page. */
interface Focusable {
  isConnected: boolean;
  matches(selector: string): boolean;
  ownerDocument: { defaultView: { requestAnimationFrame(call: () => void): void } };
}

/**
 * Where the focus is, as seen from an element; runs in the page. On it when it stays there for two frames, since what
 * has just opened or closed may still move it.
 */
async function focusFrom(one: unknown): Promise<"elsewhere" | "gone" | "here"> {
  const element = one as Focusable;
  if (!element.isConnected) return "gone";
  for (let frames = 0; frames < 2 && element.matches(":focus"); frames++) {
    await new Promise<void>((resolve) => element.ownerDocument.defaultView.requestAnimationFrame(resolve));
  }
  return element.matches(":focus") ? "here" : "elsewhere";
}

/** Somebody who has a keyboard and nothing else: what Tab does not lead to is out of reach. */
export class Keyboard {
  constructor(readonly page: Page) {}

  /** Goes on with Tab until this has the focus. */
  async reach(target: Locator): Promise<void> {
    // Looked for once: to find a control by its name takes the browser longer than a step.
    let element = await target.elementHandle();
    for (let steps = 0; steps < MANY; steps++) {
      const focus = await element?.evaluate(focusFrom);
      if (focus === "here") return;
      if (focus === "gone") element = await target.elementHandle();
      else await this.page.keyboard.press("Tab");
    }
    throw new Error(`No way by Tab to ${target}`);
  }

  /** Goes there and presses a key. */
  async press(target: Locator, key = "Enter"): Promise<void> {
    await this.reach(target);
    await photograph(this.page);
    await this.page.keyboard.press(key);
  }

  /** Goes there and writes this in the place of what is there. */
  async write(target: Locator, text: string): Promise<void> {
    await this.reach(target);
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.insertText(text);
  }

  /** Chooses one of a group of radio buttons with the arrow keys; Tab leads to the one that is chosen already. */
  async choose(target: Locator): Promise<void> {
    await target.waitFor();
    const group = this.page.locator(`input[type=radio][name="${await target.getAttribute("name")}"]`);
    const chosen = group.and(this.page.locator(":checked"));
    await this.reach((await chosen.count()) > 0 ? chosen : group.first());
    for (let steps = await group.count(); steps > 0 && !(await target.isChecked()); steps--) {
      await this.page.keyboard.press("ArrowDown");
    }
    if (!(await target.isChecked())) await this.page.keyboard.press("Space");
  }

  /** Chooses from the menu that was opened, with the arrow keys: Tab would leave it. */
  async choice(name: string): Promise<void> {
    const item = this.page.getByRole("menuitem", { name });
    await item.waitFor();
    for (let steps = 0; steps < MANY; steps++) {
      const isReached = (await item.evaluate(focusFrom)) === "here";
      await this.page.keyboard.press(isReached ? "Enter" : "ArrowDown");
      if (isReached) return;
    }
    throw new Error(`No way by the arrow keys to ${name}`);
  }

  /** Presses a button that opens something or does something, by its name. */
  button(name: string | RegExp, within: Locator | Page = this.page): Promise<void> {
    return this.press(within.getByRole("button", { name }));
  }

  /** Follows a link, by its name. */
  link(name: string | RegExp, within: Locator | Page = this.page): Promise<void> {
    return this.press(within.getByRole("link", { name }));
  }
}
