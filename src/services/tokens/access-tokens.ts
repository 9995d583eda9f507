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
import { recordAuditEvent } from "../audit/audit-events.js";
import type { Clock } from "../clock.js";
import { Allotment } from "../limits/allotment.js";
import type { AuthenticatedClient } from "../secrets/client-authentication.js";
import { USABLE } from "../secrets/usable.js";
import { revokeTrees } from "./token-trees.js";

/**
 * Tokens of one secret that have not expired; when there are as many, it is worth asking again after some have. What a
 * thief obtains must not keep out whoever has got a new secret.
 */
const MAX_ACCESS_TOKENS = 100_000;
const FULL_RETRY_SECONDS = 60;

/** What is said of an access token when it is issued; its value is never kept. */
export interface IssuedAccessToken {
  oauthApplicationId: string;
  /** The secret that obtained it; null for a token from before that was kept. */
  clientSecretId: string | null;
  scope: string;
  audience: string;
  issuedAt: Date;
  expiresAt: Date;
}

/** An access token that is good, and whose it is. */
export interface LiveAccessToken extends IssuedAccessToken {
  digest: string;
  application: OAuthApplication;
}

/** SQL for the applications that get tokens for their secrets. The grant is the name of an enum in a list of JSON. */
export const GETS_TOKENS = `(enabled AND NOT public AND grant_types LIKE '%"${GrantType.CLIENT_CREDENTIALS}"%')`;

/** By the index of both columns. */
const OBTAINED_BY_SECRET = `access_tokens WHERE client_secret_id = :owner
  AND oauth_application_id = (SELECT oauth_application_id FROM client_secrets WHERE id = :owner)`;

/** What a token needs. */
const APPLICATION = {
  table: "oauth_applications",
  condition: `id = :id AND ${GETS_TOKENS}`,
  held: true,
};
/** Whoever revokes it holds the application; whoever notes its use must not wait for those who get tokens. */
const SECRET = { table: "client_secrets", condition: `id = :secretId AND ${USABLE}`, held: false };
const MEMBER = { table: "members", condition: "oauth_application_id = :id", held: true };

/** A token that is good, and its application. */
const LIVE = [
  { entity: AccessToken, tail: "WHERE digest = :digest AND expires_at > :now" },
  {
    entity: OAuthApplication,
    tail: `WHERE enabled AND NOT public
      AND id = (SELECT oauth_application_id FROM access_tokens WHERE digest = :digest)`,
  },
] as const;

const ISSUED_WITH = "created_by_id = :applicationId AND access_token_digest = :digest";

/** Opaque access tokens, kept as digests: a random value of 256 bits needs no key and no slow hash. */
export class AccessTokens {
  private readonly allotment: Allotment;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    /** The audience of tokens for the gateway itself, which only members get. */
    private readonly audience: string,
  ) {
    this.allotment = new Allotment(database, {
      rows: OBTAINED_BY_SECRET,
      limit: MAX_ACCESS_TOKENS,
      refusal: () => DomainError.tooManyRequests(FULL_RETRY_SECONDS),
    });
  }

  /**
   * Keeps a token that is being issued. False when its application was stopped, or lost the grant, the secret or its
   * membership, since it was authenticated: what ends an application's tokens waits for this, or this for it. Throws
   * `too_many_requests` when the secret has obtained as many tokens as it may have.
   */
  async save(
    value: string,
    { application, secret }: AuthenticatedClient,
    token: Omit<IssuedAccessToken, "oauthApplicationId" | "clientSecretId">,
    patience: Patience | undefined,
  ): Promise<boolean> {
    const { id, organizationId } = application;
    await this.allotment.take(secret.id);
    const needed = token.audience === this.audience ? [APPLICATION, SECRET, MEMBER] : [APPLICATION, SECRET];
    return this.database.change({
      lock: lockOf(organizationId, id),
      patience,
      isShared: true,
      judge: (transaction) => transaction.share(needed, { id, secretId: secret.id, now: this.clock() }),
      write: async (transaction, mayHave) => {
        const obtained = { oauthApplicationId: id, clientSecretId: secret.id };
        if (mayHave) await transaction.insert(AccessToken, { digest: digestOf(value), ...obtained, ...token });
        return mayHave;
      },
    });
  }

  /** Null for one that is unknown, expired or revoked, and for one of an application that is disabled or gone. */
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

  /** Ends a token at its application's wish, which has proved to be its client: with it the API tokens issued with it. */
  async revoke(application: Actor, value: string): Promise<void> {
    const { id, origin } = application;
    await this.database.write(async (transaction) => {
      // Waits for an API token that is being issued with this token.
      await transaction.lock({ table: "members", condition: "oauth_application_id = :id", parameters: { id } });
      await this.end(transaction, application, id, value, this.clock());
    }, origin.patience);
  }

  /** Ends a token of one application at its organization's wish; one that is not the application's is left alone. */
  async revokeOf(actor: Actor, oauthApplicationId: string, value: string): Promise<void> {
    demand(actor, Permission.SECRET_ROTATE);
    await this.database.write(async (transaction) => {
      const now = await holdLiveActor(transaction, actor, this.clock, oauthApplicationId);
      const key = { id: oauthApplicationId, organizationId: actor.organizationId };
      if (!(await transaction.find(OAuthApplication, key))) throw DomainError.notFound("OAuth application");
      const isEnded = await this.end(transaction, actor, oauthApplicationId, value, now);
      if (isEnded) await recordAuditEvent(transaction, actor, now, "access_token.revoked", oauthApplicationId);
    }, actor.origin.patience);
  }

  /** Whether there was such a token of the application, whose member is held. */
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
    if (isEnded) await revokeTrees(transaction, actor, { condition: ISSUED_WITH, parameters }, now);
    return isEnded;
  }
}

function digestOf(value: string): string {
  return createHash("sha256").update(value).digest("base64url");
}
