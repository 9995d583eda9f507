import type { Database } from "../../database/database.js";
import { isUniqueViolation } from "../../database/failures.js";
import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import { DomainError, type DomainErrorCode } from "../../model/domain-error.js";
import { isClientId, LONGEST_CLIENT_ID } from "../../model/identifier.js";
import type { ImportedClient, LineReading } from "../../model/imported-client.js";
import { ChosenCredentials } from "../../model/inputs/chosen-credentials.inputs.js";
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
import { changedFields, changedSettings, newSettings } from "../applications/settings.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import type { SecretKeys } from "../keys/secret-keys.js";
import type { Allotment } from "../limits/allotment.js";
import type { ClientSecrets } from "../secrets/client-secrets.js";
import type { RotationState } from "../secrets/rotation-state.js";
import { validateInput } from "../validation.js";
import { adopt, knownValues, saveAdopted, valuesOf } from "./adopted-secrets.js";
import type { BroughtClient, UsableSecret } from "./brought-client.js";
import { usableSecrets } from "./brought-secrets.js";
import { demandCarried } from "./carried-secrets.js";
import { changeNote, overwrittenNote, standingNotes } from "./client-notes.js";
import { ImportedLines, type LineChange } from "./imported-lines.js";
import { updateOf } from "./line-update.js";
import { changedHere } from "./overwritten.js";
import { secretNotes, takenNote } from "./secret-notes.js";
import {
  DELETED_HERE,
  demandFreeIds,
  demandFreeSecretIds,
  holdApplication,
  type KnownClient,
  standingOf,
} from "./standing.js";
import { type ImportedItem, type ImportOptions, type Outcome, type Taken, unchanged } from "./taken-client.js";
import { usableSettings } from "./usable-settings.js";

/** Refusals that are about one client, after which the next one can be tried. */
const ABOUT_ONE: readonly DomainErrorCode[] = ["invalid", "forbidden", "not_found", "conflict"];

const EVER_HAD = "client_secrets WHERE oauth_application_id = :id";
const TAKEN = "This client id is taken.";
const ONE_IS_TAKEN = "This client id, or an id that came with it, is taken.";

/** A client id, or another id, that was free a moment ago. */
class TakenMeanwhile extends DomainError {
  constructor(message: string) {
    super("conflict", message);
  }
}

/** Ends a transaction whose work was only to be judged. */
class JudgedOnly extends Error {}

/** Takes in clients of other systems with the ids and secrets they have. */
export class ApplicationImports {
  private readonly lines: ImportedLines;

  constructor(
    private readonly database: Database,
    private readonly keys: SecretKeys,
    private readonly registry: ApplicationRegistry,
    private readonly clientSecrets: ClientSecrets,
    private readonly trail: AuditTrail,
    private readonly allotment: Allotment,
    private readonly clock: Clock,
  ) {
    this.lines = new ImportedLines(keys);
  }

  /**
   * Takes in one client, in one transaction. One that came from the same source before gets its settings again, if its
   * line has changed, and secrets if it never had one: what was stopped or deleted here stays so. Throws `forbidden` without
   * APPLICATION_WRITE; what is wrong with the client is in the answer.
   */
  async import(actor: Actor, client: BroughtClient, options: ImportOptions): Promise<ImportedItem> {
    demand(actor, Permission.APPLICATION_WRITE);
    const clientId = redacted(client.clientId.slice(0, LONGEST_CLIENT_ID));
    try {
      const { result, notes, secrets, isPublic, values, first = [] } = await this.take(actor, client, options);
      const ofSecrets = isPublic ? [] : secretNotes(this.keys, client, secrets, values, this.clock());
      return {
        clientId,
        result,
        notes: [...client.notes, ...notes, ...ofSecrets],
        lacksSecret: !isPublic && !secrets.current,
        taken: first.map(({ form }) => form),
      };
    } catch (error) {
      if (!(error instanceof DomainError) || !ABOUT_ONE.includes(error.code)) throw error;
      // Only an application that was here a moment ago can be missing.
      const reason = error.code === "not_found" ? DELETED_HERE : error.message;
      return { clientId, result: "refused", reason, notes: [...client.notes], lacksSecret: false, taken: [] };
    }
  }

  private async take(actor: Actor, client: BroughtClient, options: ImportOptions, isAgain = false): Promise<Outcome> {
    const { clientId } = client;
    // Another gateway's application may be one that has a client id of 256 characters: it is no new one.
    if (client.id === undefined || !isClientId(clientId)) {
      validateInput(Object.assign(new ChosenCredentials(), { clientId }));
    }
    const { known, allowsHttp } = await standingOf(this.database.read, actor, clientId, options.source, this.clock());
    const usable = usableSettings(client.settings, allowsHttp || (options.allowsHttp ?? false), known?.application);
    const taken = { client, usable, options };
    if (!known) {
      return this.create(actor, taken).catch((error: unknown) => {
        if (isAgain || !(error instanceof TakenMeanwhile)) throw error;
        // If it was another import of the same file, it is found unchanged.
        return this.take(actor, client, options, true);
      });
    }
    const changes = this.lines.changes(known, options, usable.waitingForHttp);
    if (changes.length > 0) return this.update(actor, known, taken, changes);
    if (!this.lines.isCurrent(known.imported)) await this.remember(actor, known, taken, known.imported);
    return unchanged(known, taken);
  }

  private async create(actor: Actor, { client, usable, options }: Taken): Promise<Outcome> {
    const input = usable.settings;
    validateInput(input);
    rejectTwoRotators(input);
    demandToSetSecrets(actor, input);
    const { enabled, takesAnyMethod } = client;
    const own = newSettings(input);
    const settings = { ...own, enabled, takesAnyMethod: takesAnyMethod && !own.public };
    demandOwnerToSwitch(actor, settings.ownerOnlySecretRotation);
    const begunAt = this.clock();
    demandCarried(this.keys, client, begunAt);
    const secrets = usableSecrets(client, settings.public, begunAt);
    await demandFreeIds(this.database.read, actor, client);
    await this.allotment.take(actor.organizationId);
    const drafted = (now: number) => {
      const application = newApplication(actor, settings, client.clientId, now, client.id);
      const adopted = adopt(this.clientSecrets, application, secrets, now);
      return { application, adopted, values: valuesOf(this.keys, adopted, secrets) };
    };
    const created = ({ adopted, values }: { adopted: RotationState; values: LineReading["values"] }): Outcome => ({
      result: "created",
      values,
      first: secrets,
      notes: usable.notes,
      secrets: adopted,
      isPublic: settings.public,
    });
    // All is judged: the transaction could only find that another import was faster.
    if (options.dryRun) return created(drafted(begunAt));
    const work = async (transaction: Transaction) => {
      const now = await holdLiveActor(transaction, actor, this.clock);
      const { known } = await standingOf(transaction, actor, client.clientId, options.source, now);
      if (known) throw new TakenMeanwhile("Another import took this client in at the same time.");
      const { application, adopted, values } = drafted(now);
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
      await this.lines.remember(transaction, application, options, usable.waitingForHttp, new Date(now), values);
      return created({ adopted, values });
    };
    return this.database.write(work, actor.origin.patience).catch((error: unknown) => {
      throw isUniqueViolation(error) ? new TakenMeanwhile(client.id === undefined ? TAKEN : ONE_IS_TAKEN) : error;
    });
  }

  /** Only an application that never had a secret gets those that the line brings: none that was stopped comes back. */
  private async update(actor: Actor, known: KnownClient, taken: Taken, changes: LineChange[]): Promise<Outcome> {
    const { application } = known;
    const { client, usable, options } = taken;
    const { dryRun, source } = options;
    const { id } = application;
    const { input, isWhole } = updateOf(changes, application, taken);
    // What was changed here before stays so, and is named when a line overwrites it.
    const importedAt = (now: number) => (isWhole ? new Date(now) : known.imported.importedAt);
    validateInput(input, application);
    const settings = changedSettings(input, application);
    const changed = changedFields(application, settings);
    const brings = isWhole && client.secrets.length > 0 && !(await this.database.read.exists(EVER_HAD, { id }));
    if (changed.length === 0 && !brings) {
      await this.remember(actor, known, taken, { importedAt: importedAt(this.clock()), reading: null });
      return unchanged(known, taken);
    }
    const overwritten = isWhole ? await changedHere(this.database.read, known, changed) : [];
    const judged = new JudgedOnly();
    let secrets = known.secrets;
    let values = knownValues(this.keys, known, client);
    let first: UsableSecret[] = [];
    const within = async (transaction: Transaction, now: number) => {
      let details = {};
      if (brings && !(await transaction.exists(EVER_HAD, { id }))) {
        demandCarried(this.keys, client, now, id);
        first = usableSecrets(client, settings.public, now);
        await demandFreeSecretIds(transaction, client);
        secrets = adopt(this.clientSecrets, application, first, now);
        values = valuesOf(this.keys, secrets, first);
        details = await saveAdopted(transaction, secrets);
        if (secrets.current) await transaction.update(OAuthApplication, id, secretColumns(secrets));
      }
      await this.lines.remember(transaction, application, options, usable.waitingForHttp, importedAt(now), values);
      if (dryRun) throw judged;
      return { ...details, source };
    };
    await this.registry.update(actor, input, { mayUseHttp: true, within }).catch((error: unknown) => {
      if (error !== judged) throw isUniqueViolation(error) ? DomainError.conflict(ONE_IS_TAKEN) : error;
    });
    const once = [changeNote(changes, changed), ...takenNote(first), ...overwrittenNote(overwritten)];
    const notes = [...once, ...standingNotes(application, taken)];
    return { result: "updated", notes, secrets, values, first, isPublic: settings.public };
  }

  /** Remembers the line by itself, where nothing else is to be written, as it was read where that is known. */
  private async remember(
    actor: Actor,
    known: KnownClient,
    { client, usable, options }: Taken,
    { importedAt, reading }: Pick<ImportedClient, "importedAt" | "reading">,
  ): Promise<void> {
    if (options.dryRun) return;
    const { application } = known;
    const values = knownValues(this.keys, known, client);
    const waiting = reading?.waitingForHttp ?? usable.waitingForHttp;
    await this.database.write(async (transaction) => {
      await holdApplication(transaction, application);
      await this.lines.remember(transaction, application, options, waiting, importedAt, values);
    }, actor.origin.patience);
  }
}
