import type { Database } from "../database/database.js";
import { AccessTokens } from "./access-tokens.js";
import { Actors } from "./actors.js";
import { ApiTokens } from "./api-tokens.js";
import { allotmentOfApplications } from "./application-registration.js";
import { ApplicationRegistry } from "./application-registry.js";
import { AuditEvents } from "./audit-events.js";
import { Authentication, type UserTokenVerifier } from "./authentication.js";
import { ClientAuthentication } from "./client-authentication.js";
import { ClientSecrets } from "./client-secrets.js";
import type { Clock } from "./clock.js";
import { LapsedSecrets } from "./lapsed-secrets.js";
import { Members } from "./members.js";
import { Memberships } from "./memberships.js";
import { OAuthApplications } from "./oauth-applications.js";
import { ObtainedTokens } from "./obtained-tokens.js";
import { Organizations } from "./organizations.js";
import { RetirementTripwire, type TripListener } from "./retirement-tripwire.js";
import type { SecretKeys } from "./secret-keys.js";
import { SecretRotations } from "./secret-rotations.js";
import { SecretUsage } from "./secret-usage.js";
import { Upkeep } from "./upkeep.js";

/** What every way in builds on. */
export interface Services {
  readonly clock: Clock;
  readonly actors: Actors;
  readonly organizations: Organizations;
  readonly oauthApplications: OAuthApplications;
  readonly applicationRegistry: ApplicationRegistry;
  readonly clientSecrets: ClientSecrets;
  readonly secretRotations: SecretRotations;
  readonly apiTokens: ApiTokens;
  readonly members: Members;
  readonly memberships: Memberships;
  readonly auditEvents: AuditEvents;
  readonly accessTokens: AccessTokens;
  readonly authentication: Authentication;
  readonly clientAuthentication: ClientAuthentication;
  /** What has to be done now and then, and nothing depends on when: forgets what is of no use any more, looks for new keys. */
  maintain(): Promise<void>;
  /** Writes what is collected in memory, before the database closes. */
  drain(): Promise<void>;
}

export interface ServicesOptions {
  database: Database;
  keys: SecretKeys;
  clock: Clock;
  /** PUBLIC_URL: the resource that access tokens for the gateway itself are issued for. */
  audience: string;
  verifyUserToken?: UserTokenVerifier;
  /** Told of a retired secret that was presented, at most once a minute for each. */
  onTrip: TripListener;
  /** Told of what went wrong and did not spoil an answer: beside it, or in a part of that of the request named. */
  onError: (error: unknown, requestId?: string | null) => void;
}

export function createServices(options: ServicesOptions): Services {
  const { database, keys, clock, audience, verifyUserToken, onTrip, onError } = options;
  const usage = new SecretUsage(database, onError);
  const tripwire = new RetirementTripwire(database, onTrip, onError);
  const lapsed = new LapsedSecrets(database, onError);
  const obtained = new ObtainedTokens(audience);
  const oauthApplications = new OAuthApplications(database, clock);
  const clientSecrets = new ClientSecrets(database, keys, clock);
  const apiTokens = new ApiTokens(database, keys, clock, onError);
  const organizations = new Organizations(database, clock);
  const accessTokens = new AccessTokens(database, clock, audience);
  const secretRotations = new SecretRotations(database, clientSecrets, obtained, usage, clock);
  const members = new Members(database, apiTokens, audience, clock);
  const memberships = new Memberships(database, clock, onError);
  const upkeep = new Upkeep(database, clock);
  return {
    clock,
    actors: new Actors(database),
    organizations,
    oauthApplications,
    applicationRegistry: new ApplicationRegistry(
      database,
      oauthApplications,
      clientSecrets,
      secretRotations,
      members,
      usage,
      allotmentOfApplications(database),
      clock,
      onError,
    ),
    clientSecrets,
    secretRotations,
    apiTokens,
    members,
    memberships,
    auditEvents: new AuditEvents(database),
    accessTokens,
    authentication: new Authentication(apiTokens, accessTokens, memberships, organizations, audience, verifyUserToken),
    clientAuthentication: new ClientAuthentication(database, keys, clock, clientSecrets, usage, tripwire, lapsed),
    async maintain() {
      await upkeep.run();
      await keys.refresh(keys.kids);
    },
    async drain() {
      await tripwire.drained();
      await lapsed.drained();
      // It has told of what went wrong.
      await usage.flush().catch(() => undefined);
    },
  };
}
