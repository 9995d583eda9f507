import { CombinedGraphQLErrors } from "@apollo/client";

interface Located {
  message: string;
  path?: readonly (string | number)[];
}

/** Every error of the gateway, told apart by `code`. */
export type GatewayError = Located &
  (
    | { code: "BAD_USER_INPUT"; field?: string; rule?: string; limit?: number }
    | { code: "UNAUTHENTICATED" | "FORBIDDEN" | "NOT_FOUND" | "CONFLICT" }
    | { code: "TOO_MANY_REQUESTS"; retryAfterSeconds: number }
    | { code: "SERVICE_UNAVAILABLE"; retryAfterSeconds?: number }
    | { code: "GRAPHQL_VALIDATION_FAILED"; cost?: number; limit?: number }
    | { code: "INTERNAL_SERVER_ERROR"; correlationId: string }
  );

/** What the gateway said, whether beside data or instead of it; throws on what it never said. */
export function gatewayErrors(error: unknown): GatewayError[] {
  if (!CombinedGraphQLErrors.is(error)) throw error;
  return error.errors.map(({ message, path, extensions }) => ({ message, path, ...extensions }) as GatewayError);
}
