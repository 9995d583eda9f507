import { createHash } from "node:crypto";

/** How many texts are remembered. */
const MAX_TEXTS = 500;

/** Names by text; undefined for a text that was seen once. */
const names = new Map<string, string | undefined>();

/**
 * The name of a statement, always the same one for a text. Undefined when the text is seen for the first time in a while:
 * texts that depend on a request's shape would push the others out of what connections keep.
 */
export function nameOf(text: string): string | undefined {
  const isKnown = names.has(text);
  const name = names.get(text) ?? (isKnown ? hashOf(text) : undefined);
  // The least recently used is the first of the Map.
  names.delete(text);
  names.set(text, name);
  if (names.size > MAX_TEXTS) names.delete(names.keys().next().value as string);
  return name;
}

function hashOf(text: string): string {
  return `gateway_${createHash("sha256").update(text).digest("base64url").slice(0, 22)}`;
}
