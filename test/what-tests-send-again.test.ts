import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { patiently, refusalsBorne } from "./support/gateway/patience.js";

const DONE = { errors: [] };
const UNCHANGED = { errors: [{ extensions: { code: "SERVICE_UNAVAILABLE", retryAfterSeconds: 2 } }] };
const IN_DOUBT = { errors: [{ extensions: { code: "SERVICE_UNAVAILABLE" } }] };

describe("what tests send again", () => {
  let sent = 0;

  beforeEach(() => {
    sent = 0;
    vi.useFakeTimers();
  });
  afterEach(() => void vi.useRealTimers());

  /** Answers in turn, and then as it did last. */
  const answering =
    <T>(...answers: T[]) =>
    async () =>
      answers[Math.min(sent++, answers.length - 1)] as T;

  it("is nothing when nobody else was there: a refusal is what a user would see", async () => {
    expect(await patiently(answering(UNCHANGED, DONE))).toBe(UNCHANGED);
    expect(sent).toBe(1);
  });

  it("is what a contender made wait, after the time that the gateway says, and it is counted", async () => {
    const before = refusalsBorne();
    const answer = patiently(answering(UNCHANGED, DONE), "the command line");
    await vi.advanceTimersByTimeAsync(1999);
    expect(sent).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toBe(DONE);
    expect([sent, refusalsBorne() - before]).toEqual([2, 1]);
  });

  it("is what one of two at a time made the other wait for, and not the next one", async () => {
    const both = [patiently(answering(UNCHANGED, UNCHANGED, DONE)), patiently(answering(DONE))];
    await vi.advanceTimersByTimeAsync(2000);
    expect(await Promise.all(both)).toEqual([DONE, DONE]);
    sent = 0;
    expect(await patiently(answering(UNCHANGED, DONE))).toBe(UNCHANGED);
  });

  it("is sent five times at most", async () => {
    const answer = patiently(answering(UNCHANGED), "everybody");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await answer).toBe(UNCHANGED);
    expect(sent).toBe(5);
  });

  it("is nothing that may have been done", async () => {
    expect(await patiently(answering(IN_DOUBT, DONE), "everybody")).toBe(IN_DOUBT);
    expect(sent).toBe(1);
  });
});
