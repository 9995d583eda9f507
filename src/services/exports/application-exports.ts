import type { Database } from "../../database/database.js";
import { type Actor, ActorKind } from "../../model/actor.js";
import { ClientSecret } from "../../model/client-secret.js";
import { DomainError } from "../../model/domain-error.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import { Permission } from "../../model/permission.js";
import { holdLiveActor } from "../actors/live-actor.js";
import { demand } from "../actors/permissions.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import { kidOf, type SecretKeys } from "../keys/secret-keys.js";
import { USABLE } from "../secrets/usable.js";

/** How many applications are in memory at once. */
const PAGE = 500;

const NEXT = `WHERE organization_id = :organizationId AND id > :after ORDER BY id LIMIT ${PAGE}`;

/** A secret that works, with its digest. */
export interface ExportedSecret {
  secret: ClientSecret;
  /** Of the server key that the digest names. */
  keyFingerprint: string;
}

/** An application, and its secrets that work, the current one first; none where they were not asked for. */
export interface ExportedApplication {
  application: OAuthApplication;
  secrets: ExportedSecret[];
}

/** Reads whole organizations, for another gateway. */
export class ApplicationExports {
  constructor(
    private readonly database: Database,
    private readonly keys: SecretKeys,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * All applications of the organization, the oldest first, in bounded memory. With digests it is for the command line
   * alone, and there is an audit event before the first of them. Throws `forbidden` without APPLICATION_READ and, with
   * digests, without SECRET_READ.
   */
  async *export(actor: Actor, { withDigests }: { withDigests: boolean }): AsyncGenerator<ExportedApplication> {
    demand(actor, Permission.APPLICATION_READ);
    if (withDigests) await this.recordDigests(actor);
    const { organizationId } = actor;
    const { read } = this.database;
    for (let after: string | undefined = ""; after !== undefined; ) {
      if (withDigests) await this.keys.keepUp(this.clock());
      const page: OAuthApplication[] = await read.list(OAuthApplication, NEXT, { organizationId, after });
      const secrets = withDigests ? await this.secretsOf(page) : new Map<string, ExportedSecret[]>();
      for (const application of page) yield { application, secrets: secrets.get(application.id) ?? [] };
      after = page.length < PAGE ? undefined : page.at(-1)?.id;
    }
  }

  private async recordDigests(actor: Actor): Promise<void> {
    demand(actor, Permission.SECRET_READ);
    if (actor.kind !== ActorKind.CLI) throw DomainError.forbidden("Digests are only exported from the gateway's host.");
    await this.database.write(async (transaction) => {
      const now = await holdLiveActor(transaction, actor, this.clock);
      const details = { withDigests: true };
      await this.trail.record(transaction, actor, now, "organization.exported", actor.organizationId, details);
    }, actor.origin.patience);
  }

  /** The secrets of a page that work, by application. */
  private async secretsOf(page: readonly OAuthApplication[]): Promise<Map<string, ExportedSecret[]>> {
    const { read } = this.database;
    const ids = page.map(({ id }) => id);
    const tail = `WHERE ${read.anyOf("oauth_application_id", "ids")} AND ${USABLE} ORDER BY id DESC`;
    const found = new Map<string, ExportedSecret[]>(ids.map((id) => [id, []]));
    for (const secret of await read.list(ClientSecret, tail, { ids, now: this.clock() })) {
      found.get(secret.oauthApplicationId)?.push({ secret, keyFingerprint: await this.fingerprintOf(secret) });
    }
    return found;
  }

  private async fingerprintOf({ digest }: ClientSecret): Promise<string> {
    const kid = kidOf(digest) ?? "";
    // A gateway may sign with a key that is younger than the last look.
    if (!this.keys.kids.includes(kid)) await this.keys.refresh(this.keys.kids);
    const fingerprint = this.keys.fingerprint(kid);
    if (fingerprint === undefined) throw new Error(`The server key "${kid}" was added meanwhile. Export again.`);
    return fingerprint;
  }
}
