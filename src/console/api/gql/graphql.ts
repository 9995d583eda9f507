/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What kind of actor did something. */
export type ActorKind =
  /** An API token; `id` is the token's identifier. */
  | 'API_TOKEN'
  /** An OAuth application that is a member of the organization. */
  | 'APPLICATION'
  /** Someone with a shell on the gateway's host. */
  | 'CLI'
  /** The gateway itself, for what happens without anybody asking for it. */
  | 'GATEWAY'
  /** A person, known by an outside issuer. */
  | 'USER';

/** Whom to add: an application, or a user by subject or by e-mail, exactly one of them; several or none is BAD_USER_INPUT. */
export type AddMemberInput = {
  /** For a user whose `sub` is not known: an e-mail address, at most 254 characters. The member is `pending` until somebody signs in whose access token itself has this `email` and `email_verified: true`; from then on it is that `sub`, and the address finds nobody else. Compared without regard to the case of A to Z, and of the domain as DNS does; letters beyond ASCII exactly (NFC). White space and characters that cannot be seen are refused. Left out when `subject` or `oauthApplicationId` is given. */
  email?: string | null | undefined;
  /** The name people read, 1 to 256 characters: one at least can be seen, and every change of text direction ends. Default: the application's name, the subject or the e-mail address. */
  name?: string | null | undefined;
  /** For a service account: identifier of an application (`app_…`) that is not public and has the grant CLIENT_CREDENTIALS. Left out when `subject` or `email` is given. */
  oauthApplicationId?: string | number | null | undefined;
  /** What the member may do; never more than one's own role. */
  role: Role;
  /** For a user: the `sub` at the outside issuer (OIDC_ISSUER), 1 to 255 characters. Left out when `email` or `oauthApplicationId` is given. */
  subject?: string | null | undefined;
};

/** Which audit events to list; conditions are combined with AND. */
export type AuditEventFilter = {
  /** Only events with this action, 1 to 256 characters: `organization.created`, `organization.updated`, `organization.exported`, `oauth_application.created`, `oauth_application.updated`, `oauth_application.deleted`, `oauth_application.recipient_key_changed`, `client_secret.rotated`, `client_secret.rotation_updated`, `client_secret.rotation_completed`, `client_secret.rotation_cancelled`, `client_secret.rotation_confirmed`, `client_secret.rotation_undone`, `client_secret.rotation_contested`, `client_secret.used_after_retirement`, `access_token.revoked`, `api_token.created`, `api_token.revoked`, `sign_in_link.created`, `member.added`, `member.bound`, `member.updated` or `member.removed`. BAD_USER_INPUT for any other. */
  action?: string | null | undefined;
  /** Only events of the actor with this identifier, `Actor.id`. */
  actorId?: string | number | null | undefined;
  /** Only events of actors whose credential was obtained with the client secret that has this identifier (`sec_…`), `AuditEvent.actorSecretId`: what was done with a leaked secret. BAD_USER_INPUT for what is no such identifier. */
  actorSecretId?: string | number | null | undefined;
  /** Only events at or after this moment. */
  since?: string | null | undefined;
  /** Only events about what has this identifier, such as an application's. */
  targetId?: string | number | null | undefined;
  /** Only events before this moment. */
  until?: string | null | undefined;
};

/** Which rotation to cancel: the new secret stops, the previous one is current again. */
export type CancelSecretRotationInput = {
  /** The `version` you have seen; another one is CONFLICT and changes nothing. Left out: whatever the version is. */
  expectedVersion?: number | null | undefined;
  /** Cancel even when the new secret seems to be in use. Default: false. */
  force?: boolean;
  /** Identifier of the application (`app_…`). */
  oauthApplicationId: string | number;
  /** Also end the access tokens, for whatever audience, that the new secret obtained. Default: false. Tokens for the gateway itself, and API tokens issued with those, end in any case. */
  revokeTokens?: boolean;
};

/** Where a client secret stands in its life. CURRENT and PREVIOUS work, EXPIRED and REVOKED do not. */
export type ClientSecretStatus =
  /** The newest secret that works. */
  | 'CURRENT'
  /** Stopped when its overlap ended, or because nobody had used it by `confirmBy`. */
  | 'EXPIRED'
  /** Works beside the current one until the rotation ends. */
  | 'PREVIOUS'
  /** Stopped by a rotation, its completion or its cancellation, or because the application became public. */
  | 'REVOKED';

/** Which rotation to complete: the previous secret stops now. */
export type CompleteSecretRotationInput = {
  /** The `version` you have seen; another one is CONFLICT and changes nothing. Left out: whatever the version is. */
  expectedVersion?: number | null | undefined;
  /** Complete even when the previous secret still seems to be in use, or the new one is to be confirmed; it has no end then. Default: false. */
  force?: boolean;
  /** Identifier of the application (`app_…`). */
  oauthApplicationId: string | number;
  /** Also end the access tokens, for whatever audience, that the previous secret obtained. Default: false. Tokens for the gateway itself, and API tokens issued with those, end in any case. */
  revokeTokens?: boolean;
};

/** Which API token to issue; never more than the issuer's own rights, never for longer. */
export type CreateApiTokenInput = {
  /** When the token stops by itself, in the future. Default: when the issuer's own credential does, or never. */
  expiresAt?: string | null | undefined;
  /** Gets the same answer again when an answer was lost, and lets nothing happen twice: 16 to 255 characters of visible ASCII. Take a new UUID v4 for each change, and the same one when you send that change again; it is a secret, since the answer opens with it. For 24 hours, the same actor with the same key and input gets the first answer once more (`replayed: true`), with the plaintext until it was used for the first time or has stopped, and beside it what is there now. Another input under a key that is kept is CONFLICT; a request that is refused keeps nothing. TOO_MANY_REQUESTS when 1,000 keys of the actor or 10,000 of the organization are kept. Default: none, and nothing is kept. */
  idempotencyKey?: string | null | undefined;
  /** The name people read, 1 to 256 characters: one at least can be seen, and every change of text direction ends. */
  name: string;
  /** Only these of the role's permissions, no duplicates, such as `[SECRET_VERIFY]` for a token that can only verify client secrets; all of the role's when left out. */
  permissions?: Array<Permission> | null | undefined;
  /** Seal the answer to this key, so that only the holder of its private key can read it: one public JWK (RFC 7517): RSA of 2048 to 4096 bits (RSA-OAEP-256), or P-256, P-384 or X25519 (ECDH-ES+A256KW), at most 16384 bytes. Its `alg` and `use`, where given, must be these and `enc`; its `kid` is ignored; a private member is BAD_USER_INPUT. Then `sealedToken` must be selected, else BAD_USER_INPUT. Default: none. */
  recipientKey?: Record<string, unknown> | null | undefined;
  /** The role whose permissions the token carries. Default: the lowest role that holds all `permissions`; BAD_USER_INPUT when neither is given. */
  role?: Role | null | undefined;
};

/** What to register. Only `name` is required; what is left out has its default. Null is BAD_USER_INPUT where it does not clear something. */
export type CreateOAuthApplicationInput = {
  /** Seconds that an access token of the application lives: 60 to 86400 (1 day). Default: 3600 (1 hour). */
  accessTokenTtlSeconds?: number | null | undefined;
  /** Web origins (RFC 6454 §6.2) such as `https://app.example.com` or a web view's `capacitor://localhost`, exactly as browsers send them: at most 50, no duplicates, each at most 2048 characters. Replaces the whole list. Default: empty. */
  allowedOrigins?: Array<string> | null | undefined;
  /** Whether users are asked for consent. Default: true. */
  consentScreenEnabled?: boolean | null | undefined;
  /** Free text, at most 2000 characters. Default: empty. */
  description?: string | null | undefined;
  /** Grants the application may use, no duplicates. Replaces the whole list. Taking CLIENT_CREDENTIALS away ends its access tokens. CONFLICT when the last owner that can act is this application. While `ownerOnlySecretRotation` is on, a change by anybody but an OWNER is FORBIDDEN. Default: `[AUTHORIZATION_CODE]`. */
  grantTypes?: Array<GrantType> | null | undefined;
  /** Home page, an `https` or `http` URL of at most 2048 characters; null clears it. Default: none. */
  homepageUrl?: string | null | undefined;
  /** Gets the same answer again when an answer was lost, and lets nothing happen twice: 16 to 255 characters of visible ASCII. Take a new UUID v4 for each change, and the same one when you send that change again; it is a secret, since the answer opens with it. For 24 hours, the same actor with the same key and input gets the first answer once more (`replayed: true`), with the plaintext until it was used for the first time or has stopped, and beside it what is there now. Another input under a key that is kept is CONFLICT; a request that is refused keeps nothing. TOO_MANY_REQUESTS when 1,000 keys of the actor or 10,000 of the organization are kept. Default: none, and nothing is kept. */
  idempotencyKey?: string | null | undefined;
  /** Logo, an `https` or `http` URL of at most 2048 characters; null clears it. Default: none. */
  logoUrl?: string | null | undefined;
  /** The name people read, 1 to 256 characters: one at least can be seen, and every change of text direction ends; need not be unique. */
  name: string;
  /** Those of `scopes` that a user may refuse; one that leaves `scopes` leaves these as well: at most 100, no duplicates, each at most 256 characters. Replaces the whole list. Default: empty. */
  optionalScopes?: Array<string> | null | undefined;
  /** Whether only an OWNER may rotate the secrets, change, complete or cancel a rotation, change what decides when they stop or count (`enabled`, `public`, `tokenEndpointAuthMethod`, `grantTypes`, `secretOverlapSeconds`, `secretQuietSeconds`, `secretRecipientKey`), delete the application and then register its client id anew. Changing it needs the role OWNER itself, else FORBIDDEN; together with `selfRotationEnabled` it is BAD_USER_INPUT, and CONFLICT when that is on already. Default: false. */
  ownerOnlySecretRotation?: boolean | null | undefined;
  /** Whether the application must use PKCE (RFC 7636). Default: false. */
  pkceRequired?: boolean | null | undefined;
  /** Where a user may be sent after logout: at most 50, no duplicates, each at most 2048 characters, with the rules of `redirectUris`. Replaces the whole list. Default: empty. */
  postLogoutRedirectUris?: Array<string> | null | undefined;
  /** Privacy policy, an `https` or `http` URL of at most 2048 characters; null clears it. Default: none. */
  privacyPolicyUrl?: string | null | undefined;
  /** Whether the application is a public client, without a secret. The same as `tokenEndpointAuthMethod: NONE`: give one and the other follows; a contradiction is BAD_USER_INPUT. Turning an application public revokes its secrets. CONFLICT when the last owner that can act is this application. While `ownerOnlySecretRotation` is on, a change by anybody but an OWNER is FORBIDDEN. Default: false. */
  public?: boolean | null | undefined;
  /** Seal the answer to this key, so that only the holder of its private key can read it: one public JWK (RFC 7517): RSA of 2048 to 4096 bits (RSA-OAEP-256), or P-256, P-384 or X25519 (ECDH-ES+A256KW), at most 16384 bytes. Its `alg` and `use`, where given, must be these and `enc`; its `kid` is ignored; a private member is BAD_USER_INPUT. Then `sealedClientSecret` must be selected, else BAD_USER_INPUT. BAD_USER_INPUT for a public application, which has no secret; CONFLICT with another `secretRecipientKey` beside it. Default: none. */
  recipientKey?: Record<string, unknown> | null | undefined;
  /** Redirection endpoints, compared exactly: at most 50, no duplicates, each at most 2048 characters. `https`, a scheme of the application's own (`myapp://…`), or `http`, `ws` and `ftp` on 127.0.0.1, [::1] and localhost; on other hosts only when the organization's `allowHttpRedirectUris` is on. ASCII as in RFC 3986: an international host in Punycode (`xn--…`), other characters percent-encoded. No fragment, user information, wildcard, white space or dot segments. What the application has already may be sent again. Replaces the whole list. Default: empty. */
  redirectUris?: Array<string> | null | undefined;
  /** Response types the application may use, no duplicates; any needs the grant AUTHORIZATION_CODE. Default: `[CODE]` with that grant, otherwise empty; they come and go with it unless given. */
  responseTypes?: Array<ResponseType> | null | undefined;
  /** Scopes the application may ask for (RFC 6749 §3.3): at most 100, no duplicates, each at most 256 characters. Replaces the whole list. Default: empty. */
  scopes?: Array<string> | null | undefined;
  /** Seconds that the previous secret keeps working after a rotation with EXPIRE: 0 to 7776000 (90 days). While `ownerOnlySecretRotation` is on, a change by anybody but an OWNER is FORBIDDEN. Default: 172800 (48 hours). */
  secretOverlapSeconds?: number | null | undefined;
  /** Seconds without use after which a secret counts as no longer in use: 0 to 7776000 (90 days). While a rotation is open, a lower one is CONFLICT as long as `rotation.safeToComplete` is false, unless forced. While `ownerOnlySecretRotation` is on, a change by anybody but an OWNER is FORBIDDEN. Default: 3600 (1 hour). */
  secretQuietSeconds?: number | null | undefined;
  /** The key to which every secret issued for the application from now on is sealed: one public JWK (RFC 7517): RSA of 2048 to 4096 bits (RSA-OAEP-256), or P-256, P-384 or X25519 (ECDH-ES+A256KW), at most 16384 bytes. Its `alg` and `use`, where given, must be these and `enc`; its `kid` is ignored; a private member is BAD_USER_INPUT; null clears it. Answers then have `sealedClientSecret`, which must be selected, also in the answer that registers the application; a REST dialect that would have to show a new secret answers its conflict. Changing it needs SECRET_ROTATE; an application, and an API token issued with its credentials, is FORBIDDEN to change its own. While `ownerOnlySecretRotation` is on, a change by anybody but an OWNER is FORBIDDEN. Default: none. */
  secretRecipientKey?: Record<string, unknown> | null | undefined;
  /** Whether the application may rotate its own secret. Changing it needs SECRET_ROTATE; an application, and an API token issued with its credentials, is FORBIDDEN to change its own. Together with `ownerOnlySecretRotation` BAD_USER_INPUT, and CONFLICT when the other one is on already. Default: false. */
  selfRotationEnabled?: boolean | null | undefined;
  /** Terms of service, an `https` or `http` URL of at most 2048 characters; null clears it. Default: none. */
  termsOfServiceUrl?: string | null | undefined;
  /** How the application authenticates at a token endpoint. While `ownerOnlySecretRotation` is on, a change by anybody but an OWNER is FORBIDDEN. Default: CLIENT_SECRET_BASIC, or NONE with `public: true`. */
  tokenEndpointAuthMethod?: TokenEndpointAuthMethod | null | undefined;
};

/** What to delete. */
export type DeleteOAuthApplicationInput = {
  /** The `version` you have seen; another one is CONFLICT and changes nothing. Left out: whatever the version is. */
  expectedVersion?: number | null | undefined;
  /** Identifier of the application (`app_…`). */
  oauthApplicationId: string | number;
};

/** How the application obtains access tokens (RFC 7591 `grant_types`). */
export type GrantType =
  /** `authorization_code` (RFC 6749 §4.1): a user's, for the authorization server that reads its clients here. */
  | 'AUTHORIZATION_CODE'
  /** `client_credentials` (RFC 6749 §4.4): a service's own, which the gateway itself answers at `POST /oauth/token`. */
  | 'CLIENT_CREDENTIALS'
  /** `refresh_token` (RFC 6749 §6), for that authorization server. */
  | 'REFRESH_TOKEN';

/** What kind of member this is. */
export type MemberKind =
  /** A service account: an OAuth application with the client credentials grant. */
  | 'APPLICATION'
  /** A person, known to the outside issuer by the subject. */
  | 'USER';

/** Which applications to list; conditions are combined with AND. */
export type OAuthApplicationFilter = {
  /** Only applications that whoever asks registered (true) or did not (false): the same actor, as `OAuthApplication.createdByViewer` says. */
  createdByViewer?: boolean | null | undefined;
  /** Only enabled (true) or only disabled (false) applications. */
  enabled?: boolean | null | undefined;
  /** Only applications that may use this grant. */
  grantType?: GrantType | null | undefined;
  /** Only applications with (true) or without (false) an open rotation: two secrets that work. Requires SECRET_READ. */
  hasRotatedSecret?: boolean | null | undefined;
  /** Only public (true) or only confidential (false) applications. */
  public?: boolean | null | undefined;
  /** Only applications with this part in their name, without regard to case (Unicode case folding after NFKC: `ΜΕΣ` finds `Μεσολάβηση`, `strasse` finds `Straße`), or with this whole client id; 1 to 256 characters. */
  query?: string | null | undefined;
  /** Only applications with an open rotation whose overlap ends before this moment. Requires SECRET_READ. */
  rotationEndsBefore?: string | null | undefined;
  /** Only applications whose current secret was issued before this moment: for secrets older than 90 days, the moment 90 days ago. Requires SECRET_READ. */
  secretCreatedBefore?: string | null | undefined;
};

/** How to order applications; ties are broken by identifier. */
export type OAuthApplicationOrder = {
  /** In which direction. */
  direction: OrderDirection;
  /** What to order by. */
  field: OAuthApplicationOrderField;
};

/** What applications are ordered by. */
export type OAuthApplicationOrderField =
  /** When they were registered. */
  | 'CREATED_AT'
  /** Their name, without regard to case. */
  | 'NAME'
  /** When they were last changed. */
  | 'UPDATED_AT';

/** The direction of an order. */
export type OrderDirection =
  /** Ascending: oldest first, A to Z. */
  | 'ASC'
  /** Descending: newest first, Z to A. */
  | 'DESC';

/** A named right. A role is a set of permissions; an API token may carry fewer than its role. */
export type Permission =
  /** Delete OAuth applications. Held by ADMIN and OWNER. */
  | 'APPLICATION_DELETE'
  /** Read OAuth applications. Held by VIEWER, DEVELOPER, ADMIN and OWNER. */
  | 'APPLICATION_READ'
  /** Create and update OAuth applications. Held by DEVELOPER, ADMIN and OWNER. */
  | 'APPLICATION_WRITE'
  /** Read audit events, with who did what. Held by ADMIN and OWNER. */
  | 'AUDIT_READ'
  /** Read who created what, members and API tokens. Held by ADMIN and OWNER. */
  | 'MEMBER_READ'
  /** Add, change and remove members, never above one's own role. Held by ADMIN and OWNER. */
  | 'MEMBER_WRITE'
  /** Change the organization's settings. Held by OWNER. */
  | 'ORGANIZATION_WRITE'
  /** Read hints, rotation state and last use of client secrets. Held by DEVELOPER, ADMIN and OWNER. */
  | 'SECRET_READ'
  /** Rotate client secrets; change, complete and cancel rotations. Held by DEVELOPER, ADMIN and OWNER. */
  | 'SECRET_ROTATE'
  /** Ask whether a client secret is good, as an authorization server does: `POST /oauth/verify` with the form fields `client_id` and `client_secret`, answered by `active`. Held by ADMIN and OWNER. */
  | 'SECRET_VERIFY'
  /** Issue and revoke API tokens, never above one's own rights. Held by ADMIN and OWNER. */
  | 'TOKEN_WRITE';

/** What happens to the secret that was current when a new one is issued. */
export type PreviousSecretPolicy =
  /** It works without an end until the new secret authenticates for the first time, at `/oauth/token`, introspection, revocation or `/oauth/verify`: an operator's trial counts, too. Then its overlap begins. If the new secret is not used within `confirmWithinSeconds`, that one stops and this one stays alone. CONFLICT while a rotation is open, and without a secret that works. */
  | 'CONFIRM'
  /** It works for the overlap and then stops by itself. CONFLICT while a rotation is open. */
  | 'EXPIRE'
  /** It works until `completeSecretRotation`. CONFLICT while a rotation is open. */
  | 'KEEP'
  /** For a leaked secret, in any state: every older secret stops at once, and with it what it obtained: tokens for the gateway, API tokens issued with those, and, by `revokeTokens`, all other access tokens. What was done with them stays: `auditEvents(filter: {actorSecretId})` lists it. */
  | 'REVOKE';

/** Which member to remove. Access ends at once, and the API tokens the member issued are revoked. A user who was also added by e-mail has a `pending` member besides, which has to be removed, too. */
export type RemoveMemberInput = {
  /** Identifier of the member (`mem_…`); to leave, one's own. */
  memberId: string | number;
};

/** What the authorization endpoint may answer with (RFC 7591 `response_types`). */
export type ResponseType =
  /** `code`: an authorization code. */
  | 'CODE'
  /** `id_token` (OpenID Connect). */
  | 'ID_TOKEN'
  /** `token`: an access token. */
  | 'TOKEN';

/** Which API token to revoke; the tokens that were issued with it stop as well. */
export type RevokeApiTokenInput = {
  /** Identifier of the API token (`tok_…`). */
  apiTokenId: string | number;
};

/** A set of permissions. Each role holds everything the one before it holds. */
export type Role =
  /** DEVELOPER's permissions and APPLICATION_DELETE, SECRET_VERIFY, AUDIT_READ, MEMBER_READ, TOKEN_WRITE, MEMBER_WRITE. */
  | 'ADMIN'
  /** VIEWER's permissions and SECRET_READ, APPLICATION_WRITE, SECRET_ROTATE. */
  | 'DEVELOPER'
  /** Every permission: ADMIN's and ORGANIZATION_WRITE. */
  | 'OWNER'
  /** APPLICATION_READ. */
  | 'VIEWER';

/** How to issue a new client secret. */
export type RotateSecretInput = {
  /** With CONFIRM only: seconds within which the new secret has to be used for the first time, 60 to 7776000 (90 days). Default: 604800 (7 days). */
  confirmWithinSeconds?: number | null | undefined;
  /** The `version` you have seen; another one is CONFLICT and changes nothing. Left out: whatever the version is. */
  expectedVersion?: number | null | undefined;
  /** Gets the same answer again when an answer was lost, and lets nothing happen twice: 16 to 255 characters of visible ASCII. Take a new UUID v4 for each change, and the same one when you send that change again; it is a secret, since the answer opens with it. For 24 hours, the same actor with the same key and input gets the first answer once more (`replayed: true`), with the plaintext until it was used for the first time or has stopped, and beside it what is there now. Another input under a key that is kept is CONFLICT; a request that is refused keeps nothing. TOO_MANY_REQUESTS when 1,000 keys of the actor or 10,000 of the organization are kept. Default: none, and nothing is kept. */
  idempotencyKey?: string | null | undefined;
  /** Identifier of the application (`app_…`). */
  oauthApplicationId: string | number;
  /** With EXPIRE: seconds that the previous secret keeps working; with CONFIRM: seconds that it does once the new one was used. 0 to 7776000 (90 days). Default: the application's `secretOverlapSeconds`. */
  overlapSeconds?: number | null | undefined;
  /** What happens to the secret that is current now. Default: EXPIRE. */
  previousSecret?: PreviousSecretPolicy;
  /** Seal the answer to this key, so that only the holder of its private key can read it: one public JWK (RFC 7517): RSA of 2048 to 4096 bits (RSA-OAEP-256), or P-256, P-384 or X25519 (ECDH-ES+A256KW), at most 16384 bytes. Its `alg` and `use`, where given, must be these and `enc`; its `kid` is ignored; a private member is BAD_USER_INPUT. Then `sealedClientSecret` must be selected, else BAD_USER_INPUT. CONFLICT when the application keeps another one as `secretRecipientKey`. Default: none. */
  recipientKey?: Record<string, unknown> | null | undefined;
  /** With REVOKE only: also end the access tokens, for whatever audience, that the stopped secrets obtained. Default: true. Tokens for the gateway itself, and API tokens issued with those, end in any case. */
  revokeTokens?: boolean | null | undefined;
};

/** Why a rotation is or is not safe to complete. */
export type RotationReadiness =
  /** Not safe: it was begun with CONFIRM, and nobody has used the current secret. With its first use the overlap begins; unused until `confirmBy`, it stops and the previous one stays. */
  | 'CONFIRMING'
  /** Not safe: the previous secret was in use and nobody has used the current one; it may have reached nobody. */
  | 'CURRENT_NEVER_USED'
  /** Not safe: the previous secret came along from another system or gateway and was never used here; who has it may still use it there. Safe `secretQuietSeconds` after the first use of the current one, from which on `safeAt` says when. */
  | 'PREVIOUS_IMPORTED'
  /** Not safe: the previous secret was used within the last `secretQuietSeconds`, be it before the rotation began; someone would be locked out. `safeAt` says until when. */
  | 'PREVIOUS_IN_USE'
  /** Safe: nobody ever used the previous secret, which was issued here. */
  | 'PREVIOUS_NEVER_USED'
  /** Safe: the current secret is in use, and the previous one was not used here for `secretQuietSeconds`. */
  | 'PREVIOUS_QUIET';

/** How it is known from where a secret was presented. */
export type SecretUseEvidence =
  /** A server asked `/oauth/verify` and did not say for whom: address and software are that server's own, not its client's. */
  | 'ASKER'
  /** A server asked `/oauth/verify` and said for whom, by `client_address` and `client_user_agent`; shown as that server reported it. */
  | 'REPORTED'
  /** The client itself came to the gateway, which saw its address and what it calls itself. */
  | 'SEEN';

/** How the application authenticates at a token endpoint (RFC 7591 `token_endpoint_auth_method`). */
export type TokenEndpointAuthMethod =
  /** `client_secret_basic`: HTTP Basic. */
  | 'CLIENT_SECRET_BASIC'
  /** `client_secret_post`: in the request body. */
  | 'CLIENT_SECRET_POST'
  /** `none`: a public application, which has no client secret. */
  | 'NONE';

/** Which member to change. A lower role revokes the API tokens that the member issued. */
export type UpdateMemberInput = {
  /** Identifier of the member (`mem_…`). */
  memberId: string | number;
  /** What the member may do; never more than one's own role. */
  role: Role;
};

/** What to change. A field left out changes nothing, whatever its default is at registration; a list given replaces the list. Null is BAD_USER_INPUT where it does not clear something. */
export type UpdateOAuthApplicationInput = {
  /** Seconds that an access token of the application lives: 60 to 86400 (1 day). Default: 3600 (1 hour). */
  accessTokenTtlSeconds?: number | null | undefined;
  /** Web origins (RFC 6454 §6.2) such as `https://app.example.com` or a web view's `capacitor://localhost`, exactly as browsers send them: at most 50, no duplicates, each at most 2048 characters. Replaces the whole list. Default: empty. */
  allowedOrigins?: Array<string> | null | undefined;
  /** Whether users are asked for consent. Default: true. */
  consentScreenEnabled?: boolean | null | undefined;
  /** Free text, at most 2000 characters. Default: empty. */
  description?: string | null | undefined;
  /** Whether the application may authenticate. A disabled one keeps its secrets, which do not work meanwhile; its access tokens end, and the API tokens it issued as a member are revoked. CONFLICT when the last owner that can act is this application. While `ownerOnlySecretRotation` is on, a change by anybody but an OWNER is FORBIDDEN. */
  enabled?: boolean | null | undefined;
  /** The `version` you have seen; another one is CONFLICT and changes nothing. Left out: whatever the version is. */
  expectedVersion?: number | null | undefined;
  /** Lower `secretQuietSeconds` even when the previous secret of the open rotation still seems to be in use. It forces nothing else. Default: false. */
  force?: boolean;
  /** Grants the application may use, no duplicates. Replaces the whole list. Taking CLIENT_CREDENTIALS away ends its access tokens. CONFLICT when the last owner that can act is this application. While `ownerOnlySecretRotation` is on, a change by anybody but an OWNER is FORBIDDEN. Default: `[AUTHORIZATION_CODE]`. */
  grantTypes?: Array<GrantType> | null | undefined;
  /** Home page, an `https` or `http` URL of at most 2048 characters; null clears it. Default: none. */
  homepageUrl?: string | null | undefined;
  /** Logo, an `https` or `http` URL of at most 2048 characters; null clears it. Default: none. */
  logoUrl?: string | null | undefined;
  /** The name people read, 1 to 256 characters: one at least can be seen, and every change of text direction ends. */
  name?: string | null | undefined;
  /** Identifier of the application (`app_…`). */
  oauthApplicationId: string | number;
  /** Those of `scopes` that a user may refuse; one that leaves `scopes` leaves these as well: at most 100, no duplicates, each at most 256 characters. Replaces the whole list. Default: empty. */
  optionalScopes?: Array<string> | null | undefined;
  /** Whether only an OWNER may rotate the secrets, change, complete or cancel a rotation, change what decides when they stop or count (`enabled`, `public`, `tokenEndpointAuthMethod`, `grantTypes`, `secretOverlapSeconds`, `secretQuietSeconds`, `secretRecipientKey`), delete the application and then register its client id anew. Changing it needs the role OWNER itself, else FORBIDDEN; together with `selfRotationEnabled` it is BAD_USER_INPUT, and CONFLICT when that is on already. Default: false. */
  ownerOnlySecretRotation?: boolean | null | undefined;
  /** Whether the application must use PKCE (RFC 7636). Default: false. */
  pkceRequired?: boolean | null | undefined;
  /** Where a user may be sent after logout: at most 50, no duplicates, each at most 2048 characters, with the rules of `redirectUris`. Replaces the whole list. Default: empty. */
  postLogoutRedirectUris?: Array<string> | null | undefined;
  /** Privacy policy, an `https` or `http` URL of at most 2048 characters; null clears it. Default: none. */
  privacyPolicyUrl?: string | null | undefined;
  /** Whether the application is a public client, without a secret. The same as `tokenEndpointAuthMethod: NONE`: give one and the other follows; a contradiction is BAD_USER_INPUT. Turning an application public revokes its secrets. CONFLICT when the last owner that can act is this application. While `ownerOnlySecretRotation` is on, a change by anybody but an OWNER is FORBIDDEN. Default: false. */
  public?: boolean | null | undefined;
  /** Redirection endpoints, compared exactly: at most 50, no duplicates, each at most 2048 characters. `https`, a scheme of the application's own (`myapp://…`), or `http`, `ws` and `ftp` on 127.0.0.1, [::1] and localhost; on other hosts only when the organization's `allowHttpRedirectUris` is on. ASCII as in RFC 3986: an international host in Punycode (`xn--…`), other characters percent-encoded. No fragment, user information, wildcard, white space or dot segments. What the application has already may be sent again. Replaces the whole list. Default: empty. */
  redirectUris?: Array<string> | null | undefined;
  /** Response types the application may use, no duplicates; any needs the grant AUTHORIZATION_CODE. Default: `[CODE]` with that grant, otherwise empty; they come and go with it unless given. */
  responseTypes?: Array<ResponseType> | null | undefined;
  /** Scopes the application may ask for (RFC 6749 §3.3): at most 100, no duplicates, each at most 256 characters. Replaces the whole list. Default: empty. */
  scopes?: Array<string> | null | undefined;
  /** Seconds that the previous secret keeps working after a rotation with EXPIRE: 0 to 7776000 (90 days). While `ownerOnlySecretRotation` is on, a change by anybody but an OWNER is FORBIDDEN. Default: 172800 (48 hours). */
  secretOverlapSeconds?: number | null | undefined;
  /** Seconds without use after which a secret counts as no longer in use: 0 to 7776000 (90 days). While a rotation is open, a lower one is CONFLICT as long as `rotation.safeToComplete` is false, unless forced. While `ownerOnlySecretRotation` is on, a change by anybody but an OWNER is FORBIDDEN. Default: 3600 (1 hour). */
  secretQuietSeconds?: number | null | undefined;
  /** The key to which every secret issued for the application from now on is sealed: one public JWK (RFC 7517): RSA of 2048 to 4096 bits (RSA-OAEP-256), or P-256, P-384 or X25519 (ECDH-ES+A256KW), at most 16384 bytes. Its `alg` and `use`, where given, must be these and `enc`; its `kid` is ignored; a private member is BAD_USER_INPUT; null clears it. Answers then have `sealedClientSecret`, which must be selected, also in the answer that registers the application; a REST dialect that would have to show a new secret answers its conflict. Changing it needs SECRET_ROTATE; an application, and an API token issued with its credentials, is FORBIDDEN to change its own. While `ownerOnlySecretRotation` is on, a change by anybody but an OWNER is FORBIDDEN. Default: none. */
  secretRecipientKey?: Record<string, unknown> | null | undefined;
  /** Whether the application may rotate its own secret. Changing it needs SECRET_ROTATE; an application, and an API token issued with its credentials, is FORBIDDEN to change its own. Together with `ownerOnlySecretRotation` BAD_USER_INPUT, and CONFLICT when the other one is on already. Default: false. */
  selfRotationEnabled?: boolean | null | undefined;
  /** Terms of service, an `https` or `http` URL of at most 2048 characters; null clears it. Default: none. */
  termsOfServiceUrl?: string | null | undefined;
  /** How the application authenticates at a token endpoint. While `ownerOnlySecretRotation` is on, a change by anybody but an OWNER is FORBIDDEN. Default: CLIENT_SECRET_BASIC, or NONE with `public: true`. */
  tokenEndpointAuthMethod?: TokenEndpointAuthMethod | null | undefined;
};

/** What to change of the organization. A field left out changes nothing; null is BAD_USER_INPUT. */
export type UpdateOrganizationInput = {
  /** Whether redirect URIs may use plain `http`, `ws` and `ftp` on any host. Those that are registered already stay when it is switched off. */
  allowHttpRedirectUris?: boolean | null | undefined;
  /** The name people read, 1 to 256 characters: one at least can be seen, and every change of text direction ends. */
  name?: string | null | undefined;
};

/** How long the overlap that is open now shall last. */
export type UpdateSecretRotationInput = {
  /** Moves `rotation.confirmBy` to so many seconds from now, 60 to 7776000 (90 days). CONFLICT unless `rotation.reason` is CONFIRMING. Default: it stays where it is. */
  confirmWithinSeconds?: number | null | undefined;
  /** The `version` you have seen; another one is CONFLICT and changes nothing. Left out: whatever the version is. */
  expectedVersion?: number | null | undefined;
  /** Take an earlier end even when the previous secret still seems to be in use; any end is earlier than none. Without it that is CONFLICT while `rotation.safeToComplete` is false, as `completeSecretRotation` is. Not needed while `rotation.reason` is CONFIRMING, since nothing ends yet. Default: false. */
  force?: boolean;
  /** Identifier of the application (`app_…`). */
  oauthApplicationId: string | number;
  /** Must be given, unless `confirmWithinSeconds` is: seconds from now until the previous secret stops, 0 to 7776000 (90 days), or null to let it work until the rotation is completed. While `rotation.reason` is CONFIRMING: seconds that it works once the new one was used, or null for no end then. */
  overlapSeconds?: number | null | undefined;
};

/** Through which interface of the gateway something was done. */
export type WayIn =
  /** The REST dialect of Clerk, `/v1/oauth_applications`. */
  | 'CLERK'
  /** The command line of the gateway's host. */
  | 'CLI'
  /** The REST dialect of Cloudflare, `/client/v4/accounts/…/oauth_clients`. */
  | 'CLOUDFLARE'
  /** A link to the console, which signs in once. What is done there is `GRAPHQL`. */
  | 'CONSOLE'
  /** The REST dialect of VMware CSP, `/csp/gateway/am/api/orgs/…/oauth-apps`. */
  | 'CSP'
  /** None: the gateway did it by itself. `requestId` and `address` are those of the request that gave the occasion. */
  | 'GATEWAY'
  /** `/graphql`. */
  | 'GRAPHQL'
  /** The REST dialect of Meteroid, `/api/v1/oauth-apps`. */
  | 'METEROID'
  /** The OAuth endpoints below `/oauth`. */
  | 'OAUTH';

export type ApplicationNote_ApplicationFragment = { __typename: 'OAuthApplication', clientId: string, public: boolean, enabled: boolean, grantTypes: Array<GrantType>, redirectUris: Array<string>, createdAt: string, description: string } & { ' $fragmentName'?: 'ApplicationNote_ApplicationFragment' };

export type ApplicationQueryVariables = Exact<{
  id: string | number;
  withSecrets: boolean;
}>;


export type ApplicationQuery = { oauthApplication: (
    { __typename: 'OAuthApplication', id: string, createdByViewer: boolean }
    & { ' $fragmentRefs'?: { 'Handover_ApplicationFragment': Handover_ApplicationFragment;'ApplicationNote_ApplicationFragment': ApplicationNote_ApplicationFragment;'Settings_ApplicationFragment': Settings_ApplicationFragment } }
  ) | null };

export type ApplicationEventsQueryVariables = Exact<{
  id: string | number;
  first: number;
  after?: string | null | undefined;
  withMembers: boolean;
}>;


export type ApplicationEventsQuery = { oauthApplication: { __typename: 'OAuthApplication', id: string, auditEvents: { __typename: 'AuditEventConnection', edges: Array<{ __typename: 'AuditEventEdge', node: { __typename: 'AuditEvent', id: string, action: string, actorSecretId: string | null, targetId: string, wayIn: WayIn, requestId: string | null, address: string | null, details: Record<string, unknown>, createdAt: string, actor: { __typename: 'Actor', kind: ActorKind, id: string, name: string | null }, oauthApplication: { __typename: 'OAuthApplication', id: string, name: string } | null, apiToken?: { __typename: 'ApiToken', id: string, name: string } | null, member?: { __typename: 'Member', id: string, name: string } | null } | null }> | null, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null } | null };

export type RulesOfSettingsQueryVariables = Exact<{ [key: string]: never; }>;


export type RulesOfSettingsQuery = { organization: { __typename: 'Organization', id: string, allowHttpRedirectUris: boolean } | null };

export type Settings_ApplicationFragment = { __typename: 'OAuthApplication', id: string, version: number, name: string, description: string, enabled: boolean, public: boolean, redirectUris: Array<string>, postLogoutRedirectUris: Array<string>, allowedOrigins: Array<string>, scopes: Array<string>, optionalScopes: Array<string>, grantTypes: Array<GrantType>, tokenEndpointAuthMethod: TokenEndpointAuthMethod, pkceRequired: boolean, consentScreenEnabled: boolean, homepageUrl: string | null, logoUrl: string | null, privacyPolicyUrl: string | null, termsOfServiceUrl: string | null, secretOverlapSeconds: number, secretQuietSeconds: number, accessTokenTtlSeconds: number, ownerOnlySecretRotation: boolean, secretRecipientKey: Record<string, unknown> | null, selfRotationEnabled: boolean } & { ' $fragmentName'?: 'Settings_ApplicationFragment' };

export type SettingsNowQueryVariables = Exact<{
  id: string | number;
}>;


export type SettingsNowQuery = { oauthApplication: { __typename: 'OAuthApplication', id: string, version: number, name: string, description: string, enabled: boolean, public: boolean, redirectUris: Array<string>, postLogoutRedirectUris: Array<string>, allowedOrigins: Array<string>, scopes: Array<string>, optionalScopes: Array<string>, grantTypes: Array<GrantType>, tokenEndpointAuthMethod: TokenEndpointAuthMethod, pkceRequired: boolean, consentScreenEnabled: boolean, homepageUrl: string | null, logoUrl: string | null, privacyPolicyUrl: string | null, termsOfServiceUrl: string | null, secretOverlapSeconds: number, secretQuietSeconds: number, accessTokenTtlSeconds: number, ownerOnlySecretRotation: boolean, secretRecipientKey: Record<string, unknown> | null, selfRotationEnabled: boolean } | null };

export type UpdateApplicationMutationVariables = Exact<{
  input: UpdateOAuthApplicationInput;
  withSecrets: boolean;
}>;


export type UpdateApplicationMutation = { updateOAuthApplication: { __typename: 'UpdateOAuthApplicationPayload', oauthApplication: (
      { __typename: 'OAuthApplication', id: string }
      & { ' $fragmentRefs'?: { 'Settings_ApplicationFragment': Settings_ApplicationFragment;'Handover_ApplicationFragment': Handover_ApplicationFragment;'ApplicationNote_ApplicationFragment': ApplicationNote_ApplicationFragment } }
    ) | null } | null };

export type DeleteApplicationMutationVariables = Exact<{
  input: DeleteOAuthApplicationInput;
}>;


export type DeleteApplicationMutation = { deleteOAuthApplication: { __typename: 'DeleteOAuthApplicationPayload', deletedId: string | null } | null };

export type CreateApplicationMutationVariables = Exact<{
  input: CreateOAuthApplicationInput;
}>;


export type CreateApplicationMutation = { createOAuthApplication: { __typename: 'CreateOAuthApplicationPayload', clientSecret: string | null, oauthApplication: { __typename: 'OAuthApplication', id: string, name: string, clientId: string } | null } | null };

export type RedirectRulesQueryVariables = Exact<{ [key: string]: never; }>;


export type RedirectRulesQuery = { organization: { __typename: 'Organization', id: string, allowHttpRedirectUris: boolean } | null };

export type ApplicationRow_ApplicationFragment = { __typename: 'OAuthApplication', id: string, clientId: string, name: string, createdAt: string, enabled: boolean, public: boolean, secretContestedAt?: string | null, secrets?: Array<{ __typename: 'ClientSecret', id: string, hint: string, status: ClientSecretStatus, lastUsedAt: string | null, firstUsedAt: string | null }> | null, rotation?: { __typename: 'SecretRotation', endsAt: string | null, confirmBy: string | null, safeToComplete: boolean, reason: RotationReadiness } | null } & { ' $fragmentName'?: 'ApplicationRow_ApplicationFragment' };

export type ApplicationsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: OAuthApplicationFilter | null | undefined;
  orderBy?: OAuthApplicationOrder | null | undefined;
  withSecrets: boolean;
}>;


export type ApplicationsQuery = { oauthApplications: { __typename: 'OAuthApplicationConnection', edges: Array<{ __typename: 'OAuthApplicationEdge', node: { __typename: 'OAuthApplication', id: string, clientId: string, name: string, createdAt: string, enabled: boolean, public: boolean, secretContestedAt?: string | null, secrets?: Array<{ __typename: 'ClientSecret', id: string, hint: string, status: ClientSecretStatus, lastUsedAt: string | null, firstUsedAt: string | null }> | null, rotation?: { __typename: 'SecretRotation', endsAt: string | null, confirmBy: string | null, safeToComplete: boolean, reason: RotationReadiness } | null } | null }> | null, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type AuditEventsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: AuditEventFilter | null | undefined;
  withMembers: boolean;
}>;


export type AuditEventsQuery = { auditEvents: { __typename: 'AuditEventConnection', edges: Array<{ __typename: 'AuditEventEdge', node: { __typename: 'AuditEvent', id: string, action: string, actorSecretId: string | null, targetId: string, wayIn: WayIn, requestId: string | null, address: string | null, details: Record<string, unknown>, createdAt: string, actor: { __typename: 'Actor', kind: ActorKind, id: string, name: string | null }, oauthApplication: { __typename: 'OAuthApplication', id: string, name: string } | null, apiToken?: { __typename: 'ApiToken', id: string, name: string } | null, member?: { __typename: 'Member', id: string, name: string } | null } | null }> | null, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type EventRow_AuditEventFragment = { __typename: 'AuditEvent', id: string, action: string, actorSecretId: string | null, targetId: string, wayIn: WayIn, requestId: string | null, address: string | null, details: Record<string, unknown>, createdAt: string, actor: { __typename: 'Actor', kind: ActorKind, id: string, name: string | null }, oauthApplication: { __typename: 'OAuthApplication', id: string, name: string } | null, apiToken?: { __typename: 'ApiToken', id: string, name: string } | null, member?: { __typename: 'Member', id: string, name: string } | null } & { ' $fragmentName'?: 'EventRow_AuditEventFragment' };

export type EventApplicationFragment = { __typename: 'OAuthApplication', id: string, name: string } & { ' $fragmentName'?: 'EventApplicationFragment' };

export type NamedApplicationsQueryVariables = Exact<{
  query: string;
}>;


export type NamedApplicationsQuery = { oauthApplications: { __typename: 'OAuthApplicationConnection', nodes: Array<{ __typename: 'OAuthApplication', id: string, name: string }> | null } | null };

export type NamedOthersQueryVariables = Exact<{ [key: string]: never; }>;


export type NamedOthersQuery = { apiTokens: { __typename: 'ApiTokenConnection', nodes: Array<{ __typename: 'ApiToken', id: string, name: string, role: Role, hint: string, createdAt: string }> | null } | null, members: { __typename: 'MemberConnection', nodes: Array<{ __typename: 'Member', id: string, name: string, role: Role, email: string | null, subject: string, oauthApplication: { __typename: 'OAuthApplication', id: string } | null }> | null } | null };

export type NameOfQueryVariables = Exact<{
  id: string | number;
}>;


export type NameOfQuery = { node:
    | { __typename: 'ApiToken', id: string, name: string, role: Role, hint: string, createdAt: string }
    | { __typename: 'AuditEvent' }
    | { __typename: 'ClientSecret' }
    | { __typename: 'Member', id: string, name: string, role: Role, email: string | null, subject: string }
    | { __typename: 'OAuthApplication', id: string, name: string }
    | { __typename: 'Organization' }
   | null };

export type SecretHintsQueryVariables = Exact<{
  id: string | number;
}>;


export type SecretHintsQuery = { oauthApplication: { __typename: 'OAuthApplication', id: string, secrets: Array<{ __typename: 'ClientSecret', id: string, hint: string }> | null } | null };

export type SecretHintQueryVariables = Exact<{
  id: string | number;
}>;


export type SecretHintQuery = { node:
    | { __typename: 'ApiToken' }
    | { __typename: 'AuditEvent' }
    | { __typename: 'ClientSecret', id: string, hint: string }
    | { __typename: 'Member' }
    | { __typename: 'OAuthApplication' }
    | { __typename: 'Organization' }
   | null };

export type HandoverChip_ApplicationFragment = { __typename: 'OAuthApplication', enabled: boolean, public: boolean, secretContestedAt?: string | null, secrets?: Array<{ __typename: 'ClientSecret', id: string, status: ClientSecretStatus, firstUsedAt: string | null, lastUsedAt: string | null }> | null, rotation?: { __typename: 'SecretRotation', endsAt: string | null, confirmBy: string | null, safeToComplete: boolean, reason: RotationReadiness } | null } & { ' $fragmentName'?: 'HandoverChip_ApplicationFragment' };

export type Handover_ApplicationFragment = { __typename: 'OAuthApplication', id: string, clientId: string, name: string, version: number, enabled: boolean, public: boolean, ownerOnlySecretRotation: boolean, secretOverlapSeconds: number, secretQuietSeconds: number, secretContestedAt?: string | null, secrets?: Array<{ __typename: 'ClientSecret', id: string, hint: string, status: ClientSecretStatus, createdAt: string, expiresAt: string | null, revokedAt: string | null, firstUsedAt: string | null, lastUsedAt: string | null, useCount: number, contestedAt: string | null, imported: boolean, usedFrom: Array<{ __typename: 'SecretUse', evidence: SecretUseEvidence, address: string | null, addressMasked: boolean, clientSoftware: string | null, count: number, firstAt: string, lastAt: string }> | null, refusedFrom: Array<{ __typename: 'SecretUse', evidence: SecretUseEvidence, address: string | null, addressMasked: boolean, clientSoftware: string | null, count: number, firstAt: string, lastAt: string }> | null }> | null, rotation?: { __typename: 'SecretRotation', startedAt: string, endsAt: string | null, confirmBy: string | null, confirmedAt: string | null, overlapSeconds: number | null, currentSecretUses: number, previousSecretUses: number, safeToComplete: boolean, safeAt: string | null, reason: RotationReadiness } | null } & { ' $fragmentName'?: 'Handover_ApplicationFragment' };

export type HandoverNowQueryVariables = Exact<{
  id: string | number;
  withSecrets: boolean;
}>;


export type HandoverNowQuery = { oauthApplication: (
    { __typename: 'OAuthApplication', id: string }
    & { ' $fragmentRefs'?: { 'Handover_ApplicationFragment': Handover_ApplicationFragment } }
  ) | null };

export type RotateSecretMutationVariables = Exact<{
  input: RotateSecretInput;
}>;


export type RotateSecretMutation = { rotateSecret: { __typename: 'RotateSecretPayload', clientSecret: string | null, sealedClientSecret: string | null } | null };

export type MoveEndMutationVariables = Exact<{
  input: UpdateSecretRotationInput;
  withSecrets: boolean;
}>;


export type MoveEndMutation = { updateSecretRotation: { __typename: 'UpdateSecretRotationPayload', oauthApplication: (
      { __typename: 'OAuthApplication', id: string }
      & { ' $fragmentRefs'?: { 'Handover_ApplicationFragment': Handover_ApplicationFragment } }
    ) | null } | null };

export type CompleteRotationMutationVariables = Exact<{
  input: CompleteSecretRotationInput;
  withSecrets: boolean;
}>;


export type CompleteRotationMutation = { completeSecretRotation: { __typename: 'CompleteSecretRotationPayload', oauthApplication: (
      { __typename: 'OAuthApplication', id: string }
      & { ' $fragmentRefs'?: { 'Handover_ApplicationFragment': Handover_ApplicationFragment } }
    ) | null } | null };

export type CancelRotationMutationVariables = Exact<{
  input: CancelSecretRotationInput;
  withSecrets: boolean;
}>;


export type CancelRotationMutation = { cancelSecretRotation: { __typename: 'CancelSecretRotationPayload', oauthApplication: (
      { __typename: 'OAuthApplication', id: string }
      & { ' $fragmentRefs'?: { 'Handover_ApplicationFragment': Handover_ApplicationFragment } }
    ) | null } | null };

export type AddMemberMutationVariables = Exact<{
  input: AddMemberInput;
}>;


export type AddMemberMutation = { addMember: { __typename: 'AddMemberPayload', member: (
      { __typename: 'Member', id: string, name: string, pending: boolean }
      & { ' $fragmentRefs'?: { 'MemberRow_MemberFragment': MemberRow_MemberFragment } }
    ) | null } | null };

export type ServiceApplicationsQueryVariables = Exact<{
  filter: OAuthApplicationFilter;
}>;


export type ServiceApplicationsQuery = { oauthApplications: { __typename: 'OAuthApplicationConnection', nodes: Array<{ __typename: 'OAuthApplication', id: string, name: string, clientId: string }> | null } | null };

export type UpdateMemberMutationVariables = Exact<{
  input: UpdateMemberInput;
}>;


export type UpdateMemberMutation = { updateMember: { __typename: 'UpdateMemberPayload', member: { __typename: 'Member', id: string, role: Role } | null } | null };

export type MemberRow_MemberFragment = { __typename: 'Member', id: string, kind: MemberKind, subject: string, email: string | null, pending: boolean, name: string, role: Role, createdAt: string, createdBy: { __typename: 'Actor', kind: ActorKind, id: string, name: string | null } | null, oauthApplication: { __typename: 'OAuthApplication', id: string } | null } & { ' $fragmentName'?: 'MemberRow_MemberFragment' };

export type MembersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type MembersQuery = { members: { __typename: 'MemberConnection', edges: Array<{ __typename: 'MemberEdge', node: { __typename: 'Member', id: string, kind: MemberKind, subject: string, email: string | null, pending: boolean, name: string, role: Role, createdAt: string, createdBy: { __typename: 'Actor', kind: ActorKind, id: string, name: string | null } | null, oauthApplication: { __typename: 'OAuthApplication', id: string } | null } | null }> | null, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type RemoveMemberMutationVariables = Exact<{
  input: RemoveMemberInput;
}>;


export type RemoveMemberMutation = { removeMember: { __typename: 'RemoveMemberPayload', removedId: string | null } | null };

export type OrganizationQueryVariables = Exact<{ [key: string]: never; }>;


export type OrganizationQuery = { organization: { __typename: 'Organization', id: string, slug: string, name: string, allowHttpRedirectUris: boolean, uuid: string, createdAt: string } | null };

export type UpdateOrganizationMutationVariables = Exact<{
  input: UpdateOrganizationInput;
}>;


export type UpdateOrganizationMutation = { updateOrganization: { __typename: 'UpdateOrganizationPayload', organization: { __typename: 'Organization', id: string, name: string, allowHttpRedirectUris: boolean } | null } | null };

export type MembershipsQueryVariables = Exact<{ [key: string]: never; }>;


export type MembershipsQuery = { memberships: Array<{ __typename: 'Membership', id: string, role: Role, organization: { __typename: 'Organization', id: string, slug: string, name: string } }> | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { __typename: 'Viewer', role: Role, permissions: Array<Permission>, memberId: string | null, actor: { __typename: 'Actor', id: string, kind: ActorKind, name: string | null }, organization: { __typename: 'Organization', id: string, slug: string, name: string }, memberships: Array<{ __typename: 'Membership', id: string, organization: { __typename: 'Organization', id: string, name: string } }> | null } | null };

export type CreateApiTokenMutationVariables = Exact<{
  input: CreateApiTokenInput;
}>;


export type CreateApiTokenMutation = { createApiToken: { __typename: 'CreateApiTokenPayload', token: string | null, apiToken: { __typename: 'ApiToken', id: string, name: string } | null } | null };

export type RevokeApiTokenMutationVariables = Exact<{
  input: RevokeApiTokenInput;
}>;


export type RevokeApiTokenMutation = { revokeApiToken: { __typename: 'RevokeApiTokenPayload', apiToken: { __typename: 'ApiToken', id: string, revokedAt: string | null } | null } | null };

export type TokenRow_ApiTokenFragment = { __typename: 'ApiToken', id: string, name: string, hint: string, role: Role, permissions: Array<Permission>, createdAt: string, expiresAt: string | null, revokedAt: string | null, createdBy: { __typename: 'Actor', kind: ActorKind, id: string, name: string | null } | null } & { ' $fragmentName'?: 'TokenRow_ApiTokenFragment' };

export type ApiTokensQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type ApiTokensQuery = { apiTokens: { __typename: 'ApiTokenConnection', edges: Array<{ __typename: 'ApiTokenEdge', node: { __typename: 'ApiToken', id: string, name: string, hint: string, role: Role, permissions: Array<Permission>, createdAt: string, expiresAt: string | null, revokedAt: string | null, createdBy: { __typename: 'Actor', kind: ActorKind, id: string, name: string | null } | null } | null }> | null, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type OwnTokenQueryVariables = Exact<{
  id: string | number;
}>;


export type OwnTokenQuery = { node:
    | { __typename: 'ApiToken', id: string, expiresAt: string | null }
    | { __typename: 'AuditEvent' }
    | { __typename: 'ClientSecret' }
    | { __typename: 'Member' }
    | { __typename: 'OAuthApplication' }
    | { __typename: 'Organization' }
   | null };

export const ApplicationNote_ApplicationFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApplicationNote_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"public"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"grantTypes"}},{"kind":"Field","name":{"kind":"Name","value":"redirectUris"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]} as unknown as DocumentNode<ApplicationNote_ApplicationFragment, unknown>;
export const Settings_ApplicationFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Settings_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"public"}},{"kind":"Field","name":{"kind":"Name","value":"redirectUris"}},{"kind":"Field","name":{"kind":"Name","value":"postLogoutRedirectUris"}},{"kind":"Field","name":{"kind":"Name","value":"allowedOrigins"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"optionalScopes"}},{"kind":"Field","name":{"kind":"Name","value":"grantTypes"}},{"kind":"Field","name":{"kind":"Name","value":"tokenEndpointAuthMethod"}},{"kind":"Field","name":{"kind":"Name","value":"pkceRequired"}},{"kind":"Field","name":{"kind":"Name","value":"consentScreenEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"homepageUrl"}},{"kind":"Field","name":{"kind":"Name","value":"logoUrl"}},{"kind":"Field","name":{"kind":"Name","value":"privacyPolicyUrl"}},{"kind":"Field","name":{"kind":"Name","value":"termsOfServiceUrl"}},{"kind":"Field","name":{"kind":"Name","value":"secretOverlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretQuietSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokenTtlSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"ownerOnlySecretRotation"}},{"kind":"Field","name":{"kind":"Name","value":"secretRecipientKey"}},{"kind":"Field","name":{"kind":"Name","value":"selfRotationEnabled"}}]}}]} as unknown as DocumentNode<Settings_ApplicationFragment, unknown>;
export const HandoverChip_ApplicationFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"HandoverChip_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"public"}},{"kind":"Field","name":{"kind":"Name","value":"secretContestedAt"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}]},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"firstUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rotation"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"confirmBy"}},{"kind":"Field","name":{"kind":"Name","value":"safeToComplete"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]} as unknown as DocumentNode<HandoverChip_ApplicationFragment, unknown>;
export const ApplicationRow_ApplicationFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApplicationRow_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"HandoverChip_application"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"unmask"}}]}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"HandoverChip_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"public"}},{"kind":"Field","name":{"kind":"Name","value":"secretContestedAt"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}]},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"firstUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rotation"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"confirmBy"}},{"kind":"Field","name":{"kind":"Name","value":"safeToComplete"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]} as unknown as DocumentNode<ApplicationRow_ApplicationFragment, unknown>;
export const EventRow_AuditEventFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EventRow_auditEvent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AuditEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"actorSecretId"}},{"kind":"Field","name":{"kind":"Name","value":"targetId"}},{"kind":"Field","name":{"kind":"Name","value":"wayIn"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"details"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"apiToken"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withMembers"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"member"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withMembers"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<EventRow_AuditEventFragment, unknown>;
export const EventApplicationFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EventApplication"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]} as unknown as DocumentNode<EventApplicationFragment, unknown>;
export const Handover_ApplicationFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Handover_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"public"}},{"kind":"Field","name":{"kind":"Name","value":"ownerOnlySecretRotation"}},{"kind":"Field","name":{"kind":"Name","value":"secretOverlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretQuietSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretContestedAt"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}]},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"firstUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"useCount"}},{"kind":"Field","name":{"kind":"Name","value":"contestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"imported"}},{"kind":"Field","name":{"kind":"Name","value":"usedFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evidence"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"addressMasked"}},{"kind":"Field","name":{"kind":"Name","value":"clientSoftware"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"firstAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refusedFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evidence"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"addressMasked"}},{"kind":"Field","name":{"kind":"Name","value":"clientSoftware"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"firstAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"rotation"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"confirmBy"}},{"kind":"Field","name":{"kind":"Name","value":"confirmedAt"}},{"kind":"Field","name":{"kind":"Name","value":"overlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"currentSecretUses"}},{"kind":"Field","name":{"kind":"Name","value":"previousSecretUses"}},{"kind":"Field","name":{"kind":"Name","value":"safeToComplete"}},{"kind":"Field","name":{"kind":"Name","value":"safeAt"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]} as unknown as DocumentNode<Handover_ApplicationFragment, unknown>;
export const MemberRow_MemberFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MemberRow_member"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Member"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"pending"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<MemberRow_MemberFragment, unknown>;
export const TokenRow_ApiTokenFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TokenRow_apiToken"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}}]}}]} as unknown as DocumentNode<TokenRow_ApiTokenFragment, unknown>;
export const ApplicationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Application"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdByViewer"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Handover_application"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApplicationNote_application"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Settings_application"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Handover_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"public"}},{"kind":"Field","name":{"kind":"Name","value":"ownerOnlySecretRotation"}},{"kind":"Field","name":{"kind":"Name","value":"secretOverlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretQuietSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretContestedAt"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}]},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"firstUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"useCount"}},{"kind":"Field","name":{"kind":"Name","value":"contestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"imported"}},{"kind":"Field","name":{"kind":"Name","value":"usedFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evidence"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"addressMasked"}},{"kind":"Field","name":{"kind":"Name","value":"clientSoftware"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"firstAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refusedFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evidence"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"addressMasked"}},{"kind":"Field","name":{"kind":"Name","value":"clientSoftware"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"firstAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"rotation"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"confirmBy"}},{"kind":"Field","name":{"kind":"Name","value":"confirmedAt"}},{"kind":"Field","name":{"kind":"Name","value":"overlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"currentSecretUses"}},{"kind":"Field","name":{"kind":"Name","value":"previousSecretUses"}},{"kind":"Field","name":{"kind":"Name","value":"safeToComplete"}},{"kind":"Field","name":{"kind":"Name","value":"safeAt"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApplicationNote_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"public"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"grantTypes"}},{"kind":"Field","name":{"kind":"Name","value":"redirectUris"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Settings_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"public"}},{"kind":"Field","name":{"kind":"Name","value":"redirectUris"}},{"kind":"Field","name":{"kind":"Name","value":"postLogoutRedirectUris"}},{"kind":"Field","name":{"kind":"Name","value":"allowedOrigins"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"optionalScopes"}},{"kind":"Field","name":{"kind":"Name","value":"grantTypes"}},{"kind":"Field","name":{"kind":"Name","value":"tokenEndpointAuthMethod"}},{"kind":"Field","name":{"kind":"Name","value":"pkceRequired"}},{"kind":"Field","name":{"kind":"Name","value":"consentScreenEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"homepageUrl"}},{"kind":"Field","name":{"kind":"Name","value":"logoUrl"}},{"kind":"Field","name":{"kind":"Name","value":"privacyPolicyUrl"}},{"kind":"Field","name":{"kind":"Name","value":"termsOfServiceUrl"}},{"kind":"Field","name":{"kind":"Name","value":"secretOverlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretQuietSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokenTtlSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"ownerOnlySecretRotation"}},{"kind":"Field","name":{"kind":"Name","value":"secretRecipientKey"}},{"kind":"Field","name":{"kind":"Name","value":"selfRotationEnabled"}}]}}]} as unknown as DocumentNode<ApplicationQuery, ApplicationQueryVariables>;
export const ApplicationEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ApplicationEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"withMembers"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"auditEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"EventRow_auditEvent"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"unmask"}}]}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EventRow_auditEvent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AuditEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"actorSecretId"}},{"kind":"Field","name":{"kind":"Name","value":"targetId"}},{"kind":"Field","name":{"kind":"Name","value":"wayIn"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"details"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"apiToken"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withMembers"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"member"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withMembers"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<ApplicationEventsQuery, ApplicationEventsQueryVariables>;
export const RulesOfSettingsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RulesOfSettings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"allowHttpRedirectUris"}}]}}]}}]} as unknown as DocumentNode<RulesOfSettingsQuery, RulesOfSettingsQueryVariables>;
export const SettingsNowDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SettingsNow"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Settings_application"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"unmask"}}]}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Settings_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"public"}},{"kind":"Field","name":{"kind":"Name","value":"redirectUris"}},{"kind":"Field","name":{"kind":"Name","value":"postLogoutRedirectUris"}},{"kind":"Field","name":{"kind":"Name","value":"allowedOrigins"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"optionalScopes"}},{"kind":"Field","name":{"kind":"Name","value":"grantTypes"}},{"kind":"Field","name":{"kind":"Name","value":"tokenEndpointAuthMethod"}},{"kind":"Field","name":{"kind":"Name","value":"pkceRequired"}},{"kind":"Field","name":{"kind":"Name","value":"consentScreenEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"homepageUrl"}},{"kind":"Field","name":{"kind":"Name","value":"logoUrl"}},{"kind":"Field","name":{"kind":"Name","value":"privacyPolicyUrl"}},{"kind":"Field","name":{"kind":"Name","value":"termsOfServiceUrl"}},{"kind":"Field","name":{"kind":"Name","value":"secretOverlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretQuietSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokenTtlSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"ownerOnlySecretRotation"}},{"kind":"Field","name":{"kind":"Name","value":"secretRecipientKey"}},{"kind":"Field","name":{"kind":"Name","value":"selfRotationEnabled"}}]}}]} as unknown as DocumentNode<SettingsNowQuery, SettingsNowQueryVariables>;
export const UpdateApplicationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateApplication"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateOAuthApplicationInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateOAuthApplication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Settings_application"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Handover_application"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApplicationNote_application"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Settings_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"public"}},{"kind":"Field","name":{"kind":"Name","value":"redirectUris"}},{"kind":"Field","name":{"kind":"Name","value":"postLogoutRedirectUris"}},{"kind":"Field","name":{"kind":"Name","value":"allowedOrigins"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"optionalScopes"}},{"kind":"Field","name":{"kind":"Name","value":"grantTypes"}},{"kind":"Field","name":{"kind":"Name","value":"tokenEndpointAuthMethod"}},{"kind":"Field","name":{"kind":"Name","value":"pkceRequired"}},{"kind":"Field","name":{"kind":"Name","value":"consentScreenEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"homepageUrl"}},{"kind":"Field","name":{"kind":"Name","value":"logoUrl"}},{"kind":"Field","name":{"kind":"Name","value":"privacyPolicyUrl"}},{"kind":"Field","name":{"kind":"Name","value":"termsOfServiceUrl"}},{"kind":"Field","name":{"kind":"Name","value":"secretOverlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretQuietSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokenTtlSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"ownerOnlySecretRotation"}},{"kind":"Field","name":{"kind":"Name","value":"secretRecipientKey"}},{"kind":"Field","name":{"kind":"Name","value":"selfRotationEnabled"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Handover_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"public"}},{"kind":"Field","name":{"kind":"Name","value":"ownerOnlySecretRotation"}},{"kind":"Field","name":{"kind":"Name","value":"secretOverlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretQuietSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretContestedAt"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}]},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"firstUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"useCount"}},{"kind":"Field","name":{"kind":"Name","value":"contestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"imported"}},{"kind":"Field","name":{"kind":"Name","value":"usedFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evidence"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"addressMasked"}},{"kind":"Field","name":{"kind":"Name","value":"clientSoftware"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"firstAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refusedFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evidence"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"addressMasked"}},{"kind":"Field","name":{"kind":"Name","value":"clientSoftware"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"firstAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"rotation"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"confirmBy"}},{"kind":"Field","name":{"kind":"Name","value":"confirmedAt"}},{"kind":"Field","name":{"kind":"Name","value":"overlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"currentSecretUses"}},{"kind":"Field","name":{"kind":"Name","value":"previousSecretUses"}},{"kind":"Field","name":{"kind":"Name","value":"safeToComplete"}},{"kind":"Field","name":{"kind":"Name","value":"safeAt"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApplicationNote_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"public"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"grantTypes"}},{"kind":"Field","name":{"kind":"Name","value":"redirectUris"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]} as unknown as DocumentNode<UpdateApplicationMutation, UpdateApplicationMutationVariables>;
export const DeleteApplicationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteApplication"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteOAuthApplicationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteOAuthApplication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deletedId"}}]}}]}}]} as unknown as DocumentNode<DeleteApplicationMutation, DeleteApplicationMutationVariables>;
export const CreateApplicationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateApplication"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateOAuthApplicationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createOAuthApplication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clientSecret"}},{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}}]}}]}}]}}]} as unknown as DocumentNode<CreateApplicationMutation, CreateApplicationMutationVariables>;
export const RedirectRulesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RedirectRules"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"allowHttpRedirectUris"}}]}}]}}]} as unknown as DocumentNode<RedirectRulesQuery, RedirectRulesQueryVariables>;
export const ApplicationsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Applications"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplicationFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplicationOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oauthApplications"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApplicationRow_application"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"unmask"}}]}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"HandoverChip_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"public"}},{"kind":"Field","name":{"kind":"Name","value":"secretContestedAt"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}]},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"firstUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rotation"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"confirmBy"}},{"kind":"Field","name":{"kind":"Name","value":"safeToComplete"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApplicationRow_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"HandoverChip_application"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"unmask"}}]}]}}]} as unknown as DocumentNode<ApplicationsQuery, ApplicationsQueryVariables>;
export const AuditEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AuditEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"AuditEventFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"withMembers"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"EventRow_auditEvent"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"unmask"}}]}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EventRow_auditEvent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AuditEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"actorSecretId"}},{"kind":"Field","name":{"kind":"Name","value":"targetId"}},{"kind":"Field","name":{"kind":"Name","value":"wayIn"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"details"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"apiToken"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withMembers"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"member"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withMembers"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<AuditEventsQuery, AuditEventsQueryVariables>;
export const NamedApplicationsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NamedApplications"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"query"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oauthApplications"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"8"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"query"},"value":{"kind":"Variable","name":{"kind":"Name","value":"query"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<NamedApplicationsQuery, NamedApplicationsQueryVariables>;
export const NamedOthersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NamedOthers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiTokens"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"members"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<NamedOthersQuery, NamedOthersQueryVariables>;
export const NameOfDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NameOf"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Member"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}}]}}]}}]}}]} as unknown as DocumentNode<NameOfQuery, NameOfQueryVariables>;
export const SecretHintsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SecretHints"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}}]}}]}}]}}]} as unknown as DocumentNode<SecretHintsQuery, SecretHintsQueryVariables>;
export const SecretHintDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SecretHint"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClientSecret"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}}]}}]}}]}}]} as unknown as DocumentNode<SecretHintQuery, SecretHintQueryVariables>;
export const HandoverNowDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"HandoverNow"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Handover_application"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Handover_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"public"}},{"kind":"Field","name":{"kind":"Name","value":"ownerOnlySecretRotation"}},{"kind":"Field","name":{"kind":"Name","value":"secretOverlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretQuietSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretContestedAt"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}]},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"firstUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"useCount"}},{"kind":"Field","name":{"kind":"Name","value":"contestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"imported"}},{"kind":"Field","name":{"kind":"Name","value":"usedFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evidence"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"addressMasked"}},{"kind":"Field","name":{"kind":"Name","value":"clientSoftware"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"firstAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refusedFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evidence"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"addressMasked"}},{"kind":"Field","name":{"kind":"Name","value":"clientSoftware"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"firstAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"rotation"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"confirmBy"}},{"kind":"Field","name":{"kind":"Name","value":"confirmedAt"}},{"kind":"Field","name":{"kind":"Name","value":"overlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"currentSecretUses"}},{"kind":"Field","name":{"kind":"Name","value":"previousSecretUses"}},{"kind":"Field","name":{"kind":"Name","value":"safeToComplete"}},{"kind":"Field","name":{"kind":"Name","value":"safeAt"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]} as unknown as DocumentNode<HandoverNowQuery, HandoverNowQueryVariables>;
export const RotateSecretDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RotateSecret"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RotateSecretInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotateSecret"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clientSecret"}},{"kind":"Field","name":{"kind":"Name","value":"sealedClientSecret"}}]}}]}}]} as unknown as DocumentNode<RotateSecretMutation, RotateSecretMutationVariables>;
export const MoveEndDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"MoveEnd"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateSecretRotationInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateSecretRotation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Handover_application"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Handover_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"public"}},{"kind":"Field","name":{"kind":"Name","value":"ownerOnlySecretRotation"}},{"kind":"Field","name":{"kind":"Name","value":"secretOverlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretQuietSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretContestedAt"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}]},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"firstUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"useCount"}},{"kind":"Field","name":{"kind":"Name","value":"contestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"imported"}},{"kind":"Field","name":{"kind":"Name","value":"usedFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evidence"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"addressMasked"}},{"kind":"Field","name":{"kind":"Name","value":"clientSoftware"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"firstAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refusedFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evidence"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"addressMasked"}},{"kind":"Field","name":{"kind":"Name","value":"clientSoftware"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"firstAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"rotation"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"confirmBy"}},{"kind":"Field","name":{"kind":"Name","value":"confirmedAt"}},{"kind":"Field","name":{"kind":"Name","value":"overlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"currentSecretUses"}},{"kind":"Field","name":{"kind":"Name","value":"previousSecretUses"}},{"kind":"Field","name":{"kind":"Name","value":"safeToComplete"}},{"kind":"Field","name":{"kind":"Name","value":"safeAt"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]} as unknown as DocumentNode<MoveEndMutation, MoveEndMutationVariables>;
export const CompleteRotationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CompleteRotation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteSecretRotationInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"completeSecretRotation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Handover_application"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Handover_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"public"}},{"kind":"Field","name":{"kind":"Name","value":"ownerOnlySecretRotation"}},{"kind":"Field","name":{"kind":"Name","value":"secretOverlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretQuietSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretContestedAt"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}]},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"firstUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"useCount"}},{"kind":"Field","name":{"kind":"Name","value":"contestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"imported"}},{"kind":"Field","name":{"kind":"Name","value":"usedFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evidence"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"addressMasked"}},{"kind":"Field","name":{"kind":"Name","value":"clientSoftware"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"firstAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refusedFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evidence"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"addressMasked"}},{"kind":"Field","name":{"kind":"Name","value":"clientSoftware"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"firstAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"rotation"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"confirmBy"}},{"kind":"Field","name":{"kind":"Name","value":"confirmedAt"}},{"kind":"Field","name":{"kind":"Name","value":"overlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"currentSecretUses"}},{"kind":"Field","name":{"kind":"Name","value":"previousSecretUses"}},{"kind":"Field","name":{"kind":"Name","value":"safeToComplete"}},{"kind":"Field","name":{"kind":"Name","value":"safeAt"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]} as unknown as DocumentNode<CompleteRotationMutation, CompleteRotationMutationVariables>;
export const CancelRotationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelRotation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelSecretRotationInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelSecretRotation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Handover_application"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Handover_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"public"}},{"kind":"Field","name":{"kind":"Name","value":"ownerOnlySecretRotation"}},{"kind":"Field","name":{"kind":"Name","value":"secretOverlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretQuietSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"secretContestedAt"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}]},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"firstUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"useCount"}},{"kind":"Field","name":{"kind":"Name","value":"contestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"imported"}},{"kind":"Field","name":{"kind":"Name","value":"usedFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evidence"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"addressMasked"}},{"kind":"Field","name":{"kind":"Name","value":"clientSoftware"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"firstAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refusedFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evidence"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"addressMasked"}},{"kind":"Field","name":{"kind":"Name","value":"clientSoftware"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"firstAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"rotation"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withSecrets"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"confirmBy"}},{"kind":"Field","name":{"kind":"Name","value":"confirmedAt"}},{"kind":"Field","name":{"kind":"Name","value":"overlapSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"currentSecretUses"}},{"kind":"Field","name":{"kind":"Name","value":"previousSecretUses"}},{"kind":"Field","name":{"kind":"Name","value":"safeToComplete"}},{"kind":"Field","name":{"kind":"Name","value":"safeAt"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]} as unknown as DocumentNode<CancelRotationMutation, CancelRotationMutationVariables>;
export const AddMemberDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AddMember"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AddMemberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"addMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"pending"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"MemberRow_member"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MemberRow_member"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Member"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"pending"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<AddMemberMutation, AddMemberMutationVariables>;
export const ServiceApplicationsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ServiceApplications"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplicationFilter"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oauthApplications"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"6"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}}]}}]}}]}}]} as unknown as DocumentNode<ServiceApplicationsQuery, ServiceApplicationsQueryVariables>;
export const UpdateMemberDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateMember"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateMemberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateMemberMutation, UpdateMemberMutationVariables>;
export const MembersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Members"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"members"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"MemberRow_member"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"unmask"}}]}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MemberRow_member"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Member"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"pending"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<MembersQuery, MembersQueryVariables>;
export const RemoveMemberDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RemoveMember"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveMemberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removeMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removedId"}}]}}]}}]} as unknown as DocumentNode<RemoveMemberMutation, RemoveMemberMutationVariables>;
export const OrganizationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"allowHttpRedirectUris"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}}]} as unknown as DocumentNode<OrganizationQuery, OrganizationQueryVariables>;
export const UpdateOrganizationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateOrganization"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateOrganizationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateOrganization"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"allowHttpRedirectUris"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateOrganizationMutation, UpdateOrganizationMutationVariables>;
export const MembershipsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Memberships"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"memberships"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<MembershipsQuery, MembershipsQueryVariables>;
export const ViewerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}},{"kind":"Field","name":{"kind":"Name","value":"memberId"}},{"kind":"Field","name":{"kind":"Name","value":"memberships"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>;
export const CreateApiTokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateApiToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createApiToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"apiToken"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<CreateApiTokenMutation, CreateApiTokenMutationVariables>;
export const RevokeApiTokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeApiToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeApiTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeApiToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiToken"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}}]}}]}}]}}]} as unknown as DocumentNode<RevokeApiTokenMutation, RevokeApiTokenMutationVariables>;
export const ApiTokensDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ApiTokens"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiTokens"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"TokenRow_apiToken"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"unmask"}}]}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TokenRow_apiToken"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}}]}}]} as unknown as DocumentNode<ApiTokensQuery, ApiTokensQueryVariables>;
export const OwnTokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OwnToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}}]}}]} as unknown as DocumentNode<OwnTokenQuery, OwnTokenQueryVariables>;