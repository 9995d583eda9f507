import { CsvCutter, type CsvRecord } from "./csv-cutter.js";
import type { CsvField } from "./csv-fields.js";
import type { Item, ItemLimits } from "./item.js";

/**
 * The records of a CSV file as objects, by the names in its header, which count without the white space around them. A file
 * whose header is none gives one problem.
 */
export async function* csvItems(bytes: AsyncIterable<Buffer>, limits: ItemLimits): AsyncGenerator<Item> {
  let names: string[] | undefined;
  for await (const record of csvRecords(bytes, limits)) {
    if (names) {
      yield itemOf(record, names);
      continue;
    }
    const header = headerOf(record);
    if ("problem" in header) {
      const { line, end } = record;
      return yield { line, problem: `must be a CSV header: ${header.problem}`, ...(end && { end }) };
    }
    names = header.names;
  }
}

/** The names in the header of a CSV file; undefined where it has none, or none as far as one may be long. */
export async function csvNames(bytes: AsyncIterable<Buffer>, limits: ItemLimits): Promise<string[] | undefined> {
  const cutter = new CsvCutter(limits);
  let size = 0;
  for await (const chunk of bytes) {
    const [record] = cutter.push(chunk);
    if (record) return namesIn(record);
    size += chunk.length;
    if (size > limits.bytes) return undefined;
  }
  const [record] = cutter.end();
  return record && namesIn(record);
}

async function* csvRecords(bytes: AsyncIterable<Buffer>, limits: ItemLimits): AsyncGenerator<CsvRecord> {
  const cutter = new CsvCutter(limits);
  for await (const chunk of bytes) yield* cutter.push(chunk);
  yield* cutter.end();
}

function namesIn(record: CsvRecord): string[] | undefined {
  const header = headerOf(record);
  return "names" in header ? header.names : undefined;
}

function headerOf(record: CsvRecord): { names: string[] } | { problem: string } {
  if ("problem" in record) return record;
  const names = record.fields.map((name: CsvField) => name?.trim() ?? "");
  if (names.includes("")) return { problem: "every column must have a name" };
  return new Set(names).size < names.length ? { problem: "two columns have the same name" } : { names };
}

function itemOf(record: CsvRecord, names: string[]): Item {
  if ("problem" in record) return record;
  const { line, fields, end } = record;
  if (fields.length !== names.length) {
    const isCut = end && fields.length < names.length;
    return {
      line,
      problem: `must have ${names.length} fields, as its header has`,
      ...(isCut && { end: "cut" as const }),
    };
  }
  const value = Object.fromEntries(names.map((name, column) => [name, fields[column]]));
  return { line, value, ...(end && { end, endsIn: names.at(-1) }) };
}
