/** Hashes that are not taken, since one guesses their secrets too fast or no source in use writes them. */
const UNTAKEN: readonly [shape: RegExp, name: string][] = [
  [/^(?:argon2|\{argon2[^}]*\})?\$argon2i\$/, "Argon2i"],
  [/^(?:argon2|\{argon2[^}]*\})?\$argon2d\$/, "Argon2d"],
  [/^(?:argon2|\{argon2[^}]*\})?\$argon2id\$(?!v=19\$)/, "Argon2id of a version before 1.3"],
  [/^(?:\{bcrypt\}|bcrypt(?:_sha256)?\$)?\$2x\$/, "bcrypt as $2x$, which was computed wrongly"],
  [/^\$bcrypt-sha256\$/, "passlib's bcrypt-sha256"],
  [/^(?:pbkdf2_|\$pbkdf2-)(?!sha(?:1|256|512)\$)[\w-]+\$/, "PBKDF2 with another digest than SHA-1, SHA-256 or SHA-512"],
  [/^(?:scrypt|pbkdf2):/, "Werkzeug's"],
  [/^(?:unsalted_)?md5\$|^(?:\{ldap\})?\{S?MD[45]\}/i, "MD4 or MD5"],
  [/^(?:unsalted_)?sha1\$|^(?:\{ldap\})?\{S?SHA(?:-?1)?\}/i, "SHA-1"],
  [/^\{SHA-(?:224|256|384|512)\}/i, "SHA-2 as Spring's MessageDigestPasswordEncoder writes it"],
  // `{sha256}` in small letters is Spring's, and taken.
  [/^\{SHA(?:224|256|384|512)\}/, "SHA-2 as LDAP writes it"],
  [/^(?:\{ldap\})?\{SSHA-?(?:224|256|384|512)\}|^\{ldap\}\{SHA-?\d{3}\}/i, "SHA-2 as LDAP writes it"],
  [/^crypt\$|^\$[1356]\$|^\$(?:apr1|md5|y|gy|7)\$|^\{crypt\}/i, "Unix crypt"],
];

/** The name of a kind of hash that is known and not taken; undefined for other texts. */
export function untakenKind(text: string): string | undefined {
  return UNTAKEN.find(([shape]) => shape.test(text))?.[1];
}
