// In ASCII order, so that texts of the same width sort like the numbers they stand for.
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** So many digits are a number that arithmetic is exact and fast with; bigints are slow. */
const CHUNK = 8;
const CHUNK_VALUE = 62n ** BigInt(CHUNK);

const DIGITS = new Map([...ALPHABET].map((character, digit) => [character, digit]));

/** The bytes as one big-endian number in base62, padded with 0 on the left to `width` characters. */
export function encodeBase62(bytes: Uint8Array, width: number): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  let text = "";
  while (text.length < width) {
    text = encodeChunk(Number(value % CHUNK_VALUE)) + text;
    value /= CHUNK_VALUE;
  }
  return text.slice(-width);
}

/** The number that base62 text stands for. */
export function decodeBase62(text: string): bigint {
  let value = 0n;
  for (let from = 0; from < text.length; from += CHUNK) {
    const chunk = text.slice(from, from + CHUNK);
    value = value * 62n ** BigInt(chunk.length) + BigInt(decodeChunk(chunk));
  }
  return value;
}

function encodeChunk(number: number): string {
  let value = number;
  let text = "";
  for (let digit = 0; digit < CHUNK; digit++) {
    text = ALPHABET.charAt(value % 62) + text;
    value = Math.floor(value / 62);
  }
  return text;
}

function decodeChunk(text: string): number {
  let value = 0;
  for (const character of text) value = value * 62 + (DIGITS.get(character) ?? -1);
  return value;
}
