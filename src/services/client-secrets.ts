import type { EntityManager } from "typeorm";
import type { Database } from "../database/database.js";
import { select } from "../database/select.js";
import { anyOf } from "../database/statements.js";
import { upsert } from "../database/write.js";
import type { Actor } from "../model/actor.js";
import { ClientSecret } from "../model/client-secret.js";
import { DomainError } from "../model/domain-error.js";
import { ID_PREFIX, newId, timeOf } from "../model/identifier.js";
import type { OAuthApplication } from "../model/oauth-application.js";
import { Permission } from "../model/permission.js";
import { hintOf, hintOfChosen, newSecret } from "../model/secret.js";
import type { Clock } from "./clock.js";
import { demand } from "./permissions.js";
import { isUsable, markStatus, type RotationState, rotationState } from "./rotation-state.js";
import type { SecretKeys } from "./secret-keys.js";

/** How many secrets of one application are listed: those that work and the newest others. */
const LISTED_SECRETS = 20;

/** SQL for rows of secrets or tokens that work at `:now`. */
export const USABLE = "(revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now))";

/** Those that work and the newest others: at most two more than are listed. */
const LISTED = `(${USABLE} OR id >= COALESCE((
  SELECT newer.id FROM client_secrets newer WHERE newer.oauth_application_id = client_secrets.oauth_application_id
  ORDER BY newer.id DESC LIMIT 1 OFFSET ${LISTED_SECRETS - 1}), ''))`;

const IN_ORGANIZATION = `EXISTS (
  SELECT 1 FROM oauth_applications WHERE id = client_secrets.oauth_application_id AND organization_id = :organizationId)`;

/** A secret and its plaintext, which leaves the process once and is kept nowhere. */
export interface IssuedSecret {
  secret: ClientSecret;
  plaintext: string;
}

/** What is kept of secrets. How they follow each other: secret-rotations.ts; how they are used: client-authentication.ts. */
export class ClientSecrets {
  constructor(
    private readonly database: Database,
    private readonly keys: SecretKeys,
    private readonly clock: Clock,
  ) {}

  /** The secrets of applications, newest first, at most 20 each, those that work among them; in one statement. */
  async listByApplications(actor: Actor, oauthApplicationIds: readonly string[]): Promise<ClientSecret[][]> {
    demand(actor, Permission.SECRET_READ);
    const now = this.clock();
    const { read } = this.database;
    const ofThem = anyOf(read, "oauth_application_id", "oauthApplicationIds");
    const secrets = await select(
      read,
      ClientSecret,
      `WHERE ${ofThem} AND ${LISTED} AND ${IN_ORGANIZATION} ORDER BY id DESC`,
      { organizationId: actor.organizationId, oauthApplicationIds, now },
    );
    const byApplication = new Map<string, ClientSecret[]>(oauthApplicationIds.map((id) => [id, []]));
    for (const secret of secrets) byApplication.get(secret.oauthApplicationId)?.push(secret);
    return oauthApplicationIds.map((id) => listed(markStatus(byApplication.get(id) ?? [], now), now));
  }

  /** The secrets of an application that somebody may mean who presents one: those not stopped, and any with its digest. */
  async presented(oauthApplicationId: string, digests: readonly string[], now: number): Promise<ClientSecret[]> {
    const { read } = this.database;
    const presented = `(revoked_at IS NULL OR ${anyOf(read, "digest", "digests")})`;
    const tail = `WHERE oauth_application_id = :oauthApplicationId AND ${presented} ORDER BY id DESC`;
    return markStatus(await select(read, ClientSecret, tail, { oauthApplicationId, digests }), now);
  }

  async get(actor: Actor, id: string): Promise<ClientSecret | null> {
    demand(actor, Permission.SECRET_READ);
    const secret = await this.database.read
      .createQueryBuilder(ClientSecret, "secret")
      .innerJoin("secret.oauthApplicationRow", "application", "application.organizationId = :organizationId", {
        organizationId: actor.organizationId,
      })
      .where("secret.id = :id", { id })
      .getOne();
    if (!secret) return null;
    const now = this.clock();
    const { current, previous } = await this.usable(secret.oauthApplicationId, now);
    return [current, previous].find((usable) => usable?.id === id) ?? markStatus([secret], now)[0] ?? null;
  }

  /** Issues a new secret for an application, or the one its caller has chosen. */
  async issue(
    manager: EntityManager,
    application: OAuthApplication,
    now: number,
    chosen?: string,
  ): Promise<IssuedSecret> {
    const issued = await this.draft(manager, application, now, { chosen });
    await this.save(manager, [issued.secret]);
    return issued;
  }

  /**
   * A new secret that is still to be saved. Its id is later than `after`'s even when the clocks of two gateways
   * disagree, because the newest secret that works is the current one.
   */
  async draft(
    manager: EntityManager,
    application: OAuthApplication,
    now: number,
    { after, chosen }: { after?: ClientSecret; chosen?: string } = {},
  ): Promise<IssuedSecret> {
    if (chosen !== undefined) await this.rejectReuse(manager, application.id, chosen);
    const plaintext = chosen ?? newSecret("ogs_");
    const secret = Object.assign(new ClientSecret(), {
      id: newId(ID_PREFIX.clientSecret, after ? Math.max(now, timeOf(after.id).getTime() + 1) : now),
      oauthApplicationId: application.id,
      digest: this.keys.digest(application.id, plaintext),
      hint: chosen === undefined ? hintOf(plaintext) : hintOfChosen(plaintext),
      expiresAt: null,
      revokedAt: null,
      firstUsedAt: null,
      lastUsedAt: null,
      useCount: 0,
      usesBeforeRotation: 0,
    });
    return { secret, plaintext };
  }

  /** Saves new secrets, and of others when they stop: in one statement, and nothing of their use, which others write. */
  async save(manager: EntityManager, secrets: readonly ClientSecret[]): Promise<void> {
    await upsert(manager, ClientSecret, secrets, ["expiresAt", "revokedAt", "usesBeforeRotation"]);
  }

  /** Whoever may still know a former secret, or holds the current one, shall not hold the new one by that. */
  private async rejectReuse(manager: EntityManager, oauthApplicationId: string, chosen: string): Promise<void> {
    const digests = this.keys.candidates(oauthApplicationId, chosen);
    const tail = `WHERE oauth_application_id = :oauthApplicationId AND ${anyOf(manager, "digest", "digests")} LIMIT 1`;
    if ((await select(manager, ClientSecret, tail, { oauthApplicationId, digests })).length === 0) return;
    throw DomainError.invalidField("clientSecret", "reuse", "clientSecret must not be one the application has or had");
  }

  /** The secrets of an application that work, with their status. */
  private async usable(oauthApplicationId: string, now: number): Promise<RotationState> {
    const tail = `WHERE oauth_application_id = :oauthApplicationId AND ${USABLE}`;
    const secrets = await select(this.database.read, ClientSecret, tail, { oauthApplicationId, now });
    return rotationState(markStatus(secrets, now), now);
  }
}

/** Of too many secrets, newest first, the oldest that do not work are left out. */
function listed(secrets: ClientSecret[], now: number): ClientSecret[] {
  if (secrets.length <= LISTED_SECRETS) return secrets;
  let others = LISTED_SECRETS - secrets.filter((secret) => isUsable(secret, now)).length;
  return secrets.filter((secret) => isUsable(secret, now) || others-- > 0);
}
