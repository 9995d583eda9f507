// In ASCII order, so that texts of the same width sort like the numbers they stand for.
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Eight digits fit into a JavaScript number exactly; bigints are many times slower. */
const CHUNK = 8;
const CHUNK_VALUE = 62n ** BigInt(CHUNK);

/** The value of each digit, by its character code. */
const DIGITS: number[] = [];
for (const [digit, character] of [...ALPHABET].entries()) DIGITS[character.charCodeAt(0)] = digit;

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
    const to = Math.min(from + CHUNK, text.length);
    value = value * 62n ** BigInt(to - from) + BigInt(decodeChunk(text, from, to));
  }
  return value;
}

/** Factors of the first and the second eight of 22 digits, which give the number's upper 48 bits. */
const FIRST = 62 ** 14 / 2 ** 80;
const SECOND = 62 ** 6 / 2 ** 80;

/**
 * The milliseconds of a UUIDv7 in base62: the upper 48 of its 128 bits, by floating point, ten times as fast as a
 * bigint. The four bits below them are always 0111, so adding a quarter keeps rounding errors away from whole numbers.
 */
export function decodeMilliseconds(text: string): number {
  return Math.floor(decodeChunk(text, 0, CHUNK) * FIRST + decodeChunk(text, CHUNK, 2 * CHUNK) * SECOND + 1 / 4);
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

function decodeChunk(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index++) value = value * 62 + (DIGITS[text.charCodeAt(index)] ?? -1);
  return value;
}
