import type { GatewayError } from "./gateway-errors.js";

/** What to tell whoever clicked, and asked for a change or only to see something. */
export function advice(error: GatewayError, asked: "change" | "read" = "change"): string {
  switch (error.code) {
    case "BAD_USER_INPUT":
      return `Please correct ${error.field ?? "the input"}: ${error.message}`;
    case "UNAUTHENTICATED":
      return "Please sign in again.";
    case "FORBIDDEN":
      return `You may not do this. ${error.message}`;
    case "TOO_MANY_REQUESTS":
      return `Please wait ${error.retryAfterSeconds} seconds.`;
    case "SERVICE_UNAVAILABLE":
      return error.retryAfterSeconds ? `Please wait ${error.retryAfterSeconds} seconds.` : error.message;
    case "GRAPHQL_VALIDATION_FAILED":
      return "This page does not fit the gateway any more. Please reload it.";
    case "INTERNAL_SERVER_ERROR":
      return `Please report ${error.correlationId}.`;
    case "NO_ANSWER":
      return asked === "read"
        ? "No answer arrived. Please try again."
        : "No answer arrived. Please look whether what you asked for was done before you try again.";
    default:
      return error.message;
  }
}
