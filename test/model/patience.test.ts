import { afterEach, describe, expect, it, vi } from "vitest";
import { Patience } from "../../src/model/patience.js";

describe("the patience of a request", () => {
  afterEach(() => vi.restoreAllMocks());

  it("is over when a change has waited in vain, also for a timer that goes off a moment early", async () => {
    vi.spyOn(performance, "now").mockReturnValue(0);
    const patience = new Patience(undefined, 1);
    patience.begin();
    await expect(patience.during(new Promise(() => undefined))).rejects.toMatchObject({ code: "unavailable" });
    patience.begin();
    expect(patience.isOver).toBe(true);
  });
});
