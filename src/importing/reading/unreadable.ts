/** Beginnings of files that are no text in UTF-8, in hexadecimal. JSON and CSV have no U+0000. */
const BEGINNINGS: [RegExp, string][] = [
  [/^1f8b/, "is compressed with gzip: unpack it first, such as by gunzip -c"],
  [/^504b0304/, "is a ZIP archive: unpack it first"],
  [/^28b52ffd/, "is compressed with Zstandard: unpack it first"],
  [/^(?:fffe|feff|00|..00)/, "is in UTF-16 or UTF-32: convert it first, such as by iconv -t UTF-8"],
];

/** Why nothing can be read of a file that begins so, and what would mend it; undefined where something might. */
export function unreadable(beginning: Buffer): string | undefined {
  const hex = beginning.toString("hex", 0, 4);
  return BEGINNINGS.find(([pattern]) => pattern.test(hex))?.[1];
}
