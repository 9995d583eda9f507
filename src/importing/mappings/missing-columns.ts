import { csvNames } from "../reading/csv-items.js";
import { ITEM_LIMITS } from "../reading/item.js";
import { jsonItems } from "../reading/json-items.js";
import { beginsAsJson } from "../reading/json-or-csv-items.js";
import { LookedBytes } from "../reading/looked-bytes.js";
import type { Column, Mapping } from "./mapping.js";
import type { TableField } from "./table-fields.js";

/**
 * Fields without which a client may do more, or for longer, than its source allows. Where a mapping names one, each row has
 * to have it: one whose name is misspelt in the mapping would let a client in that is disabled or has ended.
 */
const DECISIVE = new Set<TableField>([
  "clientSecretExpiresAt",
  "previousClientSecretExpiresAt",
  "enabled",
  "public",
  "confidential",
  "grantTypes",
  "tokenEndpointAuthMethod",
  "pkceRequired",
  "consentScreenEnabled",
  "skipConsent",
]);

/** Whether each row, of JSON too, must have a column. */
export function isDecisive({ field, optional }: Column): boolean {
  return DECISIVE.has(field) && !optional;
}

/** A file of which the columns have been looked at; `bytes` are all of it. */
export interface LookedAtColumns {
  /**
   * The columns that the mapping names and the file lacks: its header, or, where it is JSON, which may leave out what is
   * empty, all rows that were looked at, of those columns that each has to have. None of a file without a header or a row.
   */
  missing: string[];
  bytes: AsyncIterable<Buffer>;
}

/** Reads a table up to its header, or up to the rows that have what each has to have, at most as far as one may be long. */
export async function lookAtColumns(pieces: AsyncIterable<Buffer>, { columns }: Mapping): Promise<LookedAtColumns> {
  const looked = new LookedBytes(pieces);
  const isJson = await beginsAsJson(looked);
  const wanted = Object.keys(columns).filter((name) => isWanted(columns[name] as Column, isJson));
  const missing = isJson ? await missingInRows(looked.look(), wanted) : await missingInHeader(looked.look(), wanted);
  return { missing, bytes: looked.read() };
}

function isWanted(column: Column, isJson: boolean): boolean {
  return isJson ? isDecisive(column) || column.field === "clientId" : !column.optional;
}

async function missingInHeader(bytes: AsyncIterable<Buffer>, wanted: readonly string[]): Promise<string[]> {
  const names = await csvNames(bytes, ITEM_LIMITS);
  return wanted.filter((name) => names && !names.includes(name));
}

async function missingInRows(bytes: AsyncIterable<Buffer>, wanted: readonly string[]): Promise<string[]> {
  let missing = [...wanted];
  let hasRow = false;
  for await (const item of jsonItems(beginningOf(bytes, ITEM_LIMITS.bytes), ITEM_LIMITS)) {
    if (!("value" in item) || typeof item.value !== "object" || item.value === null) continue;
    const row = item.value;
    hasRow = true;
    missing = missing.filter((name) => !Object.hasOwn(row, name));
    if (missing.length === 0) break;
  }
  return hasRow ? missing : [];
}

async function* beginningOf(bytes: AsyncIterable<Buffer>, max: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const piece of bytes) {
    yield piece;
    size += piece.length;
    if (size > max) return;
  }
}
