import type { Database } from "../../database/database.js";
import { isUniqueViolation } from "../../database/failures.js";
import type { Reader } from "../../database/reader.js";
import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import type { WaitingUris } from "../../model/imported-client.js";
import { Organization } from "../../model/organization.js";
import type { ApplicationRegistry } from "../applications/application-registry.js";
import { lockOf } from "../applications/changes.js";
import { tryUpdate } from "../applications/judged-update.js";
import { withoutReplaced } from "../applications/replaced-dialects.js";
import { changedFields, changedSettings, urisInClear } from "../applications/settings.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import type { SecretKeys } from "../keys/secret-keys.js";
import { validateBrought } from "./brought-input.js";
import { changeNote, methodNote, overwrittenNote, standingNotes } from "./client-notes.js";
import type { ImportedLines, LineChange } from "./imported-lines.js";
import { isOfLine, updateOf } from "./line-update.js";
import { knownKept } from "./secrets/adopted-secrets.js";
import { CONFIRMED_THERE, saveConfirmed } from "./secrets/confirmed-there.js";
import type { BroughtRows, FirstSecrets } from "./secrets/first-secrets.js";
import { leavesPerhaps } from "./secrets/missing-secrets.js";
import { takenNote } from "./secrets/secret-notes.js";
import { keepQuiet } from "./settings/kept-quiet.js";
import { changedHere } from "./settings/overwritten.js";
import { stillWaiting } from "./settings/waited-uris.js";
import { isSameWait } from "./settings/waiting-uris.js";
import { HTTP_ENDED, type KnownClient, OVERTAKEN } from "./standing.js";
import { type Outcome, type Taken, unchanged } from "./taken-client.js";
import { ONE_IS_TAKEN } from "./taken-ids.js";

const ITSELF = { table: "oauth_applications", condition: "id = :id AND version = :version", held: true };

/** Brings up to date the clients that came from the same source before: what was stopped or deleted here stays so. */
export class KnownClients {
  constructor(
    private readonly database: Database,
    private readonly keys: SecretKeys,
    private readonly registry: ApplicationRegistry,
    private readonly firstSecrets: FirstSecrets,
    private readonly lines: ImportedLines,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Throws what is wrong with the client, and `not_found` when it was deleted meanwhile. */
  async meet(actor: Actor, known: KnownClient, taken: Taken): Promise<Outcome> {
    const changes = this.lines.changes(known, taken.options, taken.usable.waiting);
    if (taken.without) changes.push("credentials");
    if (tellsMore(known, taken) || taken.confirmed) changes.push("secrets");
    // Nothing of it can be looked through for a secret of which it has a part.
    if (taken.client.cutRefusal && isOfLine(changes)) throw taken.client.cutRefusal;
    if (changes.length > 0) return this.update(actor, known, taken, changes);
    if (!this.lines.isCurrent(known, taken.options)) {
      await this.remember(actor, known, taken, known.imported.importedAt, stillWaiting(known, taken));
    }
    return unchanged(known, taken);
  }

  private async update(actor: Actor, known: KnownClient, taken: Taken, changes: LineChange[]): Promise<Outcome> {
    const { application } = known;
    const { client, options } = taken;
    const { dryRun, source } = options;
    const update = updateOf(changes, known, taken);
    const { input, isWhole, replacedDialects, takesAnyMethod, waiting } = update;
    // What was changed here before stays so, and is named when a line overwrites it.
    const importedAt = (now: number) => (isWhole ? new Date(now) : known.imported.importedAt);
    const quietNotes = keepQuiet(input, known, this.clock());
    validateBrought(input, client.names, application);
    const settings = changedSettings(input, withoutReplaced(application, input, replacedDialects), takesAnyMethod);
    const changed = changedFields(application, settings);
    const isOfSecrets = isWhole || changes.includes("secrets");
    const mayBring = isWhole || (isOfSecrets && !settings.public);
    // One that is disabled at its source stops here, whatever is wrong with a secret that it would get.
    const isStopped = !client.enabled && taken.refusal !== undefined;
    const bringing = mayBring && !isStopped ? taken.bringing : undefined;
    const confirmed = isOfSecrets && !settings.public ? taken.confirmed : undefined;
    if (changed.length === 0 && !bringing && !confirmed) {
      const isRemembered = this.lines.isCurrent(known, options) && isSameWait(known.imported.reading, waiting);
      // Those for which there is no room are met at each import.
      if (!isRemembered || changes.some((change) => change !== "http")) {
        await this.remember(actor, known, taken, importedAt(this.clock()), waiting);
      }
      const outcome = unchanged(known, taken);
      return { ...outcome, notes: [...update.notes, ...quietNotes, ...outcome.notes] };
    }
    const replaced = changed.filter((field) => !update.added.includes(field));
    const overwritten = await changedHere(this.database.read, known, replaced);
    const rows = confirmed ?? known.secrets;
    let brought: BroughtRows = { came: [], rows, kept: knownKept(this.keys, known, client) };
    const bring = async (reader: Reader, now: number) => {
      if (bringing) brought = await this.firstSecrets.judge(reader, bringing, known, settings.public, now);
    };
    const inClear = options.allowsHttp ? [] : urisInClear(input, application);
    const within = async (transaction: Transaction, now: number) => {
      if (inClear.length > 0) await demandHttpStill(transaction, actor);
      await bring(transaction, now);
      const details = bringing ? await this.firstSecrets.save(transaction, known, brought) : {};
      if (confirmed) await saveConfirmed(transaction, this.trail, actor, confirmed, now, source);
      await this.lines.remember(transaction, application, options, waiting, importedAt(now), brought.kept);
      return { ...details, source };
    };
    const updateOptions = { mayUseHttp: true, replacedDialects, takesAnyMethod, within };
    if (dryRun) {
      const { database, clock } = this;
      await tryUpdate({ database, clock }, actor, input, updateOptions);
      await bring(database.read, clock());
    } else {
      if (bringing) await this.firstSecrets.flushUses(actor, known);
      await this.registry.update(actor, input, updateOptions).catch((error: unknown) => {
        throw isUniqueViolation(error) ? DomainError.stale(ONE_IS_TAKEN) : staleIfUsed(error);
      });
    }
    const { came, rows: secrets, kept } = brought;
    const once = [
      changeNote(changes, changed),
      ...update.notes,
      ...quietNotes,
      ...takenNote(came, known.imported.reading?.lacksCurrent ?? false),
      ...(bringing && !isWhole ? methodNote(application, client) : []),
      ...(confirmed ? [CONFIRMED_THERE] : []),
      ...overwrittenNote(overwritten),
    ];
    const notes = [...once, ...standingNotes(known, taken, settings)];
    return { result: "updated", notes, secrets, kept, settings };
  }

  /** Remembers the line by itself, where nothing else is to be written, as it was read where that is known. */
  private async remember(
    actor: Actor,
    known: KnownClient,
    { client, options }: Taken,
    importedAt: Date,
    waiting: WaitingUris,
  ): Promise<void> {
    if (options.dryRun) return;
    const { application } = known;
    const { id, organizationId, version } = application;
    const kept = knownKept(this.keys, known, client);
    await this.database.change({
      lock: lockOf(organizationId, id),
      patience: actor.origin.patience,
      async judge(transaction) {
        if (await transaction.share([ITSELF], { id, version })) return;
        throw DomainError.stale(OVERTAKEN);
      },
      write: (transaction) => this.lines.remember(transaction, application, options, waiting, importedAt, kept),
    });
  }
}

/**
 * Whether more can be told of a line's secrets than when it was read last: that they are some, or that one is not the one here.
 * One that cannot be taken is left where it is.
 */
function tellsMore({ application, imported }: KnownClient, { client, bringing, refusal }: Taken): boolean {
  if (imported.reading?.leftPerhaps && !leavesPerhaps(client)) return true;
  return !application.public && bringing !== undefined && refusal === undefined;
}

/** Throws `conflict`, so that the client is judged anew, where its redirect URIs in clear may not be here any more. */
async function demandHttpStill(reader: Reader, { organizationId }: Actor): Promise<void> {
  const { allowHttpRedirectUris } = await reader.get(Organization, { id: organizationId });
  if (!allowHttpRedirectUris) throw DomainError.stale(HTTP_ENDED);
}

/** A secret was used since the line was judged: judged anew, the gate is shut, and the rest of the line comes. */
function staleIfUsed(error: unknown): unknown {
  const isGate = error instanceof DomainError && error.details.field === "secretQuietSeconds";
  return isGate ? DomainError.stale(error.message) : error;
}
