import type { DataSource } from "typeorm";
import { expect, it } from "vitest";
import { LateDataSource } from "../../src/database/late-data-source.js";

/** A data source that writes down what is done with it; each of the first `failures` cannot be opened. */
function recorded(failures = 0) {
  const done: string[] = [];
  let left = failures;
  const late = new LateDataSource(() => {
    const dataSource = {
      async initialize() {
        done.push("opened");
        if (left-- > 0) throw new Error("not there");
        return dataSource as unknown as DataSource;
      },
      destroy: async () => void done.push("closed"),
    };
    return dataSource as unknown as DataSource;
  });
  return { late, done };
}

it("is opened by the first who asks, once for all", async () => {
  const { late, done } = recorded();
  expect(done).toEqual([]);
  const [one, other] = await Promise.all([late.get(), late.get()]);
  expect(other).toBe(one);
  expect(await late.get()).toBe(one);
  await late.destroy();
  expect(done).toEqual(["opened", "closed"]);
});

it("is tried again when it could not be opened", async () => {
  const { late, done } = recorded(1);
  await expect(late.get()).rejects.toThrow("not there");
  await late.get();
  await late.destroy();
  expect(done).toEqual(["opened", "opened", "closed"]);
});

it("is closed also when it is still being opened, and not when it never was or could not be", async () => {
  const { late, done } = recorded();
  const opening = late.get();
  await late.destroy();
  await opening;
  expect(done).toEqual(["opened", "closed"]);
  const unasked = recorded();
  await unasked.late.destroy();
  expect(unasked.done).toEqual([]);
  const failing = recorded(1);
  const failed = failing.late.get();
  await failing.late.destroy();
  await expect(failed).rejects.toThrow("not there");
  expect(failing.done).toEqual(["opened"]);
});

it("opens nothing any more once it is closed, whether it was open, was being opened, or never was", async () => {
  const opened = recorded();
  await opened.late.get();
  await opened.late.destroy();
  const opening = recorded(1);
  const failed = opening.late.get();
  const closing = opening.late.destroy();
  await expect(opening.late.get()).rejects.toThrow("The gateway is stopping.");
  await expect(failed).rejects.toThrow("not there");
  await closing;
  const unasked = recorded();
  await unasked.late.destroy();
  for (const { late } of [opened, opening, unasked]) {
    await expect(late.get()).rejects.toThrow("The gateway is stopping.");
  }
  expect([opened.done, opening.done, unasked.done]).toEqual([["opened", "closed"], ["opened"], []]);
});
