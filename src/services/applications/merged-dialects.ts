import type { DialectSettings } from "../../model/dialect-settings.js";
import { DomainError } from "../../model/domain-error.js";
import {
  MAX_DIALECT_SETTINGS_BYTES,
  MAX_DIALECT_SETTINGS_DEPTH,
} from "../../model/inputs/oauth-application-settings.inputs.js";

/** Merges each dialect's settings by name, so that a client keeps those that it does not send. */
export function mergedDialects(current: DialectSettings | null, given: DialectSettings): DialectSettings | null {
  const changes = Object.entries(given).filter(([, settings]) => Object.keys(settings).length > 0);
  if (changes.length === 0) return current;
  const merged = { ...current };
  for (const [name, settings] of changes as [keyof DialectSettings, object][]) {
    merged[name] = { ...merged[name], ...settings };
  }
  if (depthOf(merged) > MAX_DIALECT_SETTINGS_DEPTH) {
    throw DomainError.invalidField(
      "dialectSettings",
      "depth",
      `dialectSettings must be nested at most ${MAX_DIALECT_SETTINGS_DEPTH} levels deep`,
      MAX_DIALECT_SETTINGS_DEPTH,
    );
  }
  if (Buffer.byteLength(JSON.stringify(merged)) <= MAX_DIALECT_SETTINGS_BYTES) return merged;
  throw DomainError.invalidField(
    "dialectSettings",
    "size",
    `dialectSettings must be at most ${MAX_DIALECT_SETTINGS_BYTES} bytes as JSON: what only one dialect knows is too much`,
    MAX_DIALECT_SETTINGS_BYTES,
  );
}

/** The depth of nested lists and objects; stops counting one level beyond the limit. */
function depthOf(value: unknown, level = 0): number {
  if (typeof value !== "object" || value === null || level > MAX_DIALECT_SETTINGS_DEPTH) return level;
  return Object.values(value).reduce<number>((deepest, item) => Math.max(deepest, depthOf(item, level + 1)), level + 1);
}
