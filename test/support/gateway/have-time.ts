import pg from "pg";
import { afterAll, beforeAll, type MockInstance, vi } from "vitest";
import { Session } from "../../../src/database/postgres/session.js";
import { Patience } from "../../../src/model/patience.js";

/** Longer than a test may last. */
const LONG_MS = 600_000;

/**
 * In the surrounding `describe`, no change of this process's gateways is refused for waiting too long, be it for its
 * turn, for a connection to PostgreSQL or for a row there, so that tests which hold a row or let many wait depend on no
 * clock. Requests whose sender has left still stop waiting.
 */
export function haveTime(): void {
  haveTimeForRows();
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

/** In the surrounding `describe`, a transaction that runs alone on PostgreSQL waits for a row until it is let go. */
export function haveTimeForRows(): void {
  let later: MockInstance;
  beforeAll(() => {
    const { later: send } = Session.prototype;
    later = vi.spyOn(Session.prototype, "later").mockImplementation(function (this: Session, sql, values) {
      send.call(this, sql, sql.includes("'lock_timeout', $1") ? [String(LONG_MS)] : values);
    });
  });
  afterAll(() => later.mockRestore());
}
