import { describe, expect, it } from "vitest";
import { nameProblem } from "../../src/model/name.js";

const INVISIBLE = {
  "a zero width space": "\u200b",
  "a Hangul filler": "\u3164",
  "a half-width Hangul filler": "\uffa0",
  "a soft hyphen": "\u00ad",
  "a byte order mark": "\ufeff",
  "a word joiner": "\u2060",
  "joiners alone": "\u200d\u200c",
  "a blank of Braille": "\u2800",
  "a variation selector": "\ufe0f",
  tags: "\u{e0041}\u{e007f}",
  "a Mongolian vowel separator": "\u180e",
  "an interlinear annotation": "\ufff9\ufffb",
  "an empty override": "\u202e\u202c",
  "several of them with white space": " \u200b\u3000\u3164 ",
};

const VISIBLE = {
  "a Persian word with its non-joiner": "می\u200cخواهم",
  "a Sinhala word with its joiner": "ශ්\u200dරී",
  "a family of emoji": "👩‍👩‍👧‍👦",
  "a flag of tags": "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
  "Thai with its zero width spaces": "ภาษา\u200bไทย",
  "a mark alone": "\u0301",
  Korean: "청구",
  "an Arabic number sign": "\u0600",
  "a private character": "\ue000",
};

const UNBALANCED = {
  "an override": "Bill\u202egni",
  "an embedding": "a\u202bb",
  "an isolate": "a\u2067b",
  "an end without a beginning": "a\u202cb",
  "an isolate's end without a beginning": "a\u2069b",
  "an override that an isolate's end does not end": "a\u202eb\u2069",
  "ends in the wrong order": "a\u202e\u2066b\u202c\u2069",
  "one of two": "\u202e\u202ea\u202c",
};

const BALANCED = {
  "an isolate": "Acme \u2067עברית\u2069 Ltd",
  "nested ones": "\u202ba\u2066b\u2069\u202c",
  "marks, which end by themselves": "a\u200eb\u200fc\u061c",
  "no change of direction": "עברית",
};

describe("a name", () => {
  it.each(Object.entries(INVISIBLE))("is refused when it shows nothing: %s", (_what, name) => {
    expect(nameProblem(name)).toBe("must have a character that can be seen");
    expect(nameProblem(`${name}x`)).toBe(undefined);
  });

  it.each(Object.entries(VISIBLE))("may be %s", (_what, name) => {
    expect(nameProblem(name)).toBe(undefined);
  });

  it.each(Object.entries(UNBALANCED))("is refused when it leaves the direction changed: %s", (_what, name) => {
    expect(nameProblem(name)).toContain("text direction");
  });

  it.each(Object.entries(BALANCED))("may change the direction within itself: %s", (_what, name) => {
    expect(nameProblem(name)).toBe(undefined);
  });
});
