import Negotiator from "negotiator";
import { LruMap } from "toad-cache";

export const JSON_TYPE = "application/json; charset=utf-8";
export const GRAPHQL_RESPONSE_TYPE = "application/graphql-response+json; charset=utf-8";

/** The media types of answers (GraphQL over HTTP §4); the first one wins when a client prefers neither. */
const OFFERED = [JSON_TYPE, GRAPHQL_RESPONSE_TYPE] as const;

export type MediaType = (typeof OFFERED)[number];

/** Parsed headers are kept: clients repeat them, and parsing takes a large part of a small request's time. */
const MAX_KNOWN = 100;
const known = new LruMap<{ preferred: MediaType | undefined }>(MAX_KNOWN);

/** The media type that an Accept header prefers (RFC 9110 §12.5.1); undefined when it takes neither. */
export function preferredMediaType(accept = ""): MediaType | undefined {
  let found = known.get(accept);
  if (!found) {
    found = { preferred: new Negotiator({ headers: { accept: accept || undefined } }).mediaType(OFFERED) };
    known.set(accept, found);
  }
  return found.preferred;
}
