import { createHash } from "node:crypto";
import { type EntityManager, MoreThan } from "typeorm";
import type { Database } from "../database/database.js";
import { AccessToken } from "../model/access-token.js";
import type { OAuthApplication } from "../model/oauth-application.js";
import type { Clock } from "./clock.js";

/** What is said of an access token when it is issued; its value is never kept. */
export interface IssuedAccessToken {
  oauthApplicationId: string;
  scope: string;
  audience: string;
  issuedAt: Date;
  expiresAt: Date;
}

/** An access token that is good, and whose it is. */
export interface LiveAccessToken extends IssuedAccessToken {
  application: OAuthApplication;
}

/** Opaque access tokens, kept as digests: a random value of 256 bits needs no key and no slow hash. */
export class AccessTokens {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async save(value: string, token: IssuedAccessToken): Promise<void> {
    await this.database.write((manager) => manager.insert(AccessToken, { digest: digestOf(value), ...token }));
  }

  /** Null for one that is unknown, expired or revoked, and for one of an application that is disabled or gone. */
  async find(value: string): Promise<LiveAccessToken | null> {
    const found = await this.database.read.findOne(AccessToken, {
      where: {
        digest: digestOf(value),
        expiresAt: MoreThan(new Date(this.clock())),
        oauthApplicationRow: { enabled: true, public: false },
      },
      relations: { oauthApplicationRow: true },
    });
    return found?.oauthApplicationRow ? { ...found, application: found.oauthApplicationRow } : null;
  }

  async revoke(value: string): Promise<void> {
    await this.database.write((manager) => manager.delete(AccessToken, { digest: digestOf(value) }));
  }

  /** Ends every token of an application for good, or only those for one resource. */
  async revokeAll(manager: EntityManager, oauthApplicationId: string, audience?: string): Promise<void> {
    await manager.delete(
      AccessToken,
      audience === undefined ? { oauthApplicationId } : { oauthApplicationId, audience },
    );
  }

  /** Forgets what has expired; nothing depends on when. */
  async purge(): Promise<void> {
    const now = this.clock();
    // Written out: `delete` compares a column with its untransformed value, which would be a Date with a number.
    await this.database.write((manager) =>
      manager.createQueryBuilder().delete().from(AccessToken).where("expires_at <= :now", { now }).execute(),
    );
  }
}

function digestOf(value: string): string {
  return createHash("sha256").update(value).digest("base64url");
}
