import { useQuery } from "@apollo/client/react";
import { graphql } from "../api/gql/index.js";
import { usePaused } from "../parts/use-paused.js";
import { useMay } from "../session/viewer-context.js";

const NAMED_APPLICATIONS = graphql(`
  query NamedApplications($query: String!) {
    oauthApplications(first: 8, filter: { query: $query }) {
      nodes { id name }
    }
  }
`);

const NAMED_OTHERS = graphql(`
  query NamedOthers {
    apiTokens(first: 100) {
      nodes { id name }
    }
    members(first: 100) {
      nodes { id name oauthApplication { id } }
    }
  }
`);

const NAME_OF = graphql(`
  query NameOf($id: ID!) {
    node(id: $id) {
      ... on OAuthApplication { id name }
      ... on ApiToken { id name }
      ... on Member { id name }
    }
  }
`);

/** What a condition of the log may mean, by its name: what was changed, or who has done it. */
export type About = "targetId" | "actorId";

export interface Named {
  id: string;
  name: string;
  kind: "application" | "API token" | "member";
}

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
    ...(others.data?.apiTokens?.nodes ?? []).map(({ id, name }) => ({ id, name, kind: "API token" as const })),
    ...(others.data?.members?.nodes ?? []).map(({ id, name, oauthApplication }) => ({
      // A service account acts as its application, a person as the member.
      id: about === "actorId" ? (oauthApplication?.id ?? id) : id,
      name,
      kind: "member" as const,
    })),
  ];
  const wanted = query.toLowerCase();
  return { found: all.filter(({ name }) => name.toLowerCase().includes(wanted)), isLooking };
}

/** The name of what has this identifier; nothing while nobody knows. */
export function useNameOf(id: string): string | undefined {
  const { data } = useQuery(NAME_OF, { variables: { id }, skip: !IDENTIFIER.test(id) });
  const node = data?.node;
  return node && "name" in node ? node.name : undefined;
}
