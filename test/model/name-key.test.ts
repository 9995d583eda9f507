import { describe, expect, it } from "vitest";
import { nameKeyOf } from "../../src/model/name-key.js";

/** Each in several spellings of one name. */
const SAME = [
  ["ΜΕΣΟΛΆΒΗΣΗ", "Μεσολάβηση", "μεσολάβησΗ"],
  ["ΟΔΟΣ", "οδος", "οδοσ"],
  ["STRASSE", "Straße", "STRAẞE", "ſtraße"],
  ["İ", "i\u0307"],
  ["ﬃ", "FFI", "ﬀi"],
  ["ᾳ", "ΑΙ", "ᾼ"],
  ["ŉ", "ʼN"],
  ["ᏍᎩ", "ꮝꭹ"],
  ["K", "\u212a", "k"],
  ["Ǆ", "ǅ", "dž"],
  ["É", "e\u0301", "E\u0301"],
  ["ＡＬＰＨＡ", "alpha"],
];

const WITH_CASES = Array.from({ length: 0x110000 }, (_, point) => String.fromCodePoint(point)).filter(
  (character) => character.toLowerCase() !== character || character.toUpperCase() !== character,
);

describe("the key of a name", () => {
  it.each(SAME)("is the same for %s and %s", (...names) => {
    expect(new Set(names.map(nameKeyOf))).toHaveLength(1);
  });

  it("keeps letters apart that are none of each other's cases", () => {
    expect(nameKeyOf("ı")).not.toBe(nameKeyOf("i"));
    expect(nameKeyOf("ö")).not.toBe(nameKeyOf("o"));
  });

  it("keeps the joiners that languages need", () => {
    expect(nameKeyOf("می\u200cخواهم")).toBe("می\u200cخواهم");
  });

  it("is the key of itself, and of every character's other cases", () => {
    // Turkish has a case of its own for the dotless i, which no other language shares.
    const strange = WITH_CASES.filter((character) => character !== "ı").filter((character) => {
      const key = nameKeyOf(character);
      const others = [key, character.toLowerCase(), character.toUpperCase()];
      return others.some((other) => nameKeyOf(other) !== key);
    });
    expect(strange).toEqual([]);
  });

  it("has at most 256 characters", () => {
    expect([...nameKeyOf("ΐ".repeat(256))]).toHaveLength(256);
  });
});
