import type { AdapterPayload, ClientAuthMethod } from "oidc-provider";
import type { TokenEndpointAuthMethod } from "../../model/client-metadata.js";

/** The parameters of a request's form, as oidc-provider hands them on. */
export type Parameters = Record<string, unknown>;

/** A way in which a client proves who it is (RFC 6749 §2.3, RFC 7591 §2 `token_endpoint_auth_method`). */
export interface Mechanism {
  /** Its registered name. */
  name: ClientAuthMethod;
  /** What an application that uses it has as its `tokenEndpointAuthMethod`. */
  registered: TokenEndpointAuthMethod;
  /** Whether the vendors' clients, which do not know what their application is registered for, may use it too. */
  isVendors: boolean;
  /** Whether a request presents its proof so. */
  isPresented(parameters: Parameters): boolean;
  /** What oidc-provider has to know of a client that uses it. */
  metadata: AdapterPayload;
}

/**
 * Of a client oidc-provider has to know how it authenticates: who it is, and whether its proof is good, is asked here.
 * So all applications are few clients to it, which it takes long to make and keeps by their metadata.
 */
export function metadataFor(name: ClientAuthMethod): AdapterPayload {
  return {
    client_id: "any",
    client_secret: "checked-by-the-gateway",
    token_endpoint_auth_method: name,
    // Whether the application has it is asked when it uses it (client-credentials.ts).
    grant_types: ["client_credentials"],
    redirect_uris: [],
    response_types: [],
  };
}
