import { newSecret } from "../../src/model/secret.js";
import type { BroughtSecret, CarriedSecret } from "../../src/services/imports/brought-client.js";
import type { Line, Origin } from "./reference.js";

/** A secret as another gateway exports it, where it was issued and used so many milliseconds ago. */
type Export = (text: string, issuedAgo: number, usedAgo: number) => CarriedSecret;

/** The secrets that lines of one client have. */
export class Lines {
  private readonly texts = { current: newSecret("ogs_"), previous: newSecret("ogs_") };

  constructor(
    private readonly origin: Origin,
    private readonly previousEnd: number | null,
  ) {}

  /** What it is imported from. */
  get source(): string {
    return this.origin === "exported" ? "own" : "keycloak";
  }

  /** Those with which it comes. */
  first(exported: Export): BroughtSecret[] {
    const { current, previous } = this.inClear();
    switch (this.origin) {
      case "current":
        return [current];
      case "pair":
        return [current, previous];
      case "previous":
        return [{ ...previous, expiresAt: null, isPrevious: true }];
      case "exported":
        // There the current one was used a moment ago, and the previous one long before.
        return [exported(current.text, 90_000_000, 1000), exported(previous.text, 90_000_001, 80_000_000)];
      default:
        return [];
    }
  }

  later(line: Line): BroughtSecret[] {
    const { current, previous } = this.inClear();
    return line === "pair" ? [current, previous] : [current];
  }

  /** Those of them that came, the oldest first; the previous one has not where its end had come. */
  textsOf([newest]: readonly BroughtSecret[], came: number): string[] {
    const { current, previous } = this.texts;
    return newest?.isPrevious ? [previous] : [previous, current].slice(2 - came);
  }

  private inClear(): { current: BroughtSecret; previous: BroughtSecret } {
    const { current, previous } = this.texts;
    const end = this.previousEnd === null ? null : new Date(this.previousEnd);
    return {
      current: { form: "plain", text: current, expiresAt: null },
      previous: { form: "plain", text: previous, expiresAt: end },
    };
  }
}
