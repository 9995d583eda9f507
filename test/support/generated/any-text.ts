import fc from "fast-check";

/** Code points that are no character by themselves begin here, and are so many. */
const SURROGATES = 0xd800;
const HOW_MANY = 0x800;

/**
 * Every character: what fast-check calls `binary`, and to the letter the same for a seed. To find its way back, which
 * it does whenever it makes texts of them, that keeps a map of a million: a second of the processor and 90 MB.
 */
const CHARACTER = fc.nat({ max: 0x10ffff - HOW_MANY }).map(
  (index) => String.fromCodePoint(index < SURROGATES ? index : index + HOW_MANY),
  (character) => {
    const point = typeof character === "string" ? character.codePointAt(0) : undefined;
    if (point === undefined || String.fromCodePoint(point) !== character) throw new Error("This is no character.");
    return point < SURROGATES ? point : point - HOW_MANY;
  },
);

/** Texts of whatever characters there are. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: CHARACTER, maxLength });
}
