import { ApolloClient, type FieldMergeFunction, type FieldPolicy, HttpLink, InMemoryCache } from "@apollo/client";
import { SetContextLink } from "@apollo/client/link/context";
import type { GraphQLCodegenDataMasking } from "@apollo/client/masking";
import { relayStylePagination } from "@apollo/client/utilities";

declare module "@apollo/client" {
  // Masked fragments have the types that codegen gives them.
  export interface TypeOverrides extends GraphQLCodegenDataMasking.TypeOverrides {}
}

/** A list that is refused stays null; relayStylePagination by itself makes it an empty one. */
function pages(keyArgs?: string[]): FieldPolicy {
  const { merge, ...policy } = relayStylePagination(keyArgs);
  const mergeUnlessRefused: FieldMergeFunction = (existing, incoming, options) =>
    typeof merge === "function" && incoming ? merge(existing, incoming, options) : null;
  return { ...policy, merge: mergeUnlessRefused };
}

export function createApolloClient(url: string, token: () => string): ApolloClient {
  const authorize = new SetContextLink(({ headers }) => ({
    headers: { ...headers, authorization: `Bearer ${token()}` },
  }));
  return new ApolloClient({
    link: authorize.concat(new HttpLink({ uri: `${url}/graphql` })),
    dataMasking: true,
    cache: new InMemoryCache({
      typePolicies: {
        Query: {
          fields: {
            oauthApplications: pages(["filter", "orderBy"]),
            auditEvents: pages(["filter"]),
            apiTokens: pages(),
            members: pages(),
          },
        },
        OAuthApplication: { fields: { auditEvents: pages() } },
        // An audit event names its actor as it was called then.
        Actor: { keyFields: false },
        // These have no id of their own: what two components ask for is put together.
        SecretRotation: { merge: true },
        Viewer: { merge: true },
      },
    }),
  });
}
