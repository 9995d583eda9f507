import type { ClientCredentials, Configuration, KoaContextWithOIDC, default as ProviderType } from "oidc-provider";
import type { Logger } from "pino";
import { refusalOf } from "../refusal/refusal.js";
import type { SecretPurpose } from "../services/secrets/retirement-tripwire.js";
import type { Services } from "../services/services.js";
import { clientCredentials, GRANT_PARAMETERS } from "./client-credentials.js";
import { Clients } from "./clients.js";
import { exchangeOf } from "./exchange.js";
import { CLIENT_CREDENTIALS, SELF_ROTATION, SELF_ROTATION_PARAMETERS } from "./grants.js";
import { idTokenKey } from "./id-token-key.js";
import type { Mechanism } from "./mechanisms/mechanism.js";
import { MECHANISMS, presentedMechanism } from "./mechanisms/registry.js";
import { OAUTH_PATHS } from "./metadata.js";
import { refuse } from "./refusals.js";
import { selfRotation } from "./self-rotation.js";
import { createAdapter } from "./token-adapter.js";

export interface ProviderOptions {
  /** PUBLIC_URL: the issuer, and the audience of tokens for the gateway itself. */
  issuer: string;
  services: Services;
  logger: Logger;
}

/**
 * The OAuth 2.0 endpoints. oidc-provider parses requests, runs client authentication and writes errors; clients, tokens
 * and their checks are the gateway's. This file has all workarounds for oidc-provider, each with its reason.
 */
export async function createProvider({ issuer, services, logger }: ProviderOptions): Promise<ProviderType> {
  const { Provider, errors } = await importQuietly();
  const clients = new Clients(services.clientAuthentication);
  // oidc-provider calls adapters and clients without the request; this is its own way to find it.
  const current = () => Provider.ctx as KoaContextWithOIDC;

  const configuration: Configuration = {
    adapter: (kind: string) =>
      createAdapter(kind, {
        exchange: () => exchangeOf(current()),
        presented: () => mechanismOf(current()),
        clients,
        accessTokens: services.accessTokens,
      }),
    clientAuthMethods: MECHANISMS.map(({ name }) => name),
    cookies: { keys: ["no cookies are set"] },
    // oidc-provider demands a key for id tokens, which are never issued.
    jwks: { keys: [idTokenKey()] },
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    responseTypes: [],
    scopes: [],
    // RFC 6749 §5.2 demands JSON; oidc-provider would answer a browser with a page.
    renderError(context, out) {
      context.body = out;
    },
    routes: OAUTH_PATHS,
    features: {
      // On by default, but not supported here: tokens bound to keys, and requests pushed beforehand.
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      // Lets introspection and revocation find access tokens of this grant; the grant itself is registered below.
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: inSameOrganization },
      revocation: { enabled: true, allowedPolicy: ofSameClient },
    },
  };

  const provider = new Provider(issuer, configuration);
  provider.proxy = true;
  provider.registerGrantType(CLIENT_CREDENTIALS, clientCredentials({ issuer, services, errors }), GRANT_PARAMETERS, [
    "resource",
  ]);
  provider.registerGrantType(SELF_ROTATION, selfRotation({ services, errors }), SELF_ROTATION_PARAMETERS);
  // oidc-provider would compare with a secret that it holds, and it holds none.
  provider.Client.prototype.compareClientSecret = (secret: string) => {
    const context = current();
    return clients.prove(exchangeOf(context), secret, mechanismOf(context), purposeOf(context));
  };
  provider.use(async (context, next) => {
    await next();
    const { arrival, mechanismInstead } = exchangeOf(context);
    // Only who has the secret is told: anybody else learns nothing about the client.
    if (mechanismInstead && isObject(context.body) && context.body.error === "invalid_client") {
      context.body.error_description = `the secret is right, but this client is registered for ${mechanismInstead}`;
    }
    if (arrival.reshape && isObject(context.body)) {
      context.body = arrival.reshape(context.status, context.body, requestIdOf(context));
    }
  });
  provider.on("server_error", (context, error) => {
    const refusal = refusalOf(error, requestIdOf(context), logger);
    // oidc-provider answers this one itself, with `server_error`.
    if (refusal.code === "unexpected") return;
    const { retryAfterSeconds } = refusal.details;
    if (retryAfterSeconds !== undefined) context.set("retry-after", String(retryAfterSeconds));
    const { status, body } = refuse(refusal);
    context.status = status;
    context.body = body;
  });
  return provider;
}

function ofSameClient(context: KoaContextWithOIDC, _client: unknown, token: { clientId?: string }): boolean {
  return token.clientId === exchangeOf(context).application.clientId;
}

/** Introspection shows only tokens of the client's own organization. */
function inSameOrganization(context: KoaContextWithOIDC, _client: unknown, token: object): boolean {
  const { extra } = token as ClientCredentials;
  return extra?.organization_id === exchangeOf(context).application.organizationId;
}

function isObject(body: unknown): body is Record<string, unknown> {
  return typeof body === "object" && body !== null && !Buffer.isBuffer(body);
}

/** Imports oidc-provider without its console warning about Node 20, where it works: the log is JSON lines. */
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

function mechanismOf({ oidc, headers }: KoaContextWithOIDC): Mechanism {
  return presentedMechanism({ authorization: headers.authorization, parameters: oidc.params ?? {} });
}

function requestIdOf(context: Pick<KoaContextWithOIDC, "req">): string {
  return exchangeOf(context).arrival.origin.requestId ?? "";
}

/** What a secret is presented for, by the endpoint's path. */
function purposeOf(context: KoaContextWithOIDC): SecretPurpose {
  if (exchangeOf(context).arrival.selfRotation) return "rotation";
  const { path } = context;
  if (path === OAUTH_PATHS.introspection) return "introspection";
  return path === OAUTH_PATHS.revocation ? "revocation" : "token";
}
