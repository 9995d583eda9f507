import type { Database } from "../database/database.js";
import { Actors } from "./actors.js";
import { ApiTokens } from "./api-tokens.js";
import { AuditEvents } from "./audit-events.js";
import { ClientSecrets } from "./client-secrets.js";
import type { Clock } from "./clock.js";
import { OAuthApplications } from "./oauth-applications.js";
import { Organizations } from "./organizations.js";
import type { SecretKeys } from "./secret-keys.js";
import { SecretRotations } from "./secret-rotations.js";

/** What every way in builds on. */
export interface Services {
  readonly actors: Actors;
  readonly organizations: Organizations;
  readonly oauthApplications: OAuthApplications;
  readonly clientSecrets: ClientSecrets;
  readonly secretRotations: SecretRotations;
  readonly apiTokens: ApiTokens;
  readonly auditEvents: AuditEvents;
}

export function createServices(database: Database, keys: SecretKeys, clock: Clock): Services {
  const clientSecrets = new ClientSecrets(database, keys, clock);
  return {
    actors: new Actors(database),
    organizations: new Organizations(database, clock),
    oauthApplications: new OAuthApplications(database, clientSecrets, clock),
    clientSecrets,
    secretRotations: new SecretRotations(database, clientSecrets, clock),
    apiTokens: new ApiTokens(database, keys, clock),
    auditEvents: new AuditEvents(database),
  };
}
