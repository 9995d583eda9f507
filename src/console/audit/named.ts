import { useQuery } from "@apollo/client/react";
import { graphql } from "../api/gql/index.js";
import { usePaused } from "../parts/use-paused.js";
import { useMay } from "../session/viewer-context.js";
import { tellsApart } from "./apart.js";
import type { Named } from "./meant.js";

const NAMED_APPLICATIONS = graphql(`
  query NamedApplications($query: String!) {
    oauthApplications(first: 8, filter: { query: $query }) {
      nodes { id name }
    }
  }
`);

/** Among whom a name is looked for beside applications: the newest hundred of each. */
export const NAMED_OTHERS = graphql(`
  query NamedOthers {
    apiTokens(first: 100) {
      nodes { id name role hint createdAt }
    }
    members(first: 100) {
      nodes { id name role email subject oauthApplication { id } }
    }
  }
`);

const NAME_OF = graphql(`
  query NameOf($id: ID!) {
    node(id: $id) {
      ... on OAuthApplication { id name }
      ... on ApiToken { id name role hint createdAt }
      ... on Member { id name role email subject }
    }
  }
`);

/** What a condition of the log may mean, by its name: what was changed, or who has done it. */
export type About = "targetId" | "actorId";

const IDENTIFIER = /^[a-z]{3}_[0-9A-Za-z]{22}$/;

/** The applications, members and API tokens with such a name: of the last two, the newest hundred are looked through. */
export function useNamed(text: string, about: About): { found: readonly Named[]; isLooking: boolean } {
  const query = usePaused(text.trim());
  const isName = query !== "" && !IDENTIFIER.test(query);
  const applications = useQuery(NAMED_APPLICATIONS, {
    variables: { query },
    skip: !useMay("APPLICATION_READ") || !isName,
  });
  const others = useQuery(NAMED_OTHERS, { skip: !useMay("MEMBER_READ") || !isName });
  const isLooking = query !== text.trim() || applications.loading || others.loading;
  if (!isName || isLooking) return { found: [], isLooking };
  const all: Named[] = [
    ...(applications.data?.oauthApplications?.nodes ?? []).map(({ id, name }) => ({
      id,
      name,
      kind: "application" as const,
    })),
    ...(others.data?.apiTokens?.nodes ?? []).map((one) => ({
      id: one.id,
      name: one.name,
      kind: "API token" as const,
      apart: tellsApart(one, Date.now()),
    })),
    ...(others.data?.members?.nodes ?? []).map((one) => ({
      // A service account acts as its application, a person as the member.
      id: about === "actorId" ? (one.oauthApplication?.id ?? one.id) : one.id,
      name: one.name,
      kind: "member" as const,
      apart: tellsApart(one, Date.now()),
    })),
  ];
  const wanted = query.toLowerCase();
  const fitting = all.filter(({ name }) => name.toLowerCase().includes(wanted));
  // A service account is found twice: as an application, and as a member with a role.
  return { found: [...new Map(fitting.map((one) => [one.id, one])).values()], isLooking };
}

/** The name of what has this identifier, and what tells it from others with the name; nothing while nobody knows. */
export function useNameOf(id: string): { name: string; apart?: string } | undefined {
  const { data } = useQuery(NAME_OF, { variables: { id }, skip: !IDENTIFIER.test(id) });
  const node = data?.node;
  if (!node || !("name" in node)) return undefined;
  return { name: node.name, ...("role" in node && { apart: tellsApart(node, Date.now()) }) };
}
