import type { ClientSecret } from "../../../model/client-secret.js";
import type { DomainError } from "../../../model/domain-error.js";
import type { RotationState } from "../../secrets/rotation-state.js";
import type { BroughtClient, BroughtSecret, UsableSecret } from "../brought-client.js";
import { endNotes, until } from "./end-notes.js";
import { anotherProofNote, lacksPrevious } from "./gone-secrets.js";
import { missingCurrentNote } from "./missing-current.js";
import { asSentence, COMPLETE, replacing, WHEN_MOVED } from "./replacing.js";
import { type Fit, type FittedSecret, isMaybeHere } from "./secret-fits.js";
import { endedNote, isOverThere, lastingOf, soonerNote } from "./source-ends.js";

const NONE = "It has no secret that works here: a rotation issues one, and so does an import that brings its first.";
const NONE_ANY_MORE = "It has no secret that works here, and had some: a rotation issues one, and an import none.";
const STALE = "The line has a secret that does not work here: secrets stay those that are here.";

const READ_AS_HASH =
  "is read as a hash now and came as a secret in clear: what works here is the hash itself. If it is one";
const READ_IN_CLEAR = "is read in clear now and came as a hash: what works here is the secret that has this hash";

/** What is to be said of a secret that has not ended, by how it fits. */
const OF_FIT: Record<
  Exclude<Fit, "other">,
  ((row: ClientSecret | undefined, here: RotationState) => string) | string | null
> = {
  same: null,
  takenInClear: (row, here) =>
    `${READ_AS_HASH}, ${replacing(row, here, "rotate it, and give the new secret to its client")}.`,
  takenAsHash: (row, here) => `${READ_IN_CLEAR}. If there is none, ${replacing(row, here, "rotate it")}.`,
  unknown: null,
  changed:
    "does not work here: it was stopped here, or set at its source since it came. Secrets stay those that are here.",
};
const MAYBE = "is in clear in the line and came as a hash: whether it is the same secret shows when it is used.";

const HOW: Record<UsableSecret["form"], string> = { plain: "in clear", hash: "as a hash", digest: "as a digest" };

/** The secrets of an application that work here. */
export interface StandingSecrets extends RotationState {
  /** Whether an import may still bring the first one, or the current one that is missing. */
  mayCome: boolean;
  /** Whether the one that is current at the source never came. */
  isCurrentMissing: boolean;
  /** Why that of the line does not come. */
  refusal?: DomainError | undefined;
}

/**
 * What a report says of a confidential client's secrets, by those that work here. It is the same at each import while
 * nothing changes here, and says nothing any more of what was rotated away.
 */
export function secretNotes(
  client: BroughtClient,
  fitted: readonly FittedSecret[],
  { current, previous, mayCome, isCurrentMissing, refusal }: StandingSecrets,
  now: number,
): string[] {
  const fitting = lastingOf(fitted);
  const ended = fitting.filter((one) => isOverThere(one, now));
  const others = fitting.filter((one) => !isOverThere(one, now));
  const judged = refusal ? others.filter(({ fit }) => isMaybeHere(fit)) : others;
  const ofFits = judged.flatMap((fitted) => fitNotes(fitted, { current, previous }));
  const ofOthers = new Set([...ofFits, ...(refusal ? [`${refusal.message}.`] : [])]);
  // One that the line has would have come if it could be told.
  const isUntold = !refusal && fitting.some(({ isPrevious }) => !isPrevious);
  const missing = isCurrentMissing ? [missingCurrentNote({ current }, isUntold, mayCome)] : [];
  if (!current) {
    const ofNone = isCurrentMissing ? missing : [NONE];
    return [...ended.map(endedNote), ...ofOthers, ...(mayCome ? ofNone : [NONE_ANY_MORE])];
  }
  const isOfLine = fitting.some(({ fit }) => fit === "same") || [current, previous].some((row) => row?.imported);
  const isGone = lacksPrevious(fitting, { current, previous });
  return [
    ...(isOfLine ? ended.map(endedNote) : []),
    ...fitting.flatMap(({ secret, fit, row }) => (fit === "same" ? weakNotes(secret, row, { current, previous }) : [])),
    ...ofOthers,
    ...missing,
    // Each end is said once.
    ...endNotes({ current: isCurrentMissing ? undefined : current, previous: isGone ? undefined : previous }),
    ...(isGone ? [goneNote(previous)] : []),
    ...anotherProofNote(client, { current, previous }),
  ];
}

/** Of a previous one that its line has no more. */
function goneNote(previous: ClientSecret | undefined): string {
  return `The line no longer has the previous secret, which works here${until(previous)}: complete the rotation here (completeSecretRotation) if it is stopped there.`;
}

/** How an application got its first secrets, or the current one that it lacked, as a list of one note or none. */
export function takenNote(secrets: readonly UsableSecret[], lackedCurrent: boolean): string[] {
  if (secrets.length === 0) return [];
  const how = [...new Set(secrets.map(({ form }) => HOW[form]))].join(" and ");
  return lackedCurrent
    ? [`Its current secret came, ${how}.`]
    : [`Its first secret${secrets.length > 1 ? "s" : ""} came, ${how}.`];
}

/** Of one that has not ended at its source. */
function fitNotes(fitted: FittedSecret, here: RotationState): string[] {
  const { secret, name, fit, row } = fitted;
  if (fit === "other") return [STALE];
  const ofFit = fit === "unknown" && secret.form === "plain" ? MAYBE : OF_FIT[fit];
  const note = typeof ofFit === "function" ? ofFit(row, here) : ofFit;
  return [...(note === null ? [] : [`${name} ${note}`]), ...soonerNote(fitted, here)];
}

function weakNotes(secret: BroughtSecret, row: ClientSecret | undefined, here: RotationState): string[] {
  if (secret.form !== "plain" || !secret.weakness) return [];
  const step = replacing(row, here, `rotate it ${WHEN_MOVED}`, `${COMPLETE} once its client has moved over`);
  return [`${secret.weakness}. ${asSentence(step)}`];
}
