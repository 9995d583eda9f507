import type { FormatName } from "./formats/formats.js";
import { ITEM_LIMITS, type Item } from "./reading/item.js";
import { JsonCutter } from "./reading/json-cutter.js";
import { unreadable } from "./reading/unreadable.js";

/** The names under which envelopes have their clients. */
const LISTS = [undefined, "clients", "items"];

/** So much of a file is looked at before its first client is found. */
const MAX_LOOKED = 1_048_576;

/** So much of a file tells whether it is a table, whatever pieces it comes in. */
const MAX_TABLE_LOOKED = 4_096;

/** A table as text: a line of several columns, which no JSON begins with. */
const TABLE = /^\uFEFF?\s*(?:"[^"\n]*"|[^\s{["][^\n{,;\t]*)[,;\t]/;

const A_TABLE: Recognized = { writer: "table", name: "a table (CSV)" };

/** Fields by which it is told who wrote a client. The first that fits counts. */
const SIGNS: { writer: FormatName; name: string; id: string[]; any: string[] }[] = [
  {
    ...{ writer: "own", name: "an export of this gateway", id: ["clientId"] },
    any: ["takesAnyMethod", "tokenEndpointAuthMethod"],
  },
  {
    ...{ writer: "keycloak", name: "a realm of Keycloak", id: ["clientId"] },
    any: ["protocol", "publicClient", "clientAuthenticatorType", "standardFlowEnabled", "serviceAccountsEnabled"],
  },
  {
    ...{ writer: "auth0", name: "clients of Auth0", id: ["client_id"] },
    any: ["app_type", "callbacks", "is_first_party", "oidc_conformant", "jwt_configuration"],
  },
  {
    ...{ writer: "hydra", name: "clients of Hydra", id: ["client_id", "id"] },
    any: ["skip_consent", "skip_logout_consent", "registration_access_token_signature"],
  },
  {
    ...{ writer: "table", name: "rows of Django OAuth Toolkit's table", id: ["client_id"] },
    any: ["authorization_grant_type"],
  },
  {
    ...{ writer: "rfc7591", name: "registrations of RFC 7591", id: ["client_id"] },
    any: ["redirect_uris", "client_name", "client_id_issued_at", "registration_client_uri"],
  },
  { writer: "table", name: "rows of Doorkeeper's table", id: ["uid"], any: ["redirect_uri", "confidential"] },
];

/** Who wrote a file, as far as its beginning tells. */
export interface Recognized {
  writer: FormatName;
  /** What it looks like, in words. */
  name: string;
}

/** A file of which the beginning has been looked at; `bytes` are all of it. */
export interface LookedAt {
  recognized: Recognized | undefined;
  /** The first client that is recognized or has one of the ids, or else the first, as somebody's format finds it. */
  first: Item | undefined;
  /** The names of the fields that those have which were looked at. */
  names: ReadonlySet<string>;
  /** The name under which an envelope has it; undefined where it is in none. */
  envelope: string | undefined;
  /** Why nothing can be read of it; undefined where something might. */
  unreadable: string | undefined;
  bytes: AsyncIterable<Buffer>;
  /** Reads no more of it. */
  close(): Promise<void>;
}

/**
 * Reads a file up to its first client that is recognized, or has one of these ids, or so far that it does not matter any
 * more.
 */
export async function lookAt(pieces: AsyncIterable<Buffer>, ids: readonly string[] = []): Promise<LookedAt> {
  const rest = pieces[Symbol.asyncIterator]();
  const readings = LISTS.map(
    (list): Reading => ({ list, cutter: new JsonCutter(ITEM_LIMITS, list), first: undefined }),
  );
  const looked: Buffer[] = [];
  const names = new Set<string>();
  const isTelling = (item: Item) => recognizedBy(item) !== undefined || hasAny(item, ids);
  let isTable = false;
  for (let size = 0; size <= MAX_LOOKED && !isTable && !isDecided(readings, names, ids); ) {
    const { value, done } = await rest.next();
    for (const reading of readings) {
      const items = done ? reading.cutter.end() : reading.cutter.push(value);
      for (const item of items.filter(isRead)) {
        for (const name of Object.keys(item.value as object)) names.add(name);
        if (!reading.first || (!isTelling(reading.first) && isTelling(item))) reading.first = item;
      }
    }
    if (done) break;
    looked.push(value);
    if (size < MAX_TABLE_LOOKED) isTable = TABLE.test(Buffer.concat(looked).toString("utf8", 0, MAX_TABLE_LOOKED));
    size += value.length;
  }
  const reading = readings.find((one) => recognizedBy(one.first)) ?? readings.find((one) => one.first !== undefined);
  const first = reading?.first;
  const recognized = isTable ? A_TABLE : recognizedBy(first);
  const unread = unreadable(Buffer.concat(looked));
  const bytes = (async function* () {
    yield* looked;
    yield* { [Symbol.asyncIterator]: () => rest };
  })();
  const close = async () => void (await rest.return?.());
  return { recognized, first, names, envelope: reading?.list, unreadable: unread, bytes, close };
}

/** One of the ways in which a file may have its clients, and the first that it finds. */
interface Reading {
  list: string | undefined;
  cutter: JsonCutter;
  first: Item | undefined;
}

/** An envelope without clients is an item, too, to a reading that does not know it. */
function isDecided(readings: readonly Reading[], names: ReadonlySet<string>, ids: readonly string[]): boolean {
  if (readings.some(({ first }) => recognizedBy(first))) return true;
  return readings.every(({ first }) => first) && ids.some((id) => names.has(id));
}

function recognizedBy(item: Item | undefined): Recognized | undefined {
  if (!item || !isRead(item)) return undefined;
  const fields = item.value as object;
  return SIGNS.find(({ id, any }) => id.some((name) => name in fields) && any.some((name) => name in fields));
}

function hasAny(item: Item, names: readonly string[]): boolean {
  return isRead(item) && names.some((name) => name in (item.value as object));
}

function isRead(item: Item): item is Item & { value: unknown } {
  return "value" in item && typeof item.value === "object" && item.value !== null;
}
