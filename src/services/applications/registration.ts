import { randomBytes } from "node:crypto";
import type { Database } from "../../database/database.js";
import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import type { ChosenCredentials } from "../../model/inputs/chosen-credentials.inputs.js";
import { Role } from "../../model/permission.js";
import { RetiredClientId } from "../../model/retired-client-id.js";
import { Allotment } from "../limits/allotment.js";
import { full, MAX_APPLICATIONS } from "../limits/limits.js";
import { nameKeyOf } from "./settings.js";

const OF_NAME = "oauth_applications WHERE organization_id = :organizationId AND name_key = :nameKey AND name = :name";

/** How many applications each organization may have. */
export function allotmentOfApplications(database: Database, limit = MAX_APPLICATIONS): Allotment {
  const rows = "oauth_applications WHERE organization_id = :owner";
  return new Allotment(database, { rows, limit, refusal: () => full(limit, "applications") });
}

/** What a way in may ask of a registration beyond the application's settings. */
export interface RegistrationOptions {
  /** A client id and a first secret that the caller brings along instead of generated ones. */
  chosen?: ChosenCredentials;
  /** Whether a name that another application of the organization has is a conflict. */
  uniqueName?: boolean;
}

/** The client id of a new application: the chosen one when it is free, otherwise 128 random bits in hexadecimal. */
export async function claimClientId(
  transaction: Transaction,
  actor: Actor,
  chosen: string | undefined,
): Promise<string> {
  if (chosen === undefined) return randomBytes(16).toString("hex");
  if (await transaction.exists("oauth_applications WHERE client_id = :chosen", { chosen })) throw clientIdTaken();
  const retired = await transaction.find(RetiredClientId, { clientId: chosen });
  // Whoever trusts a client id shall never meet another organization behind it.
  if (retired && retired.organizationId !== actor.organizationId) throw clientIdTaken();
  if (retired?.ownerOnly && actor.role !== Role.OWNER) {
    throw DomainError.forbidden(
      "Only an OWNER may register this client id again: ownerOnlySecretRotation was on when it was deleted.",
    );
  }
  return chosen;
}

/** What a registration that lost the race for a client id is told as well. */
export function clientIdTaken(): DomainError {
  return DomainError.conflict("This client id is taken. Choose another one, or leave it out.");
}

/** Registrations that want a name of their own take turns: they hold the organization. */
export async function demandFreeName(transaction: Transaction, { organizationId }: Actor, name: string): Promise<void> {
  const parameters = { organizationId, nameKey: nameKeyOf(name), name };
  if (await transaction.exists(OF_NAME, parameters))
    throw DomainError.conflict("Another application of the organization has this name.");
}
