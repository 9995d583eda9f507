import { GrantType } from "../../model/client-metadata.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import type { RotationState } from "../secrets/rotation-state.js";
import { isUnconfirmed, UNCONFIRMED } from "../secrets/unconfirmed.js";
import { USABLE } from "../secrets/usable.js";

/** The columns of an application by which lists are narrowed, written with each of its versions. */
export type ListColumns = Pick<OAuthApplication, "kind" | "rotationEndsAt" | "currentSecretId" | "listedVersion">;

/** What the kind of an application follows from. */
type Settings = Pick<OAuthApplication, "public" | "enabled" | "grantTypes">;

/** The end of a rotation without one: after any moment, in milliseconds. */
export const NEVER = 8_640_000_000_000_001;

/** In place of a secret's id: after any of them. */
export const NO_SECRET = "~";

const GRANTS = Object.values(GrantType);
const KINDS = Array.from({ length: 2 ** (2 + GRANTS.length) }, (_, kind) => kind);

/** One bit for each setting: public, enabled, and each grant. */
export function kindOf(settings: Settings): number {
  const bits = [settings.public, settings.enabled, ...GRANTS.map((grant) => settings.grantTypes.includes(grant))];
  return bits.reduce((kind, bit, index) => kind + (bit ? 2 ** index : 0), 0);
}

/** SQL for the same. */
const KIND = ["public", "enabled", ...GRANTS.map((grant) => `grant_types LIKE '%"${grant}"%'`)]
  .map((bit, index) => `CASE WHEN ${bit} THEN ${2 ** index} ELSE 0 END`)
  .join(" + ");

/** The kinds that have these settings, whatever the others are. */
export function kindsWith(isPublic?: boolean | null, enabled?: boolean | null, grant?: GrantType | null): number[] {
  const wanted = [isPublic, enabled, ...GRANTS.map((one) => (one === grant ? true : null))];
  return KINDS.filter((kind) =>
    wanted.every((bit, index) => bit == null || bit === Boolean(Math.floor(kind / 2 ** index) % 2)),
  );
}

/**
 * SQL for a rotation that nobody has confirmed in time, while no row says so yet. Until it is confirmed, NEVER and the
 * moment of `confirmBy` are added up in its end: that is after any other, and still says until when it is open.
 */
export const UNDONE = `(rotation_ends_at > ${NEVER} AND rotation_ends_at <= ${NEVER} + :now)`;

/** The earlier end of both secrets: an imported one may have brought its own. */
function endOf({ current, previous }: RotationState): number {
  if (!current || !previous) return 0;
  const ends = [current, previous].map((secret) =>
    isUnconfirmed(secret) ? NEVER + (secret.confirmBy?.getTime() ?? 0) : secret.expiresAt?.getTime(),
  );
  const earlier = Math.min(...ends.map((end) => end ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(earlier) ? earlier : NEVER;
}

/** What an open rotation and the current secret look like in a list. */
export function secretColumns(secrets: RotationState): Pick<ListColumns, "rotationEndsAt" | "currentSecretId"> {
  return { rotationEndsAt: endOf(secrets), currentSecretId: secrets.current?.id ?? NO_SECRET };
}

/** The usable secrets at `:now` of the application in the outer query. */
const USABLE_SECRETS = `FROM client_secrets WHERE oauth_application_id = oauth_applications.id AND ${USABLE}`;

/** SQL for the current secret's id, from the secrets themselves; null without one. */
export const CURRENT_SECRET = `(SELECT MAX(id) ${USABLE_SECRETS})`;

/** SQL for the same end, from the secrets themselves; null without an open rotation. */
export const ROTATION_END = `(SELECT
    COALESCE(MIN(CASE WHEN ${UNCONFIRMED} THEN ${NEVER} + confirm_by ELSE expires_at END), ${NEVER})
  FROM (SELECT expires_at, confirm_by, confirmed_at ${USABLE_SECRETS} ORDER BY id DESC LIMIT 2) newest HAVING COUNT(*) = 2)`;

/** SQL that sets all columns of applications from their settings and secrets. */
export const LIST_AS_IT_IS = `UPDATE oauth_applications SET kind = ${KIND},
  rotation_ends_at = COALESCE(${ROTATION_END}, 0), current_secret_id = COALESCE(${CURRENT_SECRET}, '${NO_SECRET}'),
  listed_version = version`;
