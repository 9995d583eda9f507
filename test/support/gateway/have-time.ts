import pg from "pg";
import { afterAll, beforeAll, type MockInstance, vi } from "vitest";
import { Patience } from "../../../src/model/patience.js";

/** Longer than a test may last. */
const LONG_MS = 600_000;

/**
 * In the surrounding `describe`, no change of this process's gateways is refused for waiting too long, be it for its turn
 * or for a connection to PostgreSQL, so that tests which hold a row or let many wait depend on no clock. Requests whose
 * sender has left still stop waiting.
 */
export function haveTime(): void {
  let left: MockInstance;
  let connect: MockInstance;
  beforeAll(() => {
    left = vi.spyOn(Patience.prototype, "left", "get").mockImplementation(function (this: Patience) {
      return Reflect.get(this, "isGone")() ? 0 : LONG_MS;
    });
    const { connect: wait } = pg.Pool.prototype;
    connect = vi.spyOn(pg.Pool.prototype, "connect").mockImplementation(function (this: pg.Pool, ...given) {
      this.options.connectionTimeoutMillis = LONG_MS;
      return wait.apply(this, given);
    });
  });
  afterAll(() => {
    left.mockRestore();
    connect.mockRestore();
  });
}
