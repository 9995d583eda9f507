import type { Database } from "../../database/database.js";
import type { Actor } from "../../model/actor.js";
import type { ClientSecret } from "../../model/client-secret.js";
import { DomainError, type DomainErrorCode } from "../../model/domain-error.js";
import { isClientId } from "../../model/identifier.js";
import { ChosenCredentials } from "../../model/inputs/chosen-credentials.inputs.js";
import { Permission } from "../../model/permission.js";
import { demand } from "../actors/permissions.js";
import type { ApplicationRegistry } from "../applications/application-registry.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import type { SecretKeys } from "../keys/secret-keys.js";
import type { Allotment } from "../limits/allotment.js";
import type { ClientSecrets } from "../secrets/client-secrets.js";
import type { SecretUsage } from "../secrets/usage.js";
import type { BroughtClient } from "./brought-client.js";
import { validateBrought } from "./brought-input.js";
import { ownNotes, sharedNotesOf } from "./client-notes.js";
import { ImportedLines } from "./imported-lines.js";
import { withoutCredentials } from "./kept/kept-credentials.js";
import { KnownClients } from "./known-clients.js";
import { NewClients } from "./new-clients.js";
import { saidOf } from "./partial-lines.js";
import { useThere } from "./secrets/confirmed-there.js";
import { FirstSecrets } from "./secrets/first-secrets.js";
import { lacksCurrent, mayBring } from "./secrets/missing-current.js";
import { fitsOf } from "./secrets/secret-fits.js";
import { secretNotes } from "./secrets/secret-notes.js";
import { standInNotes } from "./secrets/stand-ins.js";
import { unfitNotes, unfitnessOf } from "./secrets/unfit-hashes.js";
import { workingSecrets } from "./secrets/working-secrets.js";
import { usableSettings } from "./settings/usable-settings.js";
import { DELETED_HERE, OVERTAKEN, standingOf } from "./standing.js";
import { type ImportedItem, type ImportOptions, needsSecret, type Outcome, type Taken } from "./taken-client.js";

/** Refusals that are about one client, after which the next one can be tried. */
const ABOUT_ONE: readonly DomainErrorCode[] = ["invalid", "forbidden", "not_found", "conflict"];

/** How often one client is judged anew in an import, since somebody has changed meanwhile what it was judged by. */
const MOST_OVERTAKINGS = 4;

/** The same of one that is new here: who took its id has done so by then, be it an import of this client or somebody else. */
const MOST_OF_NEW = 1;

/** Takes in clients of other systems with the ids and secrets they have. */
export class ApplicationImports {
  private readonly firstSecrets: FirstSecrets;
  private readonly newClients: NewClients;
  private readonly knownClients: KnownClients;

  constructor(
    private readonly database: Database,
    private readonly keys: SecretKeys,
    registry: ApplicationRegistry,
    clientSecrets: ClientSecrets,
    usage: SecretUsage,
    trail: AuditTrail,
    allotment: Allotment,
    private readonly clock: Clock,
  ) {
    const lines = new ImportedLines(keys);
    this.newClients = new NewClients(database, keys, clientSecrets, lines, trail, allotment, clock);
    this.firstSecrets = new FirstSecrets(database, keys, clientSecrets, usage);
    this.knownClients = new KnownClients(database, keys, registry, this.firstSecrets, lines, trail, clock);
  }

  /**
   * Takes in one client, in one transaction. One that came from the same source before gets its settings again, if its
   * line has changed, and secrets if it never had one, or none but a previous one: what was stopped or deleted here stays so.
   * Throws `forbidden` without APPLICATION_WRITE; what is wrong with the client is in the answer.
   */
  async import(actor: Actor, client: BroughtClient, options: ImportOptions): Promise<ImportedItem> {
    demand(actor, Permission.APPLICATION_WRITE);
    await this.keys.keepUp(this.clock());
    try {
      const { said, had, refusal, ...outcome } = await this.take(actor, client, options);
      const { result, notes, secrets, kept, settings } = outcome;
      const isPublic = settings.public;
      const now = this.clock();
      const fits = isPublic ? [] : fitsOf(this.keys, said, secrets, kept.values);
      const mayCome = mayBring(this.keys, kept, had);
      const isCurrentMissing = !isPublic && lacksCurrent(kept, fits, secrets, now);
      const isCurrentUnfit = unfitnessOf(this.keys, secrets.current) !== undefined;
      const standing = { ...secrets, mayCome, isCurrentMissing, refusal };
      const ofSecrets = isPublic
        ? []
        : [...secretNotes(said, fits, standing, now), ...unfitNotes(this.keys, fits, secrets)];
      const ofStandIns = isPublic ? [] : standInNotes(this.keys, said, standing, kept.values, now);
      return {
        result,
        notes: [...ownNotes(said, notes, settings), ...notes, ...ofStandIns, ...ofSecrets],
        sharedNotes: sharedNotesOf(said, settings),
        lacksSecret: needsSecret(outcome) && (isCurrentMissing || !secrets.current || isCurrentUnfit),
        working: fits.map(({ came = null }) => (settings.enabled ? came : null)),
      };
    } catch (error) {
      if (!(error instanceof DomainError) || !ABOUT_ONE.includes(error.code)) throw error;
      const notes = [...client.notes];
      const reason = reasonOf(error);
      return { result: "refused", reason, notes, sharedNotes: [], lacksSecret: false, working: [] };
    }
  }

  /** What becomes of a client, what it met here, and what its line says of that. */
  private async take(
    actor: Actor,
    client: BroughtClient,
    options: ImportOptions,
    overtakings = 0,
  ): Promise<Outcome & Pick<Taken, "refusal"> & { said: BroughtClient; had: readonly ClientSecret[] }> {
    const { clientId } = client;
    // Another gateway's application may be one that has a client id of 256 characters: it is no new one.
    if (client.id === undefined || !isClientId(clientId)) {
      validateBrought(Object.assign(new ChosenCredentials(), { clientId }), client.names);
    }
    const { read } = this.database;
    const now = this.clock();
    const { known, allowsHttp } = await standingOf(read, actor, clientId, options.source, now);
    const said = known ? saidOf(client, known.application) : client;
    const had = known ? await this.firstSecrets.hadBy(said, known) : [];
    const bringing = known ? this.firstSecrets.broughtBy(said, known, had, now) : said;
    const refusal = known && bringing ? this.firstSecrets.refusalOf(bringing, known, now) : undefined;
    const working = known ? workingSecrets(this.keys, said, known, bringing?.secrets ?? []) : said.secrets;
    const kept = known?.application;
    const without = kept && withoutCredentials(kept, options.source, working);
    const usable = usableSettings(said, {
      source: options.source,
      allowsHttp: allowsHttp || (options.allowsHttp ?? false),
      working,
      kept,
      without,
      secrets: known?.secrets,
      reading: known?.imported.reading,
    });
    const use = known ? useThere(this.keys, said, known, now) : { notes: [] };
    usable.notes.push(...use.notes);
    const taken = { client: said, bringing, refusal, confirmed: use.confirmed, usable, without, options };
    try {
      const outcome = known ? this.knownClients.meet(actor, known, taken) : this.newClients.create(actor, taken);
      return { ...(await outcome), had, said, refusal };
    } catch (error) {
      const most = known ? MOST_OVERTAKINGS : MOST_OF_NEW;
      if (!(error instanceof DomainError && error.details.isStale) || overtakings >= most) throw error;
      // What another import has taken in meanwhile is found unchanged, and what somebody has changed here is seen.
      return this.take(actor, client, options, overtakings + 1);
    }
  }
}

/** Why a client is refused, in words for whoever runs an import. */
function reasonOf({ code, message, details: { version } }: DomainError): string {
  // Only an application that was here a moment ago can be missing.
  if (code === "not_found") return DELETED_HERE;
  return version === undefined ? message : OVERTAKEN;
}
