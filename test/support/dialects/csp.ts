import { expect } from "vitest";
import type { TestGateway } from "../gateway/gateway.js";
import { basic } from "../oauth/oauth-endpoints.js";
import { postFormTo } from "../oauth/token-routes.js";
import {
  type ContractOrganization,
  type ContractRole,
  contractOrganization,
  isGood,
} from "./contracts/contract-organization.js";
import { csp } from "./contracts/csp.js";
import { COLLECTION, type DialectAnswer, guidOf } from "./dialects.js";

/** A secret that may be chosen, different each time. */
export function chosenSecret(rest = ""): string {
  return `Chosen-${crypto.randomUUID()}-A1${rest}`;
}

export interface CspOrganization extends ContractOrganization {
  /** The path of the organization's applications. */
  base: string;
  /** Sends a request; `path` is appended to `base`. */
  send(method: string, path?: string, body?: unknown, role?: ContractRole): Promise<DialectAnswer>;
  /** Registers an application that may ask for tokens; `more` overrides properties. */
  create(more?: Record<string, unknown>, role?: ContractRole): Promise<DialectAnswer>;
  /** As `create`; throws unless it succeeds. */
  created(more?: Record<string, unknown>): Promise<{ clientId: string; clientSecret: string }>;
  /** What GET shows of an application. */
  shown(clientId: string): Promise<DialectAnswer["body"]>;
  /** PATCH with the three required fields; `more` adds or overrides. */
  patch(clientId: string, more?: Record<string, unknown>, role?: ContractRole): Promise<DialectAnswer>;
  good(clientId: string, clientSecret: string): Promise<boolean>;
}

/** The properties that a PATCH must have. */
export const REQUIRED = { displayName: "Shop", description: "Made by a test.", grantTypes: ["client_credentials"] };

/** An organization whose applications are managed by VMware CSP's dialect. */
export async function cspOrganization(gateway: TestGateway): Promise<CspOrganization> {
  const organization = await contractOrganization(gateway, csp);
  const base = COLLECTION.csp(organization.id);
  const send: CspOrganization["send"] = (method, path = "", body = undefined, role = "owner") =>
    organization.as(role).request(method, base + path, body === undefined ? {} : { body });
  const create: CspOrganization["create"] = (more = {}, role = "owner") =>
    send("POST", "", { ...REQUIRED, allowedScopes: {}, ...more }, role);
  return {
    ...organization,
    base,
    send,
    create,
    async created(more) {
      return demandOk(await create(more)).body;
    },
    async shown(clientId) {
      return demandOk(await send("GET", `/${clientId}`)).body;
    },
    patch: (clientId, more = {}, role = "owner") => send("PATCH", `/${clientId}`, { ...REQUIRED, ...more }, role),
    good: (clientId, clientSecret) => isGood(gateway, organization.admin, clientId, clientSecret),
  };
}

function demandOk(answer: DialectAnswer): DialectAnswer {
  if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${answer.text}`);
  return answer;
}

/** An application with its first secret, the requests that change it, and whether each of several secrets is good. */
export async function cspApplication(gateway: TestGateway, more: Record<string, unknown> = {}) {
  const organization = await cspOrganization(gateway);
  const { clientId, clientSecret: first } = await organization.created(more);
  const path = `/${clientId}/secret`;
  return {
    ...organization,
    clientId,
    first,
    path,
    put: (body?: unknown) => organization.send("PUT", path, body),
    post: (newClientSecret: string, seconds?: unknown) =>
      organization.send("POST", path, { newClientSecret, secretRotationExpirationInSeconds: seconds }),
    end: () => organization.send("DELETE", path),
    async goods(...secrets: string[]): Promise<boolean[]> {
      const answers = [];
      for (const secret of secrets) answers.push(await organization.good(clientId, secret));
      return answers;
    },
  };
}

/** An application at one of CSP's token routes; `ask` sends parameters in the query and in the body. */
export async function cspTokens(gateway: TestGateway, path: string, more: Record<string, unknown> = {}) {
  const organization = await cspOrganization(gateway);
  const application = await organization.created({ allowedScopes: { generalScopes: ["openid", "mail"] }, ...more });
  const authorization = basic(application.clientId, application.clientSecret);
  return {
    ...organization,
    ...application,
    guid: guidOf(organization.id),
    ask: (query: string, form: string, headers: Record<string, string> = {}) =>
      postFormTo(gateway.url, path + query, form, { authorization, ...headers }),
  };
}

/** Expects a refusal of OAuth in CSP's shape, which clients recognize by the key `cspErrorCode`. */
export function expectOauthRefusal(answer: DialectAnswer, statusCode: number, code: string): void {
  const { status, body, headers, text } = answer;
  expect(status, text).toBe(statusCode);
  expect(body).toEqual({
    cspErrorCode: code,
    errorCode: code,
    message: expect.stringMatching(/\S/),
    moduleCode: 0,
    requestId: headers.get("x-request-id"),
    statusCode,
  });
}

/** Everything that GraphQL and the audit log show of an application. */
export async function stateOf({ owner }: CspOrganization, clientId: string) {
  const { oauthApplication } = await owner.ok(
    `query ($clientId: String!) { oauthApplication(clientId: $clientId) {
      name description version updatedAt redirectUris grantTypes secrets { id status expiresAt revokedAt }
      auditEvents(first: 50) { nodes { id } }
    } }`,
    { clientId },
  );
  return oauthApplication;
}
