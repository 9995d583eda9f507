import type { Database } from "../../database/database.js";
import { isUniqueViolation } from "../../database/failures.js";
import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import { DomainError, type DomainErrorCode } from "../../model/domain-error.js";
import { MAX_CLIENT_ID_LENGTH } from "../../model/identifier.js";
import { ImportedClient } from "../../model/imported-client.js";
import { ChosenCredentials } from "../../model/inputs/chosen-credentials.inputs.js";
import { UpdateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import { Permission } from "../../model/permission.js";
import { redacted } from "../../model/secret.js";
import { holdLiveActor } from "../actors/live-actor.js";
import { demand } from "../actors/permissions.js";
import type { ApplicationRegistry } from "../applications/application-registry.js";
import { demandOwnerToSwitch } from "../applications/guarded-settings.js";
import { secretColumns } from "../applications/list-columns.js";
import { demandToSetSecrets, recordRecipientKey, rejectTwoRotators } from "../applications/recipient-settings.js";
import { newApplication } from "../applications/registration.js";
import { newSettings } from "../applications/settings.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import { isAmong, type SecretKeys } from "../keys/secret-keys.js";
import type { Allotment } from "../limits/allotment.js";
import type { ClientSecrets } from "../secrets/client-secrets.js";
import { validateInput } from "../validation.js";
import { adopt, saveAdopted } from "./adopted-secrets.js";
import type { BroughtClient } from "./brought-client.js";
import { usableSecrets } from "./brought-secrets.js";
import { demandCarried } from "./carried-secrets.js";
import { demandFreeIds, demandFreeSecretIds, type KnownClient, standingOf } from "./standing.js";
import { type UsableSettings, usableSettings } from "./usable-settings.js";

/** Where a client comes from, and how it is taken. */
export interface ImportOptions {
  /** The system it comes from, such as `keycloak`. */
  source: string;
  /** What was read of it. When that is the same as at the last import, nothing happens. */
  line: string;
  /** Judges as if the organization's `allowHttpRedirectUris` were on. */
  allowsHttp?: boolean;
  /** Whether nothing is written; the answer is the same. */
  dryRun?: boolean;
}

/** What became of a client. */
export interface ImportedItem {
  clientId: string;
  result: "created" | "updated" | "unchanged" | "refused";
  /** Why it was refused. */
  reason?: string;
  /** What came otherwise than it was, or did not come: a sentence each. */
  notes: string[];
}

/** Refusals that are about one client, after which the next one can be tried. */
const ABOUT_ONE: readonly DomainErrorCode[] = ["invalid", "forbidden", "not_found", "conflict"];

const EVER_HAD = "client_secrets WHERE oauth_application_id = :id";
const TAKEN = "This client id is taken.";
const ONE_IS_TAKEN = "This client id, or an id that came with it, is taken.";
const ID_STAYS = "id was not taken: the application has another one here.";
const STAYS_DISABLED = "enabled: it is disabled here and stays so; enable it here if it is to authenticate.";
const SECRETS_STAY = "The line has changed: settings were taken over, and secrets stay those that are here.";

/** Ends a transaction whose work was only to be judged. */
class JudgedOnly extends Error {}

/** Takes in clients of other systems with the ids and secrets they have. */
export class ApplicationImports {
  constructor(
    private readonly database: Database,
    private readonly keys: SecretKeys,
    private readonly registry: ApplicationRegistry,
    private readonly clientSecrets: ClientSecrets,
    private readonly trail: AuditTrail,
    private readonly allotment: Allotment,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes in one client, in one transaction. One that came from the same source before gets its settings again, if its
   * line has changed, and secrets if it never had one: what was stopped or deleted here stays so. Throws `forbidden` without
   * APPLICATION_WRITE; what is wrong with the client is in the answer.
   */
  async import(actor: Actor, client: BroughtClient, options: ImportOptions): Promise<ImportedItem> {
    demand(actor, Permission.APPLICATION_WRITE);
    const clientId = redacted(client.clientId.slice(0, MAX_CLIENT_ID_LENGTH));
    const notes = [...client.notes];
    try {
      const result = await this.take(actor, client, options, notes);
      return { clientId, result, notes: result === "unchanged" ? [] : notes };
    } catch (error) {
      if (!(error instanceof DomainError) || !ABOUT_ONE.includes(error.code)) throw error;
      return { clientId, result: "refused", reason: error.message, notes };
    }
  }

  private async take(
    actor: Actor,
    client: BroughtClient,
    options: ImportOptions,
    notes: string[],
  ): Promise<"created" | "updated" | "unchanged"> {
    const { clientId } = client;
    validateInput(Object.assign(new ChosenCredentials(), { clientId }));
    const { known, allowsHttp } = await standingOf(this.database.read, actor, clientId, options.source);
    const usable = usableSettings(client.settings, allowsHttp || (options.allowsHttp ?? false), known?.application);
    const line = JSON.stringify([options.line, usable.waitingForHttp]);
    if (known && this.isSameLine(known, line)) {
      await this.renewDigest(actor, known, line, options);
      return "unchanged";
    }
    notes.push(...usable.notes);
    const taken = { client, usable, line, options };
    const left = known ? await this.update(actor, known.application, taken) : await this.create(actor, taken);
    notes.push(...left);
    return known ? "updated" : "created";
  }

  private isSameLine({ application, imported }: KnownClient, line: string): boolean {
    return isAmong(this.keys.candidates(subjectOf(application), line), imported.lineDigest);
  }

  /** Puts the digest under the first key, so that the line is still known when the other one is gone. */
  private async renewDigest(
    actor: Actor,
    { application, imported }: KnownClient,
    line: string,
    options: ImportOptions,
  ): Promise<void> {
    if (options.dryRun || this.keys.isCurrent(imported.lineDigest)) return;
    await this.database.write(
      (transaction) => this.remember(transaction, application, line, options, imported.importedAt.getTime()),
      actor.origin.patience,
    );
  }

  /** Answers notes, as `update` does. */
  private async create(actor: Actor, { client, usable, line, options }: Taken): Promise<string[]> {
    const input = usable.settings;
    validateInput(input);
    rejectTwoRotators(input);
    demandToSetSecrets(actor, input);
    const { enabled, takesAnyMethod } = client;
    const own = newSettings(input);
    const settings = { ...own, enabled, takesAnyMethod: takesAnyMethod && !own.public };
    demandOwnerToSwitch(actor, settings.ownerOnlySecretRotation);
    const notes: string[] = [];
    demandCarried(this.keys, client, this.clock());
    const secrets = usableSecrets(client, settings.public, this.clock(), notes);
    await demandFreeIds(this.database.read, actor, client);
    await this.allotment.take(actor.organizationId);
    // All is judged: the transaction could only find that another import was faster.
    if (options.dryRun) return notes;
    const work = async (transaction: Transaction) => {
      const now = await holdLiveActor(transaction, actor, this.clock);
      const { known } = await standingOf(transaction, actor, client.clientId, options.source);
      if (known) throw DomainError.conflict("Another import took this client in at the same time.");
      const application = newApplication(actor, settings, client.clientId, now, client.id);
      const adopted = adopt(this.clientSecrets, application, secrets, now);
      Object.assign(application, secretColumns(adopted));
      await transaction.insert(OAuthApplication, application);
      const details = await saveAdopted(transaction, adopted);
      await this.trail.record(transaction, actor, now, "oauth_application.created", application.id, {
        secretId: null,
        ...details,
        source: options.source,
      });
      const without = { id: application.id, secretRecipientKey: null };
      await recordRecipientKey(transaction, this.trail, actor, now, without, application);
      await this.remember(transaction, application, line, options, now);
    };
    await this.database.write(work, actor.origin.patience).catch((error: unknown) => {
      throw isUniqueViolation(error) ? DomainError.conflict(client.id === undefined ? TAKEN : ONE_IS_TAKEN) : error;
    });
    return notes;
  }

  /** Only an application that never had a secret gets those that the line brings: none that was stopped comes back. */
  private async update(
    actor: Actor,
    application: OAuthApplication,
    { client, usable, line, options }: Taken,
  ): Promise<string[]> {
    const { dryRun, source } = options;
    const { id } = application;
    const input = Object.assign(new UpdateOAuthApplicationInput(), usable.settings, {
      oauthApplicationId: id,
      // An import stops what has stopped at its source, and never revives what was stopped here.
      enabled: client.enabled ? undefined : false,
    });
    const judged = new JudgedOnly();
    let notes: string[] = [];
    const within = async (transaction: Transaction, now: number) => {
      notes = client.id === undefined || client.id === id ? [] : [ID_STAYS];
      if (client.enabled && !application.enabled) notes.push(STAYS_DISABLED);
      await this.remember(transaction, application, line, options, now);
      let details = {};
      if (client.secrets.length > 0 && (await transaction.exists(EVER_HAD, { id }))) notes.push(SECRETS_STAY);
      else {
        demandCarried(this.keys, client, now, id);
        const secrets = usableSecrets(client, newSettings(usable.settings).public, now, notes);
        await demandFreeSecretIds(transaction, client);
        const adopted = adopt(this.clientSecrets, application, secrets, now);
        details = await saveAdopted(transaction, adopted);
        if (adopted.current) await transaction.update(OAuthApplication, id, secretColumns(adopted));
      }
      if (dryRun) throw judged;
      return { ...details, source };
    };
    await this.registry.update(actor, input, { mayUseHttp: true, within }).catch((error: unknown) => {
      if (error !== judged) throw isUniqueViolation(error) ? DomainError.conflict(ONE_IS_TAKEN) : error;
    });
    return notes;
  }

  private async remember(
    transaction: Transaction,
    application: OAuthApplication,
    line: string,
    { source }: ImportOptions,
    now: number,
  ): Promise<void> {
    const lineDigest = this.keys.digest(subjectOf(application), line);
    const row = { oauthApplicationId: application.id, source, lineDigest, importedAt: new Date(now) };
    await transaction.upsert(ImportedClient, [row], ["lineDigest", "importedAt"]);
  }
}

/** A client on its way in. */
interface Taken {
  client: BroughtClient;
  usable: UsableSettings;
  line: string;
  options: ImportOptions;
}

/** Lines are digested for another purpose than secrets, so that neither digest is one of the other. */
function subjectOf({ id }: OAuthApplication): string {
  return `${id} line`;
}
