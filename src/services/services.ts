import type { Database } from "../database/database.js";
import { Actors } from "./actors/actors.js";
import { Authentication, type UserTokenVerifier } from "./actors/authentication.js";
import { KeptAnswers } from "./answers/kept-answers.js";
import { ApplicationRegistry } from "./applications/application-registry.js";
import { ApplicationRemoval } from "./applications/application-removal.js";
import { OAuthApplications } from "./applications/oauth-applications.js";
import { allotmentOfApplications } from "./applications/registration.js";
import { UnlistedApplications } from "./applications/unlisted-applications.js";
import { AfterCommit } from "./audit/after-commit.js";
import { AuditEvents } from "./audit/audit-events.js";
import { type AuditFollower, AuditTrail } from "./audit/audit-trail.js";
import type { Clock } from "./clock.js";
import { ApplicationExports } from "./exports/application-exports.js";
import { ApplicationImports } from "./imports/application-imports.js";
import type { SecretKeys } from "./keys/secret-keys.js";
import { Upkeep } from "./limits/upkeep.js";
import { Members } from "./members/members.js";
import { Memberships } from "./members/memberships.js";
import { Organizations } from "./members/organizations.js";
import { PendingMembers } from "./members/pending-members.js";
import { ClientAuthentication } from "./secrets/client-authentication.js";
import { ClientSecrets } from "./secrets/client-secrets.js";
import { Confirmations } from "./secrets/confirmations.js";
import { ForeignResealing } from "./secrets/foreign-resealing.js";
import { ForeignSecrets } from "./secrets/foreign-secrets.js";
import { LapsedSecrets } from "./secrets/lapsed-secrets.js";
import { OpenRotations } from "./secrets/open-rotations.js";
import { PresentedSecrets } from "./secrets/presented-secrets.js";
import { RetirementTripwire, type TripListener } from "./secrets/retirement-tripwire.js";
import { SecretRotations } from "./secrets/rotations.js";
import { SecretUses } from "./secrets/secret-uses.js";
import { SelfRotations } from "./secrets/self-rotations.js";
import { SecretUsage } from "./secrets/usage.js";
import { AccessTokens } from "./tokens/access-tokens.js";
import { ApiTokens } from "./tokens/api-tokens.js";
import { ObtainedTokens } from "./tokens/obtained-tokens.js";
import { SignInCodes } from "./tokens/sign-in-codes.js";
import { TokenTrees } from "./tokens/token-trees.js";

/** All services, on which every way in builds. */
export interface Services {
  readonly clock: Clock;
  readonly actors: Actors;
  readonly organizations: Organizations;
  readonly oauthApplications: OAuthApplications;
  readonly applicationRegistry: ApplicationRegistry;
  readonly applicationRemoval: ApplicationRemoval;
  readonly applicationImports: ApplicationImports;
  readonly applicationExports: ApplicationExports;
  readonly clientSecrets: ClientSecrets;
  readonly secretRotations: SecretRotations;
  readonly openRotations: OpenRotations;
  readonly secretUses: SecretUses;
  readonly selfRotations: SelfRotations;
  readonly apiTokens: ApiTokens;
  readonly signInCodes: SignInCodes;
  readonly members: Members;
  readonly memberships: Memberships;
  readonly auditEvents: AuditEvents;
  readonly accessTokens: AccessTokens;
  readonly authentication: Authentication;
  readonly clientAuthentication: ClientAuthentication;
  /** Tells followers of audit events; to be started by a process that serves. */
  readonly afterCommit: AfterCommit;
  /** Periodic work whose moment does not matter: deletes rows that are of no use, reloads the server keys and moves to the first one. */
  maintain(): Promise<void>;
  /** Writes what is collected in memory; to be called before the database closes. */
  drain(): Promise<void>;
}

export interface ServicesOptions {
  database: Database;
  keys: SecretKeys;
  clock: Clock;
  /** PUBLIC_URL, the audience of access tokens for the gateway itself. */
  audience: string;
  verifyUserToken?: UserTokenVerifier;
  /** Followers, which are told of audit events after their commit. */
  followers: readonly AuditFollower[];
  /** Called when a retired secret is presented, at most once a minute for each. */
  onTrip: TripListener;
  /** Called for each hash of another system that is computed. */
  onHashCheck: () => void;
  /** Called for errors that did not fail a request, with the request's id when there is one. */
  onError: (error: unknown, requestId?: string | null) => void;
}

/** Wires all services to one database, one set of keys and one clock. */
export function createServices(options: ServicesOptions): Services {
  const { database, keys, clock, audience, verifyUserToken, followers, onTrip, onHashCheck, onError } = options;
  const trail = new AuditTrail(followers);
  const trees = new TokenTrees(trail);
  const afterCommit = new AfterCommit(database, followers, clock, onError);
  const usage = new SecretUsage(database, onError);
  const tripwire = new RetirementTripwire(database, trail, onTrip, onError);
  const foreign = new ForeignSecrets(keys, clock, onHashCheck, onError);
  const foreignResealing = new ForeignResealing(database, keys, clock);
  const lapsed = new LapsedSecrets(database, onError);
  const obtained = new ObtainedTokens(trees, audience);
  const oauthApplications = new OAuthApplications(database, clock);
  const answers = new KeptAnswers(database, keys, clock);
  const clientSecrets = new ClientSecrets(database, keys, clock);
  const confirmations = new Confirmations(database, clientSecrets, obtained, trail, clock, onError);
  const apiTokens = new ApiTokens(database, trail, trees, keys, answers, clock, onError);
  const organizations = new Organizations(database, trail, clock);
  const accessTokens = new AccessTokens(database, trail, trees, clock, audience);
  const secretRotations = new SecretRotations(database, clientSecrets, obtained, trail, usage, answers, clock);
  const members = new Members(database, trail, apiTokens, audience, clock);
  const secretUses = new SecretUses(database, clock);
  const pendingMembers = new PendingMembers(database, trail, clock);
  const memberships = new Memberships(database, pendingMembers, clock, onError);
  const upkeep = new Upkeep(database, clock);
  const unlisted = new UnlistedApplications(database, clock);
  const allotment = allotmentOfApplications(database);
  const registry = new ApplicationRegistry(
    database,
    clientSecrets,
    secretRotations,
    members,
    usage,
    trail,
    allotment,
    answers,
    clock,
  );
  return {
    clock,
    actors: new Actors(database),
    organizations,
    oauthApplications,
    applicationRegistry: registry,
    applicationRemoval: new ApplicationRemoval(database, oauthApplications, members, trail, clock, onError),
    applicationImports: new ApplicationImports(database, keys, registry, clientSecrets, usage, trail, allotment, clock),
    applicationExports: new ApplicationExports(database, keys, trail, clock),
    clientSecrets,
    secretRotations,
    openRotations: new OpenRotations(database, clientSecrets, obtained, trail, usage, clock),
    secretUses,
    selfRotations: new SelfRotations(database, secretRotations, answers, trail, usage, clock),
    apiTokens,
    signInCodes: new SignInCodes(database, apiTokens, trail, keys, clock),
    members,
    memberships,
    auditEvents: new AuditEvents(database),
    accessTokens,
    authentication: new Authentication(
      apiTokens,
      accessTokens,
      memberships,
      pendingMembers,
      organizations,
      audience,
      verifyUserToken,
    ),
    clientAuthentication: new ClientAuthentication(
      database,
      clock,
      new PresentedSecrets(database, keys),
      usage,
      tripwire,
      lapsed,
      confirmations,
      foreign,
    ),
    async maintain() {
      await upkeep.run();
      await unlisted.list();
      await secretUses.forget();
      await keys.refresh(keys.kids);
      await foreignResealing.run();
    },
    afterCommit,
    async drain() {
      await afterCommit.stop();
      await tripwire.drained();
      await lapsed.drained();
      // An error was reported already.
      await usage.drain().catch(() => undefined);
    },
  };
}
