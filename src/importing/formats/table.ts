import type { DomainError } from "../../model/domain-error.js";
import type { Mapping } from "../mappings/mapping.js";
import type { TableField } from "../mappings/table-fields.js";
import { ITEM_LIMITS, type Item } from "../reading/item.js";
import { jsonOrCsvItems } from "../reading/json-or-csv-items.js";
import { SourceFields } from "../source-fields.js";
import { invalid } from "../values.js";
import { broughtClient } from "./draft.js";
import { type Format, type FormatOptions, readValue, shownClientId } from "./format.js";
import { tableDraft } from "./table-draft.js";
import { TableRow } from "./table-row.js";

/** Rows of any table, as CSV with a header or as JSON, with a mapping of its columns. */
export const table: Format = {
  fates: {},
  takes: ["mapping", "secrets", "grants", "scopes"],
  secretsAdvice: "The mapping says which column they are in, as clientSecret.",
  items(bytes, options, limits = ITEM_LIMITS) {
    demandMapping(options);
    return jsonOrCsvItems(bytes, limits);
  },
  clientOf(item, options) {
    const fields = new SourceFields(readValue(item), {});
    const mapping = demandMapping(options);
    const cut = cutIn(item, mapping);
    if (cut?.field === "clientId") throw cut.refusal;
    const row = new TableRow(fields, mapping);
    const draft = tableDraft(row, options);
    if (cut) draft.cutRefusal = cut.refusal;
    draft.kept = ["table", fields.rest(draft.notes)];
    return broughtClient(draft);
  },
  idFields: (options) => columnsOfClientId(demandMapping(options)),
  clientIdOf: (item: Item, options) => shownClientId(item, columnsOfClientId(demandMapping(options))),
  reasonToLeaveOut: () => null,
};

function demandMapping({ mapping }: FormatOptions): Mapping {
  if (mapping) return mapping;
  throw invalid("mapping", "required", "must be given for a table: which column is which field");
}

/** A part of one of these would stay: no import brings another id, nor another secret or end of one. */
const TAKEN_ONCE: readonly TableField[] = [
  "clientId",
  "clientSecret",
  "clientSecretExpiresAt",
  "previousClientSecret",
  "previousClientSecretExpiresAt",
];

/** Of which of them a row may have a part, since it was cut off, and why that does not come. */
function cutIn({ endsIn }: Item, { columns }: Mapping): { field: TableField; refusal: DomainError } | undefined {
  if (endsIn === undefined || !Object.hasOwn(columns, endsIn)) return undefined;
  const field = columns[endsIn]?.field;
  if (!field || !TAKEN_ONCE.includes(field)) return undefined;
  const problem =
    "stands last in a line without a line break, and may be a part of what it was: put a line break behind it where it is whole.";
  return { field, refusal: invalid(endsIn, "whole", problem) };
}

function columnsOfClientId({ columns }: Mapping): string[] {
  return Object.entries(columns).flatMap(([name, { field }]) => (field === "clientId" ? [name] : []));
}
