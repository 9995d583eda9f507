import { randomBytes } from "node:crypto";
import type { errors as Errors, KoaContextWithOIDC } from "oidc-provider";
import { GrantType } from "../model/client-metadata.js";
import type { OAuthApplication } from "../model/oauth-application.js";
import type { Services } from "../services/services.js";
import { type Exchange, exchangeOf } from "./exchange.js";

interface Options {
  /** PUBLIC_URL: the audience of tokens for the gateway itself. */
  issuer: string;
  services: Services;
  errors: typeof Errors;
}

/** The parameters of a token request that oidc-provider hands on. */
export const GRANT_PARAMETERS = ["scope", "resource"];

/** The client credentials grant (RFC 6749 §4.4), for an authenticated client. */
export function clientCredentials({ issuer, services, errors }: Options) {
  return async (context: KoaContextWithOIDC): Promise<void> => {
    const exchange = exchangeOf(context);
    const { application, arrival } = exchange;
    const { scope: requestedScope, resource: requestedResource } = (context.oidc.params ?? {}) as {
      scope?: string;
      resource?: string | string[];
    };

    // 1. The grant.
    demandGrant(application);
    // 2. The audience (RFC 8707), and whether the client may have tokens for it.
    const audience = requestedResource === undefined ? await ownAudience(exchange) : single(requestedResource);
    if (requestedResource !== undefined) await demandKnownResource(application, audience);
    // 3. The scope.
    const scope = scopeOf(requestedScope, application.scopes);
    // 4. The token, unless the client was stopped since it was authenticated.
    const value = randomBytes(32).toString("base64url");
    const issuedAt = Math.floor(services.clock() / 1000) * 1000;
    const expiresAt = new Date(issuedAt + application.accessTokenTtlSeconds * 1000);
    const token = { scope, audience, issuedAt: new Date(issuedAt), expiresAt };
    const isSaved = await services.accessTokens.save(value, exchange.client, token, arrival.origin.patience);
    if (!isSaved) throw new errors.InvalidClientAuth("the application was stopped while its token was being issued");
    arrival.onIssued(exchange.client);
    // 5. The answer (RFC 6749 §5.1).
    context.body = {
      access_token: value,
      expires_in: application.accessTokenTtlSeconds,
      token_type: "Bearer",
      ...(scope === "" ? {} : { scope }),
    };
  };

  /** Answers with the code of RFC 6749 §5.2; oidc-provider's own check has another one. */
  function demandGrant({ grantTypes }: OAuthApplication): void {
    if (grantTypes.includes(GrantType.CLIENT_CREDENTIALS)) return;
    throw new errors.UnauthorizedClient("the application does not have this grant");
  }

  /** The audience of a token whose request names no resource. */
  async function ownAudience({ arrival, application }: Exchange): Promise<string> {
    return arrival.isForGateway && (await isMember(application)) ? issuer : ownResource(application);
  }

  function single(resource: string | string[]): string {
    // A URL without a path and the same with a slash are one (RFC 3986 §6.2.3); PUBLIC_URL has none at its end.
    const resources = new Set([resource].flat().map((one) => (one === `${issuer}/` ? issuer : one)));
    for (const one of resources) {
      if (!URL.canParse(one)) throw new errors.InvalidTarget("resource indicator must be an absolute URI");
      if (one.includes("#")) throw new errors.InvalidTarget("resource indicator must not contain a fragment component");
    }
    const [first = "", another] = resources;
    if (another === undefined) return first;
    throw new errors.InvalidTarget("only a single resource indicator value is supported for this grant type");
  }

  async function demandKnownResource(application: OAuthApplication, resource: string): Promise<void> {
    if (resource === ownResource(application)) return;
    if (resource === issuer && (await isMember(application))) return;
    throw new errors.InvalidTarget("the resource is not known, or only for members of an organization");
  }

  /** The requested scope, or without one all that the application has (the default of RFC 6749 §3.3). */
  function scopeOf(requested: string | undefined, scopes: readonly string[]): string {
    if (requested === undefined) return scopes.join(" ");
    const wanted = new Set(requested.split(" ").filter((scope) => scope !== ""));
    for (const scope of wanted) {
      // oidc-provider's own InvalidScope would repeat the scope, which may be a secret in the wrong place.
      if (!scopes.includes(scope)) {
        throw new errors.CustomOIDCProviderError("invalid_scope", "the application does not have this scope");
      }
    }
    return [...wanted].join(" ");
  }

  function isMember({ id }: OAuthApplication): Promise<boolean> {
    return services.members.isServiceAccount(id);
  }
}

/** The audience of a token that is for the application's own purposes only. */
function ownResource({ id }: OAuthApplication): string {
  return `urn:oauth-application:${id}`;
}
