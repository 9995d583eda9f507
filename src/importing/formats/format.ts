import type { GrantType } from "../../model/client-metadata.js";
import { MAX_CLIENT_ID_LENGTH } from "../../model/identifier.js";
import type { BroughtClient } from "../../services/imports/brought-client.js";
import type { Mapping } from "../mappings/mapping.js";
import { ITEM_LIMITS, type Item, type ItemLimits } from "../reading/item.js";
import { jsonItems } from "../reading/json-items.js";
import type { SecretReading } from "../secret-form.js";
import type { Fates } from "../source-fields.js";
import { invalid } from "../values.js";

export interface FormatOptions {
  /** Which column is which field; `table` needs one, the others have none. */
  mapping?: Mapping;
  /** What values are that could be a secret or the hash of one; such a client is refused without it. */
  secrets?: SecretReading;
  /** The grants of clients whose source records none. */
  grants?: GrantType[];
}

/** A way in which other systems write their clients to a file. */
export interface Format {
  /** What becomes of each field. */
  fates: Fates;
  /** The items of a file, one at a time; the limits are of one item. */
  items(bytes: AsyncIterable<Buffer>, options: FormatOptions, limits?: ItemLimits): AsyncIterable<Item>;
  /** An item in this product's words. Throws `invalid` for one that is refused, naming its field and the limit. */
  clientOf(item: Item, options: FormatOptions): BroughtClient;
  /** The client id of an item, also of one that is refused; null where it has none of at most 255 characters. */
  clientIdOf(item: Item, options: FormatOptions): string | null;
}

/** A format of JSON: what its clients' ids are called, where a file has its list, and how one client is understood. */
export function jsonFormat(parts: {
  fates: Fates;
  clientId: string[];
  list?: string;
  clientOf(value: unknown, options: FormatOptions): BroughtClient;
}): Format {
  return {
    fates: parts.fates,
    items: (bytes, _options, limits = ITEM_LIMITS) => jsonItems(bytes, limits, parts.list),
    clientOf: (item, options) => parts.clientOf(readValue(item), options),
    clientIdOf: (item) => shownClientId(item, parts.clientId),
  };
}

export function readValue(item: Item): unknown {
  if ("problem" in item) throw invalid("item", "readable", item.problem);
  return item.value;
}

/** The first of the named fields that may be a client id. */
export function shownClientId(item: Item, names: string[]): string | null {
  const fields = "value" in item && typeof item.value === "object" ? item.value : null;
  const ids = names.map((name) => (fields as Record<string, unknown> | null)?.[name]);
  const isShown = (id: unknown) => typeof id === "string" && id !== "" && id.length <= MAX_CLIENT_ID_LENGTH;
  return (ids.find(isShown) as string | undefined) ?? null;
}
