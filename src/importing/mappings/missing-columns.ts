import { csvNames } from "../reading/csv-items.js";
import { ITEM_LIMITS } from "../reading/item.js";
import { beginsAsJson } from "../reading/json-or-csv-items.js";
import { LookedBytes } from "../reading/looked-bytes.js";
import type { Mapping } from "./mapping.js";
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
export function isDecisive({ field, optional }: Mapping["columns"][string]): boolean {
  return DECISIVE.has(field) && !optional;
}

/** A file of which the header has been looked at; `bytes` are all of it. */
export interface LookedAtHeader {
  /** The columns that the mapping names and the header lacks; none of a file that has no header. */
  missing: string[];
  bytes: AsyncIterable<Buffer>;
}

/** Reads a table up to its header, where it is CSV. */
export async function lookAtHeader(pieces: AsyncIterable<Buffer>, { columns }: Mapping): Promise<LookedAtHeader> {
  const looked = new LookedBytes(pieces);
  const names = (await beginsAsJson(looked)) ? undefined : await csvNames(looked.look(), ITEM_LIMITS);
  const missing = Object.entries(columns).filter(([name, { optional }]) => names && !optional && !names.includes(name));
  return { missing: missing.map(([name]) => name), bytes: looked.read() };
}
