import type { IncomingHttpHeaders } from "node:http";
import type { Static, TObject, TSchema } from "typebox";
import type { Actor, WayIn } from "../model/actor.js";
import type { Permission } from "../model/permission.js";
import type { Refusal, RefusalCode } from "../refusal/refusal.js";
import type { Services } from "../services/services.js";
import type { FieldNames } from "./field-names.js";

/**
 * A vendor's REST shape over the same services: data from which http/ makes routes and `/openapi.json`. A dialect only
 * translates; rules and effects are the services'.
 */
export interface Dialect {
  /** The vendor's name, which groups its operations in `/openapi.json`. */
  name: string;
  wayIn: WayIn;
  /** The path under which all its routes are, and under which every refusal has the vendor's shape. */
  prefix: string;
  /** Where the vendor's clients put a token, unless only in `Authorization: Bearer`. */
  credential?: { describes: CredentialDescription[]; read(headers: IncomingHttpHeaders): string | undefined };
  /**
   * The path parameter that names the organization. `read` answers its id, or undefined for a text that cannot be one.
   */
  organization?: { parameter: string; read(text: string): string | undefined };
  fieldNames: FieldNames;
  /** Stands for a body that is left out; without it, such a request is refused where a body is needed. */
  absentBody?: object;
  refusals: Refusals<string | number>;
  /** The schema of every refusal's body. */
  errorSchema: TSchema;
  /** Shapes a refusal whose fields have the vendor's names already. */
  refuse: (refusal: Refusal) => Refused;
  routes: Route[];
  tokenRoutes: TokenRoute[];
}

/** A way to present a token, in the words of OpenAPI's security schemes. */
export type CredentialDescription = { scheme: string; header: string };

/** The status and the vendor's code of each refusal. */
export type Refusals<Code> = Record<RefusalCode, readonly [status: number, code: Code]>;

/** Whether an idempotency key came with another input than the one it was kept for. */
export function isKeyReused({ violations = [] }: Refusal["details"]): boolean {
  return violations.some(({ rule }) => rule === "otherInput");
}

/** A refusal in the vendor's shape. */
export interface Refused {
  status: number;
  headers?: Record<string, string>;
  body: object;
}

/** What the handler of an operation is given besides the request. */
export interface RouteContext {
  services: Services;
  actor: Actor;
  /** PUBLIC_URL, without a slash at its end. */
  publicUrl: string;
  /** The idempotency key of a repeatable operation; undefined when none was sent. */
  idempotencyKey?: string | undefined;
  /** Set by the handler of a repeatable operation: whether its answer repeats an earlier one. */
  isReplay?: boolean;
}

/** A list of any length, sent page by page, so that it is never in memory as a whole. */
export class Streamed<T> {
  /**
   * `envelope` builds the answer around a marker that stands for the list. `count` answers the number of items, each of
   * which costs one; it is called only for lists longer than a page.
   */
  constructor(
    readonly pages: AsyncIterable<T[]>,
    readonly envelope: (items: unknown) => object,
    readonly count: () => Promise<number>,
  ) {}
}

/** An operation of a vendor's API. Its JSON schemas validate requests and are shown in `/openapi.json`. */
export interface Operation<
  Params extends TObject,
  Query extends TObject,
  Body extends TSchema,
  Answer extends TSchema,
> {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  path: string;
  operationId: string;
  summary: string;
  /** Permissions that are demanded first; the services demand their own again. */
  needs: Permission[];
  params?: Params;
  query?: Query;
  body?: Body;
  /** Whether it takes an idempotency key, by which the same request gets the same answer again. */
  isRepeatable?: true;
  /** The status of a success; default: 200. */
  status?: 201 | 204;
  /** The schema of a success; undefined for an answer without a body. */
  answer?: Answer;
  /** This operation's own names for fields of the services, which may depend on the body. */
  fieldNames?(body: Static<Body>): FieldNames;
  /** What it reads or changes, by services/limits/prices.ts; without it, the operation counts as one request. */
  cost?(request: { query: Static<Query>; body: Static<Body> }): number;
  /**
   * The application as the operation's answer shows it, before the change. What the body says again of it, value by
   * value, passes whatever the schema says: other ways in let in what this vendor's would not.
   */
  shown?(context: RouteContext, request: { params: Static<Params> }): Promise<object>;
  handle(
    context: RouteContext,
    request: { params: Static<Params>; query: Static<Query>; body: Static<Body> },
  ): Promise<Static<Answer> | Streamed<unknown> | undefined>;
}

/** An operation after `route` has checked its types. */
export type Route = Omit<Operation<TObject, TObject, TSchema, TSchema>, "handle" | "fieldNames" | "cost" | "shown"> & {
  fieldNames?(body: never): FieldNames;
  cost?(request: { query: never; body: never }): number;
  shown?(context: RouteContext, request: { params: never }): Promise<object>;
  handle(context: RouteContext, request: { params: never; query: never; body: never }): Promise<unknown>;
};

/** Types an operation by its own schemas. */
export function route<
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
  Answer extends TSchema = TSchema,
>(operation: Operation<Params, Query, Body, Answer>): Route {
  return operation;
}

/** A vendor's path for one of the OAuth endpoints. */
export interface TokenRoute {
  path: string;
  endpoint: "token" | "introspection" | "revocation";
  summary: string;
  /** Whether parameters may be in the query, and Basic credentials may lack their form encoding (RFC 6749 §2.3.1). */
  lenient?: boolean;
  /** Whether a service account's token is for the gateway when its request names no resource (RFC 8707). */
  forGateway?: boolean;
  /** The schema of a success; undefined for an answer without a body. */
  answer?: TSchema;
  /** The schema of refusals by the OAuth endpoint; refusals from before it have the dialect's. */
  errorSchema: TSchema;
  /** Shapes an answer of the OAuth endpoint as the vendor's. */
  reshape?(status: number, body: Record<string, unknown>, requestId: string): object;
}
