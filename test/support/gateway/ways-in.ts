import { COLLECTION, type DialectClient } from "../dialects/dialects.js";
import { change, remove } from "../organization/oauth-applications.js";
import { GraphqlClient } from "./graphql-client.js";

/** An application, as each way in names it. */
export interface Target {
  organizationId: string;
  id: string;
  clientId: string;
}

/**
 * Does something to an application by one way in. Answers the HTTP status, or the REST status that fits GraphQL's code.
 */
export type Send = (client: DialectClient, target: Target) => Promise<number>;

/** The application's own path in each dialect. */
export const ITEM = {
  clerk: ({ organizationId, id }: Target) => `${COLLECTION.clerk(organizationId)}/${id}`,
  cloudflare: ({ organizationId, clientId }: Target) => `${COLLECTION.cloudflare(organizationId)}/${clientId}`,
  meteroid: ({ organizationId, id }: Target) => `${COLLECTION.meteroid(organizationId)}/${id}`,
  csp: ({ organizationId, clientId }: Target) => `${COLLECTION.csp(organizationId)}/${clientId}`,
};

const STATUS: Record<string, number> = { FORBIDDEN: 403, CONFLICT: 409 };

export const rest =
  (method: string, path: (target: Target) => string, body?: () => unknown): Send =>
  async (client, target) =>
    (await client.request(method, path(target), body ? { body: body() } : {})).status;

export const graphql =
  (mutation: Parameters<typeof change>[1], more: Record<string, unknown>): Send =>
  async ({ url, token }, { id }) => {
    const { errors } = await change(new GraphqlClient(url, token), mutation, { oauthApplicationId: id, ...more });
    return errors[0] ? (STATUS[errors[0].extensions.code] ?? 400) : 200;
  };

/** The outcome of an application that CSP's bulk deletion could not delete; the answer says no more. */
export const FAILED_IN_BULK = 0;

/** Deleting an application, by every way in. */
export const DELETIONS: Record<string, Send> = {
  async deleteOAuthApplication({ url, token }, { id }) {
    const { errors } = await remove(new GraphqlClient(url, token), { oauthApplicationId: id });
    return errors[0] ? (STATUS[errors[0].extensions.code] ?? 400) : 200;
  },
  "Clerk's DELETE": rest("DELETE", ITEM.clerk),
  "Cloudflare's DELETE": rest("DELETE", ITEM.cloudflare),
  "Meteroid's DELETE": rest("DELETE", ITEM.meteroid),
  async "CSP's DELETE"(client, { organizationId, clientId }) {
    const body = { clientIdsToDelete: [clientId] };
    const answer = await client.request("DELETE", COLLECTION.csp(organizationId), { body });
    return answer.body.failed?.length > 0 ? FAILED_IN_BULK : answer.status;
  },
};
