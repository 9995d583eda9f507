import { randomUUID } from "node:crypto";
import type { TestGateway, TestOrganization } from "../gateway/gateway.js";
import type { Answer, CreatedApplication, GraphqlClient } from "../gateway/graphql-client.js";

/** A new idempotency key, as the schema advises. */
export const newKey = (): string => randomUUID();

const ISSUING = {
  rotateSecret: `clientSecret secret { id status } previousSecret { id status }
    oauthApplication { id name version secrets { id status } }`,
  createOAuthApplication: "clientSecret oauthApplication { id clientId name version secrets { id status } }",
  createApiToken: "token apiToken { id name firstUsedAt revokedAt }",
};

const INPUTS: Record<Issuing, string> = {
  rotateSecret: "RotateSecretInput",
  createOAuthApplication: "CreateOAuthApplicationInput",
  createApiToken: "CreateApiTokenInput",
};

export type Issuing = keyof typeof ISSUING;

/** Sends a mutation that can be repeated, and selects all that tests look at. */
export function issue(client: GraphqlClient, mutation: Issuing, input: Record<string, unknown>): Promise<Answer> {
  const query = `mutation ($input: ${INPUTS[mutation]}!) { ${mutation}(input: $input) { replayed ${ISSUING[mutation]} } }`;
  return client.send(query, { input });
}

/** The payload of such a mutation. Throws unless it succeeded, and unless its header says the same as `replayed`. */
export function payloadOf({ data, errors, headers, text }: Answer) {
  if (errors.length > 0) throw new Error(text);
  const [payload] = Object.values(data) as [{ replayed: boolean; clientSecret: string | null; token: string | null }];
  const said = headers.get("idempotency-replayed");
  if (said !== (payload.replayed ? "true" : null)) throw new Error(`Idempotency-Replayed: ${said}, but ${text}`);
  return data[Object.keys(data)[0] as Issuing];
}

/** An organization with an application, and its rotation under one key, each time by the DEVELOPER unless it says otherwise. */
export interface RepeatedRotation extends TestOrganization {
  application: CreatedApplication;
  input: { oauthApplicationId: string; idempotencyKey: string };
  rotate(more?: Record<string, unknown>, client?: GraphqlClient): Promise<Answer>;
}

export async function repeatedRotation(gateway: TestGateway): Promise<RepeatedRotation> {
  const organization = await gateway.organization();
  const { developer } = organization;
  const application = await developer.createApplication({ grantTypes: ["CLIENT_CREDENTIALS"] });
  const input = { oauthApplicationId: application.id, idempotencyKey: newKey() };
  const rotate = (more: Record<string, unknown> = {}, client = developer) =>
    issue(client, "rotateSecret", { ...input, ...more });
  return { ...organization, application, input, rotate };
}
