import type { Database } from "../../database/database.js";
import type { Selection } from "../../database/select.js";
import type { Judging, Transaction } from "../../database/transaction.js";
import { type Actor, ActorKind } from "../../model/actor.js";
import type { ApiToken } from "../../model/api-token.js";
import { ClientSecret } from "../../model/client-secret.js";
import { DomainError } from "../../model/domain-error.js";
import { ID_PREFIX, prefixOf } from "../../model/identifier.js";
import type { ApplicationChange } from "../../model/inputs/application-change.inputs.js";
import { Member } from "../../model/member.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import { Role } from "../../model/permission.js";
import { holdLiveActor, livenessOf, livenessParameters, rejectDead } from "../actors/live-actor.js";
import { rejectAbove } from "../actors/permissions.js";
import type { Clock } from "../clock.js";
import { hasLapsed } from "../secrets/lapsed-secrets.js";
import { markStatus, type RotationState, rotationState } from "../secrets/rotation-state.js";
import { USABLE } from "../secrets/usable.js";

const ITS_ROW = "id = :id AND organization_id = :organizationId";
const ITSELF = { entity: OAuthApplication, tail: `WHERE ${ITS_ROW}` };
const ITS_MEMBER = { entity: Member, tail: "WHERE oauth_application_id = :id" };
/** Those that work, and one whose time is up without a row that says so, if there is any. */
const ITS_SECRETS = {
  entity: ClientSecret,
  tail: `WHERE oauth_application_id = :id AND (${USABLE} OR id = (
    SELECT id FROM client_secrets lapsed
    WHERE oauth_application_id = :id AND revoked_at IS NULL AND expires_at <= :now LIMIT 1))`,
};

type JudgedBy = readonly [
  Selection<OAuthApplication>,
  Selection<Member>,
  Selection<ClientSecret>,
  Selection<ApiToken | Member>,
];

/** All that a change of an application is judged by. */
const JUDGED_BY: Record<ActorKind, JudgedBy> = {
  [ActorKind.USER]: judgedBy(ActorKind.USER),
  [ActorKind.API_TOKEN]: judgedBy(ActorKind.API_TOKEN),
  [ActorKind.APPLICATION]: judgedBy(ActorKind.APPLICATION),
  [ActorKind.CLI]: judgedBy(ActorKind.CLI),
};

function judgedBy(kind: ActorKind): JudgedBy {
  return [ITSELF, ITS_MEMBER, ITS_SECRETS, livenessOf({ kind })];
}

/** An application whose change has begun, and the moment of the change. */
export interface BegunChange {
  application: OAuthApplication;
  /** Its membership of the organization, if it is a service account. Whoever changes it holds the application first. */
  member: Member | null;
  /** Its secrets that work. */
  secrets: RotationState;
  /** Whether secrets whose time is up are to be marked as stopped. */
  hasLapsed: boolean;
  now: number;
  /**
   * Judges the actor again and holds it, and the application's member, until COMMIT: for a change that waits for more
   * than the application, when only members and API tokens are left to wait for and nothing is written yet.
   */
  holdActor(transaction: Transaction): Promise<void>;
}

/**
 * Changes an application, in one transaction: reads all that the change is judged by, and lets `work` change it.
 * Throws `not_found` for another organization's application too, `conflict` for a stale version.
 */
export async function changeApplication<T>(
  database: Database,
  clock: Clock,
  actor: Actor,
  input: ApplicationChange,
  work: (transaction: Transaction, begun: BegunChange) => Promise<T>,
): Promise<T> {
  const { organizationId } = actor;
  const { oauthApplicationId: id } = input;
  if (prefixOf(id) !== ID_PREFIX.oauthApplication) throw DomainError.notFound("OAuth application");
  return database.change({
    lock: lockOf(organizationId, id),
    rows: { table: "oauth_applications", condition: ITS_ROW, parameters: { id, organizationId } },
    patience: actor.origin.patience,
    judge: (transaction) => beginChange(transaction, actor, input, clock),
    write: work,
  });
}

/** The lock of those that change an application, or are judged by it. Another organization's do not wait for them. */
export function lockOf(organizationId: string, oauthApplicationId: string): string {
  return `${organizationId} ${oauthApplicationId}`;
}

/** On PostgreSQL changes of one application take turns at its row; the clock is read after that wait. */
async function beginChange(
  transaction: Judging,
  actor: Actor,
  { oauthApplicationId: id, expectedVersion }: ApplicationChange,
  clock: Clock,
): Promise<BegunChange> {
  const { organizationId } = actor;
  const now = clock();
  const parameters = { ...livenessParameters(actor), id, organizationId, now };
  const [[application], [member = null], secrets, alive] = await transaction.listEach<
    [OAuthApplication, Member, ClientSecret, ApiToken | Member]
  >(JUDGED_BY[actor.kind], parameters);
  rejectDead(actor, alive, now);
  if (!application) throw DomainError.notFound("OAuth application");
  // Whoever changes an application that is a member could act as that member, and so must be able to do what it can.
  if (member) rejectAbove(actor, member.role);
  if (expectedVersion != null && application.version !== expectedVersion) {
    throw DomainError.conflict(
      `The application is at version ${application.version}, not ${expectedVersion}. Read it again before changing it.`,
    );
  }
  const state = rotationState(markStatus(secrets, now), now);
  let isHeld = false;
  const holdActor = async (transaction: Transaction) => {
    // Once: what is written later may end the actor itself.
    if (isHeld) return;
    isHeld = true;
    await holdLiveActor(transaction, actor, clock, id);
  };
  const isLapsed = secrets.some((secret) => hasLapsed(secret, now));
  return { application, member, secrets: state, hasLapsed: isLapsed, now, holdActor };
}

/** Notes that the application has changed. Changes of its settings write that with them. */
export async function raiseVersion(transaction: Transaction, { application, now }: BegunChange): Promise<void> {
  const next = nextVersion(application, now);
  Object.assign(application, next);
  await transaction.update(OAuthApplication, application.id, next);
}

/** What every change of an application changes. */
export function nextVersion({ version }: OAuthApplication, now: number): { version: number; updatedAt: Date } {
  return { version: version + 1, updatedAt: new Date(now) };
}

/** `ownerOnlySecretRotation` narrows who may end or replace the secrets, be it by deleting the application. */
export function demandRotator(actor: Actor, { ownerOnlySecretRotation }: OAuthApplication): void {
  if (!ownerOnlySecretRotation || actor.role === Role.OWNER) return;
  throw DomainError.forbidden(
    "Only an OWNER may end or replace the secrets of this application: ownerOnlySecretRotation is on.",
  );
}
