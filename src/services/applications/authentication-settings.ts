import { TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import { DomainError } from "../../model/domain-error.js";
import type { CreateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";

type Authentication = Pick<OAuthApplication, "public" | "tokenEndpointAuthMethod" | "takesAnyMethod">;

/** `public` and `tokenEndpointAuthMethod: NONE` mean the same: where only one is given, the other follows. */
export function authenticationOf(
  input: Pick<CreateOAuthApplicationInput, "public" | "tokenEndpointAuthMethod">,
  current: Authentication,
): Authentication {
  const { NONE, CLIENT_SECRET_BASIC } = TokenEndpointAuthMethod;
  const { public: isPublic, tokenEndpointAuthMethod: method } = input;
  if (method !== undefined) {
    if (isPublic !== undefined && isPublic !== (method === NONE)) {
      throw DomainError.invalidField(
        "tokenEndpointAuthMethod",
        "contradiction",
        "tokenEndpointAuthMethod must be NONE for a public application and only for a public one",
      );
    }
    return { public: method === NONE, tokenEndpointAuthMethod: method, takesAnyMethod: false };
  }
  if (isPublic === undefined || isPublic === current.public) {
    const { tokenEndpointAuthMethod, takesAnyMethod } = current;
    return { public: current.public, tokenEndpointAuthMethod, takesAnyMethod };
  }
  return {
    public: isPublic,
    tokenEndpointAuthMethod: isPublic ? NONE : CLIENT_SECRET_BASIC,
    takesAnyMethod: false,
  };
}
