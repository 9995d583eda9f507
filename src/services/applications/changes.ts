import type { Database } from "../../database/database.js";
import type { Reader } from "../../database/reader.js";
import type { Selection } from "../../database/select.js";
import type { Transaction } from "../../database/transaction.js";
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
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import { hasLapsed } from "../secrets/lapsed-secrets.js";
import { markStatus, type RotationState, rotationState } from "../secrets/rotation-state.js";
import { isUnconfirmed } from "../secrets/unconfirmed.js";
import { kindOf, secretColumns } from "./list-columns.js";
import { undoRotation } from "./undone-rotation.js";

const ITS_ROW = "id = :id AND organization_id = :organizationId";
const ITSELF: Selection<OAuthApplication> = {
  entity: OAuthApplication,
  tail: `WHERE ${ITS_ROW}`,
  also: ["rotationEndsAt", "currentSecretId"],
};
const ITS_MEMBER = { entity: Member, tail: "WHERE oauth_application_id = :id" };
/** Those that are not marked as stopped: the usable ones, and those whose end has passed, few until a change marks them. */
const ITS_SECRETS = {
  entity: ClientSecret,
  tail: "WHERE oauth_application_id = :id AND revoked_at IS NULL",
};

type JudgedBy = readonly [
  Selection<OAuthApplication>,
  Selection<Member>,
  Selection<ClientSecret>,
  Selection<ApiToken | Member>,
];

/** The rows that decide whether a change is allowed, by the actor's kind. */
const JUDGED_BY: Record<ActorKind, JudgedBy> = {
  [ActorKind.USER]: judgedBy(ActorKind.USER),
  [ActorKind.API_TOKEN]: judgedBy(ActorKind.API_TOKEN),
  [ActorKind.APPLICATION]: judgedBy(ActorKind.APPLICATION),
  [ActorKind.CLI]: judgedBy(ActorKind.CLI),
  [ActorKind.GATEWAY]: judgedBy(ActorKind.GATEWAY),
};

function judgedBy(kind: ActorKind): JudgedBy {
  return [ITSELF, ITS_MEMBER, ITS_SECRETS, livenessOf({ kind })];
}

/** Handed to the `work` of a change: the rows as they are inside the transaction, and the moment of the change. */
export interface BegunChange {
  application: OAuthApplication;
  /** The application's membership, if it is a service account. Changing a membership locks the application first. */
  member: Member | null;
  /** The application's usable secrets; a step of a rotation replaces them by those after it. */
  secrets: RotationState;
  /** Whether there are secrets whose end has passed and that are still to be marked as stopped. */
  hasLapsed: boolean;
  /** The new secret of a rotation that nobody has confirmed in time, while no row says so yet. */
  undone: ClientSecret | undefined;
  now: number;
  /**
   * Checks the actor again and locks its row and the application's member until COMMIT. For changes that lock more than
   * the application; to be called before anything is written, and before other members or API tokens are locked.
   */
  holdActor(transaction: Transaction): Promise<void>;
}

/** What a change of an application needs. */
export interface ChangeTools {
  database: Database;
  trail: AuditTrail;
  clock: Clock;
}

/**
 * Changes one application in one transaction: reads the rows that decide, checks them, and calls `work`. Throws
 * `not_found` also for another organization's application, and `conflict` when `expectedVersion` is stale. A rotation
 * that nobody has confirmed in time is undone before, in a transaction of its own, which a refusal does not take back.
 */
export async function changeApplication<T>(
  { database, trail, clock }: ChangeTools,
  actor: Actor,
  input: Pick<ApplicationChange, "oauthApplicationId" | "expectedVersion">,
  work: (transaction: Transaction, begun: BegunChange) => Promise<T>,
): Promise<T> {
  const { organizationId } = actor;
  const { oauthApplicationId: id } = input;
  if (prefixOf(id) !== ID_PREFIX.oauthApplication) throw DomainError.notFound("OAuth application");
  for (;;) {
    const done = await database.change({
      lock: lockOf(organizationId, id),
      rows: { table: "oauth_applications", condition: ITS_ROW, parameters: { id, organizationId } },
      patience: actor.origin.patience,
      judge: (transaction) => beginChange(transaction, actor, input, clock),
      async write(transaction, begun) {
        const { undone } = begun;
        if (!undone) return { result: await work(transaction, begun) };
        await undoRotation(transaction, trail, actor.origin, { ...begun, undone });
        return undefined;
      },
    });
    if (done) return done.result;
  }
}

/** What a change would be judged by now. Throws as `changeApplication` does, and writes nothing. */
export async function judgeChange(
  { database, clock }: Pick<ChangeTools, "database" | "clock">,
  actor: Actor,
  input: Pick<ApplicationChange, "oauthApplicationId" | "expectedVersion">,
): Promise<BegunChange> {
  const begun = await beginChange(database.read, actor, input, clock);
  // An application whose rotation is undone keeps its version.
  demandVersion(begun.application, input.expectedVersion);
  return begun;
}

/**
 * The name of the lock by which changes of one application take turns. It holds the organization, so that nobody
 * elsewhere waits.
 */
export function lockOf(organizationId: string, oauthApplicationId: string): string {
  return `${organizationId} ${oauthApplicationId}`;
}

/**
 * Reads and checks what decides. On PostgreSQL the application's row is locked by now, so the clock is read after that
 * wait.
 */
async function beginChange(
  reader: Reader,
  actor: Actor,
  { oauthApplicationId: id, expectedVersion }: Pick<ApplicationChange, "oauthApplicationId" | "expectedVersion">,
  clock: Clock,
): Promise<BegunChange> {
  const { organizationId } = actor;
  const now = clock();
  const parameters = { ...livenessParameters(actor), id, organizationId, now };
  const [[application], [member = null], secrets, alive] = await reader.listEach<
    [OAuthApplication, Member, ClientSecret, ApiToken | Member]
  >(JUDGED_BY[actor.kind], parameters);
  rejectDead(actor, alive, now);
  if (!application) throw DomainError.notFound("OAuth application");
  // Whoever changes a service account could act as it, so they need at least its role.
  if (member) rejectAbove(actor, member.role);
  const undone = secrets.find((secret) => isUnconfirmed(secret) && hasLapsed(secret, now));
  if (!undone) demandVersion(application, expectedVersion);
  const state = rotationState(markStatus(secrets, now), now);
  let isHeld = false;
  const holdActor = async (transaction: Transaction) => {
    // Only once: later writes of this transaction may revoke the actor itself.
    if (isHeld) return;
    isHeld = true;
    await holdLiveActor(transaction, actor, clock, id);
  };
  const isLapsed = secrets.some((secret) => hasLapsed(secret, now));
  return { application, member, secrets: state, hasLapsed: isLapsed, undone, now, holdActor };
}

/** Throws `conflict` when the sender has seen another version. */
export function demandVersion({ version }: OAuthApplication, expectedVersion: number | null | undefined): void {
  if (expectedVersion == null || version === expectedVersion) return;
  throw DomainError.stale(
    `The application is at version ${version}, not ${expectedVersion}. Read it again before changing it.`,
    { version },
  );
}

/**
 * Writes the next version of an application whose secrets have changed; changes of settings write it with the settings.
 */
export async function raiseVersion(
  transaction: Transaction,
  { application, secrets, now }: BegunChange,
): Promise<void> {
  const { rotationEndsAt, currentSecretId } = application;
  const changes = { ...nextVersion(application, now), ...secretColumns(secrets) };
  // Older gateways do not write it.
  const kind = application.listedVersion === application.version ? {} : { kind: kindOf(application) };
  Object.assign(application, changes);
  await transaction.update(
    OAuthApplication,
    application.id,
    { ...changes, ...kind },
    { rotationEndsAt, currentSecretId },
  );
}

/** The columns that every change of an application sets. */
export function nextVersion(
  { version }: OAuthApplication,
  now: number,
): Pick<OAuthApplication, "version" | "updatedAt" | "listedVersion"> {
  return { version: version + 1, updatedAt: new Date(now), listedVersion: version + 1 };
}

/**
 * With `ownerOnlySecretRotation`, only an OWNER may end or replace the secrets, which deleting the application does
 * too.
 */
export function demandRotator(actor: Actor, { ownerOnlySecretRotation }: OAuthApplication): void {
  if (!ownerOnlySecretRotation || actor.role === Role.OWNER) return;
  throw DomainError.forbidden(
    "Only an OWNER may end or replace the secrets of this application: ownerOnlySecretRotation is on.",
  );
}
