import { isDeepStrictEqual } from "node:util";
import Type, { type Static } from "typebox";
import { GrantType, ResponseType, TokenEndpointAuthMethod } from "../model/client-metadata.js";
import { DomainError } from "../model/domain-error.js";
import { type OAuthApplication } from "../model/oauth-application.js";
import { fromWire, listFromWire, nullable, type SecretSummary, shownValue, toWire, type Wire } from "./wire.js";

// What may be asked for is written down: a new value of the gateway's is not offered to the vendor's clients unasked.
// `client_credentials` is no grant of the vendor's, but the one that `/oauth/token` serves.
const GRANTS: Wire<GrantType>[] = ["authorization_code", "refresh_token", "client_credentials"];
const RESPONSE_TYPES: Wire<ResponseType>[] = ["code", "id_token", "token"];
const AUTH_METHODS: Wire<TokenEndpointAuthMethod>[] = ["client_secret_basic", "client_secret_post", "none"];

const Grants = Type.Array(Type.Enum(GRANTS), {
  contains: { const: "authorization_code" },
  description: "`authorization_code` must be among them.",
});
const ResponseTypes = Type.Array(Type.Enum(RESPONSE_TYPES));
const AuthMethod = Type.Enum(AUTH_METHODS);
const Scopes = Type.Array(Type.String({ pattern: "^[^:]*$", description: "Without a colon." }));
const Texts = Type.Array(Type.String());
const Link = Type.Optional(nullable(Type.String()));
const Moment = Type.String({ format: "date-time" });

/** Optional properties of a client. */
const options = {
  allowed_cors_origins: Type.Optional(Texts),
  client_uri: Link,
  logo_uri: Link,
  optional_scopes: Type.Optional(Scopes),
  policy_uri: Link,
  post_logout_redirect_uris: Type.Optional(Texts),
  tos_uri: Link,
};

export const Creation = Type.Object(
  {
    client_name: Type.String({ minLength: 1, maxLength: 256 }),
    grant_types: Grants,
    redirect_uris: Texts,
    response_types: ResponseTypes,
    scopes: Scopes,
    token_endpoint_auth_method: AuthMethod,
    ...options,
  },
  { additionalProperties: false },
);

export const Change = Type.Object(
  {
    client_name: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    grant_types: Type.Optional(Grants),
    redirect_uris: Type.Optional(Texts),
    response_types: Type.Optional(ResponseTypes),
    scopes: Type.Optional(Scopes),
    token_endpoint_auth_method: Type.Optional(AuthMethod),
    visibility: Type.Optional(
      Type.Enum(["public"], { description: "Promotes the client, for good; needs a logo, a home page and a scope." }),
    ),
    ...options,
  },
  { additionalProperties: false },
);

export const Client = Type.Object({
  client_id: Type.String(),
  visibility: Type.Enum(["private", "public"]),
  client_name: Type.String(),
  client_uri: Type.Optional(Type.String()),
  logo_uri: Type.Optional(Type.String()),
  policy_uri: Type.Optional(Type.String()),
  tos_uri: Type.Optional(Type.String()),
  allowed_cors_origins: Texts,
  post_logout_redirect_uris: Texts,
  redirect_uris: Texts,
  response_types: Type.Array(shownValue(ResponseType)),
  grant_types: Type.Array(shownValue(GrantType)),
  scopes: Texts,
  optional_scopes: Texts,
  token_endpoint_auth_method: shownValue(TokenEndpointAuthMethod),
  has_rotated_secret: Type.Optional(
    Type.Boolean({ description: "Whether a second secret works. Left out for whoever may not know." }),
  ),
  created_at: Moment,
  updated_at: Moment,
  promoted_at: Type.Optional(Moment),
});

export const ClientWithSecret = Type.Intersect([
  Client,
  Type.Object({
    client_secret: Type.Optional(
      nullable(
        Type.String({
          description:
            "In this answer only; not for a public client, null in a repeated answer to a secret that was used or has stopped.",
        }),
      ),
    ),
  }),
]);

/** Scopes about the user, not about a resource. */
const IDENTITY_SCOPES = ["openid", "offline", "offline_access"];

/** The body as settings of the services, without scopes, which depend on the client's grants. */
export function settingsOf(body: Static<typeof Change>) {
  return {
    name: body.client_name,
    redirectUris: body.redirect_uris,
    postLogoutRedirectUris: body.post_logout_redirect_uris,
    allowedOrigins: body.allowed_cors_origins,
    grantTypes: listFromWire<GrantType>(body.grant_types),
    responseTypes: listFromWire<ResponseType>(body.response_types),
    scopes: body.scopes,
    optionalScopes: body.optional_scopes,
    tokenEndpointAuthMethod: fromWire<TokenEndpointAuthMethod>(body.token_endpoint_auth_method),
    homepageUrl: body.client_uri,
    logoUrl: body.logo_uri,
    privacyPolicyUrl: body.policy_uri,
    termsOfServiceUrl: body.tos_uri,
  };
}

/** Further changes that depend on the client as it is inside the transaction. */
export function followingFrom(body: Static<typeof Change>, current: OAuthApplication, now: number) {
  rejectIdentityScopes(body.optional_scopes, current.optionalScopes);
  const isPromoted = body.visibility === "public" && promotedAt(current) === undefined;
  return {
    ...(settlesScopes(body, current) ? { scopes: settledScopes(body, current) } : {}),
    ...(isPromoted ? { dialectSettings: promotion(body, current, now) } : {}),
  };
}

/** Whether it changes the scopes or what they follow from, not only says them again. */
function settlesScopes(body: Static<typeof Change>, current: OAuthApplication): boolean {
  return [
    [body.scopes, current.scopes],
    [body.grant_types, current.grantTypes.map(toWire)],
    [body.response_types, current.responseTypes.map(toWire)],
  ].some(([said, had]) => said !== undefined && !isDeepStrictEqual(said, had));
}

/**
 * The scopes of a client: `offline_access` is added and removed with the refresh token grant, `openid` with id tokens.
 */
export function settledScopes(body: Static<typeof Change>, current?: OAuthApplication): string[] {
  const scopes = body.scopes ?? current?.scopes ?? [];
  const grantTypes = body.grant_types ?? current?.grantTypes.map(toWire) ?? [];
  const responseTypes = body.response_types ?? current?.responseTypes.map(toWire) ?? [];
  const implied = [
    ...(responseTypes.includes("id_token") ? ["openid"] : []),
    ...(grantTypes.includes("refresh_token") ? ["offline_access"] : []),
  ];
  const isImplied = (scope: string) => scope === "openid" || scope === "offline_access";
  const kept = scopes.filter((scope) => !isImplied(scope) || implied.includes(scope));
  return [...kept, ...implied.filter((scope) => !kept.includes(scope))];
}

/** Throws `invalid` for an optional scope that is about the user, unless the client has it already. */
export function rejectIdentityScopes(optionalScopes: readonly string[] = [], had: readonly string[] = []): void {
  const index = optionalScopes.findIndex((scope) => IDENTITY_SCOPES.includes(scope) && !had.includes(scope));
  if (index < 0) return;
  const field = `optionalScopes.${index}`;
  throw DomainError.invalidField(field, "identity", `${field} must not be one of ${IDENTITY_SCOPES.join(", ")}`);
}

/** Checks what the vendor demands of a public client; the ownership of its host is not checked. */
function promotion({ logo_uri, client_uri, scopes }: Static<typeof Change>, current: OAuthApplication, now: number) {
  const missing = [
    [logo_uri === undefined ? current.logoUrl : logo_uri, "a logo_uri"],
    [client_uri === undefined ? current.homepageUrl : client_uri, "a client_uri"],
    [(scopes ?? current.scopes).find((scope) => !IDENTITY_SCOPES.includes(scope)), "a scope beyond identity"],
  ].flatMap(([value, what]) => (value ? [] : [what]));
  if (missing.length > 0) {
    throw DomainError.invalidField(
      "visibility",
      "promotion",
      `visibility must not be public without ${missing.join(", ")}`,
    );
  }
  return { cloudflare: { promoted_at: new Date(now).toISOString() } };
}

function promotedAt({ dialectSettings }: OAuthApplication): string | undefined {
  return (dialectSettings?.cloudflare as { promoted_at?: string } | undefined)?.promoted_at;
}

/** An application in the vendor's shape. */
export function shown(application: OAuthApplication, secrets: SecretSummary | undefined): Static<typeof Client> {
  const promoted_at = promotedAt(application);
  return {
    client_id: application.clientId,
    visibility: promoted_at === undefined ? "private" : "public",
    client_name: application.name,
    client_uri: application.homepageUrl ?? undefined,
    logo_uri: application.logoUrl ?? undefined,
    policy_uri: application.privacyPolicyUrl ?? undefined,
    tos_uri: application.termsOfServiceUrl ?? undefined,
    allowed_cors_origins: application.allowedOrigins,
    post_logout_redirect_uris: application.postLogoutRedirectUris,
    redirect_uris: application.redirectUris,
    response_types: application.responseTypes.map(toWire),
    grant_types: application.grantTypes.map(toWire),
    scopes: application.scopes,
    optional_scopes: application.optionalScopes,
    token_endpoint_auth_method: toWire(application.tokenEndpointAuthMethod),
    has_rotated_secret: secrets?.hasRotatedSecret,
    created_at: application.createdAt.toISOString(),
    updated_at: application.updatedAt.toISOString(),
    promoted_at,
  };
}
