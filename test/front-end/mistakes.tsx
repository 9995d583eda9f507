// Mistakes that the compiler must find: it fails as well where one of them is none.
import { useSuspenseQuery } from "@apollo/client/react";
import { ApplicationRow } from "./src/application-row.js";
import { APPLICATIONS_PAGE } from "./src/applications-page.js";
import type { GatewayError } from "./src/gateway-errors.js";
import type { CreateOAuthApplicationInput, RotateSecretInput } from "./src/gql/graphql.js";

export function Mistakes() {
  const { data } = useSuspenseQuery(APPLICATIONS_PAGE, { variables: { first: 20 } });
  // @ts-expect-error -- a list that is refused is null.
  data?.oauthApplications.totalCount;
  const node = data?.oauthApplications?.edges?.[0]?.node;
  // @ts-expect-error -- only the row asked for the name.
  node?.name;
  // @ts-expect-error -- the row wants what its own fragment asks for.
  return <ApplicationRow application={{ __typename: "OAuthApplication", id: "app_1", name: "x" }} />;
}

// @ts-expect-error -- the name is required.
export const nameless: CreateOAuthApplicationInput = { public: true };

// @ts-expect-error -- there is no such policy.
export const unknownPolicy: RotateSecretInput = { oauthApplicationId: "app_1", previousSecret: "FORGET" };

export function mistakesWithCodes(error: GatewayError): unknown {
  // @ts-expect-error -- there is no such code.
  if (error.code === "TEAPOT") return null;
  // @ts-expect-error -- not every error says how long to wait.
  return error.retryAfterSeconds;
}
