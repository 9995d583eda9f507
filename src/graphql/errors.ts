import { randomUUID } from "node:crypto";
import { HeaderMap } from "@apollo/server";
import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import { isUnavailable } from "../database/failures.js";
import { DomainError, type DomainErrorCode } from "../model/domain-error.js";
import { redacted } from "../model/secret.js";

/** From the services' refusals to `extensions.code`. */
export const GRAPHQL_CODE: Record<DomainErrorCode, string> = {
  invalid: "BAD_USER_INPUT",
  unauthenticated: "UNAUTHENTICATED",
  forbidden: "FORBIDDEN",
  not_found: "NOT_FOUND",
  conflict: "CONFLICT",
  too_many_requests: "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
};

/** Codes of GraphQL's own and of Apollo's refusals, whose messages are about the document or the request. */
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

/** What was thrown, behind the GraphQL errors that were wrapped around it. */
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
}

/** What the services refuse before anything is executed has the HTTP status too. */
const STATUS: Partial<Record<DomainErrorCode, number>> = { too_many_requests: 429, unavailable: 503 };

/** A refusal as Apollo takes it where there is no field yet; what nobody foresaw stays what it is. */
export function refusedBefore(error: unknown): GraphQLError {
  if (!(error instanceof DomainError)) throw error;
  const { retryAfterSeconds } = error.details;
  const headers = new HeaderMap(retryAfterSeconds === undefined ? [] : [["retry-after", String(retryAfterSeconds)]]);
  const http = { status: STATUS[error.code] ?? 200, headers };
  return new GraphQLError(error.message, { originalError: error, extensions: { http } });
}

/** The refusal behind an error, if it is one: of the services, or of a database that does not answer. */
export function refusalBehind(error: unknown): DomainError | undefined {
  const original = causeOf(error);
  if (original instanceof DomainError) return original;
  return isUnavailable(original) ? DomainError.unavailable() : undefined;
}

/**
 * The code of what GraphQL and Apollo refuse about the document, its variables or the request; otherwise undefined, also
 * for an exception that they have wrapped: its words are of the inside.
 */
function requestCodeOf(error: unknown): string | undefined {
  if (!(error instanceof GraphQLError && causeOf(error) instanceof GraphQLError)) return undefined;
  const original = unwrapResolverError(error);
  // graphql-js coerces arguments during execution: its error has nodes, those of its serializers have none.
  if (original !== error) return original instanceof GraphQLError && original.nodes ? "BAD_USER_INPUT" : undefined;
  const code = String(error.extensions.code ?? "BAD_USER_INPUT");
  return REQUEST_CODES.has(code) ? code : undefined;
}

/** Whether an error is nobody's doing but ours: to be logged and masked. */
export function isUnexpected(error: unknown): boolean {
  return refusalBehind(error) === undefined && requestCodeOf(error) === undefined;
}

/** `{message, extensions: {code, …}}` of a refusal: what every refusal at /graphql carries. */
export function formatRefusal({ code, message, details }: DomainError): GraphQLFormattedError {
  const [violation] = details.violations ?? [];
  return {
    message,
    extensions: {
      code: GRAPHQL_CODE[code],
      ...(violation ? { field: violation.field, rule: violation.rule, violations: details.violations } : {}),
      ...(violation?.limit === undefined ? {} : { limit: violation.limit }),
      ...(details.lastUsedAt ? { lastUsedAt: details.lastUsedAt } : {}),
      ...(details.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: details.retryAfterSeconds }),
    },
  };
}

/** Apollo's formatError: refusals with their code, requests' own mistakes without values, the rest masked. */
export function createFormatError(logger: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const { path, locations, extensions = {} } = formatted;
    const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
    const refusal = refusalBehind(error);
    if (refusal?.code === "unavailable") logOutage(logger, error);
    if (refusal) return { ...formatRefusal(refusal), ...place };
    const code = requestCodeOf(error);
    if (code) {
      const { cost, limit } = extensions;
      const known = { code, ...(cost === undefined ? {} : { cost, limit }) };
      return { message: withoutValue(formatted.message), ...place, extensions: known };
    }
    return { ...maskedError(String(extensions.correlationId ?? logUnexpected(logger, randomUUID(), error))), ...place };
  };
}

/** Logs what nobody foresaw under a correlation id, and answers the id. */
export function logUnexpected(logger: Logger, correlationId: string, error: unknown): string {
  logger.error({ requestId: correlationId, err: causeOf(error) }, "unexpected error");
  return correlationId;
}

/** Between two lines about the same outage, at least. */
const OUTAGE_LOG_INTERVAL_MS = 10_000;
const lastOutage = new WeakMap<Logger, number>();

/** Tells the operator what does not answer, the database or an outside issuer, and how it says so; not once a request. */
export function logOutage(logger: Logger, error: unknown): void {
  const refused = causeOf(error);
  const err = refused instanceof DomainError ? refused.cause : refused;
  // A turn that did not come and a gateway that stops are no outage.
  if (err === undefined) return;
  if (Date.now() - (lastOutage.get(logger) ?? 0) < OUTAGE_LOG_INTERVAL_MS) return;
  lastOutage.set(logger, Date.now());
  const [what] = (refused instanceof DomainError ? refused : DomainError.unavailable()).message.split(".");
  logger.warn({ err }, what);
}

/** What is told of it. */
export function maskedError(correlationId: string): GraphQLFormattedError {
  return {
    message: "Internal server error. The operator finds the details in the log under the correlation id.",
    extensions: { code: "INTERNAL_SERVER_ERROR", correlationId },
  };
}

/** graphql-js quotes what it refuses, and that may be a secret in the wrong place. */
function withoutValue(message: string): string {
  return redacted(withoutRefusedValue(message));
}

function withoutRefusedValue(message: string): string {
  if (message.startsWith("GraphQL introspection is not allowed")) return "Introspection is switched off.";
  if (message.startsWith("Apollo Server supports only")) return "Only GET and POST are supported.";
  const variable = /^Variable "(\$\w+)" got invalid value /s.exec(message);
  if (variable) {
    const place = /(?:^| )at "(\w[\w.[\]]*)"; /.exec(message)?.[1];
    const expected = /Expected (?:non-nullable )?type "([\w![\]]+)"/.exec(message)?.[1];
    const where = place ? ` at "${place}"` : "";
    return `Variable "${variable[1]}" has a value of the wrong type${where}${expected ? `; ${expected} is expected` : ""}.`;
  }
  return message
    .replace(/, found .*$/s, ".")
    .replace(/ has invalid value .*$/s, " has a value of the wrong type.")
    .replace(/^DateTime cannot represent .*$/s, "A DateTime must be written like 2026-08-01T00:00:00Z.")
    .replace(/^(\w+) cannot represent .*$/s, "$1 cannot represent the value.")
    .replace(/^Value ".*" does not exist in "(\w+)" enum.*$/s, 'The value does not exist in the enum "$1".')
    .replace(/(Unexpected (?:single quote|character)[^:]*): .*$/s, "$1.");
}
