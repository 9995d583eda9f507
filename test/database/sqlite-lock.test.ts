import { describe, expect, it } from "vitest";
import { beginImmediate } from "../../src/database/sqlite/lock.js";

const LOCKED = Object.assign(new Error("SQLITE_BUSY: database is locked"), { code: "SQLITE_BUSY" });
const DAMAGED = Object.assign(new Error("SQLITE_CORRUPT: database disk image is malformed"), {
  code: "SQLITE_CORRUPT",
});

/** Fails with one error after the other, and then no more. */
function failing(...errors: Error[]) {
  const sent: string[] = [];
  const send = async (sql: string) => {
    const error = errors[sent.push(sql) - 1];
    if (error) throw error;
  };
  return { sent, send };
}

describe("a transaction that begins while another process has one", () => {
  it("is tried again until it begins", async () => {
    const { sent, send } = failing(LOCKED, LOCKED);
    await beginImmediate(send, () => true);
    expect(sent).toEqual(Array(3).fill("BEGIN IMMEDIATE"));
  });

  it("is not tried again after any other error", async () => {
    const { sent, send } = failing(LOCKED, DAMAGED);
    await expect(beginImmediate(send, () => true)).rejects.toBe(DAMAGED);
    expect(sent).toHaveLength(2);
  });
});
