import type { Database } from "../../database/database.js";
import type { Actor } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import { DeleteOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import { Permission } from "../../model/permission.js";
import { RetiredClientId } from "../../model/retired-client-id.js";
import { demand } from "../actors/permissions.js";
import { destroyAnswerOf, mayBeKept } from "../answers/destroyed-answers.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import type { Members } from "../members/members.js";
import { validateInput } from "../validation.js";
import { changeApplication, demandRotator } from "./changes.js";
import type { OAuthApplications } from "./oauth-applications.js";

/** Deletes applications. */
export class ApplicationRemoval {
  constructor(
    private readonly database: Database,
    private readonly applications: OAuthApplications,
    private readonly members: Members,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    /**
     * Told of an error for which one of several applications was not deleted, unless the error is about that
     * application.
     */
    private readonly onError: (error: unknown, requestId: string | null) => void,
  ) {}

  /** Deletes an application and its secrets, not its audit events. Answers its id. */
  async delete(actor: Actor, input: DeleteOAuthApplicationInput): Promise<string> {
    demand(actor, Permission.APPLICATION_DELETE);
    validateInput(input);
    const { database, trail, clock } = this;
    return changeApplication({ database, trail, clock }, actor, input, async (transaction, begun) => {
      const { application, now } = begun;
      demandRotator(actor, application);
      const { id, clientId, organizationId, ownerOnlySecretRotation: ownerOnly } = application;
      await this.members.removeApplication(transaction, actor, begun);
      for (const secret of [begun.secrets.previous, begun.secrets.current]) {
        if (secret && mayBeKept(secret)) await destroyAnswerOf(transaction, secret.id);
      }
      await transaction.remove(OAuthApplication, { id });
      await transaction.upsert(
        RetiredClientId,
        [{ clientId, organizationId, ownerOnly }],
        ["organizationId", "ownerOnly"],
      );
      await this.trail.record(transaction, actor, now, "oauth_application.deleted", id, { clientId });
      return id;
    });
  }

  /** Deletes several applications, each in a transaction of its own, and goes on when one fails. Answers client ids. */
  async deleteMany(actor: Actor, clientIds: readonly string[]): Promise<{ deleted: string[]; failed: string[] }> {
    demand(actor, Permission.APPLICATION_DELETE);
    const outcome = { deleted: [] as string[], failed: [] as string[] };
    for (const clientId of new Set(clientIds)) {
      try {
        const oauthApplicationId = await this.applications.idOf(actor, clientId);
        await this.delete(actor, Object.assign(new DeleteOAuthApplicationInput(), { oauthApplicationId }));
        outcome.deleted.push(clientId);
      } catch (error) {
        if (!isAboutOne(error)) {
          // The actor has to learn which applications are deleted already, so this error only goes to the log.
          if (outcome.deleted.length === 0) throw error;
          this.onError(error, actor.origin.requestId);
        }
        outcome.failed.push(clientId);
      }
    }
    return outcome;
  }
}

/** Whether an error concerns one application only, and the others can still be deleted. */
function isAboutOne(error: unknown): boolean {
  return error instanceof DomainError && ["not_found", "conflict", "forbidden"].includes(error.code);
}
