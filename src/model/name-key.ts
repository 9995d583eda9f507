import { caseFold } from "unicode-case-folding";
import { MAX_NAME_LENGTH } from "./name.js";

/**
 * The name as it is ordered and searched: full case folding (CaseFolding.txt) between two NFKC normalizations, for
 * folding can take a composed character apart. Its beginning only, since both can make a name many times as long.
 */
export function nameKeyOf(name: string): string {
  const folded = caseFold(name.normalize("NFKC")).normalize("NFKC");
  return [...folded].slice(0, MAX_NAME_LENGTH).join("");
}
