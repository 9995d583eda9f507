import type { Locator, Page } from "playwright-core";

/** More than the controls of any page. */
const MANY = 300;

/** Somebody who has a keyboard and nothing else: what Tab does not lead to is out of reach. */
export class Keyboard {
  constructor(readonly page: Page) {}

  /** Goes on with Tab until this has the focus. */
  async reach(target: Locator): Promise<void> {
    await target.waitFor();
    const passed: string[] = [];
    for (let steps = 0; steps < MANY; steps++) {
      if ((await target.and(this.page.locator(":focus")).count()) > 0) return;
      await this.page.keyboard.press("Tab");
      passed.push(await this.page.evaluate<string>("document.activeElement?.textContent?.slice(0, 40) ?? ''"));
    }
    throw new Error(`No way by Tab to ${target}, but to ${[...new Set(passed)].join(" | ")}`);
  }

  /** Goes there and presses a key. */
  async press(target: Locator, key = "Enter"): Promise<void> {
    await this.reach(target);
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

  /** Presses a button that opens something or does something, by its name. */
  button(name: string | RegExp, within: Locator | Page = this.page): Promise<void> {
    return this.press(within.getByRole("button", { name }));
  }

  /** Follows a link, by its name. */
  link(name: string | RegExp, within: Locator | Page = this.page): Promise<void> {
    return this.press(within.getByRole("link", { name }));
  }
}
