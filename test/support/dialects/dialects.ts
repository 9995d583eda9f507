import { uuidOf } from "../../../src/model/identifier.js";
import { send } from "../gateway/send.js";
import { openapiOf, problemsOf } from "./openapi.js";

export interface DialectAnswer {
  status: number;
  headers: Headers;
  /** The parsed body; undefined when there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape.
  body: any;
  text: string;
}

export interface DialectRequest {
  /** Objects are sent as JSON, text as it is with JSON's type, bytes without a content type. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface DialectClient {
  readonly url: string;
  readonly token: string | null;
  request(method: string, path: string, request?: DialectRequest): Promise<DialectAnswer>;
}

/** The path of an organization's applications in each dialect. */
export const COLLECTION = {
  clerk: (_organizationId: string) => "/v1/oauth_applications",
  cloudflare: (organizationId: string) => `/client/v4/accounts/${uuidOf(organizationId)}/oauth_clients`,
  meteroid: (_organizationId: string) => "/api/v1/oauth-apps",
  csp: (organizationId: string) => `/csp/gateway/am/api/orgs/${guidOf(organizationId)}/oauth-apps`,
};

export type DialectName = keyof typeof COLLECTION;

/** The UUID in an `org_` id, written with dashes. */
export function guidOf(organizationId: string): string {
  return uuidOf(organizationId).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Sends requests of any dialect. Throws for an answer that does not fit `/openapi.json`. */
export function dialectClient(url: string, token: string | null): DialectClient {
  return {
    url,
    token,
    async request(method, path, { body, headers = {} } = {}) {
      const document = await openapiOf(url);
      const {
        status,
        headers: answered,
        text,
      } = await send(url + path, {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined || body instanceof Uint8Array ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: contentOf(body) }),
      });
      const contentType = answered.get("content-type");
      const problems = problemsOf(document, { method, path, status, contentType, text });
      if (problems.length > 0) {
        const answer = `${method} ${path}: HTTP ${status}: ${text.slice(0, 2000)}`;
        throw new Error(`Not as described at /openapi.json: ${problems.join("; ")}. ${answer}`);
      }
      return {
        status,
        headers: answered,
        body: text === "" ? undefined : JSON.parse(text),
        text,
      };
    },
  };
}

function contentOf(body: unknown): string | Uint8Array {
  return typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
}
