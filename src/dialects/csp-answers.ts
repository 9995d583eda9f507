import Type from "typebox";
import type { Refusal, Refused, TokenRoute } from "./dialect.js";

export const ErrorResponse = Type.Object({
  cspErrorCode: Type.String(),
  errorCode: Type.String(),
  message: Type.String(),
  moduleCode: Type.Integer(),
  requestId: Type.String(),
  statusCode: Type.Integer(),
});

const TokenResponse = Type.Object({
  access_token: Type.String(),
  token_type: Type.Literal("bearer"),
  expires_in: Type.Integer({ description: "Seconds." }),
  scope: Type.String(),
  id_token: Type.Null(),
  refresh_token: Type.Null(),
});

const ERROR_CODE: Record<number, string> = {
  400: "bad_request",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  413: "payload_too_large",
  415: "unsupported_media_type",
  429: "too_many_requests",
  503: "service_unavailable",
};

/** Where CSP issues tokens: the token endpoint, in the vendor's shape. */
export function cspTokenRoute(path: string): TokenRoute {
  return {
    path,
    endpoint: "token",
    summary: "Issue an access token; a service account's is for the gateway itself.",
    answer: TokenResponse,
    errorSchema: ErrorResponse,
    lenient: true,
    forGateway: true,
    reshape(status, body, requestId) {
      if (status < 400) return { scope: "", ...body, token_type: "bearer", id_token: null, refresh_token: null };
      return errorOf(status, String(body.error), String(body.error_description ?? body.error), requestId);
    },
  };
}

/** A refusal in the vendor's shape. */
export function refuse({ status, message, requestId }: Refusal): Refused {
  return { status, body: errorOf(status, ERROR_CODE[status] ?? "internal_server_error", message, requestId) };
}

/** What the codes are is not documented; real clients look at the status, and whether there is a `cspErrorCode`. */
function errorOf(statusCode: number, code: string, message: string, requestId: string) {
  return { cspErrorCode: code, errorCode: code, message, moduleCode: 0, requestId, statusCode };
}
