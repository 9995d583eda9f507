import { type GatewayError, isOutdated } from "./gateway-errors.js";

/** What to tell whoever asked for a change, or only to see something. */
export function advice(error: GatewayError, asked: "change" | "read" = "change"): string {
  switch (error.code) {
    case "BAD_USER_INPUT":
      return `Please correct this: ${error.message}`;
    case "UNAUTHENTICATED":
      return "Your sign-in has ended. Sign in again to go on.";
    case "FORBIDDEN":
      return `You may not do this. ${error.message}`;
    case "CONFLICT":
      if (isOutdated(error)) return "Something has changed since this was opened. Close it, and look again.";
      return error.lastUsedAt
        ? "Refused, because somebody would be locked out. Wait until they have gone over, or go ahead all the same."
        : error.message;
    case "TOO_MANY_REQUESTS":
      return `Too many requests. Please wait ${seconds(error.retryAfterSeconds)}.`;
    case "SERVICE_UNAVAILABLE":
      return error.retryAfterSeconds
        ? `The gateway is busy. Please wait ${seconds(error.retryAfterSeconds)}.`
        : error.message;
    case "GRAPHQL_VALIDATION_FAILED":
      return "This page does not fit the gateway any more. Please reload it.";
    case "INTERNAL_SERVER_ERROR":
      return `Something is wrong with the gateway. Please report ${error.correlationId}.`;
    case "NO_ANSWER":
      return asked === "read"
        ? "The gateway did not answer. Please try again."
        : "No answer arrived. Please look whether what you asked for was done before you try again.";
    default:
      return error.message;
  }
}

function seconds(count: number): string {
  return count === 1 ? "a second" : `${count} seconds`;
}
