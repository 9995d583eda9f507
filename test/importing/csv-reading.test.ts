import { describe, expect, it } from "vitest";
import { CsvCutter } from "../../src/importing/reading/csv-cutter.js";
import { csvItems } from "../../src/importing/reading/csv-items.js";
import { ITEM_LIMITS } from "../../src/importing/reading/item.js";
import { jsonOrCsvItems } from "../../src/importing/reading/json-or-csv-items.js";
import { all, bytesOf } from "./support.js";

const SMALL = { bytes: 40, depth: 3 };
const read = (text: string, { limits = ITEM_LIMITS, size = 5 } = {}) => all(csvItems(bytesOf(text, size), limits));

describe("reading CSV", () => {
  it.each([1, 2, 3, 1000])("reads fields as RFC 4180 has them, in parts of %i bytes", async (size) => {
    const text = '\uFEFFid,"na""me",c\r\n1,"a, ""b""\r\nc",ü\r\n\r\n"2",,\\N\r\n3,"",x';
    expect(await read(text, { size })).toEqual([
      { line: 2, value: { id: "1", 'na"me': 'a, "b"\r\nc', c: "ü" } },
      { line: 5, value: { id: "2", 'na"me': null, c: null } },
      { line: 6, value: { id: "3", 'na"me': null, c: "x" }, end: "unsure", endsIn: "c" },
    ]);
  });

  it("takes the names in a header without the white space around them", async () => {
    expect(await read('id , name,"\tc "\n1, x,y\n')).toEqual([{ line: 2, value: { id: "1", name: " x", c: "y" } }]);
  });

  it("tells a backslash and an N that somebody quoted from no value", async () => {
    expect(await read('a,b\n"\\N",\\N\n')).toEqual([{ line: 2, value: { a: "\\N", b: null } }]);
  });

  it("goes on after a record that it cannot read", async () => {
    const items = await read('a,b\n1,2\n1,2,3\n1\n"x"y,2\nx"y,2\n3,4\n');
    expect(items.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(items.flatMap((item) => ("problem" in item ? [item.problem] : []))).toEqual([
      "must have 2 fields, as its header has",
      "must have 2 fields, as its header has",
      "must be CSV: a quotation mark is out of place",
      "must be CSV: a quotation mark is out of place",
    ]);
  });

  it("goes on after a record of more bytes than are allowed", async () => {
    const items = await read(`a,b\n${"x".repeat(100)},2\n"${"y\n".repeat(50)}",2\n3,4\n`, { limits: SMALL });
    expect(items).toEqual([
      { line: 2, problem: "must be at most 40 bytes" },
      { line: 3, problem: "must be at most 40 bytes" },
      { line: 54, value: { a: "3", b: "4" } },
    ]);
  });

  it("holds no more of an endless record than its limit", () => {
    const cutter = new CsvCutter(SMALL);
    cutter.push(Buffer.from('a,b\n"'));
    for (let part = 0; part < 1000; part++) cutter.push(Buffer.alloc(100, "x\n"));
    expect(JSON.stringify(cutter).length).toBeLessThan(500);
  });

  it("says of a quoted field that it does not end", async () => {
    expect(await read('a,b\n1,"2\n3,4\n')).toEqual([
      {
        line: 2,
        problem:
          "must be CSV: a quoted field does not end, so that the rest of the file is in it, and no client of it comes",
        end: "quoted",
      },
    ]);
  });

  it.each([
    ["two columns of one name", "a,a\n1,2\n"],
    ["a column without a name", "a,\n1,2\n"],
    ["a column whose name is a space", "a, \n1,2\n"],
    ["two columns whose names differ by a space", "a, a\n1,2\n"],
    ["a quotation mark out of place", 'a"b\n1\n'],
  ])("reads nothing by a header with %s", async (_what, text) => {
    expect(await read(text)).toEqual([{ line: 1, problem: expect.stringContaining("header") }]);
  });

  it("gives a column called __proto__ its value and nothing else", async () => {
    const [item] = await read("__proto__,a\nx,y\n");
    expect(Object.keys((item as { value: object }).value)).toEqual(["__proto__", "a"]);
  });

  it("takes a file for JSON where it begins as JSON, after white space too", async () => {
    const read_ = (text: string) => all(jsonOrCsvItems(bytesOf(text, 1), ITEM_LIMITS));
    expect(await read_('\uFEFF\n [{"a":"1"}]')).toEqual([{ line: 0, value: { a: "1" } }]);
    expect(await read_('{"a":"1"}\n{"a":"2"}')).toEqual([
      { line: 1, value: { a: "1" } },
      { line: 2, value: { a: "2" } },
    ]);
    expect(await read_("a\n1\n")).toEqual([{ line: 2, value: { a: "1" } }]);
    expect(await read_("")).toEqual([]);
  });
});
