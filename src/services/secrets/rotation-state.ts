import { type ClientSecret, ClientSecretStatus } from "../../model/client-secret.js";
import { isUsable } from "./usable.js";

/** The secrets of one application that work; a rotation is open while there is a previous one. */
export interface RotationState {
  current: ClientSecret | undefined;
  previous: ClientSecret | undefined;
}

/** Both secrets of a rotation that is open. */
export interface OpenRotation {
  current: ClientSecret;
  previous: ClientSecret;
}

/** Which secrets are current and previous: the newest two that work. */
export function rotationState(secrets: readonly ClientSecret[], now: number): RotationState {
  let current: ClientSecret | undefined;
  let previous: ClientSecret | undefined;
  // Not sorted: a list of applications asks this for each of them, and sorting makes most of its garbage.
  for (const secret of secrets) {
    if (!isUsable(secret, now)) continue;
    if (!current || secret.id > current.id) [current, previous] = [secret, current];
    else if (!previous || secret.id > previous.id) previous = secret;
  }
  return { current, previous };
}

/** Writes each secret's status at `now` onto it. `secrets` must hold all that work of each application they are of. */
export function markStatus(secrets: ClientSecret[], now: number): ClientSecret[] {
  const { current, previous } = rotationState(secrets, now);
  for (const secret of secrets) {
    if (secret === current) secret.status = ClientSecretStatus.CURRENT;
    else if (secret === previous) secret.status = ClientSecretStatus.PREVIOUS;
    else secret.status = wasRevoked(secret) ? ClientSecretStatus.REVOKED : ClientSecretStatus.EXPIRED;
  }
  return secrets;
}

/** Whether a secret that does not work was stopped by somebody before its own end. */
function wasRevoked({ revokedAt, expiresAt }: ClientSecret): boolean {
  return revokedAt !== null && (expiresAt === null || revokedAt < expiresAt);
}
