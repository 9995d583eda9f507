/** How JSON writes a character (RFC 8259 §7), and a URL its bytes (RFC 3986 §2.1). Encoders differ in which of them they do. */
const JSON_ESCAPE = /\\(?:u00([0-9a-f]{2})|(["\\/]))/gi;
const PERCENT_ENCODED = /(?:%[0-9a-f]{2})+/gi;

/**
 * A longer secret is known by its beginning. V8 searches in linear time only for texts up to this length; for longer ones
 * somebody could make it take their length times the text's.
 */
const MAX_LOOKED_FOR = 250;

/** A text without what JSON or a URL has escaped in it, whatever that is. */
export function unescaped(text: string): string {
  return text
    .replace(JSON_ESCAPE, (_all, code, character) => character ?? String.fromCharCode(Number.parseInt(code, 16)))
    .replace(PERCENT_ENCODED, (bytes) => Buffer.from(bytes.replaceAll("%", ""), "hex").toString());
}

/** Whether a text has one of these secrets in it, as it is or as JSON or a URL writes it. */
export function shows(secrets: readonly string[], text: string): boolean {
  if (secrets.length === 0) return false;
  const plain = unescaped(text);
  const spellings = plain === text ? [text] : [text, plain];
  return secrets.some((secret) => spellings.some((spelling) => spelling.includes(secret.slice(0, MAX_LOOKED_FOR))));
}

/** Whether a text is one of these secrets, in the same spellings. */
export function isOneOf(secrets: readonly string[], text: string): boolean {
  return secrets.length > 0 && (secrets.includes(text) || secrets.includes(unescaped(text)));
}
