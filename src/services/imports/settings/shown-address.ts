import { redacted } from "../../../model/secret.js";
import { holdsCredential } from "../../credentials/credential-values.js";

/** Scheme, authority and what follows. */
const ADDRESS = /^([a-z][a-z0-9+.-]*:)(?:\/\/([^/?#]*)|(?=\/))(.*)$/is;
/** Where a path ends, and where what looks like a parameter in it begins. */
const PARAMETERS = /[?#;&=]|%(?:3[bdf]|2[36])/i;
/** A path with user information, perhaps: behind one slash or three (WHATWG reads them as two), or of an address in it. */
const WITH_USER = /^[^?#]*(?:@|%40)/i;
/** Where there is no redirect: what stood for showing the code to the user. It is no secret. */
const OUT_OF_BAND = /^urn:ietf:wg:oauth:2\.0:oob(?::auto)?$/;
/** Control characters, and spaces other than the one that everybody has. */
const HIDDEN = /(?! )[\p{C}\p{Z}]/gu;
const MAX_LENGTH = 120;
/** Longer parts of a path are no names: a UUID has 36 characters. */
const MAX_PART_LENGTH = 40;

/**
 * An address as a note shows it, in parentheses and after a space: at most its scheme, host and path, shortened. Nothing of
 * what is no absolute URL: columns that have been shifted put secrets in its place.
 */
export function shownAddress(item: unknown): string {
  const text = String(item);
  if (OUT_OF_BAND.test(text)) return ` (${text})`;
  const [, scheme, authority, path = ""] = ADDRESS.exec(text) ?? [];
  if (scheme === undefined || !isUrl(text)) return "";
  const [whole = ""] = WITH_USER.test(path) ? [] : path.split(PARAMETERS);
  const parts = whole.split("/").map((part) => (part.length > MAX_PART_LENGTH || holdsCredential(part) ? "…" : part));
  const host = authority === undefined ? "" : `//${authority.replace(/^.*@/s, "…@")}`;
  const address = redacted(`${scheme}${host}${parts.join("/")}`);
  const isCut = whole.length < path.length || address.length > MAX_LENGTH;
  return ` (${visible(address.slice(0, MAX_LENGTH))}${isCut ? "…" : ""})`;
}

/** What a terminal would obey, or nobody would see, by its code point. */
function visible(text: string): string {
  return text.replaceAll(HIDDEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

function isUrl(text: string): boolean {
  try {
    return new URL(text).protocol !== "";
  } catch {
    return false;
  }
}
