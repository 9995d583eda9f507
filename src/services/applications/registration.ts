import { randomBytes } from "node:crypto";
import type { Database } from "../../database/database.js";
import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import { ID_PREFIX, newId } from "../../model/identifier.js";
import type { ChosenCredentials } from "../../model/inputs/chosen-credentials.inputs.js";
import { nameKeyOf } from "../../model/name-key.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import { Role } from "../../model/permission.js";
import { RetiredClientId } from "../../model/retired-client-id.js";
import { Allotment } from "../limits/allotment.js";
import { full, MAX_APPLICATIONS } from "../limits/limits.js";
import type { AnswerForms } from "../secrets/sealing.js";
import { kindOf, NO_SECRET } from "./list-columns.js";
import type { Settings } from "./settings.js";

const OF_NAME = "oauth_applications WHERE organization_id = :organizationId AND name_key = :nameKey AND name = :name";

/** Bounds how many applications an organization has. */
export function allotmentOfApplications(database: Database, limit = MAX_APPLICATIONS): Allotment {
  const rows = "oauth_applications WHERE organization_id = :owner";
  return new Allotment(database, { rows, limit, refusal: () => full(limit, "applications") });
}

/** Options of a registration that only some ways in use. */
export interface RegistrationOptions {
  /** A client id and a first secret of the actor's choice, instead of generated ones. */
  chosen?: ChosenCredentials;
  /** Whether to refuse a name that another application of the organization has. */
  uniqueName?: boolean;
  /** Which forms of the first secret the answer can show; plaintext by default. */
  forms?: AnswerForms;
}

/**
 * The client id of a new application: the chosen one if it is free, else 128 random bits in hexadecimal. Throws
 * `conflict`, or `forbidden` for one that only an OWNER may register again.
 */
export async function claimClientId(
  transaction: Transaction,
  actor: Actor,
  chosen: string | undefined,
): Promise<string> {
  if (chosen === undefined) return randomBytes(16).toString("hex");
  if (await transaction.exists("oauth_applications WHERE client_id = :chosen", { chosen })) throw clientIdTaken();
  const retired = await transaction.find(RetiredClientId, { clientId: chosen });
  // A client id that others trust must never pass to another organization.
  if (retired && retired.organizationId !== actor.organizationId) throw clientIdTaken();
  if (retired?.ownerOnly && actor.role !== Role.OWNER) {
    throw DomainError.forbidden(
      "Only an OWNER may register this client id again: ownerOnlySecretRotation was on when it was deleted.",
    );
  }
  return chosen;
}

/** The row of a new application, which has no secret yet. */
export function newApplication(
  actor: Actor,
  settings: Settings,
  clientId: string,
  now: number,
  id = newId(ID_PREFIX.oauthApplication, now),
): OAuthApplication {
  return Object.assign(new OAuthApplication(), {
    ...settings,
    id,
    organizationId: actor.organizationId,
    clientId,
    version: 1,
    createdByKind: actor.kind,
    createdById: actor.id,
    updatedAt: new Date(now),
    kind: kindOf(settings),
    rotationEndsAt: 0,
    currentSecretId: NO_SECRET,
    listedVersion: 1,
  });
}

/** The refusal of a client id that is taken, found beforehand or by the unique index. */
export function clientIdTaken(): DomainError {
  return DomainError.conflict("This client id is taken. Choose another one, or leave it out.");
}

/** Throws `conflict` when the name is taken. The organization is locked, so no other registration comes between. */
export async function demandFreeName(transaction: Transaction, { organizationId }: Actor, name: string): Promise<void> {
  const parameters = { organizationId, nameKey: nameKeyOf(name), name };
  if (await transaction.exists(OF_NAME, parameters))
    throw DomainError.conflict("Another application of the organization has this name.");
}
