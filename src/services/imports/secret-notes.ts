import type { ClientSecret } from "../../model/client-secret.js";
import type { RotationState } from "../secrets/rotation-state.js";
import { isEarlier } from "../secrets/secret-ends.js";
import type { BroughtClient, BroughtSecret, UsableSecret } from "./brought-client.js";
import { isOver } from "./brought-secrets.js";
import { anotherProofNote, lacksPrevious } from "./gone-secrets.js";
import type { Fit, FittedSecret } from "./secret-fits.js";

const NONE = "It has no secret that works here: a rotation issues one, and so does an import that brings its first.";
const STALE = "The line has a secret that does not work here: secrets stay those that are here.";
const ENDLESS =
  "The previous secret has no end: both work until the rotation is completed here (completeSecretRotation).";

/** What is to be said of a secret that has not ended, by how it fits. */
const OF_FIT: Record<Exclude<Fit, "other">, string | null> = {
  same: null,
  takenInClear:
    "is read as a hash now and came as a secret in clear: what works here is the hash itself. Rotate it, and give the new secret to its client.",
  takenAsHash:
    "is read in clear now and came as a hash: what works here is the secret that has this hash. Rotate it if there is none.",
  unknown: null,
  changed:
    "is another in the line than the one that came: a secret that was set at its source since then does not work here. Secrets stay those that are here.",
};
const MAYBE = "is in clear in the line and came as a hash: whether it is the same secret shows when it is used.";

const HOW: Record<UsableSecret["form"], string> = { plain: "in clear", hash: "as a hash", digest: "as a digest" };

/**
 * What a report says of a confidential client's secrets, by those that work here. It is the same at each import while
 * nothing changes here, and says nothing any more of what was rotated away.
 */
export function secretNotes(
  client: BroughtClient,
  fitting: readonly FittedSecret[],
  { current, previous }: RotationState,
  now: number,
): string[] {
  const ended = fitting.filter(({ secret }) => isOver(secret, now));
  const others = fitting.filter(({ secret }) => !isOver(secret, now));
  if (!current) return [...ended.map(endedNote), NONE];
  const isOfLine = fitting.some(({ fit }) => fit === "same") || [current, previous].some((row) => row?.imported);
  return [
    ...(isOfLine ? ended.map(endedNote) : []),
    ...fitting.flatMap(({ secret, fit }) => (fit === "same" ? weaknessOf(secret) : [])),
    ...new Set(others.flatMap(fitNotes)),
    ...endNotes(current, "current"),
    ...(lacksPrevious(fitting, { current, previous }) ? [goneNote(previous)] : previousNotes(previous)),
    ...anotherProofNote(client, { current, previous }),
  ];
}

function previousNotes(previous: ClientSecret | undefined): string[] {
  if (!previous) return [];
  return previous.imported && previous.expiresAt === null ? [ENDLESS] : endNotes(previous, "previous");
}

/** Of a previous one that its line has no more. */
function goneNote(previous: ClientSecret | undefined): string {
  return `The line no longer has the previous secret, which works here${until(previous)}: complete the rotation here (completeSecretRotation) if it is stopped there.`;
}

/** How an application got its first secrets, as a list of one note, or of none where it got none. */
export function takenNote(secrets: readonly UsableSecret[]): string[] {
  if (secrets.length === 0) return [];
  const how = [...new Set(secrets.map(({ form }) => HOW[form]))].join(" and ");
  return [`Its first secret${secrets.length > 1 ? "s" : ""} came, ${how}.`];
}

/** Of a secret that has ended at its source. */
function endedNote({ secret, name, fit, row }: FittedSecret): string {
  const end = secret.expiresAt?.toISOString();
  if (fit === "changed" || fit === "other") return `${name} had ended on ${end}, and does not work here.`;
  if (fit === "unknown") return `${name} has ended at its source on ${end}; whether it works here is not known.`;
  return `${name} has ended at its source on ${end}, and still works here${until(row)}: stop it by a rotation.`;
}

/** Of one that has not. */
function fitNotes({ secret, name, fit, row }: FittedSecret): string[] {
  if (fit === "other") return [STALE];
  const note = fit === "unknown" && secret.form === "plain" ? MAYBE : OF_FIT[fit];
  const { expiresAt } = secret;
  const isLonger = fit === "same" && row !== undefined && isEarlier(expiresAt, row.expiresAt);
  return [
    ...(note === null ? [] : [`${name} ${note}`]),
    ...(isLonger
      ? [`${name} ends at its source on ${expiresAt?.toISOString()}, and works here${until(row)}: rotate it by then.`]
      : []),
  ];
}

function until(row: ClientSecret | undefined): string {
  return row?.expiresAt ? ` until ${row.expiresAt.toISOString()}` : " without an end";
}

function weaknessOf(secret: BroughtSecret): string[] {
  return secret.form === "plain" && secret.weakness ? [secret.weakness] : [];
}

/** The end of a secret that was imported: it comes without anybody having asked for it here. */
function endNotes({ imported, expiresAt }: ClientSecret, which: string): string[] {
  if (!imported || expiresAt === null) return [];
  return [`The ${which} secret stops on ${expiresAt.toISOString()}: its client needs another one by then.`];
}
