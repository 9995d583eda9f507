import type { IncomingMessage } from "node:http";
import type { ClientCredentials, Configuration, KoaContextWithOIDC, default as ProviderType } from "oidc-provider";
import { type Origin, WayIn } from "../model/actor.js";
import type { DomainError } from "../model/domain-error.js";
import { GrantType, type OAuthApplication, TokenEndpointAuthMethod } from "../model/oauth-application.js";
import { Patience } from "../model/patience.js";
import { type AuthenticatedClient, applicationActor } from "../services/client-authentication.js";
import type { SecretPurpose } from "../services/retirement-tripwire.js";
import type { Services } from "../services/services.js";
import { Clients } from "./clients.js";
import { newIdTokenKey } from "./id-token-key.js";
import { CLIENT_AUTH_METHODS, METADATA_PATHS, metadataOf, OAUTH_PATHS } from "./metadata.js";
import { createAdapter } from "./token-adapter.js";

export interface ProviderOptions {
  /** PUBLIC_URL: the issuer, and the resource that tokens for the gateway itself are for. */
  issuer: string;
  services: Services;
  /** Whether a member's token is for the gateway when its request names no resource. */
  isForGateway: (request: IncomingMessage) => boolean;
  /** Whether a client may present its secret in another way than the registered one. */
  takesAnyMethod: (request: IncomingMessage) => boolean;
  /** The body of an answer, which some clients expect in a shape of their own. */
  reshape: (request: IncomingMessage, status: number, body: Record<string, unknown>, requestId: string) => object;
  /** Told who got a token, and with which secret. */
  onIssued: (request: IncomingMessage, client: AuthenticatedClient) => void;
  /** Told of what went wrong on our side; answers with what is told of what passes by itself. */
  onError: (error: Error, requestId: string) => DomainError | undefined;
}

/** The OAuth 2.0 endpoints: the protocol is oidc-provider's business, what is good is the services'. */
export async function createProvider(options: ProviderOptions): Promise<ProviderType> {
  const { issuer, services, isForGateway, takesAnyMethod, reshape, onIssued, onError } = options;
  const { Provider, errors } = await importQuietly();
  const current = () => Provider.ctx as KoaContextWithOIDC;
  const clients = new Clients(services.clientAuthentication, (request) =>
    takesAnyMethod(request) ? methodOf(current()) : undefined,
  );

  const configuration: Configuration = {
    adapter: (kind: string) =>
      createAdapter(kind, {
        request: () => current().req,
        clients,
        accessTokens: services.accessTokens,
        refuseStopped,
        onIssued,
        patience: () => patienceOf(current()),
        revoker: () => applicationActor(clients.application(current().req), originOf(current())),
      }),
    clientAuthMethods: CLIENT_AUTH_METHODS,
    cookies: { keys: ["no cookies are set"] },
    jwks: { keys: [newIdTokenKey()] },
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    responseTypes: [],
    scopes: [],
    // RFC 6749 §5.2 wants JSON; a page would be oidc-provider's answer to a browser.
    renderError(context, out) {
      context.body = out;
    },
    routes: OAUTH_PATHS,
    ttl: { ClientCredentials: (context: KoaContextWithOIDC) => clients.application(context.req).accessTokenTtlSeconds },
    features: {
      // On by default, and promising what is not kept here: a token bound to a key, requests pushed beforehand.
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: inSameOrganization },
      revocation: { enabled: true, allowedPolicy: ofSameClient },
      resourceIndicators: {
        enabled: true,
        defaultResource: async (context) =>
          isForGateway(context.req) && (await isMember(context)) ? issuer : ownResource(context),
        getResourceServerInfo: async (context, resource) => {
          const application = clients.application(context.req);
          demandGrant(application);
          await demandKnownResource(context, resource);
          const scope = application.scopes.join(" ");
          const requested = context.oidc.params?.scope as string | undefined;
          demandKnownScope(requested, application.scopes);
          // RFC 6749 §3.3: without a scope parameter, the pre-defined default is everything the client has.
          if (requested === undefined && context.oidc.params && scope !== "") context.oidc.params.scope = scope;
          return { scope, audience: resource, accessTokenFormat: "opaque" };
        },
      },
    },
  };

  const provider = new Provider(issuer, configuration);
  provider.proxy = true;
  provider.Client.prototype.compareClientSecret = (secret: string) => authenticate(current(), secret);
  provider.use(async (context, next) => {
    await next();
    if ((METADATA_PATHS as readonly string[]).includes(context.path)) context.body = metadataOf(issuer);
    else if (isObject(context.body)) {
      context.body = reshape(context.req, context.status, context.body, requestIdOf(context));
    }
  });
  provider.on("server_error", (context, error) => {
    const away = onError(error, requestIdOf(context));
    if (!away) return;
    const { retryAfterSeconds } = away.details;
    context.status = away.code === "too_many_requests" ? 429 : 503;
    if (retryAfterSeconds !== undefined) context.set("retry-after", String(retryAfterSeconds));
    context.body = { error: "temporarily_unavailable", error_description: away.message };
  });
  return provider;

  function authenticate(context: KoaContextWithOIDC, secret: string): Promise<boolean> {
    const presented = { purpose: purposeOf(context), method: methodOf(context), origin: originOf(context) };
    return clients.authenticate(context.req, secret, presented);
  }

  function refuseStopped(): never {
    throw new errors.InvalidClientAuth("the application was stopped while its token was being issued");
  }

  function ofSameClient(context: KoaContextWithOIDC, _client: unknown, token: { clientId?: string }): boolean {
    return token.clientId === clients.application(context.req).clientId;
  }

  /** Introspection answers only inside the caller's organization. */
  function inSameOrganization(context: KoaContextWithOIDC, _client: unknown, token: object): boolean {
    const { extra } = token as ClientCredentials;
    return extra?.organization_id === clients.application(context.req).organizationId;
  }

  /** What a token without `resource` is for: nothing but its own application's purposes. */
  function ownResource(context: KoaContextWithOIDC): string {
    return `urn:oauth-application:${clients.application(context.req).id}`;
  }

  async function isMember(context: KoaContextWithOIDC): Promise<boolean> {
    return services.members.isServiceAccount(clients.application(context.req).id);
  }

  async function demandKnownResource(context: KoaContextWithOIDC, resource: string): Promise<void> {
    if (resource === ownResource(context)) return;
    if (resource === issuer && (await isMember(context))) return;
    throw new errors.InvalidTarget("the resource is not known, or only for members of an organization");
  }

  /** RFC 6749 §5.2 has a code for it, which oidc-provider's own look at a client's grants does not use. */
  function demandGrant({ grantTypes }: OAuthApplication): void {
    if (!grantTypes.includes(GrantType.CLIENT_CREDENTIALS)) {
      throw new errors.UnauthorizedClient("the application does not have this grant");
    }
  }

  /** Not oidc-provider's InvalidScope, which repeats the scope: it may be a secret in the wrong place. */
  function demandKnownScope(requested: string | undefined, scopes: readonly string[]): void {
    const isKnown = (scope: string) => scope === "" || scopes.includes(scope);
    if (requested === undefined || requested.split(" ").every(isKnown)) return;
    throw new errors.CustomOIDCProviderError("invalid_scope", "the application does not have this scope");
  }
}

function isObject(body: unknown): body is Record<string, unknown> {
  return typeof body === "object" && body !== null && !Buffer.isBuffer(body);
}

/** Says at import, on the console, that it is not meant for Node 20, where it works; our log is JSON lines. */
async function importQuietly() {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    const { default: Provider, errors } = await import("oidc-provider");
    return { Provider, errors };
  } finally {
    console.warn = warn;
  }
}

/** How a request presents its client's secret. */
function methodOf(context: KoaContextWithOIDC): TokenEndpointAuthMethod {
  const { CLIENT_SECRET_BASIC, CLIENT_SECRET_POST } = TokenEndpointAuthMethod;
  return context.oidc.params?.client_secret ? CLIENT_SECRET_POST : CLIENT_SECRET_BASIC;
}

/** Set by http/, which knows which proxies to believe. */
function requestIdOf(context: Pick<KoaContextWithOIDC, "req">): string {
  return String(context.req.headers["x-request-id"] ?? "");
}

function originOf(context: KoaContextWithOIDC): Origin {
  const address = context.req.headers["x-forwarded-for"]?.toString() ?? null;
  return { wayIn: WayIn.OAUTH, requestId: requestIdOf(context), address, patience: patienceOf(context) };
}

function patienceOf({ req: { socket } }: KoaContextWithOIDC): Patience {
  return new Patience(() => socket.destroyed);
}

/** What a client presents its secret for, by the endpoint. */
function purposeOf({ path }: KoaContextWithOIDC): SecretPurpose {
  if (path === OAUTH_PATHS.introspection) return "introspection";
  return path === OAUTH_PATHS.revocation ? "revocation" : "token";
}
