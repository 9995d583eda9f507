import Negotiator from "negotiator";
import { LruMap } from "toad-cache";

export const JSON_TYPE = "application/json; charset=utf-8";
export const GRAPHQL_RESPONSE_TYPE = "application/graphql-response+json; charset=utf-8";

/** What answers can be (GraphQL over HTTP §4). Who takes both alike gets the first. */
const OFFERED = [JSON_TYPE, GRAPHQL_RESPONSE_TYPE] as const;

export type MediaType = (typeof OFFERED)[number];

/** Clients send the same header each time, and parsing it takes as long as much of what a small request needs. */
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
