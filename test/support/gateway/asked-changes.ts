import { expect, onTestFinished, vi } from "vitest";
import { PATIENCE_MS, Patience } from "../../../src/model/patience.js";

/** Watches, until the test ends, which requests' changes begin to wait. */
export function watchAskedChanges() {
  const begin = vi.spyOn(Patience.prototype, "begin");
  onTestFinished(() => begin.mockRestore());
  // The gateway's own changes have another patience.
  const ofRequests = () =>
    begin.mock.contexts.filter((one) => Reflect.get(Object(one), "milliseconds") === PATIENCE_MS);
  return {
    /** Resolves when the changes of so many requests wait for their turn or have had it. */
    async of(requests: number): Promise<void> {
      await expect.poll(() => new Set(ofRequests()).size, { interval: 5 }).toBe(requests);
    },
  };
}
