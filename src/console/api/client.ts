import { ApolloClient, ApolloLink, HttpLink } from "@apollo/client";
import { SetContextLink } from "@apollo/client/link/context";
import type { GraphQLCodegenDataMasking } from "@apollo/client/masking";
import { OperationTypeNode } from "graphql";
import { map, mergeMap, of, tap } from "rxjs";
import { noteAnswers } from "./answer-times.js";
import { createCache } from "./cache.js";
import { hasCode } from "./gateway-errors.js";
import { Reachability } from "./reachability.js";

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

/** Who asks: read at each request. */
export interface Credential {
  token: string;
  /** Id or slug of the organization, which a user of several has to name. */
  organization?: string;
}

export interface ClientOptions {
  credential: () => Credential | null;
  /** Called when the gateway does not know the credential any more that a request was sent with. */
  refused: (token: string) => void;
  /** Called when a change is answered, before anybody sees what it has brought. */
  changed: () => void;
  reachability: Reachability;
}

/** The client of the page, as docs/react.md shows it, with what the page has to hear about each answer. */
export function createClient({ credential, refused, changed, reachability }: ClientOptions): ApolloClient {
  const authorize = new SetContextLink(({ headers }) => {
    const asking = credential();
    return {
      token: asking?.token,
      headers: {
        ...headers,
        ...(asking && { authorization: `Bearer ${asking.token}` }),
        ...(asking?.organization && { "x-organization": asking.organization }),
      },
    };
  });
  return new ApolloClient({
    link: ApolloLink.from([
      askAgain(credential),
      authorize,
      reachability.link,
      noteAnswers,
      tellRefused(refused),
      tellChanged(changed),
      rejectForeignAnswers,
      new HttpLink({ uri: "/graphql", credentials: "omit" }),
    ]),
    dataMasking: true,
    defaultOptions: {
      // What fails is told beside the data: nothing is thrown while rendering, and no error takes a secret out of an answer.
      mutate: { errorPolicy: "all" },
      // A list that is asked for again is merged as well, lest a refusal leave nothing of it.
      watchQuery: { errorPolicy: "all", refetchWritePolicy: "merge" },
    },
    cache: createCache(),
  });
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

function tellRefused(refused: (token: string) => void): ApolloLink {
  return new ApolloLink((operation, forward) =>
    forward(operation).pipe(
      map((answer) => {
        const { token } = operation.getContext() as { token?: string };
        if (token && isUnknown(answer)) refused(token);
        return answer;
      }),
    ),
  );
}

function tellChanged(changed: () => void): ApolloLink {
  return new ApolloLink((operation, forward) => {
    if (operation.operationType !== OperationTypeNode.MUTATION) return forward(operation);
    return forward(operation).pipe(tap(() => changed()));
  });
}

/** What is refused for a token that another one has replaced meanwhile did nothing, and is asked again with that one. */
function askAgain(credential: () => Credential | null): ApolloLink {
  return new ApolloLink((operation, forward) =>
    forward(operation).pipe(
      mergeMap((answer) => {
        const now = credential()?.token;
        return isUnknown(answer) && now && now !== operation.getContext().token ? forward(operation) : of(answer);
      }),
    ),
  );
}

function isUnknown({ errors }: ApolloLink.Result): boolean {
  return errors?.some(({ extensions }) => extensions?.code === "UNAUTHENTICATED") ?? false;
}
