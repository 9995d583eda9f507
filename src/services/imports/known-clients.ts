import type { Database } from "../../database/database.js";
import { isUniqueViolation } from "../../database/failures.js";
import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import type { ImportedClient } from "../../model/imported-client.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import type { ApplicationRegistry } from "../applications/application-registry.js";
import { lockOf } from "../applications/changes.js";
import { secretColumns } from "../applications/list-columns.js";
import { withoutReplaced } from "../applications/replaced-dialects.js";
import { changedFields, changedSettings } from "../applications/settings.js";
import type { Clock } from "../clock.js";
import type { SecretKeys } from "../keys/secret-keys.js";
import type { ClientSecrets } from "../secrets/client-secrets.js";
import { validateInput } from "../validation.js";
import { adopt, knownValues, saveAdopted, valuesOf } from "./adopted-secrets.js";
import type { UsableSecret } from "./brought-client.js";
import { usableSecrets } from "./brought-secrets.js";
import { demandCarried } from "./carried-secrets.js";
import { changeNote, overwrittenNote, standingNotes } from "./client-notes.js";
import type { ImportedLines, LineChange } from "./imported-lines.js";
import { withoutCredentials } from "./kept-credentials.js";
import { updateOf } from "./line-update.js";
import { changedHere } from "./overwritten.js";
import { isSecretLeft } from "./partial-lines.js";
import { takenNote } from "./secret-notes.js";
import type { KnownClient } from "./standing.js";
import { type Outcome, type Taken, unchanged } from "./taken-client.js";
import { demandFreeSecretIds, ONE_IS_TAKEN } from "./taken-ids.js";

const EVER_HAD = "client_secrets WHERE oauth_application_id = :id";

const ITSELF = { table: "oauth_applications", condition: "id = :id", held: true };

/** Refuses a change whose work was only to be judged. A refusal, so that it undoes nothing but itself. */
class JudgedOnly extends DomainError {
  constructor() {
    super("conflict", "This was only to be judged.");
  }
}

/** Brings up to date the clients that came from the same source before: what was stopped or deleted here stays so. */
export class KnownClients {
  constructor(
    private readonly database: Database,
    private readonly keys: SecretKeys,
    private readonly registry: ApplicationRegistry,
    private readonly clientSecrets: ClientSecrets,
    private readonly lines: ImportedLines,
    private readonly clock: Clock,
  ) {}

  /** Throws what is wrong with the client, and `not_found` when it was deleted meanwhile. */
  async meet(actor: Actor, known: KnownClient, taken: Taken): Promise<Outcome> {
    const changes = this.lines.changes(known, taken.options, taken.usable.waitingForHttp);
    if (withoutCredentials(known.application, taken.options.source, taken.client)) changes.push("credentials");
    if (changes.length > 0) return this.update(actor, known, taken, changes);
    if (!this.lines.isCurrent(known.imported)) await this.remember(actor, known, taken, known.imported);
    return unchanged(known, taken);
  }

  /** Only an application that never had a secret gets those that the line brings: none that was stopped comes back. */
  private async update(actor: Actor, known: KnownClient, taken: Taken, changes: LineChange[]): Promise<Outcome> {
    const { application, secrets: standing } = known;
    const { client, options } = taken;
    const { dryRun, source } = options;
    const { id } = application;
    const { input, isWhole, replacedDialects, takesAnyMethod, waitingForHttp } = updateOf(changes, known, taken);
    // What was changed here before stays so, and is named when a line overwrites it.
    const importedAt = (now: number) => (isWhole ? new Date(now) : known.imported.importedAt);
    validateInput(input, application);
    const settings = changedSettings(input, withoutReplaced(application, input, replacedDialects), takesAnyMethod);
    const changed = changedFields(application, settings);
    const mayBring = isWhole && client.secrets.length > 0 && !standing.current && !isSecretLeft(application, client);
    const brings = mayBring && !(await this.database.read.exists(EVER_HAD, { id }));
    if (changed.length === 0 && !brings) {
      await this.remember(actor, known, taken, { importedAt: importedAt(this.clock()), reading: null });
      return unchanged(known, taken);
    }
    const overwritten = isWhole ? await changedHere(this.database.read, known, changed) : [];
    const judged = new JudgedOnly();
    let secrets = standing;
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
      await this.lines.remember(transaction, application, options, waitingForHttp, importedAt(now), values);
      if (dryRun) throw judged;
      return { ...details, source };
    };
    const updateOptions = { mayUseHttp: true, replacedDialects, takesAnyMethod, within };
    await this.registry.update(actor, input, updateOptions).catch((error: unknown) => {
      if (error !== judged) throw isUniqueViolation(error) ? DomainError.stale(ONE_IS_TAKEN) : error;
    });
    const once = [changeNote(changes, changed), ...takenNote(first), ...overwrittenNote(overwritten)];
    const notes = [...once, ...standingNotes(known, taken)];
    return { result: "updated", notes, secrets, values, settings };
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
    const { id, organizationId } = application;
    const values = knownValues(this.keys, known, client);
    const waiting = reading?.waitingForHttp ?? usable.waitingForHttp;
    await this.database.change({
      lock: lockOf(organizationId, id),
      patience: actor.origin.patience,
      async judge(transaction) {
        if (!(await transaction.share([ITSELF], { id }))) throw DomainError.notFound("OAuth application");
      },
      write: (transaction) => this.lines.remember(transaction, application, options, waiting, importedAt, values),
    });
  }
}
