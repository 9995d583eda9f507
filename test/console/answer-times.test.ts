import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AnswerTimes } from "../../src/console/api/answer-times.js";

describe("when questions were answered", () => {
  const times = new AnswerTimes();
  beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => void vi.useRealTimers());

  it("is told to whoever listens, and is unknown of what nobody has asked", () => {
    const heard = vi.fn();
    const leave = times.subscribe(heard);
    times.note("a list");
    expect(heard).toHaveBeenCalledOnce();
    leave();
    times.note("a list");
    expect(heard).toHaveBeenCalledOnce();
    expect(times.at("a list")).toBe(1_000_000);
    expect(times.at("another list")).toBeUndefined();
  });

  it("makes an answer new to the first who sees it, unless nobody has for long", () => {
    times.note("a list");
    expect([times.see("a list"), times.see("a list")]).toEqual([true, false]);
    times.note("a list");
    vi.advanceTimersByTime(60_000);
    expect(times.see("a list")).toBe(false);
    expect(times.see("never asked")).toBe(false);
  });

  it("is kept of so many questions as somebody may come back to, and not of all", () => {
    for (let count = 0; count < 1000; count++) times.note(`search ${count}`);
    expect(times.at("search 0")).toBeUndefined();
    expect(times.at("search 999")).toBe(1_000_000);
  });
});
