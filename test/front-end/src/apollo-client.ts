import {
  ApolloClient,
  ApolloLink,
  type FieldMergeFunction,
  type FieldPolicy,
  HttpLink,
  InMemoryCache,
} from "@apollo/client";
import { SetContextLink } from "@apollo/client/link/context";
import type { GraphQLCodegenDataMasking } from "@apollo/client/masking";
import { relayStylePagination } from "@apollo/client/utilities";
import { map } from "rxjs";
import { hasCode } from "./gateway-errors.js";

declare module "@apollo/client" {
  // Masked fragments have the types that codegen gives them.
  export interface TypeOverrides extends GraphQLCodegenDataMasking.TypeOverrides {}
  namespace ApolloClient {
    namespace DeclareDefaultOptions {
      interface WatchQuery {
        errorPolicy: "all";
      }
      interface Mutate {
        errorPolicy: "all";
      }
    }
  }
}

interface Edge {
  __typename: string;
  node: unknown;
}

interface Connection {
  __typename: `${string}Connection`;
  edges?: Edge[];
  nodes?: unknown[];
}

/**
 * A list that grows page by page, asked for its `edges` or its `nodes`. relayStylePagination by itself knows only edges,
 * and makes an empty list of one that is refused: here what was shown before stays, and otherwise null.
 */
function pages(keyArgs?: string[]): FieldPolicy {
  const { read, merge, ...policy } = relayStylePagination(keyArgs) as FieldPolicy<Connection | null> & {
    merge: FieldMergeFunction<Connection | null>;
  };
  return {
    ...policy,
    merge(existing = null, incoming, options) {
      if (!incoming) return existing;
      const { nodes, ...connection } = incoming as Connection;
      const __typename = `${connection.__typename}`.replace(/Connection$/, "Edge");
      const edges = connection.edges ?? nodes?.map((node) => ({ __typename, node }));
      return merge(existing ?? undefined, { ...connection, ...(edges && { edges }) }, options);
    },
    read(existing, options) {
      const connection = read?.(existing, options);
      return connection && { ...connection, nodes: connection.edges?.map(({ node }) => node) };
    },
  };
}

/** Without data there is an error with a code; whatever else came, the gateway has not sent it. */
const rejectForeignAnswers = new ApolloLink((operation, forward) =>
  forward(operation).pipe(
    map(({ data, errors, ...answer }) => {
      if (data) return { data, ...(errors && { errors }), ...answer };
      const refusals = errors?.filter(hasCode) ?? [];
      if (refusals.length === 0) throw new Error("This is no answer of the gateway.");
      return { errors: refusals };
    }),
  ),
);

export function createApolloClient(url: string, token: () => string): ApolloClient {
  const authorize = new SetContextLink(({ headers }) => ({
    headers: { ...headers, authorization: `Bearer ${token()}` },
  }));
  return new ApolloClient({
    link: ApolloLink.from([authorize, rejectForeignAnswers, new HttpLink({ uri: `${url}/graphql` })]),
    dataMasking: true,
    defaultOptions: {
      // What fails is told beside the data: nothing is thrown while rendering, and no error takes a secret out of an answer.
      mutate: { errorPolicy: "all" },
      // A list that is asked for again is merged as well, lest a refusal leave nothing of it.
      watchQuery: { errorPolicy: "all", refetchWritePolicy: "merge" },
    },
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
