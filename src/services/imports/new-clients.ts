import type { Database } from "../../database/database.js";
import { isUniqueViolation } from "../../database/failures.js";
import type { LockingReader, Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import type { SecretsReading } from "../../model/imported-client.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import { shareLiveActor } from "../actors/live-actor.js";
import { demandOwnerToSwitch } from "../applications/guarded-settings.js";
import { secretColumns } from "../applications/list-columns.js";
import { demandToSetSecrets, recordRecipientKey, rejectTwoRotators } from "../applications/recipient-settings.js";
import { newApplication } from "../applications/registration.js";
import { newSettings, type Settings, urisInClear } from "../applications/settings.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import type { SecretKeys } from "../keys/secret-keys.js";
import type { Allotment } from "../limits/allotment.js";
import type { ClientSecrets } from "../secrets/client-secrets.js";
import type { RotationState } from "../secrets/rotation-state.js";
import type { UsableSecret } from "./brought-client.js";
import { validateBrought } from "./brought-input.js";
import type { ImportedLines } from "./imported-lines.js";
import { adopt, keptOf, saveAdopted } from "./secrets/adopted-secrets.js";
import { usableSecrets } from "./secrets/brought-secrets.js";
import { demandCarried } from "./secrets/carried-secrets.js";
import { overNotes } from "./settings/over-notes.js";
import { HTTP_ENDED, standingOf } from "./standing.js";
import type { Outcome, Taken } from "./taken-client.js";
import { demandFreeIds, ONE_IS_TAKEN } from "./taken-ids.js";

const TAKEN = "This client id is taken.";

/** A new application as its line has it, not saved yet. */
interface Draft {
  application: OAuthApplication;
  adopted: RotationState;
  kept: SecretsReading;
}

/** Registers the clients that nobody has here. */
export class NewClients {
  constructor(
    private readonly database: Database,
    private readonly keys: SecretKeys,
    private readonly clientSecrets: ClientSecrets,
    private readonly lines: ImportedLines,
    private readonly trail: AuditTrail,
    private readonly allotment: Allotment,
    private readonly clock: Clock,
  ) {}

  /** Throws what is wrong with the client, and `conflict` for an id that is taken, perhaps since a moment ago. */
  async create(actor: Actor, taken: Taken): Promise<Outcome> {
    const { client, usable, options } = taken;
    if (client.methodRefusal) throw client.methodRefusal;
    const begunAt = this.clock();
    const settings = settingsOf(actor, taken);
    demandCarried(this.keys, client, begunAt);
    const secrets = usableSecrets(client, settings.public, begunAt);
    await demandFreeIds(this.database.read, actor, client);
    await this.allotment.take(actor.organizationId);
    const outcomeOf = ({ adopted, kept }: Draft): Outcome => ({
      result: "created",
      kept,
      notes: [...usable.notes, ...overNotes(client.names, client.settings, usable.overFrom, settings)],
      secrets: adopted,
      settings,
    });
    // All is judged: the change could only find that another import was faster.
    if (options.dryRun) return outcomeOf(this.draft(actor, taken, settings, secrets, begunAt));
    const change = this.database.change({
      lock: `${actor.organizationId} client id ${client.clientId}`,
      patience: actor.origin.patience,
      judge: (transaction) => this.judge(transaction, actor, taken),
      write: async (transaction, now) => {
        const draft = this.draft(actor, taken, settings, secrets, now);
        await this.save(transaction, actor, taken, draft, now);
        return outcomeOf(draft);
      },
    });
    return change.catch((error: unknown) => {
      throw isUniqueViolation(error) ? DomainError.stale(client.id === undefined ? TAKEN : ONE_IS_TAKEN) : error;
    });
  }

  /** Answers the moment of the change. All is asked at once, so that a group reads them for all its clients together. */
  private async judge(transaction: LockingReader, actor: Actor, { client, usable, options }: Taken): Promise<number> {
    const [now, { known, allowsHttp }] = await Promise.all([
      shareLiveActor(transaction, actor, this.clock),
      standingOf(transaction, actor, client.clientId, options.source, this.clock()),
      demandFreeIds(transaction, actor, client),
    ]);
    if (known) throw DomainError.stale("Another import took this client in at the same time.");
    const mayUseHttp = allowsHttp || options.allowsHttp;
    if (!mayUseHttp && urisInClear(usable.settings).length > 0) throw DomainError.stale(HTTP_ENDED);
    return now;
  }

  private draft(
    actor: Actor,
    { client }: Taken,
    settings: Settings,
    secrets: readonly UsableSecret[],
    now: number,
  ): Draft {
    const application = newApplication(actor, settings, client.clientId, now, client.id);
    const adopted = adopt(this.clientSecrets, application, secrets, now);
    Object.assign(application, secretColumns(adopted));
    return { application, adopted, kept: keptOf(this.keys, client, adopted, secrets) };
  }

  private async save(
    transaction: Transaction,
    actor: Actor,
    { usable, options }: Taken,
    { application, adopted, kept }: Draft,
    now: number,
  ): Promise<void> {
    await transaction.insert(OAuthApplication, application);
    const details = await saveAdopted(transaction, adopted);
    await this.trail.record(transaction, actor, now, "oauth_application.created", application.id, {
      secretId: null,
      ...details,
      source: options.source,
    });
    const without = { id: application.id, secretRecipientKey: null };
    await recordRecipientKey(transaction, this.trail, actor, now, without, application);
    await this.lines.remember(transaction, application, options, usable.waiting, new Date(now), kept);
  }
}

/** Throws `invalid` and `forbidden`. */
function settingsOf(actor: Actor, { client, usable }: Taken): Settings {
  const input = usable.settings;
  validateBrought(input, client.names);
  rejectTwoRotators(input);
  demandToSetSecrets(actor, input);
  const { enabled, takesAnyMethod } = client;
  const own = newSettings(input);
  const settings = { ...own, enabled, takesAnyMethod: takesAnyMethod && !own.public };
  demandOwnerToSwitch(actor, settings.ownerOnlySecretRotation);
  return settings;
}
