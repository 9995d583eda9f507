import { randomUUID } from "node:crypto";
import { HeaderMap } from "@apollo/server";
import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import { DomainError } from "../model/domain-error.js";
import { redacted } from "../model/secret.js";
import { refusalOf } from "../refusal/refusal.js";
import { formatRefusal, REFUSALS } from "./refusals.js";

/** Codes of GraphQL and Apollo whose messages are about the document or the request. */
const REQUEST_CODES = new Set([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "BAD_USER_INPUT",
  "BAD_REQUEST",
  "OPERATION_RESOLUTION_FAILURE",
  "PERSISTED_QUERY_NOT_SUPPORTED",
  "PERSISTED_QUERY_NOT_FOUND",
  "FORBIDDEN",
]);

/** The error inside the GraphQL errors that wrap it. */
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
}

/** A refusal from before the execution, as a GraphQLError with its status and headers; any other error is thrown on. */
export function refusedBefore(error: unknown): GraphQLError {
  if (!(error instanceof DomainError)) throw error;
  const { retryAfterSeconds } = error.details;
  const headers = new HeaderMap(retryAfterSeconds === undefined ? [] : [["retry-after", String(retryAfterSeconds)]]);
  const http = { status: REFUSALS[error.code].status, headers };
  return new GraphQLError(error.message, { originalError: error, extensions: { http } });
}

/**
 * The code of an error that GraphQL or Apollo raised about the document, its variables or the request. Undefined for
 * all others, also for an exception wrapped by them, whose message must not be shown.
 */
function requestCodeOf(error: unknown): string | undefined {
  if (!(error instanceof GraphQLError && causeOf(error) instanceof GraphQLError)) return undefined;
  const original = unwrapResolverError(error);
  // An error of graphql-js about an argument has nodes; one of a scalar's serializer, which is a defect, has none.
  if (original !== error) return original instanceof GraphQLError && original.nodes ? "BAD_USER_INPUT" : undefined;
  const code = String(error.extensions.code ?? "BAD_USER_INPUT");
  return REQUEST_CODES.has(code) ? code : undefined;
}

interface ErrorFormat {
  /** Whether errors may suggest names of the schema. */
  introspection: boolean;
  logger: Logger;
}

/** Apollo's `formatError`. Mistakes of a request are shown without its values, all others as `refusalOf` says. */
export function createFormatError({ introspection, logger }: ErrorFormat) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const { path, locations, extensions = {} } = formatted;
    const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
    const code = requestCodeOf(error);
    if (code) {
      const { cost, limit } = extensions;
      const known = { code, ...(cost === undefined ? {} : { cost, limit }) };
      const suggestion = introspection ? suggestionIn(formatted.message) : "";
      return { message: withoutValue(formatted.message, suggestion), ...place, extensions: known };
    }
    const correlationId = String(extensions.correlationId ?? randomUUID());
    return { ...formatRefusal(refusalOf(causeOf(error), correlationId, logger)), ...place };
  };
}

/** The end of a message in which graphql-js suggests names of the schema, never a value that was sent. */
function suggestionIn(message: string): string {
  return / Did you mean (?:the enum value )?"\w+"(?:(?:,| or|, or) "\w+")*\?$/.exec(message)?.[0] ?? "";
}

/** graphql-js quotes the value that it refuses, which may be a secret in the wrong place. */
function withoutValue(message: string, suggestion: string): string {
  const told = withoutRefusedValue(message);
  return redacted(told.endsWith(suggestion) ? told : told + suggestion);
}

function withoutRefusedValue(message: string): string {
  if (message.startsWith("GraphQL introspection is not allowed")) return "Introspection is switched off.";
  if (message.startsWith("Apollo Server supports only")) return "Only GET and POST are supported.";
  const variable = /^Variable "(\$\w+)" got invalid value /s.exec(message);
  if (variable) {
    const place = /(?:^| )at "(\w[\w.[\]]*)"; /.exec(message)?.[1];
    const expected = /Expected (?:non-nullable )?type "([\w![\]]+)"/.exec(message)?.[1];
    const where = place ? ` at "${place}"` : "";
    const parent = / is not defined by type "(\w+)"\./.exec(message)?.[1];
    if (parent) return `Variable "${variable[1]}" has a field that is not defined by type "${parent}"${where}.`;
    return `Variable "${variable[1]}" has a value of the wrong type${where}${expected ? `; ${expected} is expected` : ""}.`;
  }
  return message
    .replace(/, found .*$/s, ".")
    .replace(/ has invalid value .*$/s, " has a value of the wrong type.")
    .replace(/^DateTime cannot represent .*$/s, "A DateTime must be written like 2026-08-01T00:00:00Z.")
    .replace(/^(?:Enum )?"?(\w+)"? cannot represent .*$/s, "$1 cannot represent the value.")
    .replace(/^Unknown operation named .*$/s, "The document has no operation with that name.")
    .replace(/^Value ".*" does not exist in "(\w+)" enum.*$/s, 'The value does not exist in the enum "$1".')
    .replace(/(Unexpected (?:single quote|character)[^:]*): .*$/s, "$1.");
}
