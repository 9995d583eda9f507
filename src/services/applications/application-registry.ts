import type { Database } from "../../database/database.js";
import { isUniqueViolation } from "../../database/failures.js";
import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import { GrantType } from "../../model/client-metadata.js";
import { DomainError } from "../../model/domain-error.js";
import { ChosenCredentials } from "../../model/inputs/chosen-credentials.inputs.js";
import type {
  CreateOAuthApplicationInput,
  UpdateOAuthApplicationInput,
} from "../../model/inputs/oauth-application.inputs.js";
import { PreviousSecretPolicy } from "../../model/inputs/secret-rotation.inputs.js";
import { KeptAnswer } from "../../model/kept-answer.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import { Permission } from "../../model/permission.js";
import { demandLiveActor, holdLiveActor, lockOrganization } from "../actors/live-actor.js";
import { demand } from "../actors/permissions.js";
import type { KeptAnswers } from "../answers/kept-answers.js";
import { type KeyedRequest, keyedRequest } from "../answers/keyed-request.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import type { Allotment } from "../limits/allotment.js";
import type { Members } from "../members/members.js";
import type { ClientSecrets } from "../secrets/client-secrets.js";
import { stopLapsed } from "../secrets/lapsed-secrets.js";
import type { SecretRotations } from "../secrets/rotations.js";
import { PLAINTEXT_ONLY, recipientOf, sealedTo, showSecret } from "../secrets/sealing.js";
import type { SecretUsage } from "../secrets/usage.js";
import { endAccessTokens } from "../tokens/obtained-tokens.js";
import { validateInput } from "../validation.js";
import { type BegunChange, changeApplication, nextVersion } from "./changes.js";
import { type CreatedApplication, createdOf, keepRegistration, replayRegistration } from "./created-application.js";
import { canAct, demandOwnerToSwitch } from "./guarded-settings.js";
import { judgeUpdate, type UpdateOptions, validUpdate } from "./judged-update.js";
import { kindOf, secretColumns } from "./list-columns.js";
import { demandHttpAllowed } from "./plain-http.js";
import { demandToSetSecrets, recordRecipientKey, rejectTwoRotators } from "./recipient-settings.js";
import {
  claimClientId,
  clientIdTaken,
  demandFreeName,
  newApplication,
  type RegistrationOptions,
} from "./registration.js";
import { changedFields, newSettings, urisInClear } from "./settings.js";

const NO_SECRETS = { current: undefined, previous: undefined };

const REPLACE_ALL = { previousSecret: PreviousSecretPolicy.REVOKE, revokeTokens: false };

/** Registers applications and changes their settings. */
export class ApplicationRegistry {
  constructor(
    private readonly database: Database,
    private readonly clientSecrets: ClientSecrets,
    private readonly secretRotations: SecretRotations,
    private readonly members: Members,
    private readonly usage: SecretUsage,
    private readonly trail: AuditTrail,
    private readonly allotment: Allotment,
    private readonly answers: KeptAnswers,
    private readonly clock: Clock,
  ) {}

  /**
   * Registers an application, with a first secret unless it is public. With an idempotency key, the same request again
   * gets the same answer. Throws `invalid`, `forbidden`, `conflict` for a client id, a unique name, or a limit of the
   * organization that is taken, or a key that came with another input, and `too_many_requests` for too many keys.
   */
  async create(
    actor: Actor,
    input: CreateOAuthApplicationInput,
    { chosen = new ChosenCredentials(), uniqueName = false, forms = PLAINTEXT_ONLY }: RegistrationOptions = {},
  ): Promise<CreatedApplication> {
    demand(actor, Permission.APPLICATION_WRITE);
    validateInput(input);
    rejectTwoRotators(input);
    demandToSetSecrets(actor, input);
    validateInput(chosen);
    const settings = newSettings(input);
    demandOwnerToSwitch(actor, settings.ownerOnlySecretRotation);
    const asked = { ...settings, recipientKey: input.recipientKey, chosen, uniqueName };
    const request = keyedRequest(actor, "application.create", input.idempotencyKey, asked);
    const { database, trail, clock } = this;
    const replay = (again: KeyedRequest, kept: KeptAnswer) =>
      replayRegistration({ database, trail, clock }, this.answers, again, kept, forms);
    const register = async (transaction: Transaction): Promise<CreatedApplication | KeptAnswer> => {
      const kept = request && (await this.answers.begin(transaction, request));
      if (kept) return kept;
      if (uniqueName) await lockOrganization(transaction, actor);
      // An uncommitted registration with the same client id makes the insert wait, so the actor's row has to be held.
      const judge = uniqueName || chosen.clientId !== undefined ? holdLiveActor : demandLiveActor;
      const now = await judge(transaction, actor, this.clock);
      await demandHttpAllowed(transaction, actor, urisInClear(input));
      if (uniqueName) await demandFreeName(transaction, actor, input.name);
      const clientId = await claimClientId(transaction, actor, chosen.clientId);
      const application = newApplication(actor, settings, clientId, now);
      rejectSecretOfPublic(application, chosen, input);
      const issued = application.public
        ? null
        : await this.clientSecrets.draft(transaction, application, now, {
            chosen: chosen.clientSecret,
            isKept: request !== null,
          });
      const recipient = issued && recipientOf(application.secretRecipientKey, input.recipientKey);
      const shown = issued && (await showSecret(issued.plaintext, recipient, forms));
      Object.assign(application, secretColumns({ current: issued?.secret, previous: undefined }));
      await transaction.insert(OAuthApplication, application);
      if (issued) await this.clientSecrets.save(transaction, [issued.secret]);
      await this.trail.record(transaction, actor, now, "oauth_application.created", application.id, {
        secretId: issued?.secret.id ?? null,
        ...sealedTo(recipient),
      });
      const without = { id: application.id, secretRecipientKey: null };
      await recordRecipientKey(transaction, this.trail, actor, now, without, application);
      const secret = issued?.secret ?? null;
      if (request) await keepRegistration(transaction, this.answers, request, application, secret, shown, now);
      return createdOf(application, secret, shown);
    };
    return this.answers.once(request, async (known) => {
      if (request && known) return replay(request, known);
      await this.allotment.take(actor.organizationId);
      const created = await this.database.write(register, actor.origin.patience).catch((error: unknown) => {
        throw isUniqueViolation(error) ? clientIdTaken() : error;
      });
      return request && created instanceof KeptAnswer ? replay(request, created) : (created as CreatedApplication);
    });
  }

  /**
   * Changes settings. What it stops (disabled, public, without the grant) ends the application's access tokens. Throws
   * as `changeApplication` does, `invalid`, `forbidden`, and `conflict` for the last owner or a secret in use.
   */
  async update(
    actor: Actor,
    input: UpdateOAuthApplicationInput,
    options: UpdateOptions = {},
  ): Promise<OAuthApplication> {
    demand(actor, Permission.APPLICATION_WRITE);
    const { database, trail, clock } = this;
    const update = await validUpdate(database, actor, input, options);
    const { chosen = new ChosenCredentials() } = options;
    // Uses that are still in memory count for the retirement gate.
    if (input.secretQuietSeconds !== undefined)
      await this.usage.flushFor(input.oauthApplicationId, actor.origin.patience);
    return changeApplication({ database, trail, clock }, actor, input, async (transaction, begun) => {
      const { application: before, member, now } = begun;
      const settings = await judgeUpdate(transaction, actor, begun, update);
      const becamePublic = settings.public && !before.public;
      // The tokens are deleted, so that they do not work again when the application is enabled again.
      const { CLIENT_CREDENTIALS } = GrantType;
      const lostGrant =
        before.grantTypes.includes(CLIENT_CREDENTIALS) && !settings.grantTypes.includes(CLIENT_CREDENTIALS);
      const endsTokens = !settings.enabled || becamePublic || lostGrant;
      if (canAct(before) && !canAct(settings)) await this.members.demandAnotherOwner(transaction, actor, begun);
      if (endsTokens || chosen.clientSecret !== undefined) await begun.holdActor(transaction);
      const changed = { ...settings, ...nextVersion(before, now) };
      const listed = { kind: kindOf(settings), ...secretColumns(becamePublic ? NO_SECRETS : begun.secrets) };
      await transaction.update(OAuthApplication, before.id, { ...changed, ...listed });
      if (begun.hasLapsed) await stopLapsed(transaction, before.id, now);
      if (endsTokens) {
        if (member) await this.members.revokeIssuedBy(transaction, actor, member, now);
        await endAccessTokens(transaction, before.id);
      }
      const details = await options.within?.(transaction, now);
      const revokedSecretIds = becamePublic ? await this.revokeSecrets(transaction, begun) : [];
      await this.trail.record(transaction, actor, now, "oauth_application.updated", before.id, {
        changed: changedFields(before, settings),
        ...(becamePublic ? { revokedSecretIds } : {}),
        ...details,
      });
      await recordRecipientKey(transaction, this.trail, actor, now, before, settings);
      const application = Object.assign(new OAuthApplication(), { ...before, ...changed });
      rejectSecretOfPublic(application, chosen);
      if (chosen.clientSecret !== undefined) {
        const onward = { ...begun, application };
        await this.secretRotations.rotateWithin(transaction, actor, onward, REPLACE_ALL, { chosen });
        await transaction.update(OAuthApplication, before.id, secretColumns(onward.secrets));
      }
      return application;
    });
  }

  /** Revokes the usable secrets, the older one first, which is the order of locks everywhere. Answers their ids. */
  private async revokeSecrets(transaction: Transaction, { secrets, now }: BegunChange): Promise<string[]> {
    const revoked = [secrets.previous, secrets.current].filter((secret) => secret !== undefined);
    for (const secret of revoked) secret.revokedAt = new Date(now);
    await this.clientSecrets.save(transaction, revoked);
    return revoked.map(({ id }) => id);
  }
}

function rejectSecretOfPublic(
  application: OAuthApplication,
  { clientSecret }: ChosenCredentials,
  { recipientKey }: Pick<CreateOAuthApplicationInput, "recipientKey"> = {},
): void {
  if (!application.public) return;
  const [field] = Object.entries({ clientSecret, recipientKey }).find(([, value]) => value != null) ?? [];
  if (field) throw DomainError.invalidField(field, "public", `${field} must not be given to a public application`);
}
