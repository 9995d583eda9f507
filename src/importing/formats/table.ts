import type { DomainError } from "../../model/domain-error.js";
import type { BroughtSecret } from "../../services/imports/brought-client.js";
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
    const last = lastIn(item, mapping);
    if (last?.field === "clientId") throw last.refusal;
    const row = new TableRow(fields, mapping);
    const draft = tableDraft(row, options);
    if (last && (isTakenOnce(last) || endsWithPart(last.text, draft.secrets))) draft.cutRefusal = last.refusal;
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

/** A shorter beginning of a secret is no help to anybody, and may stand anywhere. */
const SHORTEST_PART = 8;

/** What stands last in a row that may have been cut off there. */
interface Last {
  /** Undefined where nothing takes its column. */
  field: TableField | undefined;
  text: string;
  /** Why it does not come. */
  refusal: DomainError;
}

function lastIn(item: Item, { columns }: Mapping): Last | undefined {
  const { endsIn } = item;
  if (endsIn === undefined || !("value" in item)) return undefined;
  const problem =
    "stands last in a line without a line break, and may be a part of what it was: put a line break behind it where it is whole.";
  return {
    field: Object.hasOwn(columns, endsIn) ? columns[endsIn]?.field : undefined,
    text: String((item.value as Record<string, unknown>)[endsIn] ?? ""),
    refusal: invalid(endsIn, "whole", problem),
  };
}

function isTakenOnce({ field }: Last): boolean {
  return field !== undefined && TAKEN_ONCE.includes(field);
}

/** Whether a text ends with the beginning of a secret: with all of that it would be known, and left out. */
function endsWithPart(text: string, secrets: readonly BroughtSecret[]): boolean {
  return secrets.some((secret) => {
    const longest = Math.min(secret.text.length, text.length);
    for (let length = longest; length >= SHORTEST_PART; length--) {
      if (text.endsWith(secret.text.slice(0, length))) return true;
    }
    return false;
  });
}

function columnsOfClientId({ columns }: Mapping): string[] {
  return Object.entries(columns).flatMap(([name, { field }]) => (field === "clientId" ? [name] : []));
}
