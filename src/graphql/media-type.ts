import Negotiator from "negotiator";

export const JSON_TYPE = "application/json; charset=utf-8";
export const GRAPHQL_RESPONSE_TYPE = "application/graphql-response+json; charset=utf-8";

/** What answers can be (GraphQL over HTTP §4). Who takes both alike gets the first. */
const OFFERED = [JSON_TYPE, GRAPHQL_RESPONSE_TYPE] as const;

export type MediaType = (typeof OFFERED)[number];

/** The media type that an Accept header prefers (RFC 9110 §12.5.1); undefined when it takes neither. */
export function preferredMediaType(accept: string | undefined): MediaType | undefined {
  return new Negotiator({ headers: { accept: accept || undefined } }).mediaType(OFFERED);
}
