import type { Answer, AnswerError, GraphqlClient } from "../gateway/graphql-client.js";
import { leastOf } from "./shown-once.js";

/** Every field of an application that an input can set. */
export const SETTINGS = `
  name description public enabled redirectUris postLogoutRedirectUris allowedOrigins scopes optionalScopes
  grantTypes responseTypes tokenEndpointAuthMethod pkceRequired consentScreenEnabled
  homepageUrl logoUrl privacyPolicyUrl termsOfServiceUrl secretOverlapSeconds secretQuietSeconds accessTokenTtlSeconds`;

/** The fields of an application that a DEVELOPER sees, secrets included. */
export const EVERYTHING = `
  id clientId version createdAt updatedAt ${SETTINGS}
  clientSecretHint hasRotatedSecret secrets { id hint status createdAt expiresAt revokedAt }
  organization { id }`;

const INPUT_TYPES = {
  createOAuthApplication: "CreateOAuthApplicationInput",
  updateOAuthApplication: "UpdateOAuthApplicationInput",
  rotateSecret: "RotateSecretInput",
  updateSecretRotation: "UpdateSecretRotationInput",
  completeSecretRotation: "CompleteSecretRotationInput",
  cancelSecretRotation: "CancelSecretRotationInput",
};

/** Sends a mutation whose payload has an application, and selects `selection` of it. */
export function change(
  client: GraphqlClient,
  mutation: keyof typeof INPUT_TYPES,
  input: Record<string, unknown>,
  selection = "id version",
): Promise<Answer> {
  return client.send(
    `mutation ($input: ${INPUT_TYPES[mutation]}!) {
      ${mutation}(input: $input) { ${leastOf(mutation)} oauthApplication { ${selection} } }
    }`,
    { input },
  );
}

/** As `change`; throws unless it succeeds. Answers the application. */
export async function changed(...args: Parameters<typeof change>) {
  const answer = await change(...args);
  if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
  return answer.data[args[1]].oauthApplication;
}

export function remove(client: GraphqlClient, input: Record<string, unknown>): Promise<Answer> {
  return client.send(
    "mutation ($input: DeleteOAuthApplicationInput!) { deleteOAuthApplication(input: $input) { deletedId } }",
    {
      input,
    },
  );
}

/** An application as a client sees it; null when there is none. */
export async function read(client: GraphqlClient, id: string, selection = EVERYTHING) {
  return (await client.ok(`query ($id: ID!) { oauthApplication(id: $id) { ${selection} } }`, { id })).oauthApplication;
}

/** Code, field, rule and limit of the only error of an answer that has no data. */
export function refusalOf({ data, errors, text }: Answer): Partial<AnswerError["extensions"]> {
  const [error] = errors;
  const answered = Object.values(data ?? {}).some((value) => value !== null);
  if (!error || errors.length > 1 || answered) throw new Error(`Not one refusal: ${text}`);
  const { code, field, rule, limit } = error.extensions;
  return JSON.parse(JSON.stringify({ code, field, rule, limit }));
}
