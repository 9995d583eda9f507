import { IsBoolean, IsEnum, IsObject } from "class-validator";
import { GraphQLJSONObject } from "graphql-scalars";
import { Field, InputType, Int } from "type-graphql";
import { GrantType, ResponseType, TokenEndpointAuthMethod } from "../client-metadata.js";
import type { DialectSettings } from "../dialect-settings.js";
import { originProblem, redirectUriProblem, webUrlProblem } from "../uri.js";
import {
  all,
  Clearable,
  IsListOf,
  IsListOfEnum,
  IsRecipientKey,
  IsSeconds,
  IsText,
  IsTextThat,
  Omittable,
} from "./constraints.js";
import { RECIPIENT_KEY_RULES } from "./recipient-key.inputs.js";

export const MAX_OVERLAP_SECONDS = 7_776_000;
export const DEFAULT_OVERLAP_SECONDS = 172_800;
const MIN_ACCESS_TOKEN_TTL_SECONDS = 60;
const MAX_ACCESS_TOKEN_TTL_SECONDS = 86_400;
export const MAX_URIS = 50;
const MAX_URI_LENGTH = 2048;
export const MAX_SCOPES = 100;
export const MAX_DIALECT_SETTINGS_BYTES = 16_384;
export const MAX_DIALECT_SETTINGS_DEPTH = 32;

/** Matches a character that a scope-token may not have (RFC 6749 §3.3). */
const NOT_SCOPE_TOKEN = /[^\x21\x23-\x5B\x5D-\x7E]/;

const scopeProblem = (scope: string) =>
  NOT_SCOPE_TOKEN.test(scope) ? "must consist of scope-token characters (RFC 6749 §3.3)" : undefined;

/** Sentences that several descriptions share. */
export const OWNER_ONLY = "While `ownerOnlySecretRotation` is on, a change by anybody but an OWNER is FORBIDDEN.";
export const LAST_OWNER = "CONFLICT when the last owner that can act is this application.";

/** A web address that may be left out, and that null clears. */
function WebUrlField(what: string) {
  return all(
    Clearable(),
    IsTextThat("webUrl", { min: 1, max: MAX_URI_LENGTH }, webUrlProblem),
    Field(() => String, {
      nullable: true,
      description: `${what}, an \`https\` or \`http\` URL of at most 2048 characters; null clears it. Default: none.`,
    }),
  );
}

/** Settings that create and update have in common. Left out means the default at creation, unchanged at an update. */
@InputType()
export abstract class OAuthApplicationSettings {
  @Omittable()
  @IsText({ max: 2000, lines: true })
  @Field(() => String, { nullable: true, description: "Free text, at most 2000 characters. Default: empty." })
  description?: string;

  @Omittable()
  @IsBoolean()
  @Field(() => Boolean, {
    nullable: true,
    description: `Whether the application is a public client, without a secret. The same as \`tokenEndpointAuthMethod: NONE\`: give one and the other follows; a contradiction is BAD_USER_INPUT. Turning an application public revokes its secrets. ${LAST_OWNER} ${OWNER_ONLY} Default: false.`,
  })
  public?: boolean;

  @Omittable()
  @IsListOf("redirectUri", MAX_URIS, { min: 1, max: MAX_URI_LENGTH }, redirectUriProblem)
  @Field(() => [String], {
    nullable: true,
    description:
      "Redirection endpoints, compared exactly: at most 50, no duplicates, each at most 2048 characters. `https`, a scheme of the application's own (`myapp://…`), or `http`, `ws` and `ftp` on 127.0.0.1, [::1] and localhost; on other hosts only when the organization's `allowHttpRedirectUris` is on. ASCII as in RFC 3986: an international host in Punycode (`xn--…`), other characters percent-encoded. No fragment, user information, wildcard, white space or dot segments. What the application has already may be sent again. Replaces the whole list. Default: empty.",
  })
  redirectUris?: string[];

  @Omittable()
  @IsListOf("redirectUri", MAX_URIS, { min: 1, max: MAX_URI_LENGTH }, redirectUriProblem)
  @Field(() => [String], {
    nullable: true,
    description:
      "Where a user may be sent after logout: at most 50, no duplicates, each at most 2048 characters, with the rules of `redirectUris`. Replaces the whole list. Default: empty.",
  })
  postLogoutRedirectUris?: string[];

  @Omittable()
  @IsListOf("origin", MAX_URIS, { min: 1, max: MAX_URI_LENGTH }, originProblem)
  @Field(() => [String], {
    nullable: true,
    description:
      "Web origins (RFC 6454 §6.2) such as `https://app.example.com` or a web view's `capacitor://localhost`, exactly as browsers send them: at most 50, no duplicates, each at most 2048 characters. Replaces the whole list. Default: empty.",
  })
  allowedOrigins?: string[];

  @Omittable()
  @IsListOf("scopeToken", MAX_SCOPES, { min: 1, max: 256 }, scopeProblem)
  @Field(() => [String], {
    nullable: true,
    description:
      "Scopes the application may ask for (RFC 6749 §3.3): at most 100, no duplicates, each at most 256 characters. Replaces the whole list. Default: empty.",
  })
  scopes?: string[];

  @Omittable()
  @IsListOf("scopeToken", MAX_SCOPES, { min: 1, max: 256 }, scopeProblem)
  @Field(() => [String], {
    nullable: true,
    description:
      "Those of `scopes` that a user may refuse; one that leaves `scopes` leaves these as well: at most 100, no duplicates, each at most 256 characters. Replaces the whole list. Default: empty.",
  })
  optionalScopes?: string[];

  @Omittable()
  @IsListOfEnum(GrantType)
  @Field(() => [GrantType], {
    nullable: true,
    description: `Grants the application may use, no duplicates. Replaces the whole list. Taking CLIENT_CREDENTIALS away ends its access tokens. ${LAST_OWNER} ${OWNER_ONLY} Default: \`[AUTHORIZATION_CODE]\`.`,
  })
  grantTypes?: GrantType[];

  @Omittable()
  @IsListOfEnum(ResponseType)
  @Field(() => [ResponseType], {
    nullable: true,
    description:
      "Response types the application may use, no duplicates; any needs the grant AUTHORIZATION_CODE. Default: `[CODE]` with that grant, otherwise empty; they come and go with it unless given.",
  })
  responseTypes?: ResponseType[];

  @Omittable()
  @IsEnum(TokenEndpointAuthMethod)
  @Field(() => TokenEndpointAuthMethod, {
    nullable: true,
    description: `How the application authenticates at a token endpoint. ${OWNER_ONLY} Default: CLIENT_SECRET_BASIC, or NONE with \`public: true\`.`,
  })
  tokenEndpointAuthMethod?: TokenEndpointAuthMethod;

  @Omittable()
  @IsBoolean()
  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the application must use PKCE (RFC 7636). Default: false.",
  })
  pkceRequired?: boolean;

  @Omittable()
  @IsBoolean()
  @Field(() => Boolean, { nullable: true, description: "Whether users are asked for consent. Default: true." })
  consentScreenEnabled?: boolean;

  @WebUrlField("Home page")
  homepageUrl?: string | null;

  @WebUrlField("Logo")
  logoUrl?: string | null;

  @WebUrlField("Privacy policy")
  privacyPolicyUrl?: string | null;

  @WebUrlField("Terms of service")
  termsOfServiceUrl?: string | null;

  @Omittable()
  @IsSeconds(MAX_OVERLAP_SECONDS)
  @Field(() => Int, {
    nullable: true,
    description: `Seconds that the previous secret keeps working after a rotation with EXPIRE: 0 to 7776000 (90 days). ${OWNER_ONLY} Default: 172800 (48 hours).`,
  })
  secretOverlapSeconds?: number;

  @Omittable()
  @IsSeconds(MAX_OVERLAP_SECONDS)
  @Field(() => Int, {
    nullable: true,
    description: `Seconds without use after which a secret counts as no longer in use: 0 to 7776000 (90 days). While a rotation is open, a lower one is CONFLICT as long as \`rotation.safeToComplete\` is false, unless forced. ${OWNER_ONLY} Default: 3600 (1 hour).`,
  })
  secretQuietSeconds?: number;

  @Omittable()
  @IsSeconds(MAX_ACCESS_TOKEN_TTL_SECONDS, "", MIN_ACCESS_TOKEN_TTL_SECONDS)
  @Field(() => Int, {
    nullable: true,
    description: "Seconds that an access token of the application lives: 60 to 86400 (1 day). Default: 3600 (1 hour).",
  })
  accessTokenTtlSeconds?: number;

  @Omittable()
  @IsBoolean()
  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether only an OWNER may rotate the secrets, change, complete or cancel a rotation, change what decides when they stop or count (`enabled`, `public`, `tokenEndpointAuthMethod`, `grantTypes`, `secretOverlapSeconds`, `secretQuietSeconds`, `secretRecipientKey`), delete the application and then register its client id anew. Changing it needs the role OWNER itself, else FORBIDDEN; together with `selfRotationEnabled` it is BAD_USER_INPUT, and CONFLICT when that is on already. Default: false.",
  })
  ownerOnlySecretRotation?: boolean;

  @Clearable()
  @IsRecipientKey()
  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: `The key to which every secret issued for the application from now on is sealed: ${RECIPIENT_KEY_RULES}; null clears it. Answers then have \`sealedClientSecret\`, which must be selected, also in the answer that registers the application; a REST dialect that would have to show a new secret answers its conflict. Changing it needs SECRET_ROTATE; an application, and an API token issued with its credentials, is FORBIDDEN to change its own. ${OWNER_ONLY} Default: none.`,
  })
  secretRecipientKey?: object | null;

  @Omittable()
  @IsBoolean()
  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether the application may rotate its own secret. Changing it needs SECRET_ROTATE; an application, and an API token issued with its credentials, is FORBIDDEN to change its own. Together with `ownerOnlySecretRotation` BAD_USER_INPUT, and CONFLICT when the other one is on already. Default: false.",
  })
  selfRotationEnabled?: boolean;

  /**
   * For the dialects only: what a vendor's clients expect back. Replaces the settings of each dialect that is named.
   */
  @Omittable()
  @IsObject()
  dialectSettings?: DialectSettings;
}
