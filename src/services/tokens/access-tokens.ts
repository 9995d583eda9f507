import { createHash } from "node:crypto";
import type { Database } from "../../database/database.js";
import type { Transaction } from "../../database/transaction.js";
import { AccessToken } from "../../model/access-token.js";
import type { Actor } from "../../model/actor.js";
import { GrantType } from "../../model/client-metadata.js";
import { DomainError } from "../../model/domain-error.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import type { Patience } from "../../model/patience.js";
import { Permission } from "../../model/permission.js";
import { holdLiveActor } from "../actors/live-actor.js";
import { demand } from "../actors/permissions.js";
import { lockOf } from "../applications/changes.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import { Allotment } from "../limits/allotment.js";
import type { AuthenticatedClient } from "../secrets/client-authentication.js";
import { USABLE } from "../secrets/usable.js";
import type { TokenTrees } from "./token-trees.js";

/**
 * How many unexpired tokens one secret may have obtained. The limit is per secret, so that a thief's tokens do not shut
 * out the holder of a new one.
 */
const MAX_ACCESS_TOKENS = 100_000;
const FULL_RETRY_SECONDS = 60;

/** What is known of an access token when it is issued; its value is never stored. */
export interface IssuedAccessToken {
  oauthApplicationId: string;
  /** The client secret that obtained the token; null when none did, or an early version issued it. */
  clientSecretId: string | null;
  scope: string;
  audience: string;
  issuedAt: Date;
  expiresAt: Date;
}

/** An access token that is valid, and its application. */
export interface LiveAccessToken extends IssuedAccessToken {
  digest: string;
  application: OAuthApplication;
}

/** SQL for applications that obtain tokens with their secrets. `grant_types` is a JSON list of enum names. */
export const GETS_TOKENS = `(enabled AND NOT public AND grant_types LIKE '%"${GrantType.CLIENT_CREDENTIALS}"%')`;

/** Both columns are given, since the index has both. */
const OBTAINED_BY_SECRET = `access_tokens WHERE client_secret_id = :owner
  AND oauth_application_id = (SELECT oauth_application_id FROM client_secrets WHERE id = :owner)`;

const OBTAINED_WITHOUT_SECRET = "access_tokens WHERE oauth_application_id = :owner AND client_secret_id IS NULL";

/** The rows that must exist, as described, for a token to be saved. */
const APPLICATION = {
  table: "oauth_applications",
  condition: `id = :id AND ${GETS_TOKENS}`,
  held: true,
};
/**
 * Not locked: revoking it locks the application first, and writing down its use must not wait for tokens being saved.
 */
const SECRET = { table: "client_secrets", condition: `id = :secretId AND ${USABLE}`, held: false };
const MEMBER = { table: "members", condition: "oauth_application_id = :id", held: true };

/** Selects a valid token and its application. */
const LIVE = [
  { entity: AccessToken, tail: "WHERE digest = :digest AND expires_at > :now" },
  {
    entity: OAuthApplication,
    tail: `WHERE enabled AND NOT public
      AND id = (SELECT oauth_application_id FROM access_tokens WHERE digest = :digest)`,
  },
] as const;

const ISSUED_WITH = "created_by_id = :applicationId AND access_token_digest = :digest";

/** Opaque access tokens, stored as SHA-256: a random value of 256 bits needs no key and no slow hash. */
export class AccessTokens {
  private readonly allotments: { ofSecret: Allotment; ofApplication: Allotment };

  constructor(
    private readonly database: Database,
    private readonly trail: AuditTrail,
    private readonly trees: TokenTrees,
    private readonly clock: Clock,
    /** The audience of tokens for the gateway itself, which only members obtain. */
    private readonly audience: string,
  ) {
    const refusal = () => DomainError.tooManyRequests(FULL_RETRY_SECONDS);
    const allotment = (rows: string) => new Allotment(database, { rows, limit: MAX_ACCESS_TOKENS, refusal });
    this.allotments = { ofSecret: allotment(OBTAINED_BY_SECRET), ofApplication: allotment(OBTAINED_WITHOUT_SECRET) };
  }

  /**
   * Saves a token that is being issued. False when since its authentication the application was stopped or lost the
   * grant, the secret, if it came with one, or, for the gateway's audience, its membership. This and a change of the application wait for
   * each other. Throws `too_many_requests` when the secret has obtained too many tokens.
   */
  async save(
    value: string,
    { application, secret }: AuthenticatedClient,
    token: Omit<IssuedAccessToken, "oauthApplicationId" | "clientSecretId">,
    patience: Patience | undefined,
  ): Promise<boolean> {
    const { id, organizationId } = application;
    await (secret ? this.allotments.ofSecret.take(secret.id) : this.allotments.ofApplication.take(id));
    const needed = [APPLICATION, ...(secret ? [SECRET] : []), ...(token.audience === this.audience ? [MEMBER] : [])];
    return this.database.change({
      lock: lockOf(organizationId, id),
      patience,
      isShared: true,
      judge: (transaction) => transaction.share(needed, { id, secretId: secret?.id ?? null, now: this.clock() }),
      write: async (transaction, mayHave) => {
        const obtained = { oauthApplicationId: id, clientSecretId: secret?.id ?? null };
        if (mayHave) await transaction.insert(AccessToken, { digest: digestOf(value), ...obtained, ...token });
        return mayHave;
      },
    });
  }

  /**
   * The token of this value; null when it is unknown, expired or revoked, or its application is disabled, public or
   * gone.
   */
  async find(value: string): Promise<LiveAccessToken | null> {
    const parameters = { digest: digestOf(value), now: this.clock() };
    const [[found], [application]] = await this.database.read.listEach<[AccessToken, OAuthApplication]>(
      LIVE,
      parameters,
    );
    if (!found || !application) return null;
    const { digest, oauthApplicationId, clientSecretId, scope, audience, issuedAt, expiresAt } = found;
    return { digest, oauthApplicationId, clientSecretId, scope, audience, issuedAt, expiresAt, application };
  }

  /** Ends a token, and the API tokens issued with it, when its own application asks for that. */
  async revoke(application: Actor, value: string): Promise<void> {
    const { id, origin } = application;
    await this.database.write(async (transaction) => {
      // An API token that is being issued with this token is committed first, and then revoked here.
      await transaction.lock({ table: "members", condition: "oauth_application_id = :id", parameters: { id } });
      await this.end(transaction, application, id, value, this.clock());
    }, origin.patience);
  }

  /** Ends a token of one application for an actor of its organization. A token of another application is left alone. */
  async revokeOf(actor: Actor, oauthApplicationId: string, value: string): Promise<void> {
    demand(actor, Permission.SECRET_ROTATE);
    await this.database.write(async (transaction) => {
      const now = await holdLiveActor(transaction, actor, this.clock, oauthApplicationId);
      const key = { id: oauthApplicationId, organizationId: actor.organizationId };
      if (!(await transaction.find(OAuthApplication, key))) throw DomainError.notFound("OAuth application");
      const isEnded = await this.end(transaction, actor, oauthApplicationId, value, now);
      if (isEnded) await this.trail.record(transaction, actor, now, "access_token.revoked", oauthApplicationId);
    }, actor.origin.patience);
  }

  /** Deletes the token; false when the application has no such token. The application's member is locked. */
  private async end(
    transaction: Transaction,
    actor: Actor,
    applicationId: string,
    value: string,
    now: number,
  ): Promise<boolean> {
    const digest = digestOf(value);
    const isEnded = await transaction.remove(AccessToken, { digest, oauthApplicationId: applicationId });
    const parameters = { applicationId, digest };
    if (isEnded) await this.trees.revoke(transaction, actor, { condition: ISSUED_WITH, parameters }, now);
    return isEnded;
  }
}

function digestOf(value: string): string {
  return createHash("sha256").update(value).digest("base64url");
}
