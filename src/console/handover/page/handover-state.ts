import type { Rotation, Secret } from "./handover.js";
import { type Handover, worksNow } from "./handover.js";
import { endOf } from "./time-axis.js";

/** Where an application's secrets stand, as the first thing on its page says it. */
export type HandoverState =
  | { is: "public" | "hidden" | "no secret" }
  | { is: "disabled"; current: Secret | undefined }
  /** Two parties seem to hold a secret: `asked` is the one that somebody asked for another with, whatever became of it. */
  | { is: "contested"; at: string; asked: Secret | undefined }
  | { is: "two"; current: Secret; previous: Secret; rotation: Rotation }
  /** The new secret was not used in time, and has ended by itself before the one that it was to replace. */
  | { is: "undone"; current: Secret; undone: Secret }
  /** All that worked before was stopped by the rotation that issued the current one. */
  | { is: "stopped"; current: Secret; stopped: readonly Secret[] }
  | { is: "one"; current: Secret };

/** How long what a rotation came to is the first thing to say. */
const NEWS_MILLISECONDS = 24 * 3_600_000;

/** The newest that is to be said. A contest comes first: until it is ended, no other step is a safe one. */
export function handoverStateOf(application: Handover, now: number): HandoverState {
  const { rotation, secrets, secretContestedAt: at } = application;
  if (application.public) return { is: "public" };
  if (!secrets) return { is: "hidden" };
  const { current, previous } = worksNow(application);
  if (!application.enabled) return { is: "disabled", current };
  if (!current) return { is: "no secret" };
  if (at) return { is: "contested", at, asked: secrets.find(({ contestedAt }) => contestedAt === at) };
  if (rotation && previous) return { is: "two", current, previous, rotation };
  const undone = secrets.find((secret) => isUndone(secret, current, now));
  if (undone) return { is: "undone", current, undone };
  const stopped = secrets.filter((secret) => isStoppedFor(secret, current, now));
  return stopped.length > 0 ? { is: "stopped", current, stopped } : { is: "one", current };
}

function isUndone({ status, createdAt, expiresAt }: Secret, current: Secret, now: number): boolean {
  const isNewer = Date.parse(createdAt) > Date.parse(current.createdAt);
  return status === "EXPIRED" && isNewer && Date.parse(expiresAt ?? "") > now - NEWS_MILLISECONDS;
}

/** Whether the rotation that issued `current` stopped this one: a moment at which both have one time, to the second. */
function isStoppedFor(secret: Secret, current: Secret, now: number): boolean {
  const issued = Date.parse(current.createdAt);
  const end = endOf(secret) ?? 0;
  return secret.status === "REVOKED" && end <= issued && end > issued - 1000 && issued > now - NEWS_MILLISECONDS;
}
