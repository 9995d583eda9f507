import { type ClientSecret, ClientSecretStatus } from "../../model/client-secret.js";
import { isUsable } from "./usable.js";

/** The usable secrets of one application. A rotation is open while there is a previous one. */
export interface RotationState {
  current: ClientSecret | undefined;
  previous: ClientSecret | undefined;
}

/** The two secrets of an open rotation. */
export interface OpenRotation {
  current: ClientSecret;
  previous: ClientSecret;
}

/** The current and the previous secret: the newest two usable ones. */
export function rotationState(secrets: readonly ClientSecret[], now: number): RotationState {
  let current: ClientSecret | undefined;
  let previous: ClientSecret | undefined;
  // One pass without sorting: a list asks this for every application, and sorting allocates the most.
  for (const secret of secrets) {
    if (!isUsable(secret, now)) continue;
    if (!current || secret.id > current.id) [current, previous] = [secret, current];
    else if (!previous || secret.id > previous.id) previous = secret;
  }
  return { current, previous };
}

/** Sets each secret's status at `now`. `secrets` must hold all usable secrets of each application. */
export function markStatus(secrets: ClientSecret[], now: number): ClientSecret[] {
  const { current, previous } = rotationState(secrets, now);
  for (const secret of secrets) {
    if (secret === current) secret.status = ClientSecretStatus.CURRENT;
    else if (secret === previous) secret.status = ClientSecretStatus.PREVIOUS;
    else secret.status = wasRevoked(secret) ? ClientSecretStatus.REVOKED : ClientSecretStatus.EXPIRED;
  }
  return secrets;
}

/** Whether an unusable secret was stopped before its own end. */
export function wasRevoked({ revokedAt, expiresAt }: ClientSecret): boolean {
  return revokedAt !== null && (expiresAt === null || revokedAt < expiresAt);
}
