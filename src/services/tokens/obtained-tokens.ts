import type { Writing } from "../../database/engine.js";
import type { Transaction } from "../../database/transaction.js";
import { type Actor, ActorKind } from "../../model/actor.js";
import { GrantType } from "../../model/client-metadata.js";
import type { ClientSecret } from "../../model/client-secret.js";
import type { BegunChange } from "../applications/changes.js";
import type { TokenTrees } from "./token-trees.js";

/**
 * Names the secret that stays, not those that stop: so a token without a known secret ends with the first that stops.
 */
const END_ACCESS_TOKENS: Writing = {
  table: "access_tokens",
  ofValues: `DELETE FROM access_tokens WHERE oauth_application_id = $1
    AND (client_secret_id IS NULL OR client_secret_id <> $2) AND (audience = $3 OR $3 IS NULL)`,
  ofRows: {
    sqlite: `DELETE FROM access_tokens WHERE rowid IN (
      SELECT token.rowid FROM jsonb_each($1) given JOIN access_tokens token ON token.oauth_application_id = given.value ->> 0
      WHERE (token.client_secret_id IS NULL OR token.client_secret_id <> given.value ->> 1)
        AND (token.audience = given.value ->> 2 OR given.value ->> 2 IS NULL))`,
    postgres: `DELETE FROM access_tokens token USING unnest($1::text[], $2::text[], $3::text[]) given(application, staying, audience)
      WHERE token.oauth_application_id = given.application
        AND (token.client_secret_id IS NULL OR token.client_secret_id <> given.staying)
        AND (token.audience = given.audience OR given.audience IS NULL)`,
  },
};

/** Without the organization, which is the application's: SQLite would walk all tokens of the organization. */
const ISSUED_BY_APPLICATION = `created_by_id = :applicationId AND created_by_kind = '${ActorKind.APPLICATION}'
  AND (client_secret_id IS NULL OR client_secret_id <> :stayingSecretId)`;

/** Deletes access tokens of an application, for one audience or all, but not those that the staying secret obtained. */
export async function endAccessTokens(
  transaction: Transaction,
  oauthApplicationId: string,
  { stayingSecretId = "", audience = null }: { stayingSecretId?: string; audience?: string | null } = {},
): Promise<void> {
  await transaction.apply(END_ACCESS_TOKENS, [oauthApplicationId, stayingSecretId, audience]);
}

/** Ends the tokens that were obtained with an application's secrets. Why: docs/decisions/0010-what-ends-a-token.md */
export class ObtainedTokens {
  /** `audience` is that of access tokens for the gateway itself, which only members obtain. */
  constructor(
    private readonly trees: TokenTrees,
    private readonly audience: string,
  ) {}

  /**
   * Ends what was obtained with every secret but `staying`: access tokens for the gateway and the API tokens issued
   * with them; with `all`, access tokens for other audiences too.
   */
  async end(
    transaction: Transaction,
    actor: Actor,
    { application, member, now, holdActor }: BegunChange,
    { staying, all }: { staying: ClientSecret | undefined; all: boolean },
  ): Promise<void> {
    const { id: applicationId } = application;
    const stayingSecretId = staying?.id ?? "";
    if (member) {
      // An API token that is being issued with an access token which ends here is committed first, and then revoked.
      await holdActor(transaction);
      const parameters = { applicationId, stayingSecretId };
      await this.trees.revoke(transaction, actor, { condition: ISSUED_BY_APPLICATION, parameters }, now);
    }
    // Without the grant there are no access tokens: they ended when the grant was removed.
    if (!application.grantTypes.includes(GrantType.CLIENT_CREDENTIALS)) return;
    if (!all && !member) return;
    await endAccessTokens(transaction, applicationId, { stayingSecretId, audience: all ? null : this.audience });
  }
}
