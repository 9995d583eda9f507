import Type from "typebox";
import { ErrorResponse, errorOf } from "./csp-refusals.js";
import type { TokenRoute } from "./dialect.js";

const TokenResponse = Type.Object({
  access_token: Type.String(),
  token_type: Type.Literal("bearer"),
  expires_in: Type.Integer({ description: "Seconds." }),
  scope: Type.String(),
  id_token: Type.Null(),
  refresh_token: Type.Null(),
});

/** One of CSP's token paths: the token endpoint in the vendor's shape. */
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
