import type { Database } from "../../database/database.js";
import type { Actor, Origin } from "../../model/actor.js";
import { type TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import { type ClientSecret, ClientSecretStatus } from "../../model/client-secret.js";
import { isClientId } from "../../model/identifier.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import { Permission } from "../../model/permission.js";
import { mayBeImported } from "../../model/secret.js";
import { type SecretSource, SecretUseEvidence } from "../../model/secret-use.js";
import { applicationActor } from "../actors/application-actor.js";
import { demand } from "../actors/permissions.js";
import type { Clock } from "../clock.js";
import type { Place } from "../foreign-hashes/place.js";
import type { Confirmations } from "./confirmations.js";
import { isForeign } from "./foreign-digest.js";
import type { ForeignSecrets, FoundSecret } from "./foreign-secrets.js";
import { hasLapsed, type LapsedSecrets } from "./lapsed-secrets.js";
import type { PresentedSecrets } from "./presented-secrets.js";
import type { RetirementTripwire, SecretPurpose } from "./retirement-tripwire.js";
import { isUnconfirmed } from "./unconfirmed.js";
import type { SecretUsage } from "./usage.js";
import { whenWritten } from "./written-ends.js";

/**
 * The application of a client id. For an unknown id (`known` is false) it is some other application, whose secrets are
 * compared in vain, so that a miss takes as long as a hit. Why: docs/decisions/0003-decoy-client.md
 */
export interface ClaimedClient {
  known: boolean;
  application: OAuthApplication;
}

/** A client that has proved who it is, and by which secret; null when its proof was another one. */
export interface AuthenticatedClient {
  application: OAuthApplication;
  secret: ClientSecret | null;
}

/** A client that has proved who it is by a secret. */
export interface SecretHolder extends AuthenticatedClient {
  secret: ClientSecret;
}

/** For whom a server asks: what it knows of its own client. */
export type ReportedClient = Omit<SecretSource, "evidence">;

/**
 * Who presents a secret, from where and for what. `method` is how it came, when only the application's registered method is
 * allowed.
 */
interface Presentation {
  presenter: (application: OAuthApplication) => Actor;
  source: SecretSource;
  purpose: SecretPurpose;
  /** The secret before it was decoded, where that made another one of it: an imported one may have come so. */
  asSent?: string | undefined;
  method?: TokenEndpointAuthMethod | undefined;
  /** Called with the registered method when the secret is right and came in another way. */
  onOtherMethod?: (registered: TokenEndpointAuthMethod) => void;
}

/**
 * Checks client ids and secrets. Whatever is wrong, the answer is null after the same work; only a secret of which another
 * system's hash is known may not be checked now, which throws as `ForeignSecrets.find` does.
 */
export class ClientAuthentication {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly presented: PresentedSecrets,
    private readonly usage: SecretUsage,
    private readonly tripwire: RetirementTripwire,
    private readonly lapsed: LapsedSecrets,
    private readonly confirmations: Confirmations,
    private readonly foreign: ForeignSecrets,
  ) {}

  /**
   * For an authorization server that keeps its clients here: only clients of the actor's organization are found.
   * `reported` is its own client, when it says for whom it asks.
   */
  async verify(
    actor: Actor,
    clientId: string,
    plaintext: string,
    reported?: ReportedClient,
  ): Promise<SecretHolder | null> {
    demand(actor, Permission.SECRET_VERIFY);
    const claimed = await this.find(clientId, actor.organizationId);
    const source = reported
      ? { ...reported, evidence: SecretUseEvidence.REPORTED }
      : sourceOf(actor.origin, SecretUseEvidence.ASKER);
    return this.check(claimed, plaintext, { presenter: () => actor, source, purpose: "verification" });
  }

  /**
   * Finds a client, in one organization or in all. One statement, which costs as much for an unknown id: the oldest
   * application stands in, since nobody can choose which that is. Null only while there is no confidential application.
   */
  async find(clientId: string, organizationId?: string): Promise<ClaimedClient | null> {
    const inOrganization = organizationId === undefined ? "" : "AND organization_id = :organizationId";
    const application = await this.database.read.first(
      OAuthApplication,
      `WHERE client_id = COALESCE(
        (SELECT client_id FROM oauth_applications WHERE client_id = :clientId ${inOrganization}),
        (SELECT client_id FROM oauth_applications WHERE NOT public ORDER BY id LIMIT 1)
      )`,
      { clientId: isClientId(clientId) ? clientId : "", organizationId },
    );
    if (!application) return null;
    return { known: application.clientId === clientId && isIn(application, organizationId), application };
  }

  /**
   * For the OAuth endpoints. `method` is how the secret was sent, when only the application's registered method is
   * allowed.
   */
  async authenticate(
    claimed: ClaimedClient | null,
    plaintext: string,
    presented: Omit<Presentation, "presenter" | "source"> & { origin: Origin },
  ): Promise<SecretHolder | null> {
    const presenter = (application: OAuthApplication) => applicationActor(application, presented.origin);
    const source = sourceOf(presented.origin, SecretUseEvidence.SEEN);
    return this.check(claimed, plaintext, { ...presented, presenter, source });
  }

  private async check(
    claimed: ClaimedClient | null,
    plaintext: string,
    { presenter, source, purpose, asSent, method, onOtherMethod }: Presentation,
  ): Promise<SecretHolder | null> {
    if (!claimed) return null;
    let now = this.clock();
    const { application, known } = claimed;
    const subject = application.id;
    const texts = asSent === undefined ? [plaintext] : [plaintext, asSent];
    let { secrets, matching: found } = await this.presented.find(subject, texts, now);
    if (!known) return null;
    let fitting: FoundSecret | undefined;
    // Other systems' hashes fit more than the secret: bcrypt's also what repeats it after a NUL.
    const possible = texts.filter(mayBeImported);
    if (found.length === 0 && application.enabled && possible.length > 0 && secrets.some(isUnseen)) {
      fitting = await this.foreign.find(application, secrets.filter(isUnseen), possible, placeOf(source, application));
      if (!fitting) return null;
      // What happened during the check counts: it may have taken seconds.
      now = this.clock();
      ({ secrets, matching: found } = await this.presented.find(subject, texts, now, fitting));
    }
    // Only for holders of a secret: otherwise anybody could end secrets early through a gateway whose clock is ahead.
    const over = found.length > 0 ? secrets.filter((one) => hasLapsed(one, now)) : [];
    if (over.length > 0) await this.end(over, found, application, presenter(application).origin, now);
    // Another gateway may have confirmed or extended it first, and then it is good here, too.
    const isAnew = over.some((one) => found.includes(one));
    const matching = isAnew ? (await this.presented.find(subject, texts, now, fitting)).matching : found;
    let secret = matching.find(works);
    const [retired] = matching;
    if (!secret && retired) {
      this.tripwire.trip(presenter(application), retired, purpose, now);
      this.usage.refuse(retired, source, now);
    }
    const { takesAnyMethod, tokenEndpointAuthMethod } = application;
    const rightMethod = method === undefined || takesAnyMethod || method === tokenEndpointAuthMethod;
    if (!secret || !application.enabled || application.public) return null;
    if (!rightMethod) {
      onOtherMethod?.(tokenEndpointAuthMethod);
      return null;
    }
    if (isUnconfirmed(secret)) {
      const { origin } = presenter(application);
      const confirmed = await this.confirmations.confirm(application, secret.id, origin, purpose);
      if (!confirmed) return null;
      secret = confirmed;
    }
    await this.usage.record(
      secret,
      source,
      now,
      await this.presented.renewed(secret, subject, fitting ? [fitting.text] : texts),
    );
    if (fitting) this.foreign.succeed(subject);
    return { application, secret };
  }

  /** Writes ends that have passed. Until then a gateway whose clock is behind could give a secret another one. */
  private async end(
    over: readonly ClientSecret[],
    presented: readonly ClientSecret[],
    application: OAuthApplication,
    origin: Origin,
    now: number,
  ): Promise<void> {
    const [ended, undone] = [over.find((one) => !isUnconfirmed(one)), over.find(isUnconfirmed)];
    const written = ended && this.lapsed.stop(application.id, now);
    if (undone && presented.includes(undone)) await this.confirmations.undo(application, origin);
    else if (undone) await this.confirmations.undoBeside(application, origin);
    if (written && over.some((one) => presented.includes(one))) await whenWritten(written);
  }
}

/** The application that stands in for an unknown client may belong to any organization. */
function isIn(application: OAuthApplication, organizationId: string | undefined): boolean {
  return organizationId === undefined || application.organizationId === organizationId;
}

/** Who asks for others, and does not say for whom, has one address for all of them. */
function placeOf({ evidence, address }: SecretSource, { organizationId }: OAuthApplication): Place | null {
  if (evidence === SecretUseEvidence.ASKER || address === null) return null;
  return { address, reporter: evidence === SecretUseEvidence.REPORTED ? organizationId : null };
}

function sourceOf({ address, software = null }: Origin, evidence: SecretUseEvidence): SecretSource {
  return { evidence, address, clientSoftware: software };
}

function works({ status }: ClientSecret): boolean {
  return status === ClientSecretStatus.CURRENT || status === ClientSecretStatus.PREVIOUS;
}

/** Whether a secret works, and only another system's hash of it is known. */
function isUnseen(secret: ClientSecret): boolean {
  return isForeign(secret.digest) && works(secret);
}
