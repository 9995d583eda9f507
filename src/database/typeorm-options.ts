import "reflect-metadata";
import type { DataSourceOptions, Logger } from "typeorm";
import { AccessToken } from "../model/access-token.js";
import { ApiToken } from "../model/api-token.js";
import { AuditEvent } from "../model/audit-event.js";
import { AuditNotice } from "../model/audit-notice.js";
import { ClientSecret } from "../model/client-secret.js";
import { DatabaseMove } from "../model/database-move.js";
import { Departure } from "../model/departure.js";
import { ImportedClient } from "../model/imported-client.js";
import { KeptAnswer } from "../model/kept-answer.js";
import { KeyFingerprint } from "../model/key-fingerprint.js";
import { Member } from "../model/member.js";
import { OAuthApplication } from "../model/oauth-application.js";
import { Organization } from "../model/organization.js";
import { RetiredClientId } from "../model/retired-client-id.js";
import { SchemaVersion } from "../model/schema-version.js";
import { SecretUse } from "../model/secret-use.js";
import { SignInCode } from "../model/sign-in-code.js";
import { MIGRATIONS } from "./migrations/index.js";
import { SnakeCaseNaming } from "./naming.js";

/** TypeORM's options for both databases. */
export const SHARED = {
  entities: [
    Organization,
    OAuthApplication,
    ClientSecret,
    SecretUse,
    ApiToken,
    AuditEvent,
    AuditNotice,
    RetiredClientId,
    AccessToken,
    Member,
    Departure,
    KeyFingerprint,
    SchemaVersion,
    SignInCode,
    KeptAnswer,
    ImportedClient,
    DatabaseMove,
  ],
  migrations: MIGRATIONS,
  synchronize: false,
  namingStrategy: new SnakeCaseNaming(),
  // By default TypeORM drops an undefined condition silently, and with it the filter of the organization.
  invalidWhereValuesBehavior: { null: "throw", undefined: "throw" },
} satisfies Partial<DataSourceOptions>;

export function logging(logger: Logger | undefined): Pick<DataSourceOptions, "logging" | "logger"> {
  return logger ? { logging: true, logger } : { logging: false };
}
