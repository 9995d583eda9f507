import { randomFillSync } from "node:crypto";
import { decodeBase62, decodeMilliseconds, encodeBase62 } from "./base62.js";

/** Prefixes of the identifiers, one per kind of row. */
export const ID_PREFIX = {
  organization: "org_",
  oauthApplication: "app_",
  clientSecret: "sec_",
  apiToken: "tok_",
  auditEvent: "evt_",
  member: "mem_",
} as const;

/** The prefix of one kind of identifier. */
export type IdPrefix = (typeof ID_PREFIX)[keyof typeof ID_PREFIX];

const BODY_WIDTH = 22;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ID = /^([a-z]{3}_)([0-9A-Za-z]{22})$/;

/** Random bytes for identifiers, drawn 4096 at a time because single draws are slow. Secrets never use this pool. */
const pool = Buffer.alloc(4096);
let used = pool.length;

let lastTime = 0;
let counter = 0;

/**
 * A new identifier: prefix + 22 base62 characters of a UUIDv7 (RFC 9562 §5.7), so that the text order of
 * identifiers is the order of their creation. `time` is in milliseconds since 1970 and can be read back
 * with `timeOf`.
 */
export function newId(prefix: IdPrefix, time: number): string {
  const uuid = nextRandom(16);
  uuid.writeUIntBE(time, 0, 6);
  uuid.writeUInt16BE(0x7000 | countWithin(time, uuid.readUInt16BE(6) & 0x3ff), 6);
  uuid.writeUInt8(0x80 | (uuid.readUInt8(8) & 0x3f), 8);
  return prefix + encodeBase62(uuid, BODY_WIDTH);
}

/** Takes `size` bytes from the pool; no byte is used twice. */
function nextRandom(size: number): Buffer {
  if (used + size > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += size;
  return Buffer.from(pool.subarray(used - size, used));
}

/** The counter of RFC 9562 §6.2 method 1: keeps the order of identifiers that share a millisecond. */
function countWithin(time: number, seed: number): number {
  counter = time === lastTime ? Math.min(counter + 1, 0xfff) : seed;
  lastTime = time;
  return counter;
}

/** The prefix of a well-formed identifier, or undefined for any other text. */
export function prefixOf(id: string): IdPrefix | undefined {
  const prefix = ID.exec(id)?.[1];
  return Object.values(ID_PREFIX).find((known) => known === prefix);
}

/** The UUID inside an identifier, as 32 lower-case hexadecimal characters. */
export function uuidOf(id: string): string {
  return decodeBase62(id.slice(4)).toString(16).padStart(32, "0");
}

/** The same UUID as it is usually written, with dashes. */
export function guidOf(id: string): string {
  return uuidOf(id).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The identifier that holds a UUID, which may be written with or without dashes; undefined for any other text. */
export function idOfUuid(prefix: IdPrefix, uuid: string): string | undefined {
  const hex = /^[0-9a-f]{32}$/i.test(uuid) ? uuid : GUID.test(uuid) ? uuid.replaceAll("-", "") : undefined;
  return hex && prefix + encodeBase62(Buffer.from(hex, "hex"), BODY_WIDTH);
}

/** How long a new client id may be; an application that has a longer one keeps it. */
export const MAX_CLIENT_ID_LENGTH = 255;

/** How long the client ids of some applications are. */
export const LONGEST_CLIENT_ID = 256;

/** Visible ASCII (RFC 6749 appendix A.1) without quotes and the backslash, which shells and JSON would not leave alone. */
const CLIENT_ID = new RegExp(`^[!#-&(-[\\]-~]{1,${LONGEST_CLIENT_ID}}$`);

/** What a client id consists of, for descriptions and refusals. */
export const CLIENT_ID_CHARACTERS = "visible ASCII characters except `\"`, `'` and `\\`";

/**
 * Whether a text can be the client id of an application. Generated ones are 32 lower-case hexadecimal characters; some
 * applications have one of 256 characters.
 */
export function isClientId(text: string): boolean {
  return CLIENT_ID.test(text);
}

/** The moment an identifier was made, with the precision of a millisecond. */
export function timeOf(id: string): Date {
  return new Date(decodeMilliseconds(id.slice(4)));
}

/** The smallest identifier body made at or after `time` (milliseconds): a bound for range conditions. */
export function firstIdAt(prefix: IdPrefix, time: number): string {
  const uuid = Buffer.alloc(16);
  uuid.writeUIntBE(Math.max(0, time), 0, 6);
  return prefix + encodeBase62(uuid, BODY_WIDTH);
}
