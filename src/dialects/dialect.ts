import type { IncomingHttpHeaders } from "node:http";
import type { Static, TObject, TSchema } from "typebox";
import type { Actor, WayIn } from "../model/actor.js";
import type { Permission } from "../model/permission.js";
import type { Refusal, RefusalCode } from "../refusal/refusal.js";
import type { Services } from "../services/services.js";
import type { FieldNames } from "./field-names.js";

/**
 * A vendor's REST shape over the same services: data that http/ mounts as routes and describes at `/openapi.json`.
 * A dialect translates; what may be done and what follows from it is the services' business.
 */
export interface Dialect {
  /** The vendor's name, under which its operations are grouped in `/openapi.json`. */
  name: string;
  wayIn: WayIn;
  /** The path below which all of its routes lie, and every refusal has the vendor's shape. */
  prefix: string;
  /** Where its clients put a token, when not only in `Authorization: Bearer`. */
  credential?: { describes: CredentialDescription[]; read(headers: IncomingHttpHeaders): string | undefined };
  /** The path parameter that names the organization, and how to read it: undefined for what cannot be one. */
  organization?: { parameter: string; read(text: string): string | undefined };
  fieldNames: FieldNames;
  /** What stands for a body that was left out; without it, a route that wants a body refuses. */
  absentBody?: object;
  refusals: Refusals<string | number>;
  /** The body of every refusal. */
  errorSchema: TSchema;
  /** Of a refusal whose fields have the vendor's names. */
  refuse: (refusal: Refusal) => Refused;
  routes: Route[];
  tokenRoutes: TokenRoute[];
}

/** One way to present a token, in the words of OpenAPI's security schemes. */
export type CredentialDescription = { scheme: string; header: string };

/** The status of each refusal, and the vendor's code for it. */
export type Refusals<Code> = Record<RefusalCode, readonly [status: number, code: Code]>;

/** How the vendor says it. */
export interface Refused {
  status: number;
  headers?: Record<string, string>;
  body: object;
}

export interface RouteContext {
  services: Services;
  actor: Actor;
  /** PUBLIC_URL, without a slash at its end. */
  publicUrl: string;
}

/** A list of any length, sent page by page as the database gives it, so that no answer is held in memory. */
export class Streamed<T> {
  /**
   * `envelope` is the answer around a list; the list's place in it is found by its marker. `count` tells how many items
   * there are: each is worth one in the price of the request, and only a list of more than a page is counted.
   */
  constructor(
    readonly pages: AsyncIterable<T[]>,
    readonly envelope: (items: unknown) => object,
    readonly count: () => Promise<number>,
  ) {}
}

/** An operation of a vendor's API. Schemas are JSON Schema: they validate requests and stand in `/openapi.json`. */
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
  /** Demanded before anything else is looked at; the services demand their own again. */
  needs: Permission[];
  params?: Params;
  query?: Query;
  body?: Body;
  /** Of the one successful answer, 200 unless it says otherwise. */
  status?: 201 | 204;
  /** Undefined for an answer without a body. */
  answer?: Answer;
  /** What the services call a field, where this operation says it in yet another way. */
  fieldNames?(body: Static<Body>): FieldNames;
  /** What it may read or change, in the words of services/limits/prices.ts; one request pays for it when that is left out. */
  cost?(request: { query: Static<Query>; body: Static<Body> }): number;
  handle(
    context: RouteContext,
    request: { params: Static<Params>; query: Static<Query>; body: Static<Body> },
  ): Promise<Static<Answer> | Streamed<unknown> | undefined>;
}

/** An operation whose types were checked where it was written. */
export type Route = Omit<Operation<TObject, TObject, TSchema, TSchema>, "handle" | "fieldNames" | "cost"> & {
  fieldNames?(body: never): FieldNames;
  cost?(request: { query: never; body: never }): number;
  handle(context: RouteContext, request: { params: never; query: never; body: never }): Promise<unknown>;
};

/** Checks an operation against its own schemas. */
export function route<
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
  Answer extends TSchema = TSchema,
>(operation: Operation<Params, Query, Body, Answer>): Route {
  return operation;
}

/** A path of the vendor's that stands for one of the OAuth endpoints. */
export interface TokenRoute {
  path: string;
  endpoint: "token" | "introspection" | "revocation";
  summary: string;
  /** Parameters may also stand in the query, and Basic credentials may lack their form encoding (RFC 6749 §2.3.1). */
  lenient?: boolean;
  /** Whether a service account's token is for the gateway itself, without having to name that resource (RFC 8707). */
  forGateway?: boolean;
  /** The body of a success; undefined for an answer without one. */
  answer?: TSchema;
  /** The body of what the OAuth endpoint itself refuses; what is refused before has the dialect's. */
  errorSchema: TSchema;
  /** The vendor's shape of an answer, when it is not OAuth's. */
  reshape?(status: number, body: Record<string, unknown>, requestId: string): object;
}
