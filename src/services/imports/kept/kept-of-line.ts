import type { DialectSettings } from "../../../model/dialect-settings.js";
import type { Dialects } from "../../applications/replaced-dialects.js";
import { type BroughtClient, OWN_SOURCE } from "../brought-client.js";
import { KeptRoom, NO_ROOM } from "./kept-room.js";
import { namesNote } from "./shown-names.js";

/** What an application keeps of dialects by a line that is taken as a whole. */
export interface KeptOfLine {
  dialectSettings: DialectSettings;
  /** Dialects of which it keeps this and nothing else: its source's, or each where the line is of another gateway. */
  replacedDialects: Dialects;
  /** What there is no room for. */
  notes: string[];
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
  const isOwn = source === OWN_SOURCE;
  const isUnsaid = isOwn && brought === undefined;
  const decided = isOwn ? Object.keys(isUnsaid ? without : had) : [source];
  const dialects = [...new Set([...decided, ...Object.keys(brought ?? {})])] as (keyof DialectSettings)[];
  const begun = dialects.flatMap((dialect) => {
    // What a part of a client lacks is not gone from it.
    const stays = guessed || isUnsaid ? (without[dialect] ?? had[dialect] ?? {}) : {};
    const more = brought?.[dialect] ?? {};
    const others = Object.entries(stays).filter(([name]) => !Object.hasOwn(more, name));
    const isNothing = others.length === 0 && Object.keys(more).length === 0;
    return isNothing ? [] : [{ dialect, more, settings: Object.fromEntries(others) }];
  });
  const room = new KeptRoom([
    ...Object.entries(had).filter(([dialect]) => !dialects.includes(dialect as keyof DialectSettings)),
    ...begun.map(({ dialect, settings }) => [dialect, settings] as const),
  ]);
  const over: string[] = [];
  const kept = begun.map(({ dialect, settings, more }) => {
    const path = isOwn ? `dialectSettings.${dialect}.` : "";
    return [dialect, room.fill(settings, more, (name) => over.push(path + name))];
  });
  return {
    dialectSettings: Object.fromEntries(kept),
    replacedDialects: dialects,
    notes: namesNote(NO_ROOM, over),
  };
}
