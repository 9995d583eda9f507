import { changesOf, type Draft, draftOf, type Settings } from "./draft.js";

/** The settings of a form that somebody else has changed, in the order of the form. */
export function changedMeanwhile(before: Settings, now: Settings): (keyof Draft)[] {
  return Object.keys(changesOf(draftOf(now), before)) as (keyof Draft)[];
}

/** The fields as they are now, and over them what was typed since `before`. */
export function keepTyped(draft: Draft, before: Settings, now: Settings): Draft {
  const typed = Object.keys(changesOf(draft, before)) as (keyof Draft)[];
  return { ...draftOf(now), ...Object.fromEntries(typed.map((name) => [name, draft[name]])) };
}
