import { describe, expect, it } from "vitest";
import { hasSameRows, pagesBehind, pagesBetween, withNews } from "../../../src/console/parts/list-page.js";

const row = (id: string, name = id) => ({ id, name });
const first = { nodes: [row("1"), row("2")], next: "after 2" };
const second = { nodes: [row("3"), row("4")], next: "after 4", after: "after 2", askedAt: 1 };
const third = { nodes: [row("5")], next: null, after: "after 4", askedAt: 1 };

describe("the pages of a list", () => {
  it("have the same rows whatever has become of each, and others when one has come, gone or moved", () => {
    expect(hasSameRows(first, { ...first, nodes: [row("1", "renamed"), row("2")] })).toBe(true);
    for (const other of [
      { ...first, nodes: [row("2"), row("1")] },
      { ...first, nodes: [row("1")] },
      { ...first, next: null },
      null,
    ]) {
      expect(hasSameRows(first, other)).toBe(false);
    }
    expect(hasSameRows(null, null)).toBe(true);
  });

  it("keep each row where it is when another look has found it elsewhere", () => {
    const found = { nodes: [row("4", "renamed"), row("9")], next: null };
    expect(withNews(second, found)).toEqual({ ...second, nodes: [row("3"), row("4", "renamed")] });
    expect(withNews(third, found)).toBe(third);
  });

  it("are kept as far as one leads to the next", () => {
    const kept = new Map([second, third].map((page) => [page.after, page]));
    expect(pagesBehind(first, kept)).toEqual([second, third]);
    expect(pagesBehind({ ...first, next: "after another" }, kept)).toEqual([]);
    expect(pagesBehind(null, kept)).toEqual([]);
  });

  it.each([
    [0, 1, []],
    [0, 2, [second]],
    [3, 4, [second, third]],
    [4, 9, [third]],
  ])("know which of them have a row from %i to %i", (from, to, pages) => {
    expect(pagesBetween(first, [second, third], from, to)).toEqual(pages);
  });
});
