import type { DialectSettings } from "../../model/dialect-settings.js";
import type { Dialects } from "../applications/replaced-dialects.js";
import { type BroughtClient, OWN_SOURCE } from "./brought-client.js";

/** What an application keeps of dialects by a line that is taken as a whole. */
export interface KeptOfLine {
  dialectSettings: DialectSettings;
  /** Dialects of which it keeps this and nothing else: its source's, or each where the line is of another gateway. */
  replacedDialects: Dialects;
}

/**
 * What stays of the dialects that a line decides about, and what it brings of them. `had` is what the application keeps, and
 * `without` what it keeps without what is recognized as a credential by now.
 */
export function keptOfLine(
  { settings: { dialectSettings: brought }, guessed }: Pick<BroughtClient, "settings" | "guessed">,
  source: string,
  had: DialectSettings = {},
  without: DialectSettings = {},
): KeptOfLine {
  const isUnsaid = source === OWN_SOURCE && brought === undefined;
  const decided = source !== OWN_SOURCE ? [source] : Object.keys(isUnsaid ? without : had);
  const dialects = [...new Set([...decided, ...Object.keys(brought ?? {})])] as (keyof DialectSettings)[];
  const kept = dialects.map((dialect) => {
    // What a part of a client lacks is not gone from it.
    const stays = guessed || isUnsaid ? (without[dialect] ?? had[dialect]) : {};
    return [dialect, { ...stays, ...brought?.[dialect] }];
  });
  return { dialectSettings: Object.fromEntries(kept), replacedDialects: dialects };
}
