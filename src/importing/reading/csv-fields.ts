/** A CSV field: its text, or null for one that is empty or `\N` (PostgreSQL's null). */
export type CsvField = string | null;

/** The fields of one record (RFC 4180 §2), without its line break; undefined where a quotation mark is out of place. */
export function csvFieldsOf(record: string): CsvField[] | undefined {
  const fields: CsvField[] = [];
  let at = 0;
  for (;;) {
    const isQuoted = record[at] === '"';
    const end = isQuoted ? endOfQuoted(record, at) : endOfPlain(record, at);
    const text = isQuoted ? record.slice(at + 1, end - 1).replaceAll('""', '"') : record.slice(at, end);
    if (!isQuoted && text.includes('"')) return undefined;
    fields.push(text === "" || (!isQuoted && text === "\\N") ? null : text);
    if (end === record.length) return fields;
    if (record[end] !== ",") return undefined;
    at = end + 1;
  }
}

function endOfPlain(record: string, start: number): number {
  const end = record.indexOf(",", start);
  return end < 0 ? record.length : end;
}

/** The index after the quotation mark that ends a field; the record's length where none does. */
function endOfQuoted(record: string, start: number): number {
  let end = record.indexOf('"', start + 1);
  while (end >= 0 && record[end + 1] === '"') end = record.indexOf('"', end + 2);
  return end < 0 ? record.length : end + 1;
}
