import type { AdapterPayload, ClientAuthMethod } from "oidc-provider";
import type { Origin } from "../model/actor.js";
import { type OAuthApplication, TokenEndpointAuthMethod } from "../model/oauth-application.js";
import type { ClaimedClient, ClientAuthentication } from "../services/client-authentication.js";

/** What stands for one request at the OAuth endpoints; oidc-provider's Koa context. */
export type RequestKey = object;

const METHOD: Record<TokenEndpointAuthMethod, ClientAuthMethod> = {
  [TokenEndpointAuthMethod.CLIENT_SECRET_BASIC]: "client_secret_basic",
  [TokenEndpointAuthMethod.CLIENT_SECRET_POST]: "client_secret_post",
  [TokenEndpointAuthMethod.NONE]: "none",
};

/**
 * oidc-provider demands a secret of its own; secrets are checked elsewhere. Constant, because its cache of clients is
 * keyed by the metadata.
 */
const PLACEHOLDER_SECRET = "checked-by-the-gateway";

/** Stands in for a client that may not authenticate, so that it costs what others cost. */
const DECOY = metadataOf("decoy", TokenEndpointAuthMethod.CLIENT_SECRET_BASIC);

/** The applications behind the clients of requests. Each is read once a request, and never kept for another. */
export class Clients {
  private readonly claimed = new WeakMap<RequestKey, ClaimedClient>();

  constructor(
    private readonly clientAuthentication: ClientAuthentication,
    /** How a request presents a secret when any way of it will do; undefined when it must be the registered one. */
    private readonly anyMethodOf: (request: RequestKey) => TokenEndpointAuthMethod | undefined,
  ) {}

  /** What oidc-provider has to know of a client; a decoy for one that is unknown, disabled or public. */
  async metadata(request: RequestKey, clientId: string): Promise<AdapterPayload> {
    const claimed = await this.clientAuthentication.find(clientId);
    if (claimed) this.claimed.set(request, claimed);
    if (!claimed?.known || !claimed.application.enabled || claimed.application.public) return DECOY;
    const { clientId: id, tokenEndpointAuthMethod } = claimed.application;
    return metadataOf(id, this.anyMethodOf(request) ?? tokenEndpointAuthMethod);
  }

  /** The application that sends a request; throws before its client is known. */
  application(request: RequestKey): OAuthApplication {
    const claimed = this.claimed.get(request);
    if (!claimed?.known) throw new Error("The request has no client.");
    return claimed.application;
  }

  /** Whether a request's secret is good; never for a decoy, whose secrets are looked at all the same. */
  async authenticate(
    request: RequestKey,
    secret: string,
    method: TokenEndpointAuthMethod,
    origin: Origin,
  ): Promise<boolean> {
    const claimed = this.claimed.get(request) ?? null;
    const demanded = this.anyMethodOf(request) ? undefined : method;
    return (await this.clientAuthentication.authenticate(claimed, secret, demanded, origin)) !== null;
  }
}

function metadataOf(clientId: string, method: TokenEndpointAuthMethod): AdapterPayload {
  return {
    client_id: clientId,
    client_secret: PLACEHOLDER_SECRET,
    token_endpoint_auth_method: METHOD[method],
    // Whether the application has it is asked when it uses it (provider.ts).
    grant_types: ["client_credentials"],
    redirect_uris: [],
    response_types: [],
  };
}
