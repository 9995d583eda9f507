import { DomainError } from "../model/domain-error.js";
import { NAMED_HASHES } from "../services/foreign-hashes/named-hashes.js";

/** What `--secrets` may say of values that do not name their own form. */
export const SECRET_READINGS = ["plain", "sha256-hex", "sha256-base64", "sha512-hex", "sha512-base64"] as const;
export type SecretReading = (typeof SECRET_READINGS)[number];

/**
 * What a value is that stands where a secret does. `weak` says why a secret is easy to guess, `mayBeSecret` that what stands
 * for one is a secret by `--secrets plain`.
 */
export type SecretForm =
  | { form: "none"; isStandIn: boolean; mayBeSecret?: true }
  | { form: "plain"; text: string; weak?: string }
  | { form: "hash"; text: string };

const MAX_SECRET_LENGTH = 512;
const MAX_HASH_LENGTH = 1024;

/** What systems show instead of a secret, and places where a secret is filled in later. */
const UNMISTAKABLE = [
  /^[*•●·]+$/u,
  /^[[<(](?:redacted|masked|hidden|filtered|removed|secret)[\])>]$/i,
  /^\$\{.*\}$/s,
  /^\{\{.*\}\}$/s,
];
/** The same as programs write it over a whole secret, and their words for nothing: a client may be called so. */
const STAND_INS = [
  ...UNMISTAKABLE,
  /^[x*•●·-]+$/iu,
  /^(?:redacted|masked|hidden|filtered|removed|none|null|nil|undefined|n\/a)$/i,
];
/** What programs write over a part of a secret or in its place, and what a secret may look like as well. */
const MASKS_PERHAPS = [/^[*•●]{3}|[*•●]{3}$/u, /^<[\w .:-]+>$/, /^\([a-z ]+\)$/i, /^__[a-z_]+__$/i];
/** Where vaults, clouds and command lines say that a secret is, and what tools have encrypted of one. */
const REFERENCES = [
  /^(?:op|ref\+[a-z]+):\/\//,
  /^arn:aws[a-z-]*:(?:secretsmanager|ssm):/,
  /^projects\/[^/]+\/secrets\//,
  /^env:[a-z_]\w*$/i,
  /^ENC\[.*\]$/s,
  /^vault:v\d+:/,
  /^(?:>>)?vault:[\w.-]+\//,
  /^@Microsoft\.KeyVault\(.*\)$/is,
];
const STAND_INS_PERHAPS = [...MASKS_PERHAPS, ...REFERENCES];

/** Spring's and LDAP's prefixes, too. */
const HASHES = [...NAMED_HASHES, /^\{[a-z0-9][a-z0-9@._/-]*\}/i];
/** Those of them that are known: a client id may begin with any other. */
const KNOWN_PREFIX = /^\{(?:noop|bcrypt|pbkdf2|scrypt|argon2|ldap|s?md[45]|s?sha|crypt|cleartext)[a-z0-9@._-]*\}/i;
/** Notations in use: hashes, even where it was said that the file has secrets, which may begin with any other. */
const KNOWN_HASHES = [
  /^\$(?:\d|2[abxy]|apr1|md5|sha1|g?y|argon2[a-z]*|(?:pbkdf2|scrypt|bcrypt)[a-z0-9-]*|[0-9a-f]{5,6})\$/i,
  /^(?:pbkdf2|bcrypt|argon2|scrypt|md5|sha1|sha256|sha512|unsalted|crypt)[a-z0-9_]*\$[^$]*\$/i,
  /^(?:pbkdf2:[a-z0-9]+|scrypt):\d/i,
  KNOWN_PREFIX,
];
/** What fits no secret: Django's `make_password(None)` (it is 40 letters and digits), and an account that Unix has locked. */
const FITS_NONE = /^!(?:!?\*?|[A-Za-z0-9]{40})$/;
/** What Unix writes before a hash that is to fit no more. */
const LOCK = /^!+/;
/** Spring's prefix of a secret in clear. */
const NO_HASH = /^\{noop\}/i;

/**
 * What may be a secret or a hash, and the reading that takes it as one, where any does. `bare` is a hash by that reading, too,
 * and else a secret: systems make theirs in base64 for URLs without padding.
 */
const SHAPES: { reading?: SecretReading; shape: RegExp; bare?: RegExp; text: string }[] = [
  { reading: "sha256-hex", shape: /^[0-9a-f]{64}$/i, text: "64 hexadecimal digits" },
  { reading: "sha512-hex", shape: /^[0-9a-f]{128}$/i, text: "128 hexadecimal digits" },
  {
    reading: "sha256-base64",
    shape: /^(?:[A-Za-z0-9+/_-]{43}=|(?=[^+/]*[+/])[A-Za-z0-9+/]{43})$/,
    bare: /^[A-Za-z0-9_-]{43}$/,
    text: "43 or 44 characters of base64",
  },
  {
    reading: "sha512-base64",
    shape: /^(?:[A-Za-z0-9+/_-]{86}==|(?=[^+/]*[+/])[A-Za-z0-9+/]{86})$/,
    bare: /^[A-Za-z0-9_-]{86}$/,
    text: "86 or 88 characters of base64",
  },
  { shape: /^[0-9a-f]{40}$/i, text: "40 hexadecimal digits, as of SHA-1" },
  { shape: /^[0-9a-f]{96}$/i, text: "96 hexadecimal digits, as of SHA-384" },
  { shape: /^(?:md5|sha-?(?:1|224|256|384|512))[:=-][\w+/=-]{20,}$/i, text: "a digest behind its name" },
];

const KINDS: [RegExp, number][] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[^A-Za-z0-9]/, 33],
];
const LEAST_LENGTH = 16;
const LEAST_BITS = 80;
const LEAST_DIFFERENT = 8;

/**
 * What a value is: no secret, a secret, or a hash of one. It is never guessed: a shape that could be a hash is refused
 * unless `reading` decides. Throws `invalid`, naming `field` and never the value.
 */
export function secretFormOf(value: string, field: string, reading?: SecretReading): SecretForm {
  const text = withoutPrefix(value);
  if (text === "") return { form: "none", isStandIn: false };
  if (isOneOf(STAND_INS, text) || fitsNone(value)) return { form: "none", isStandIn: true };
  if (isStandIn(value, reading)) return { form: "none", isStandIn: true, mayBeSecret: true };
  if (text !== value) return plain(text, field);
  const notations = reading === "plain" ? KNOWN_HASHES : HASHES;
  if (notations.some((notation) => notation.test(value))) return hash(value, field);
  if (reading === "plain") return plain(value, field);
  if (reading !== undefined) return saidHash(value, field, reading);
  const like = SHAPES.find(({ shape }) => shape.test(value));
  if (like === undefined) return plain(value, field);
  const problem = like.reading
    ? `is a secret or the hash of one (${like.text}): say which by --secrets plain or --secrets ${like.reading}`
    : `is a secret or a hash of a kind that is not taken (${like.text}): --secrets plain says that it is a secret`;
  throw invalid(field, "form", problem);
}

/** A value without the prefix by which it says that it is in clear. */
export function withoutPrefix(value: string): string {
  return value.replace(NO_HASH, "");
}

/** The hash that a value is where it was said that all are. */
function saidHash(value: string, field: string, reading: SecretReading): SecretForm {
  const wanted = SHAPES.find((shape) => shape.reading === reading);
  if (wanted?.shape.test(value) || wanted?.bare?.test(value)) return hash(`{${reading}}${value}`, field);
  throw invalid(field, "hash", `must be ${wanted?.text}, since --secrets says ${reading}`);
}

/** Whether a value stands for a secret that is not there: where it was said that all are secrets, what can be nothing else. */
export function isStandIn(value: string, reading?: SecretReading): boolean {
  const text = withoutPrefix(value);
  return isOneOf(STAND_INS, text) || fitsNone(value) || (reading !== "plain" && isOneOf(STAND_INS_PERHAPS, text));
}

/** Whether a value stands where a hash does, and says that no secret fits it. */
function fitsNone(value: string): boolean {
  return FITS_NONE.test(value) || (LOCK.test(value) && isOneOf(KNOWN_HASHES, value.replace(LOCK, "")));
}

function isOneOf(shapes: readonly RegExp[], value: string): boolean {
  return shapes.some((shape) => shape.test(value));
}

/** Whether a value says of itself that it is a hash, or stands for a secret and can be no name. */
export function isHashOrStandIn(value: string): boolean {
  return isOneOf([...UNMISTAKABLE, ...HASHES], value.replace(LOCK, ""));
}

/** Whether what stands in a client id's place belongs into a secret's: columns have been taken for each other. */
export function isSecretsOwn(clientId: string): boolean {
  return isOneOf([...UNMISTAKABLE, ...NAMED_HASHES, KNOWN_PREFIX], clientId.replace(LOCK, ""));
}

function plain(text: string, field: string): SecretForm {
  if (text.length < 1 || text.length > MAX_SECRET_LENGTH || /[^\x21-\x7e]/.test(text)) {
    throw invalid(field, "secret", `must be 1 to ${MAX_SECRET_LENGTH} visible ASCII characters`, MAX_SECRET_LENGTH);
  }
  const weak = weaknessOf(text);
  return weak === undefined ? { form: "plain", text } : { form: "plain", text, weak };
}

function hash(text: string, field: string): SecretForm {
  if (text.length <= MAX_HASH_LENGTH && !/[^\x20-\x7e]/.test(text)) return { form: "hash", text };
  throw invalid(field, "hash", `must be a hash of at most ${MAX_HASH_LENGTH} ASCII characters`, MAX_HASH_LENGTH);
}

/** Why a secret is easy to guess, in words that say nothing else of it. */
function weaknessOf(secret: string): string | undefined {
  if (secret.length < LEAST_LENGTH) return `shorter than ${LEAST_LENGTH} characters`;
  const alphabet = KINDS.reduce((size, [kind, members]) => size + (kind.test(secret) ? members : 0), 0);
  const isPoor = secret.length * Math.log2(alphabet) < LEAST_BITS || new Set(secret).size < LEAST_DIFFERENT;
  return isPoor ? "made of few different characters" : undefined;
}

function invalid(field: string, rule: string, text: string, limit?: number): DomainError {
  return DomainError.invalidField(field, rule, `${field} ${text}`, limit);
}
