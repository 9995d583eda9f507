import { CsvCutter, type CsvRecord } from "./csv-cutter.js";
import type { CsvField } from "./csv-fields.js";
import type { Item, ItemLimits } from "./item.js";

/** The records of a CSV file as objects, by the names in its header. A file whose header is none gives one problem. */
export async function* csvItems(bytes: AsyncIterable<Buffer>, limits: ItemLimits): AsyncGenerator<Item> {
  let header: string[] | undefined;
  for await (const record of csvRecords(bytes, limits)) {
    if (header) {
      yield itemOf(record, header);
      continue;
    }
    const problem = "problem" in record ? record.problem : headerProblem(record.fields);
    if (problem !== undefined) return yield { line: record.line, problem: `must be a CSV header: ${problem}` };
    header = "fields" in record ? (record.fields as string[]) : [];
  }
}

async function* csvRecords(bytes: AsyncIterable<Buffer>, limits: ItemLimits): AsyncGenerator<CsvRecord> {
  const cutter = new CsvCutter(limits);
  for await (const chunk of bytes) yield* cutter.push(chunk);
  yield* cutter.end();
}

function headerProblem(names: CsvField[]): string | undefined {
  if (names.includes(null)) return "every column must have a name";
  return new Set(names).size < names.length ? "two columns have the same name" : undefined;
}

function itemOf(record: CsvRecord, header: string[]): Item {
  if ("problem" in record) return record;
  const { line, fields } = record;
  if (fields.length !== header.length) return { line, problem: `must have ${header.length} fields, as its header has` };
  return { line, value: Object.fromEntries(header.map((name, column) => [name, fields[column]])) };
}
