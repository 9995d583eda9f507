export const MAX_NAME_LENGTH = 256;

/**
 * Characters that show nothing: format characters, fillers, white space, the blank of Braille and a few other blanks.
 */
const BLANKS =
  /[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cc}\u2800\ufff9-\ufffb\u{13430}-\u{1343f}\u{13441}\u{13442}\u{1d159}]/gu;

/** The character that ends an embedding, an override or an isolate, by the one that begins it (UAX #9, §2). */
const END_OF: Record<string, string> = {
  "\u202a": "\u202c",
  "\u202b": "\u202c",
  "\u202d": "\u202c",
  "\u202e": "\u202c",
  "\u2066": "\u2069",
  "\u2067": "\u2069",
  "\u2068": "\u2069",
};
const ENDS = new Set(Object.values(END_OF));

/** Why a text may not be a name, as the rest of a sentence, or undefined when it may. */
export function nameProblem(name: string): string | undefined {
  if (name.replace(BLANKS, "") === "") return "must have a character that can be seen";
  if (!isDirectionBalanced(name)) {
    return "must end every change of text direction (bidirectional embedding, override or isolate) that it begins, and no other";
  }
  return undefined;
}

/**
 * A text as one line without anything that is not seen or turns the text around it: white space becomes a space, other
 * blanks, direction marks and halves of surrogate pairs go.
 */
export function oneLineOf(text: string): string {
  const seen = text.replace(BLANKS, (blank) => (/\s/.test(blank) ? " " : ""));
  return seen
    .replace(/\p{Cs}/gu, "")
    .replace(/ +/g, " ")
    .trim();
}

/** A text as a name, without what none may have and cut to the limit; empty where nothing of it could be seen. */
export function mendedName(text: string): string {
  const line = text.replace(/\s+/gu, " ").replace(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, "");
  const cut = [...line.trim()].slice(0, MAX_NAME_LENGTH).join("").trim();
  return nameProblem(cut) === undefined ? cut : "";
}

/** Whether every change of text direction ends inside the text, so that text around it keeps its own direction. */
function isDirectionBalanced(text: string): boolean {
  const open: string[] = [];
  for (const character of text) {
    const end = END_OF[character];
    if (end) open.push(end);
    else if (ENDS.has(character) && open.pop() !== character) return false;
  }
  return open.length === 0;
}
