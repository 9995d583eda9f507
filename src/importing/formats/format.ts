import type { GrantType } from "../../model/client-metadata.js";
import { MAX_CLIENT_ID_LENGTH } from "../../model/identifier.js";
import { redacted } from "../../model/secret.js";
import type { BroughtClient } from "../../services/imports/brought-client.js";
import type { Mapping } from "../mappings/mapping.js";
import { ITEM_LIMITS, type Item, type ItemLimits } from "../reading/item.js";
import { jsonItems } from "../reading/json-items.js";
import { isHashOrStandIn, type SecretReading } from "../secret-form.js";
import type { Fates } from "../source-fields.js";
import { invalid, isEmpty } from "../values.js";

/** What a terminal shows as it is: no control or format characters, and no space but U+0020. */
const PRINTABLE = /^(?: |[^\p{C}\p{Z}])*$/u;

export interface FormatOptions {
  /** Which column is which field; `table` needs one, the others have none. */
  mapping?: Mapping;
  /** What values are that could be a secret or the hash of one; such a client is refused without it. */
  secrets?: SecretReading;
  /** The grants of clients whose source records none. */
  grants?: GrantType[];
  /** The scopes of clients whose source records none. */
  scopes?: string[];
}

/** A way in which other systems write their clients to a file. */
export interface Format {
  /** What becomes of each field. */
  fates: Fates;
  /** The options that mean something to it. */
  takes: readonly (keyof FormatOptions)[];
  /** How one comes by a file that has its clients' secrets, as a sentence. */
  secretsAdvice: string;
  /** The items of a file, one at a time; the limits are of one item. */
  items(bytes: AsyncIterable<Buffer>, options: FormatOptions, limits?: ItemLimits): AsyncIterable<Item>;
  /** An item in this product's words. Throws `invalid` for one that is refused, naming its field and the limit. */
  clientOf(item: Item, options: FormatOptions): BroughtClient;
  /**
   * What tells an item that was understood from an earlier one of its client, and behind it what did by earlier versions; left
   * out where that is all of it.
   */
  toldBy?(item: Item): readonly unknown[];
  /** Fields of which the first that an item has is its client id. */
  idFields(options: FormatOptions): readonly string[];
  /** The client id of an item, also of one that is refused; null where it has none of at most 255 characters. */
  clientIdOf(item: Item, options: FormatOptions): string | null;
  /** Why an item is no client to move, such as one that the system has made for itself; null where it is one. */
  reasonToLeaveOut(item: Item): string | null;
}

/** A format of JSON: what its clients' ids are called, where a file has its list, and how one client is understood. */
export function jsonFormat(parts: {
  fates: Fates;
  takes: Format["takes"];
  secretsAdvice: string;
  clientId: string[];
  list?: string;
  clientOf(value: unknown, options: FormatOptions): BroughtClient;
  toldBy?(value: unknown): readonly unknown[];
  reasonToLeaveOut?(fields: Record<string, unknown>): string | null;
}): Format {
  const { fates, takes, secretsAdvice, toldBy } = parts;
  return {
    fates,
    takes,
    secretsAdvice,
    items: (bytes, _options, limits = ITEM_LIMITS) => jsonItems(bytes, limits, parts.list),
    clientOf: (item, options) => parts.clientOf(readValue(item), options),
    ...(toldBy && { toldBy: (item: Item) => toldBy(readValue(item)) }),
    idFields: () => parts.clientId,
    clientIdOf: (item) => shownClientId(item, parts.clientId),
    reasonToLeaveOut(item) {
      const fields = fieldsOf(item);
      return (fields && parts.reasonToLeaveOut?.(fields)) ?? null;
    },
  };
}

export function readValue(item: Item): unknown {
  if ("problem" in item) throw invalid("item", "readable", item.problem);
  return item.value;
}

/**
 * The first of the named fields that holds something, where that can be a client id: never a hash or what stands for a secret, by
 * columns that have been shifted, say.
 */
export function shownClientId(item: Item, names: string[]): string | null {
  const fields = fieldsOf(item);
  const id = names.map((name) => fields?.[name]).find((value) => !isEmpty(value));
  return typeof id === "string" && isShown(id) ? redacted(id) : null;
}

function isShown(id: string): boolean {
  return id.length <= MAX_CLIENT_ID_LENGTH && PRINTABLE.test(id) && !isHashOrStandIn(id);
}

function fieldsOf(item: Item): Record<string, unknown> | null {
  const isObject = "value" in item && typeof item.value === "object" && item.value !== null;
  return isObject && !Array.isArray(item.value) ? (item.value as Record<string, unknown>) : null;
}
