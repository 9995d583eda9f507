import type { MigrationInterface } from "typeorm";
import { Foundation1763683200000 } from "./1763683200000-foundation.js";
import { SecretsAtWork1763769600000 } from "./1763769600000-secrets-at-work.js";
import { Dialects1763856000000 } from "./1763856000000-dialects.js";
import { NameSearch1763942400000 } from "./1763942400000-name-search.js";
import { ObtainedWith1763990000000 } from "./1763990000000-obtained-with.js";
import { Bounds1764028800000 } from "./1764028800000-bounds.js";
import { OwnerOnlyClientIds1764036000000 } from "./1764036000000-owner-only-client-ids.js";
import { MembershipUse1764043200000 } from "./1764043200000-membership-use.js";
import { SchemaVersion1764057600000 } from "./1764057600000-schema-version.js";
import { NamedOnly1764072000000 } from "./1764072000000-named-only.js";
import { FoldedNames1764086400000 } from "./1764086400000-folded-names.js";
import { AuditNotices1764115200000 } from "./1764115200000-audit-notices.js";
import { CreatedBy1764122400000 } from "./1764122400000-created-by.js";
import { SignInCodes1764129600000 } from "./1764129600000-sign-in-codes.js";
import { SecretUses1764136800000 } from "./1764136800000-secret-uses.js";
import { MembersByEmail1764144000000 } from "./1764144000000-members-by-email.js";
import { FlatLists1764158400000 } from "./1764158400000-flat-lists.js";
import { ConfirmedRotations1764172800000 } from "./1764172800000-confirmed-rotations.js";
import { KeptAnswers1764187200000 } from "./1764187200000-kept-answers.js";
import { RecipientKeys1764201600000 } from "./1764201600000-recipient-keys.js";
import { DatabaseMoves1764223200000 } from "./1764223200000-database-moves.js";
import { ImportedClients1764230400000 } from "./1764230400000-imported-clients.js";
import { ContestedSecrets1764259200000 } from "./1764259200000-contested-secrets.js";
import { LineReadings1764331200000 } from "./1764331200000-line-readings.js";
import { UncountedAnswers1764338400000 } from "./1764338400000-uncounted-answers.js";
import { DeletedIds1764352800000 } from "./1764352800000-deleted-ids.js";

/** All migrations in order. Bundlers and test runners do not find files by a glob. */
export const MIGRATIONS: (new () => MigrationInterface)[] = [
  Foundation1763683200000,
  SecretsAtWork1763769600000,
  Dialects1763856000000,
  NameSearch1763942400000,
  ObtainedWith1763990000000,
  Bounds1764028800000,
  OwnerOnlyClientIds1764036000000,
  MembershipUse1764043200000,
  SchemaVersion1764057600000,
  NamedOnly1764072000000,
  FoldedNames1764086400000,
  AuditNotices1764115200000,
  CreatedBy1764122400000,
  SignInCodes1764129600000,
  SecretUses1764136800000,
  MembersByEmail1764144000000,
  FlatLists1764158400000,
  ConfirmedRotations1764172800000,
  KeptAnswers1764187200000,
  RecipientKeys1764201600000,
  DatabaseMoves1764223200000,
  ImportedClients1764230400000,
  ContestedSecrets1764259200000,
  LineReadings1764331200000,
  UncountedAnswers1764338400000,
  DeletedIds1764352800000,
];
