import type { Reader } from "../../database/reader.js";
import { AuditEvent } from "../../model/audit-event.js";
import { timeOf } from "../../model/identifier.js";
import type { KnownClient } from "./standing.js";

/** The newest changes of one application; further ones are not looked through. */
const CHANGES = `WHERE organization_id = :organizationId AND target_id = :id AND action = 'oauth_application.updated'
  ORDER BY id DESC LIMIT 200`;

/** Those of the fields that somebody has changed here since the last import. */
export async function changedHere(
  reader: Reader,
  { application: { id, organizationId }, imported }: KnownClient,
  fields: readonly string[],
): Promise<string[]> {
  const events = await reader.list(AuditEvent, CHANGES, { organizationId, id });
  const since = events.filter((event) => timeOf(event.id).getTime() >= imported.importedAt.getTime());
  const changed = new Set(
    since.map(({ details }) => details as { source?: string; changed?: string[] }).flatMap(ofPeople),
  );
  return fields.filter((field) => changed.has(field));
}

/** The fields that a change names, unless it was an import. */
function ofPeople({ source, changed = [] }: { source?: string; changed?: string[] }): string[] {
  return source === undefined ? changed : [];
}
