import type { Reader } from "../../database/reader.js";
import type { Actor } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import { Organization } from "../../model/organization.js";

/** Throws `invalid` for the first of the fields, which hold redirect URIs in clear, unless the organization allows these. */
export async function demandHttpAllowed(reader: Reader, actor: Actor, fields: readonly string[]): Promise<void> {
  const [field] = fields;
  if (field === undefined) return;
  const organization = await reader.get(Organization, { id: actor.organizationId });
  if (organization.allowHttpRedirectUris) return;
  throw DomainError.invalidField(
    field,
    "plainHttp",
    `${field} must use https: http, ws and ftp to other hosts than loopback need the organization's allowHttpRedirectUris`,
  );
}
