import { Link } from "wouter";
import type { EventRow_AuditEventFragment } from "../api/gql/graphql.js";

type TargetProps = { event: Pick<EventRow_AuditEventFragment, "targetId" | "oauthApplication"> };

/** What an event is about: an application by its name, and the way there; what is gone by the end of its identifier. */
export function Target({ event: { targetId, oauthApplication } }: TargetProps) {
  if (targetId.startsWith("org_")) return null;
  if (oauthApplication) {
    return (
      <Link href={`/applications/${oauthApplication.id}`} title={oauthApplication.id}>
        <bdi>{oauthApplication.name}</bdi>
      </Link>
    );
  }
  return <code title={targetId}>{short(targetId)}</code>;
}

/** The end of an identifier is what two of the same day differ in. */
function short(id: string): string {
  return id.length === 26 ? `${id.slice(0, 4)}…${id.slice(-6)}` : id;
}
