import { useQuery } from "@apollo/client/react";
import { graphql } from "../api/gql/index.js";
import { useMay } from "../session/viewer-context.js";
import { type Hinted, isSecretId } from "./hints.js";

const HINTS = graphql(`
  query SecretHints($id: ID!) {
    oauthApplication(id: $id) { id secrets { id hint } }
  }
`);

const HINT_OF = graphql(`
  query SecretHint($id: ID!) {
    node(id: $id) { ... on ClientSecret { id hint } }
  }
`);

const NONE: readonly Hinted[] = [];

/** The secrets of an application with their hints: those that work and the newest others. */
export function useSecretsOf(applicationId: string | undefined): { secrets: readonly Hinted[]; isLooking: boolean } {
  const { data, loading } = useQuery(HINTS, {
    variables: { id: applicationId ?? "" },
    skip: !useMay("SECRET_READ") || !applicationId?.startsWith("app_"),
    fetchPolicy: "cache-and-network",
  });
  return { secrets: data?.oauthApplication?.secrets ?? NONE, isLooking: loading && !data };
}

/** The hint of a secret; nothing while nobody knows it. */
export function useHintOf(id: string | null | undefined): string | undefined {
  const { data } = useQuery(HINT_OF, {
    variables: { id: id ?? "" },
    skip: !useMay("SECRET_READ") || !isSecretId(id),
  });
  return data?.node && "hint" in data.node ? data.node.hint : undefined;
}
