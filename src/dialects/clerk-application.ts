import Type, { type Static } from "typebox";
import type { OAuthApplication } from "../model/oauth-application.js";
import type { RouteContext } from "./dialect.js";
import { nullable } from "./wire.js";

export const Application = Type.Object({
  object: Type.Literal("oauth_application"),
  id: Type.String(),
  instance_id: Type.String(),
  name: Type.String(),
  client_id: Type.String(),
  client_uri: nullable(Type.String()),
  client_image_url: nullable(Type.String()),
  dynamically_registered: Type.Boolean(),
  consent_screen_enabled: Type.Boolean(),
  pkce_required: Type.Boolean(),
  public: Type.Boolean(),
  scopes: Type.String({ description: "Separated by spaces." }),
  redirect_uris: Type.Array(Type.String()),
  callback_url: Type.String({ description: "The first redirect URI, or empty.", deprecated: true }),
  authorize_url: Type.String(),
  token_fetch_url: Type.String(),
  user_info_url: Type.String(),
  discovery_url: Type.String(),
  token_introspection_url: Type.String(),
  created_at: Type.Integer({ description: "Unix time in milliseconds." }),
  updated_at: Type.Integer({ description: "Unix time in milliseconds." }),
});

export const ApplicationWithSecret = Type.Intersect([
  Application,
  Type.Object({
    client_secret: nullable(
      Type.String({
        description:
          "In this answer only; empty for a public application, null in a repeated answer to a secret that was used or has stopped.",
      }),
    ),
  }),
]);

const settings = {
  redirect_uris: Type.Optional(nullable(Type.Array(Type.String()))),
  callback_url: Type.Optional(
    nullable(Type.String({ maxLength: 1024, description: "The first redirect URI.", deprecated: true })),
  ),
  scopes: Type.Optional(nullable(Type.String({ maxLength: 1024, description: "Separated by spaces." }))),
  consent_screen_enabled: Type.Optional(nullable(Type.Boolean())),
  pkce_required: Type.Optional(nullable(Type.Boolean())),
  public: Type.Optional(nullable(Type.Boolean())),
};

export const Creation = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 256 }), ...settings },
  { additionalProperties: false },
);
export const Change = Type.Object(
  { name: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 256 }))), ...settings },
  { additionalProperties: false },
);

/** Clerk's default scopes. */
export const DEFAULT_SCOPES = ["profile", "email"];

/** The body as settings of the services; null means the same as left out. */
export function settingsOf(body: Static<typeof Change>) {
  return {
    consentScreenEnabled: body.consent_screen_enabled ?? undefined,
    pkceRequired: body.pkce_required ?? undefined,
    public: body.public ?? undefined,
  };
}

/** The redirect URIs after a change: `callback_url` replaces the first one, and the others stay. */
export function redirectUrisOf(
  { redirect_uris, callback_url }: Static<typeof Change>,
  current: string[],
): string[] | undefined {
  // An application without redirect URIs is shown with an empty `callback_url`.
  if (!callback_url) return redirect_uris ?? undefined;
  const others = redirect_uris ?? current.slice(1);
  return [callback_url, ...others.filter((uri) => uri !== callback_url)];
}

/** The scopes of a space-separated text; undefined when it is null or left out. */
export function scopesOf(scopes: string | null | undefined): string[] | undefined {
  return scopes == null ? undefined : [...new Set(scopes.split(" ").filter((scope) => scope !== ""))];
}

/** An application in the vendor's shape. */
export function shown(application: OAuthApplication, { publicUrl }: RouteContext): Static<typeof Application> {
  return {
    object: "oauth_application",
    id: application.id,
    instance_id: `ins_${application.organizationId.slice(4)}`,
    name: application.name,
    client_id: application.clientId,
    client_uri: application.homepageUrl,
    client_image_url: application.logoUrl,
    dynamically_registered: false,
    consent_screen_enabled: application.consentScreenEnabled,
    pkce_required: application.pkceRequired,
    public: application.public,
    scopes: application.scopes.join(" "),
    redirect_uris: application.redirectUris,
    callback_url: application.redirectUris[0] ?? "",
    authorize_url: `${publicUrl}/oauth/authorize`,
    token_fetch_url: `${publicUrl}/oauth/token`,
    user_info_url: `${publicUrl}/oauth/userinfo`,
    discovery_url: `${publicUrl}/.well-known/openid-configuration`,
    token_introspection_url: `${publicUrl}/oauth/introspect`,
    created_at: application.createdAt.getTime(),
    updated_at: application.updatedAt.getTime(),
  };
}
