/** A press that has become no click by then is none: a drag, or a finger that scrolled. */
const NO_CLICK_MILLISECONDS = 400;

/** Knows whether somebody is in the middle of a click, from its beginning to its end. */
export class Clicks {
  #isPressed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #waiting = new Set<() => void>();

  /** Calls at once; in the middle of a click, after it. */
  after(call: () => void): void {
    if (this.#isPressed) this.#waiting.add(call);
    else call();
  }

  /** Begins to watch; gives what ends that. */
  watch(): () => void {
    const watching = new AbortController();
    const listen = (type: string, listener: () => void) =>
      addEventListener(type, listener, { capture: true, signal: watching.signal });
    listen("pointerdown", () => {
      clearTimeout(this.#timer);
      this.#isPressed = true;
    });
    // The click of a finger comes after its pointer is up, and the field loses the focus between the two.
    listen("pointerup", () => this.#overIn(NO_CLICK_MILLISECONDS));
    // What the click does comes first.
    listen("click", () => this.#overIn(0));
    listen("pointercancel", () => this.#overIn(0));
    listen("keydown", () => this.#overIn(0));
    return () => {
      watching.abort();
      clearTimeout(this.#timer);
    };
  }

  #overIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isPressed = false;
      for (const call of this.#waiting) call();
      this.#waiting.clear();
    }, milliseconds);
  }
}
