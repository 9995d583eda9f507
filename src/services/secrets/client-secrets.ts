import type { Database } from "../../database/database.js";
import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import { ClientSecret } from "../../model/client-secret.js";
import { DomainError } from "../../model/domain-error.js";
import { ID_PREFIX, newId, timeOf } from "../../model/identifier.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { Permission } from "../../model/permission.js";
import { HIDDEN_HINT, hintOf, hintOfChosen, newSecret } from "../../model/secret.js";
import { demand } from "../actors/permissions.js";
import { destroyAnswerOf, mayBeKept } from "../answers/destroyed-answers.js";
import type { Clock } from "../clock.js";
import type { SecretKeys } from "../keys/secret-keys.js";
import { contestedAt } from "./contested.js";
import { sealHash } from "./foreign-digest.js";
import { markStatus, type RotationState, rotationState } from "./rotation-state.js";
import { isUsable, USABLE } from "./usable.js";

/** How many secrets of one application are listed: the usable ones, and the newest others. */
const LISTED_SECRETS = 20;

/** SQL for the usable secrets and the newest others: at most two more than are listed. */
const LISTED = `(${USABLE} OR id >= COALESCE((
  SELECT newer.id FROM client_secrets newer WHERE newer.oauth_application_id = client_secrets.oauth_application_id
  ORDER BY newer.id DESC LIMIT 1 OFFSET ${LISTED_SECRETS - 1}), ''))`;

/**
 * What is read of listed secrets, never what they are recognised by: how each stands, or all that may be shown. Two texts
 * only, however many selections there are, since each text is prepared and batched by itself.
 */
export type SecretDetail = "standing" | "whole";

const STANDING: readonly (keyof ClientSecret)[] = ["oauthApplicationId", "hint", "expiresAt", "revokedAt"];

/** What only the whole of a secret has. */
export const USE_AND_TERMS: readonly (keyof ClientSecret)[] = [
  "firstUsedAt",
  "lastUsedAt",
  "useCount",
  "usesBeforeRotation",
  "confirmBy",
  "confirmedAt",
  "nextOverlapSeconds",
  "contestedAt",
  "imported",
];

const READ: Record<SecretDetail, readonly (keyof ClientSecret)[]> = {
  standing: STANDING,
  whole: [...STANDING, ...USE_AND_TERMS],
};

/** What steps of a rotation change of existing secrets. */
const ENDS: readonly (keyof ClientSecret)[] = [
  "expiresAt",
  "revokedAt",
  "usesBeforeRotation",
  "confirmBy",
  "confirmedAt",
  "nextOverlapSeconds",
];

const IN_ORGANIZATION = `EXISTS (
  SELECT 1 FROM oauth_applications WHERE id = client_secrets.oauth_application_id AND organization_id = :organizationId)`;

/** A secret and its plaintext, which is stored nowhere and leaves the process once. */
export interface IssuedSecret {
  secret: ClientSecret;
  plaintext: string;
}

/**
 * Reads and writes secrets. Rotations are in rotations.ts and open-rotations.ts, authentication in client-authentication.ts.
 */
export class ClientSecrets {
  constructor(
    private readonly database: Database,
    private readonly keys: SecretKeys,
    private readonly clock: Clock,
  ) {}

  /**
   * The secrets of each application, newest first: at most 20, among them the usable ones. One statement for all. A
   * property beyond `detail` throws when it is used.
   */
  async listByApplications(
    actor: Actor,
    oauthApplicationIds: readonly string[],
    detail: SecretDetail,
  ): Promise<ClientSecret[][]> {
    demand(actor, Permission.SECRET_READ);
    const now = this.clock();
    const { read } = this.database;
    const ofThem = read.anyOf("oauth_application_id", "oauthApplicationIds");
    const secrets = await read.list(
      ClientSecret,
      `WHERE ${ofThem} AND ${LISTED} AND ${IN_ORGANIZATION} ORDER BY id DESC`,
      { organizationId: actor.organizationId, oauthApplicationIds, now },
      READ[detail],
    );
    const byApplication = new Map<string, ClientSecret[]>(oauthApplicationIds.map((id) => [id, []]));
    for (const secret of secrets) byApplication.get(secret.oauthApplicationId)?.push(secret);
    return oauthApplicationIds.map((id) => listed(markStatus(byApplication.get(id) ?? [], now), now));
  }

  /** When the rotation of the application with these secrets was last contested, while that matters; null otherwise. */
  contestedAt(secrets: readonly ClientSecret[]): Date | null {
    return contestedAt(secrets, this.clock());
  }

  /** A secret of the actor's organization with its status; null when there is none. */
  async get(actor: Actor, id: string): Promise<ClientSecret | null> {
    demand(actor, Permission.SECRET_READ);
    const { organizationId } = actor;
    const tail = `WHERE id = :id AND ${IN_ORGANIZATION}`;
    const secret = await this.database.read.first(ClientSecret, tail, { id, organizationId });
    if (!secret) return null;
    const now = this.clock();
    const { current, previous } = await this.usable(secret.oauthApplicationId, now);
    return [current, previous].find((usable) => usable?.id === id) ?? markStatus([secret], now)[0] ?? null;
  }

  /**
   * A new secret that is not saved yet. Its id is later than that of `after` even when clocks of gateways differ,
   * because the newest usable secret is the current one. `isKept`: the answer that shows it will be kept.
   */
  async draft(
    transaction: Transaction,
    application: OAuthApplication,
    now: number,
    { after, chosen, isKept = false }: { after?: ClientSecret; chosen?: string; isKept?: boolean } = {},
  ): Promise<IssuedSecret> {
    if (chosen !== undefined) await this.rejectReuse(transaction, application.id, chosen);
    const plaintext = chosen ?? newSecret("ogs_");
    const hint = chosen === undefined ? hintOf(plaintext) : hintOfChosen(plaintext);
    const secret = this.unsaved(application, now, after, plaintext, { hint, hasKeptAnswer: isKept });
    return { secret, plaintext };
  }

  /** A secret, or the hash of one, that a new application brings along with the end that it has. It is not saved yet. */
  adopt(
    application: OAuthApplication,
    now: number,
    { form, text, expiresAt }: { form: "plain" | "hash"; text: string; expiresAt: Date | null },
    after?: ClientSecret,
  ): ClientSecret {
    const secret = this.unsaved(application, now, after, text, { hint: HIDDEN_HINT, imported: true, expiresAt });
    if (form === "hash") secret.digest = sealHash(this.keys, secret, text);
    return secret;
  }

  private unsaved(
    application: OAuthApplication,
    now: number,
    after: ClientSecret | undefined,
    plaintext: string,
    own: Pick<ClientSecret, "hint"> & Partial<ClientSecret>,
  ): ClientSecret {
    return Object.assign(new ClientSecret(), {
      id: newId(ID_PREFIX.clientSecret, after ? Math.max(now, timeOf(after.id).getTime() + 1) : now),
      oauthApplicationId: application.id,
      digest: this.keys.digest(application.id, plaintext),
      expiresAt: null,
      revokedAt: null,
      firstUsedAt: null,
      lastUsedAt: null,
      useCount: 0,
      usesBeforeRotation: 0,
      confirmBy: null,
      confirmedAt: null,
      nextOverlapSeconds: null,
      contestedAt: null,
      hasKeptAnswer: false,
      imported: false,
      ...own,
    });
  }

  /**
   * Saves new secrets, and the end of existing ones, in one statement. Their use is written elsewhere and left alone. What
   * is kept of those that have stopped is destroyed.
   */
  async save(transaction: Transaction, secrets: readonly ClientSecret[]): Promise<void> {
    await transaction.upsert(ClientSecret, secrets, ENDS);
    for (const secret of secrets) {
      if (secret.revokedAt !== null && mayBeKept(secret)) await destroyAnswerOf(transaction, secret.id);
    }
  }

  /** Refuses a chosen secret that the application has or had, since others may still know it. */
  private async rejectReuse(transaction: Transaction, oauthApplicationId: string, chosen: string): Promise<void> {
    const digests = this.keys.candidates(oauthApplicationId, chosen);
    const tail = `WHERE oauth_application_id = :oauthApplicationId AND ${transaction.anyOf("digest", "digests")} LIMIT 1`;
    if ((await transaction.list(ClientSecret, tail, { oauthApplicationId, digests })).length === 0) return;
    throw DomainError.invalidField("clientSecret", "reuse", "clientSecret must not be one the application has or had");
  }

  /** The usable secrets of an application, with their status. */
  private async usable(oauthApplicationId: string, now: number): Promise<RotationState> {
    const tail = `WHERE oauth_application_id = :oauthApplicationId AND ${USABLE}`;
    const secrets = await this.database.read.list(ClientSecret, tail, { oauthApplicationId, now });
    return rotationState(markStatus(secrets, now), now);
  }
}

/** Leaves out the oldest secrets that are not usable when there are too many; `secrets` is newest first. */
function listed(secrets: ClientSecret[], now: number): ClientSecret[] {
  if (secrets.length <= LISTED_SECRETS) return secrets;
  let others = LISTED_SECRETS - secrets.filter((secret) => isUsable(secret, now)).length;
  return secrets.filter((secret) => isUsable(secret, now) || others-- > 0);
}
