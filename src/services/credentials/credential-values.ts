import { MAX_DIALECT_SETTINGS_BYTES } from "../../model/inputs/oauth-application-settings.inputs.js";
import { redacted } from "../../model/secret.js";
import { isNamedHash } from "../foreign-hashes/named-hashes.js";
import { isFlag, namesCredential } from "./credential-names.js";
import { holdsVendorToken } from "./vendor-tokens.js";

// What a value says of itself, whatever its field is called. Each expression reads a text once, however it is made.

/** Longer texts are not looked at: they are kept nowhere, and who shows a part of one has to ask for that part. */
export const MAX_LOOKED_AT = MAX_DIALECT_SETTINGS_BYTES;

/** What every text has that one of the expressions below fits; most texts have none of it. */
const TELLING = /[:=${]|\/\/|eyJ|-----|bearer|basic|og[cst]_/i;
/**
 * A user, or a password, before the host of a URL (RFC 3986 §3.2.1), also behind other slashes than two, or none (WHATWG).
 * What is behind such a scheme reaches no further than the next one, from where it is read then.
 */
const SCHEME = String.raw`\b(?:https?|wss?|ftp):`;
const USER_INFORMATION = new RegExp(String.raw`//[^\s/?#@]*@|${SCHEME}[/\\]*(?:(?!${SCHEME})[^\s/\\?#@])*@`, "i");
/** Parameters of URLs that open doors and whose names mean something else in other places: signed URLs, webhooks. */
const QUERY = /[?&](?:key|sig|signature|x-amz-signature|auth|code|pass)=[^&\s#]/i;
/** JWS and JWE in their compact form (RFC 7515 §7.1, RFC 7516 §7.1): the header is an object in base64url. */
const COMPACT = /(?<![\w-])eyJ[\w-]{6,}\.[\w-]*\.[\w-]*/;
const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY/;
/** The private part of a JSON Web Key, as text. */
const KEY_AS_TEXT = /"kty\\?"\s{0,9}:/;
const PRIVATE_PART = /"(?:d|k|p|q)\\?"\s{0,9}:\s{0,9}\\?"[\w-]/;
const BEARER = /\bbearer\s{1,9}(?:[\w.~+/=-]{20}|[a-z.~+/=_-]{0,19}\d[\w.~+/=-]{5})/i;
/** `user:password` in base64 (RFC 7617 §2). */
const BASIC = /\bbasic\s{1,9}([A-Za-z0-9+/]{8,1024})/gi;
/** A name and the beginning of what it is said to be, as settings, JSON, queries and people write it. */
const ASSIGNED = /(?<![\w.-])([\w.-]{1,128})\\?["']?\s{0,9}[:=]\s{0,9}\\?["']?(?=([^\s"',;&\\<>)\]}]{1,8}))/g;
/** What stands where a secret would be: stars, and places where one is filled in later. */
const STAND_IN = /^(?:[*•●·]+$|\$\{|\{\{)/u;
/** Prefixes of Spring and LDAP; `{tenant}` is a place where something is filled in. */
const PREFIXED = /\{(?:noop|bcrypt|pbkdf2|scrypt|argon2|md[45]|smd5|s?sha|crypt)[a-z0-9@._-]{0,40}\}\S/i;
/** What `Basic` sends, once it is decoded. */
const USER_AND_PASSWORD = /^[\x20-\x7e]+:[\x20-\x7e]*$/;

const SHAPES = [USER_INFORMATION, QUERY, COMPACT, PRIVATE_KEY, BEARER, PREFIXED];

/**
 * Whether a text has a credential in it that tells by itself what it is: user information or a telling parameter in a
 * URL, a compact JWT or JWE, a private key, a hash that names itself, what follows `Bearer` or `Basic`, a token that
 * its vendor's prefix tells, a secret of this product, or a name of a credential with something behind it (`password=…`).
 */
export function holdsCredential(text: string): boolean {
  if (text.length > MAX_LOOKED_AT) return false;
  if (holdsVendorToken(text)) return true;
  if (!TELLING.test(text)) return false;
  return (
    SHAPES.some((shape) => shape.test(text)) ||
    redacted(text) !== text ||
    (KEY_AS_TEXT.test(text) && PRIVATE_PART.test(text)) ||
    text.split(/[\s"'=,;]+/).some(isNamedHash) ||
    [...text.matchAll(BASIC)].some(([, sent = ""]) =>
      USER_AND_PASSWORD.test(Buffer.from(sent, "base64").toString("latin1")),
    ) ||
    [...text.matchAll(ASSIGNED)].some(([, name = "", value = ""]) => isAssigned(name, value))
  );
}

function isAssigned(name: string, value: string): boolean {
  return namesCredential(name) && !isFlag(value) && !STAND_IN.test(value);
}
