import { expect, it } from "vitest";
import { CHOICES, countChoices, filterOf, ORDERS, orderOf } from "../../../src/console/applications/list/filters.js";

const NOW = Date.parse("2026-11-28T10:20:30.000Z");

const filter = (address: string, whose: "mine" | "all" = "all") => filterOf(new URLSearchParams(address), whose, NOW);

it("an address without filters asks for the whole list", () => {
  expect(filter("")).toBeUndefined();
  expect(filter("q=%20")).toBeUndefined();
  expect(orderOf(new URLSearchParams())).toBeUndefined();
});

it("what the address says is combined", () => {
  expect(filter("q= bill &secrets=two&state=disabled&kind=public&grant=service", "mine")).toEqual({
    query: "bill",
    hasRotatedSecret: true,
    enabled: false,
    public: true,
    grantType: "CLIENT_CREDENTIALS",
    createdByViewer: true,
  });
});

it("days are counted from the hour, so that a second look finds the same list", () => {
  expect(filter("secrets=old")).toEqual({ secretCreatedBefore: "2026-08-30T10:00:00.000Z" });
  expect(filter("secrets=ending")).toEqual({ rotationEndsBefore: "2026-12-05T10:00:00.000Z" });
});

it("what an address cannot mean is left out, and not counted", () => {
  const address = new URLSearchParams("secrets=nonsense&state=enabled&order=__proto__");
  expect(filterOf(address, "all", NOW)).toEqual({ enabled: true });
  expect(countChoices(address)).toBe(1);
  expect(orderOf(address)).toBeUndefined();
});

it("each filter and order has a name of its own", () => {
  const names = [
    ...CHOICES.map(({ name, options }) => [name, ...options.map(([value]) => value)]),
    ORDERS.map(([value]) => value),
  ];
  for (const values of names) expect(new Set(values).size).toBe(values.length);
});
