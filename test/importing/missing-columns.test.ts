import { describe, expect, it } from "vitest";
import { mappingOf, readingOf } from "../../src/importing/mappings/mapping.js";
import { lookAtColumns } from "../../src/importing/mappings/missing-columns.js";
import { SHIPPED_MAPPINGS } from "../../src/importing/mappings/shipped.js";
import { all, bytesOf } from "./support.js";

const columns = { key: "clientId", "the end": "clientSecretExpiresAt", note: { field: "description", optional: true } };
const mapping = mappingOf(JSON.stringify({ columns }));

describe("a look at the columns of a table", () => {
  it.each([
    ["all columns", "key,the end,note\n1,,\n", []],
    ["other columns and spaces", '\uFEFF key, "the end",more\r\n1,,\r\n', []],
    ["a misspelt column", "key,the ned\n1,\n", ["the end"]],
    ["another separator", "key;the end;note\n1;;\n", ["key", "the end"]],
    ["JSON of which no row has what each has to have", ' \n[{"key":"1"},{"key":"2"}]', ["the end"]],
    ["JSON of which no row has an id, either", '{"id":"1"}\n{"id":"2"}\n', ["key", "the end"]],
    ["JSON of which one row has it, so that they are judged one by one", '[{"key":"1"},{"the end":null}]', []],
    ["JSON of which no row can be read, which is a problem of its own", '[{"key":]', []],
    ["JSON without a row", "[]", []],
    ["a header that is none, which is a problem of its own", "key,\n1,\n", []],
    ["nothing", "", []],
  ])("finds what is missing in %s, and leaves all of it to be read", async (_what, text, expected) => {
    for (const size of [1, 1_000_000]) {
      const { missing, bytes } = await lookAtColumns(bytesOf(text, size), mapping);
      expect(missing).toEqual(expected);
      expect(Buffer.concat(await all(bytes)).toString()).toBe(text);
    }
  });

  it.each([
    ["a line without an end", "k"],
    ["a quoted field without an end", '"'],
  ])("looks no further than a header may be long: %s", async (_what, first) => {
    const piece = Buffer.alloc(65_536, first === '"' ? "key\n" : "k");
    let read = 0;
    async function* pieces() {
      yield Buffer.from(first);
      for (; read < 100; read++) yield piece;
    }
    const { missing, bytes } = await lookAtColumns(pieces(), mapping);
    // Sixteen pieces: the last of them is not asked for another one.
    expect([missing, read]).toEqual([[], 15]);
    let size = 0;
    for await (const part of bytes) size += part.length;
    expect(size).toBe(1 + 100 * piece.length);
  });

  it("looks no further into JSON, either, and not beyond the row that has all", async () => {
    const readFor = async (begin: string) => {
      let read = 0;
      async function* pieces() {
        yield Buffer.from(begin);
        for (; read < 100; read++) yield Buffer.from(`${" ".repeat(65_000)}{"key":"${read}"}\n`);
      }
      const { missing } = await lookAtColumns(pieces(), mapping);
      return { missing, read };
    };
    expect(await readFor('{"key":"a"}\n')).toEqual({ missing: ["the end"], read: 16 });
    expect(await readFor('{"key":"a","the end":null}\n')).toEqual({ missing: [], read: 0 });
  });

  it.each([
    ["doorkeeper", "uid,secret,name,redirect_uri,scopes,confidential", "confidential"],
    [
      "django-oauth-toolkit",
      "client_id,client_secret,name,client_type,authorization_grant_type,redirect_uris,skip_authorization",
      "client_type",
    ],
  ])("takes a table of an older %s, and none with a misspelt column", async (name, header, column) => {
    const shipped = SHIPPED_MAPPINGS[name] ?? mapping;
    expect((await lookAtColumns(bytesOf(header), shipped)).missing).toEqual([]);
    expect((await lookAtColumns(bytesOf(header.replace(column, "x")), shipped)).missing).toEqual([column]);
  });

  it("does not count for how lines are read, so that they stay known", () => {
    const { key, "the end": end } = columns;
    const before = { columns: { key, "the end": end, note: "description" } };
    expect(JSON.stringify(readingOf(mapping))).toBe(JSON.stringify(mappingOf(JSON.stringify(before))));
  });
});
