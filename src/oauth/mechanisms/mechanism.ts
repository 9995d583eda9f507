import type { AdapterPayload, ClientAuthMethod } from "oidc-provider";
import type { TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import { CLIENT_CREDENTIALS, SELF_ROTATION } from "../grants.js";

/** Where a request can carry proof of who its client is. */
export interface Presented {
  /** The header Authorization. */
  authorization: string | undefined;
  /** The parameters of the form, as oidc-provider parses them. */
  parameters: Record<string, unknown>;
}

/** A way in which a client proves who it is (RFC 6749 §2.3, RFC 7591 §2 `token_endpoint_auth_method`). */
export interface Mechanism {
  /** Its name in OAuth's registry. */
  name: ClientAuthMethod;
  /** The `tokenEndpointAuthMethod` of applications that use it. */
  registered: TokenEndpointAuthMethod;
  /** Whether vendors' clients know it: at their paths, any of these may stand in for any other one of these. */
  isVendors: boolean;
  /** Whether its proof is in the request. */
  isPresented(request: Presented): boolean;
  /** The metadata of a client that uses it, for oidc-provider. */
  metadata: AdapterPayload;
}

/**
 * All that oidc-provider has to know of a client is its mechanism; the gateway checks the rest. So all applications
 * share a few clients, which oidc-provider makes slowly and caches by their metadata.
 */
export function metadataFor(name: ClientAuthMethod): AdapterPayload {
  return {
    client_id: "any",
    client_secret: "checked-by-the-gateway",
    token_endpoint_auth_method: name,
    // The grants' own files check what the application may.
    grant_types: [CLIENT_CREDENTIALS, SELF_ROTATION],
    redirect_uris: [],
    response_types: [],
  };
}
