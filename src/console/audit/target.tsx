import { Link } from "wouter";
import type { EventRow_AuditEventFragment } from "../api/gql/graphql.js";

type TargetProps = {
  event: Pick<EventRow_AuditEventFragment, "targetId" | "oauthApplication" | "apiToken" | "member">;
};

/** What an event is about, by its name, and the way to an application; what is gone by the end of its identifier. */
export function Target({ event: { targetId, oauthApplication, apiToken, member } }: TargetProps) {
  if (targetId.startsWith("org_")) return null;
  if (oauthApplication) {
    return (
      <Link href={`/applications/${oauthApplication.id}`} title={oauthApplication.id}>
        <bdi>{oauthApplication.name}</bdi>
      </Link>
    );
  }
  const named = apiToken ?? member;
  if (named) return <bdi title={named.id}>{named.name}</bdi>;
  return <code title={targetId}>{short(targetId)}</code>;
}

/** The end of an identifier is what two of the same day differ in. */
function short(id: string): string {
  return id.length === 26 ? `${id.slice(0, 4)}…${id.slice(-6)}` : id;
}
