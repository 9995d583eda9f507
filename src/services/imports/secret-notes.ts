import type { ClientSecret } from "../../model/client-secret.js";
import { isAmong, type SecretKeys } from "../keys/secret-keys.js";
import type { RotationState } from "../secrets/rotation-state.js";
import type { BroughtClient, BroughtSecret } from "./brought-client.js";
import { endedNotes, isOver } from "./brought-secrets.js";

const NONE = "It has no secret that works here: a rotation issues one, and so does an import that brings its first.";
const STALE = "The line has a secret that does not work here: secrets stay those that are here.";
const ENDLESS =
  "The previous secret has no end: both work until the rotation is completed here (completeSecretRotation).";

/**
 * What a report says of a confidential client's secrets, by those that work here. It is the same at each import while
 * nothing changes here, and says nothing any more of what was rotated away.
 */
export function secretNotes(
  keys: SecretKeys,
  client: BroughtClient,
  { current, previous }: RotationState,
  now: number,
): string[] {
  const ended = endedNotes(client, now);
  if (!current) return [...ended, ...(client.secretNotes ?? []), NONE];
  const standing = previous ? [current, previous] : [current];
  const known = client.secrets.filter((secret) => standing.some((row) => isOf(keys, row, secret)));
  const isStale = (secret: BroughtSecret) => isComparable(secret) && !isOver(secret, now) && !known.includes(secret);
  return [
    ...(known.length > 0 || standing.some(({ imported }) => imported) ? ended : []),
    ...known.flatMap((secret) => (secret.form === "plain" && secret.weakness ? [secret.weakness] : [])),
    ...(client.secrets.some(isStale) ? [STALE] : []),
    ...endNotes(current, "current"),
    ...(previous ? endNotes(previous, "previous") : []),
    ...(previous?.imported && previous.expiresAt === null ? [ENDLESS] : []),
  ];
}

/** Whether a secret that was brought can be told from those here. Of a hash only the secret itself tells, once it is used. */
function isComparable({ form }: BroughtSecret): boolean {
  return form === "plain" || form === "digest";
}

function isOf(keys: SecretKeys, { id, oauthApplicationId, digest }: ClientSecret, secret: BroughtSecret): boolean {
  if (secret.form === "digest") return secret.state.id === id;
  return secret.form === "plain" && isAmong(keys.candidates(oauthApplicationId, secret.text), digest);
}

/** The end of a secret that was imported: it comes without anybody having asked for it here. */
function endNotes({ imported, expiresAt }: ClientSecret, which: string): string[] {
  if (!imported || expiresAt === null) return [];
  return [`The ${which} secret stops on ${expiresAt.toISOString()}: its client needs another one by then.`];
}
