import type { Reader } from "../../../database/reader.js";
import { AuditEvent } from "../../../model/audit-event.js";
import { timeOf } from "../../../model/identifier.js";
import type { KnownClient } from "../standing.js";

/**
 * The newest events of one application; further ones are not looked through. Without a condition on the action, for which
 * SQLite would go through all changes of the organization.
 */
const NEWEST = "WHERE organization_id = :organizationId AND target_id = :id ORDER BY id DESC LIMIT 200";

/** Those of the fields that somebody has changed here since the last import. */
export async function changedHere(
  reader: Reader,
  { application, imported }: KnownClient,
  fields: readonly string[],
): Promise<string[]> {
  const { id: applicationId, organizationId } = application;
  const events = await reader.list(AuditEvent, NEWEST, { organizationId, id: applicationId });
  const since = events.filter(
    ({ id, action }) => action === "oauth_application.updated" && timeOf(id) >= imported.importedAt,
  );
  const changed = new Set(
    since.map(({ details }) => details as { source?: string; changed?: string[] }).flatMap(ofPeople),
  );
  return fields.filter((field) => changed.has(field));
}

/** The fields that a change names, unless it was an import. */
function ofPeople({ source, changed = [] }: { source?: string; changed?: string[] }): string[] {
  return source === undefined ? changed : [];
}
