/** Notations that name the hash they are, and nothing else looks like: modular crypt, Django's and Werkzeug's. */
export const NAMED_HASHES: readonly RegExp[] = [
  /^\$[a-z0-9][a-z0-9_-]*\$/i,
  /^(?:pbkdf2|bcrypt|argon2|scrypt|md5|sha1|sha256|sha512|unsalted|crypt)[a-z0-9_]*\$/i,
  /^(?:pbkdf2:[a-z0-9]+|scrypt):\d/i,
];

/** Whether a value says of itself that it is a hash, in a notation that nothing else has. */
export function isNamedHash(value: string): boolean {
  return NAMED_HASHES.some((notation) => notation.test(value));
}
