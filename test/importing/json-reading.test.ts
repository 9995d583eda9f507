import { describe, expect, it } from "vitest";
import { ITEM_LIMITS } from "../../src/importing/reading/item.js";
import { JsonCutter } from "../../src/importing/reading/json-cutter.js";
import { jsonItems } from "../../src/importing/reading/json-items.js";
import { all, bytesOf } from "./support.js";

const SMALL = { bytes: 60, depth: 3 };
const read = (text: string | Buffer, { list = undefined as string | undefined, limits = ITEM_LIMITS, size = 7 } = {}) =>
  all(jsonItems(bytesOf(text, size), limits, list));
const values = (items: Awaited<ReturnType<typeof read>>) => items.map((item) => ("value" in item ? item.value : item));

describe("reading JSON", () => {
  const clients = [{ a: 'x"}],{[\\' }, { b: [1, { c: "ü€😀" }] }, { d: {} }];

  it.each([1, 2, 3, 5, 64, 1000])("reads an array the same in parts of %i bytes", async (size) => {
    const items = await read(JSON.stringify(clients, null, 2), { size });
    expect(items).toEqual(clients.map((value, line) => ({ line, value })));
  });

  it.each([1, 4, 1000])("reads a value a line by the file's lines, in parts of %i bytes", async (size) => {
    const text = `\uFEFF${JSON.stringify(clients[0])}\r\n\n${JSON.stringify(clients[1])}\n${JSON.stringify(clients[2], null, 1)}`;
    expect(await read(text, { size })).toEqual([
      { line: 1, value: clients[0] },
      { line: 3, value: clients[1] },
      { line: 4, value: clients[2] },
    ]);
  });

  it("finds the list of an envelope among what else it has", async () => {
    const realm = { a: { clients: ["not these"] }, users: [{ clients: 1 }], clients, after: [[{ clients: [1] }]] };
    expect(await read(JSON.stringify(realm, null, 2), { list: "clients" })).toEqual(
      clients.map((value, line) => ({ line, value })),
    );
  });

  it("reads several envelopes, in an array or one a line, and says in which of them an item is", async () => {
    const pages = [{ total: 3, items: clients.slice(0, 2) }, { items: [] }, { items: clients.slice(2), total: 3 }];
    const expected = [
      { line: 0, value: clients[0] },
      { line: 1, value: clients[1] },
      { line: 0, list: 1, value: clients[2] },
    ];
    expect(await read(JSON.stringify(pages), { list: "items" })).toEqual(expected);
    expect(await read(pages.map((page) => JSON.stringify(page)).join("\n"), { list: "items" })).toEqual(expected);
  });

  it("counts items beside envelopes by themselves, and what is cut off where it stands", async () => {
    const mixed = [{ a: 1 }, { items: [{ b: 1 }, { b: 2 }] }, { a: 2 }, { items: [{ c: 1 }] }];
    const text = JSON.stringify(mixed);
    expect(await read(text, { list: "items" })).toEqual([
      { line: 0, value: { a: 1 } },
      { line: 0, list: 1, value: { b: 1 } },
      { line: 1, list: 1, value: { b: 2 } },
      { line: 1, value: { a: 2 } },
      { line: 0, list: 2, value: { c: 1 } },
    ]);
    const cut = await read(text.slice(0, -3), { list: "items" });
    expect(cut.at(-1)).toMatchObject({ line: 1, list: 2, problem: expect.stringContaining("the file ends before it") });
  });

  it("counts a list among lines as one more of the file, and not as the first", async () => {
    expect(await read('{"a":1}\n[[{"b":1}],{"c":1}]\n{"d":1}\n')).toEqual([
      { line: 1, value: { a: 1 } },
      { line: 0, list: 1, value: [{ b: 1 }] },
      { line: 1, list: 1, value: { c: 1 } },
      { line: 3, value: { d: 1 } },
    ]);
    const pages = '{"items":[{"a":1}]}\n{"b":1}\n{"items":[{"c":1}]}\n';
    expect((await read(pages, { list: "items" })).map(({ line, list }) => [line, list])).toEqual([
      [0, undefined],
      [2, undefined],
      [0, 1],
    ]);
  });

  it("takes an object without the list for one item", async () => {
    expect(await read('{\n "id": "clients"\n}', { list: "clients" })).toEqual([{ line: 1, value: { id: "clients" } }]);
  });

  it("reads an empty file, an empty list and white space as nothing", async () => {
    for (const text of ["", " \n\n", "[]", '{"clients": []}'])
      expect(await read(text, { list: "clients" })).toEqual([]);
  });

  it("goes on after an item of more bytes than are allowed", async () => {
    const text = JSON.stringify([{ a: 1 }, { b: "x".repeat(100) }, { c: 3 }]);
    expect(await read(text, { limits: SMALL })).toEqual([
      { line: 0, value: { a: 1 } },
      { line: 1, problem: "must be at most 60 bytes" },
      { line: 2, value: { c: 3 } },
    ]);
  });

  it("goes on after a line of more bytes than are allowed", async () => {
    const text = `{"a":1}\n{"b":"${"x".repeat(100)}"}\n${"y".repeat(100)}\n{"c":3}\n`;
    const items = await read(text, { limits: SMALL });
    expect(items.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
    expect(values(items).filter((item) => "problem" in (item as object))).toHaveLength(2);
  });

  it("holds no more of an endless item than its limit", () => {
    const cutter = new JsonCutter(SMALL, "clients");
    const held = () => JSON.stringify(cutter).length;
    cutter.push(Buffer.from('{"x":"'));
    const before = held();
    for (let part = 0; part < 1000; part++) cutter.push(Buffer.alloc(100, "x"));
    expect(held()).toBeLessThan(before + 500);
    for (let part = 0; part < 100; part++) cutter.push(Buffer.alloc(100, '"],["'));
    expect(held()).toBeLessThan(before + 1000);
  });

  it("refuses an item that is nested too deeply, and goes on", async () => {
    const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
    const items = await read(`[${deep(3)},${deep(4)},${deep(300)},{"z":1}]`, { limits: { bytes: 10_000, depth: 3 } });
    expect(items.map((item) => ("problem" in item ? item.problem : "read"))).toEqual([
      "read",
      "must be nested at most 3 levels deep",
      "must be nested at most 3 levels deep",
      "read",
    ]);
  });

  it.each([2, 3])("holds nothing of endless nesting, of %i levels allowed", (depth) => {
    const cutter = new JsonCutter({ ...SMALL, depth }, "items");
    for (let part = 0; part < 200; part++) cutter.push(Buffer.from('{"items":['.repeat(50)));
    expect(JSON.stringify(cutter).length).toBeLessThan(1000);
  });

  it.each([
    ["a text without its end", '{"a":1}\n{"b":"x}\n{"c":3}\n', [1, 3]],
    ["an object without its end", '{"a":1}\n{"b":[{"x":1}\n{"c":3}\n', [1, 3]],
    ["a bracket too many", '{"a":1}\n{"b":2}}\n{"c":3}\n', [1, 2, 3]],
    ["brackets that do not match", '{"a":1}\n{"b":[1}\n{"c":3}\n', [1, 3]],
    ["a word", '{"a":1}\nb\n{"c":3}\n', [1, 3]],
    ["a list that breaks off", '{"a":1}\n{"b":[\n{"c":3}\n', [1, 3]],
    ["a value that breaks off after its name", '{"a":1}\n{"b":\n{"c":3}\n{"d":4}\n', [1, 3, 4]],
    ["a value that breaks off after a comma", '{"a":1}\n{"b":[2,\r\n{"c":3}\r\n', [1, 3]],
    ["a list that breaks off in each of several lines", '{"a":[\n{"b":[\n{"c":[\n{"d":4}\n{"e":5}', [4, 5]],
    ["a list that breaks off before a text that does", '{"a":[\n{"b":"x\n{"c":3}\n', [3]],
    ["a list that ends and never began", '{"a":1}\n],\n{"c":3}\n', [1, 3]],
  ])("goes on after a line with %s", async (_what, text, read_) => {
    const items = await read(text);
    expect(items.flatMap((item) => ("value" in item ? [item.line] : []))).toEqual(read_);
    expect(items.some((item) => "problem" in item)).toBe(true);
  });

  it.each([1, 3, 1000])("says of each line that breaks off where it is, in parts of %i bytes", async (size) => {
    const problem = "must be JSON: it does not end on its line";
    expect(await read('{"a":[\n\n{"b":[1,\n{"c":[\n{"d":4}\n{"e":[\n', { size })).toEqual([
      { line: 1, problem },
      { line: 3, problem },
      { line: 4, problem },
      { line: 5, value: { d: 4 } },
      { line: 6, problem: "must be JSON: it does not end", end: "cut" },
    ]);
  });

  it("takes what begins a line within an item for a part of it, unless the item is none", async () => {
    const item = '{"a":[\n{"b":1},\n{"c":{"d":[\n{"e":2}]}}\n]}';
    const values_ = [{ a: [{ b: 1 }, { c: { d: [{ e: 2 }] } }] }, { f: 3 }];
    expect(values(await read(`${item}\n{"f":3}\n`))).toEqual(values_);
    const indented = JSON.stringify(values_[0], null, 2);
    const [wrong, next, ...others] = await read(`${indented.replace("1", "one")}\n{"f":3}\n`);
    expect([wrong, next, others]).toEqual([
      { line: 1, problem: "must be JSON" },
      { line: expect.any(Number), value: { f: 3 } },
      [],
    ]);
    const atLineStart = indented.replace("1", "one").replaceAll(/^ +/gm, "");
    expect(values(await read(`${atLineStart}\n{"f":3}\n`))).toEqual([{ line: 1, problem: "must be JSON" }, { f: 3 }]);
  });

  it("reads no line more than twice, however many break off", async () => {
    const many = 20_000;
    const begunAt = performance.now();
    const items = await read(`${'{"a":[\n'.repeat(many)}`, { size: 65_536 });
    expect(items).toHaveLength(many);
    expect(performance.now() - begunAt).toBeLessThan(5_000);
  });

  it.each([
    ["brackets that do not match", '[{"a":1},{"b":[1},{"c":3}]'],
    ["a line break in a text", '[{"a":1},{"b":"x\ny"},{"c":3}]'],
    ["a word", '[{"a":1},nul,{"c":3}]'],
    ["a stray bracket", '[{"a":1},},{"c":3}]'],
  ])("goes on after an element with %s", async (_what, text) => {
    expect(await read(text)).toEqual([
      { line: 0, value: { a: 1 } },
      { line: 1, problem: "must be JSON" },
      { line: 2, value: { c: 3 } },
    ]);
  });

  it("says of a file that was cut off that its list does not end", async () => {
    const [first, second, ...others] = await read('[{"a":1},{"b":2');
    expect([first, others]).toEqual([{ line: 0, value: { a: 1 } }, []]);
    expect(second).toEqual({ line: 1, problem: "must be JSON: it does not end", end: "cut" });
    const [, end] = await read('{"clients":[{"a":1}', { list: "clients" });
    expect(end).toMatchObject({ line: 1, problem: expect.stringContaining("the file ends before it"), end: "cut" });
  });

  it("refuses what is not UTF-8", async () => {
    const text = Buffer.concat([Buffer.from('[{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"},{"b":1}]')]);
    expect(await read(text)).toEqual([
      { line: 0, problem: "must be UTF-8" },
      { line: 1, value: { b: 1 } },
    ]);
  });
});
