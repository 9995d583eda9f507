import type { GatewayError } from "./gateway-errors.js";

/** What to tell whoever clicked. */
export function advice(error: GatewayError): string {
  switch (error.code) {
    case "BAD_USER_INPUT":
      return `Please correct ${error.field ?? "the input"}: ${error.message}`;
    case "UNAUTHENTICATED":
      return "Please sign in again.";
    case "FORBIDDEN":
      return `You may not do this. ${error.message}`;
    case "NOT_FOUND":
      return "It is gone. Please reload.";
    case "CONFLICT":
      return `Somebody was faster. ${error.message}`;
    case "TOO_MANY_REQUESTS":
      return `Please wait ${error.retryAfterSeconds} seconds.`;
    case "SERVICE_UNAVAILABLE":
      return error.retryAfterSeconds ? `Please wait ${error.retryAfterSeconds} seconds.` : error.message;
    case "GRAPHQL_VALIDATION_FAILED":
      return "This page is out of date. Please reload.";
    case "INTERNAL_SERVER_ERROR":
      return `Please report ${error.correlationId}.`;
  }
}
