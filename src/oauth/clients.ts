import type { IncomingMessage } from "node:http";
import type { AdapterPayload, ClientAuthMethod } from "oidc-provider";
import type { Origin } from "../model/actor.js";
import { type OAuthApplication, TokenEndpointAuthMethod } from "../model/oauth-application.js";
import type { AuthenticatedClient, ClaimedClient, ClientAuthentication } from "../services/client-authentication.js";
import type { SecretPurpose } from "../services/retirement-tripwire.js";

/**
 * All that oidc-provider has to know of a client is how it authenticates: who it is, and whether its secret is good, is
 * asked here. So all applications are few clients to it, which it takes long to make and keeps by their metadata.
 */
const METADATA: Record<TokenEndpointAuthMethod, AdapterPayload> = {
  [TokenEndpointAuthMethod.CLIENT_SECRET_BASIC]: metadataOf("client_secret_basic"),
  [TokenEndpointAuthMethod.CLIENT_SECRET_POST]: metadataOf("client_secret_post"),
  [TokenEndpointAuthMethod.NONE]: metadataOf("none"),
};

/** Stands in for a client that may not authenticate, so that it costs what others cost. */
const DECOY = METADATA[TokenEndpointAuthMethod.CLIENT_SECRET_BASIC];

/** The applications behind the clients of requests. Each is read once a request, and never kept for another. */
export class Clients {
  private readonly claimed = new WeakMap<IncomingMessage, ClaimedClient>();
  private readonly authenticated = new WeakMap<IncomingMessage, AuthenticatedClient>();

  constructor(
    private readonly clientAuthentication: ClientAuthentication,
    /** How a request presents a secret when any way of it will do; undefined when it must be the registered one. */
    private readonly anyMethodOf: (request: IncomingMessage) => TokenEndpointAuthMethod | undefined,
  ) {}

  /** What oidc-provider has to know of a client; a decoy for one that is unknown, disabled or public. */
  async metadata(request: IncomingMessage, clientId: string): Promise<AdapterPayload> {
    const claimed = await this.clientAuthentication.find(clientId);
    if (claimed) this.claimed.set(request, claimed);
    if (!claimed?.known || !claimed.application.enabled || claimed.application.public) return DECOY;
    return METADATA[this.anyMethodOf(request) ?? claimed.application.tokenEndpointAuthMethod];
  }

  /** The application that sends a request; throws before its client is known. */
  application(request: IncomingMessage): OAuthApplication {
    const claimed = this.claimed.get(request);
    if (!claimed?.known) throw new Error("The request has no client.");
    return claimed.application;
  }

  /** Who has sent a request, and with which secret; throws before it is authenticated. */
  client(request: IncomingMessage): AuthenticatedClient {
    const client = this.authenticated.get(request);
    if (!client) throw new Error("The request is not authenticated.");
    return client;
  }

  /** Whether a request's secret is good; never for a decoy, whose secrets are looked at all the same. */
  async authenticate(
    request: IncomingMessage,
    secret: string,
    presented: { purpose: SecretPurpose; method: TokenEndpointAuthMethod; origin: Origin },
  ): Promise<boolean> {
    const claimed = this.claimed.get(request) ?? null;
    const method = this.anyMethodOf(request) ? undefined : presented.method;
    const client = await this.clientAuthentication.authenticate(claimed, secret, { ...presented, method });
    if (client) this.authenticated.set(request, client);
    return client !== null;
  }
}

function metadataOf(method: ClientAuthMethod): AdapterPayload {
  return {
    client_id: "any",
    client_secret: "checked-by-the-gateway",
    token_endpoint_auth_method: method,
    // Whether the application has it is asked when it uses it (provider.ts).
    grant_types: ["client_credentials"],
    redirect_uris: [],
    response_types: [],
  };
}
