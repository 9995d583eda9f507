import { CombinedGraphQLErrors, ServerError } from "@apollo/client";

interface Located {
  message: string;
  path?: readonly (string | number)[];
}

/** Every error of the gateway, told apart by `code`, and `NO_ANSWER` for all that kept its answer from arriving. */
export type GatewayError = Located &
  (
    | { code: "BAD_USER_INPUT"; field?: string; rule?: string; limit?: number }
    | { code: "UNAUTHENTICATED" | "FORBIDDEN" | "NOT_FOUND" }
    | { code: "CONFLICT"; field?: string; lastUsedAt?: string }
    | { code: "TOO_MANY_REQUESTS"; retryAfterSeconds: number }
    | { code: "SERVICE_UNAVAILABLE"; retryAfterSeconds?: number }
    | { code: "GRAPHQL_VALIDATION_FAILED"; cost?: number; limit?: number }
    | { code: "INTERNAL_SERVER_ERROR"; correlationId: string }
    | { code: "GRAPHQL_PARSE_FAILED" | "BAD_REQUEST" | "OPERATION_RESOLUTION_FAILURE" }
    | { code: "PERSISTED_QUERY_NOT_SUPPORTED" | "NOT_ACCEPTABLE" | "UNSUPPORTED_MEDIA_TYPE" }
    | { code: "REQUEST_TIMEOUT" | "PAYLOAD_TOO_LARGE" | "HEADERS_TOO_LARGE" }
    | { code: "NO_ANSWER" }
  );

/** As it is sent. */
interface Said extends Located {
  extensions: { code: string };
}

/** What went wrong, whether beside data or instead of it. Never empty, and never throws: it is asked while rendering. */
export function gatewayErrors(error: unknown): GatewayError[] {
  const said = saidBy(error);
  if (said.length > 0) {
    return said.map(({ message, path, extensions }) => ({ message, path, ...extensions }) as GatewayError);
  }
  return [{ code: "NO_ANSWER", message: error instanceof Error ? error.message : String(error) }];
}

/** Whether nobody knows if a change was done. */
export function isInDoubt(error: GatewayError): boolean {
  return error.code === "NO_ANSWER" || (error.code === "SERVICE_UNAVAILABLE" && !error.retryAfterSeconds);
}

/** What the gateway cannot read as HTTP it refuses in plain JSON, which Apollo Client does not look into. */
function saidBy(error: unknown): Said[] {
  if (CombinedGraphQLErrors.is(error)) return error.errors.filter(hasCode);
  if (!ServerError.is(error)) return [];
  try {
    return JSON.parse(error.bodyText).errors.filter(hasCode);
  } catch {
    return [];
  }
}

/** The gateway's errors have a code, and those of whoever stands between mostly have none. */
export function hasCode<E extends { extensions?: { code?: unknown } } | null>(error: E): error is E & Said {
  return typeof error?.extensions?.code === "string";
}
