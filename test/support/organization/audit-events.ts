import type { GraphqlClient } from "../gateway/graphql-client.js";

export interface AuditEvent {
  id: string;
  action: string;
  targetId: string;
  wayIn: string;
  requestId: string | null;
  createdAt: string;
  details: Record<string, unknown>;
  actor: { id: string; kind: string; name: string | null };
}

/** The newest 100 events, newest first, with all their fields. */
export async function listEvents(client: GraphqlClient, filter: Record<string, unknown> = {}): Promise<AuditEvent[]> {
  const data = await client.ok(
    `query ($filter: AuditEventFilter) { auditEvents(first: 100, filter: $filter) {
      nodes { id action targetId wayIn requestId address details createdAt actor { id kind name } }
    } }`,
    { filter },
  );
  return data.auditEvents.nodes;
}
