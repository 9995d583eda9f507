import { afterAll, beforeAll, type MockInstance, vi } from "vitest";
import { Patience } from "../../../src/model/patience.js";

/** Longer than a test may last. */
const LONG_MS = 600_000;

/**
 * In what it is called in, no change of a gateway of this process is refused because it waited for its turn too long: a
 * test that holds a row, or lets many wait, depends on no clock. Whose sender has left does not wait any more, as usual.
 */
export function haveTime(): void {
  let left: MockInstance;
  beforeAll(() => {
    left = vi.spyOn(Patience.prototype, "left", "get").mockImplementation(function (this: Patience) {
      return Reflect.get(this, "isGone")() ? 0 : LONG_MS;
    });
  });
  afterAll(() => left.mockRestore());
}
