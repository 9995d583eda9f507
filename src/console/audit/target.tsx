import { Link } from "wouter";
import type { EventRow_AuditEventFragment } from "../api/gql/graphql.js";
import { short } from "./apart.js";
import { ToldApart } from "./namesakes.js";

type TargetProps = {
  event: Pick<EventRow_AuditEventFragment, "targetId" | "oauthApplication" | "apiToken" | "member">;
};

/** What an event is about, by its name, and the way to an application; what is gone by the end of its identifier. */
export function Target({ event: { targetId, oauthApplication, apiToken, member } }: TargetProps) {
  if (targetId.startsWith("org_")) return null;
  if (oauthApplication) {
    return (
      <>
        <Link href={`/applications/${oauthApplication.id}`} title={oauthApplication.id}>
          <bdi>{oauthApplication.name}</bdi>
        </Link>
        <ToldApart id={oauthApplication.id} />
      </>
    );
  }
  const named = apiToken ?? member;
  if (named) {
    return (
      <>
        <bdi title={named.id}>{named.name}</bdi>
        <ToldApart id={named.id} />
      </>
    );
  }
  return <code title={targetId}>{short(targetId)}</code>;
}
