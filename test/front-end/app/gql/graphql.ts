/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What to register. Only `name` is required; what is left out has its default. Null is BAD_USER_INPUT where it does not clear something. */
export type CreateOAuthApplicationInput = {
  /** Seconds that an access token of the application lives: 60 to 86400 (1 day). Default: 3600 (1 hour). */
  accessTokenTtlSeconds?: number | null | undefined;
  /** Web origins such as `https://app.example.com`: at most 50, no duplicates, each at most 2048 characters. Replaces the whole list. Default: empty. */
  allowedOrigins?: Array<string> | null | undefined;
  /** Whether users are asked for consent. Default: true. */
  consentScreenEnabled?: boolean | null | undefined;
  /** Free text, at most 2000 characters. Default: empty. */
  description?: string | null | undefined;
  /** Grants the application may use, no duplicates. Replaces the whole list. Taking CLIENT_CREDENTIALS away ends its access tokens. CONFLICT when the last owner that can act is this application. While `ownerOnlySecretRotation` is on, a change by anybody but an OWNER is FORBIDDEN. Default: `[AUTHORIZATION_CODE]`. */
  grantTypes?: Array<GrantType> | null | undefined;
  /** Home page, an `https` or `http` URL of at most 2048 characters; null clears it. Default: none. */
  homepageUrl?: string | null | undefined;
  /** Logo, an `https` or `http` URL of at most 2048 characters; null clears it. Default: none. */
  logoUrl?: string | null | undefined;
  /** The name people read, 1 to 256 characters: one at least can be seen, and every change of text direction ends; need not be unique. */
  name: string;
  /** Those of `scopes` that a user may refuse; one that leaves `scopes` leaves these as well: at most 100, no duplicates, each at most 256 characters. Replaces the whole list. Default: empty. */
  optionalScopes?: Array<string> | null | undefined;
  /** Whether only an OWNER may rotate the secrets, change, complete or cancel a rotation, change what decides when they stop or count (`enabled`, `public`, `tokenEndpointAuthMethod`, `grantTypes`, `secretOverlapSeconds`, `secretQuietSeconds`), delete the application and then register its client id anew. Changing it needs the role OWNER itself, else FORBIDDEN. Default: false. */
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

/** What happens to the secret that was current when a new one is issued. */
export type PreviousSecretPolicy =
  /** It works for the overlap and then stops by itself. CONFLICT while a rotation is open. */
  | 'EXPIRE'
  /** It works until `completeSecretRotation`. CONFLICT while a rotation is open. */
  | 'KEEP'
  /** For a leaked secret, in any state: every older secret stops at once, and with it what it obtained: tokens for the gateway, API tokens issued with those, and, by `revokeTokens`, all other access tokens. What was done with them stays: `auditEvents(filter: {actorSecretId})` lists it. */
  | 'REVOKE';

/** What the authorization endpoint may answer with (RFC 7591 `response_types`). */
export type ResponseType =
  /** `code`: an authorization code. */
  | 'CODE'
  /** `id_token` (OpenID Connect). */
  | 'ID_TOKEN'
  /** `token`: an access token. */
  | 'TOKEN';

/** How to issue a new client secret. */
export type RotateSecretInput = {
  /** The `version` you have seen; another one is CONFLICT and changes nothing. Left out: whatever the version is. */
  expectedVersion?: number | null | undefined;
  /** Identifier of the application (`app_…`). */
  oauthApplicationId: string | number;
  /** With EXPIRE only: seconds that the previous secret keeps working, 0 to 7776000 (90 days). Default: the application's `secretOverlapSeconds`. */
  overlapSeconds?: number | null | undefined;
  /** What happens to the secret that is current now. Default: EXPIRE. */
  previousSecret?: PreviousSecretPolicy;
  /** With REVOKE only: also end the access tokens, for whatever audience, that the stopped secrets obtained. Default: true. Tokens for the gateway itself, and API tokens issued with those, end in any case. */
  revokeTokens?: boolean | null | undefined;
};

/** Why a rotation is or is not safe to complete. */
export type RotationReadiness =
  /** Not safe: the previous secret was in use and nobody has used the current one; it may have reached nobody. */
  | 'CURRENT_NEVER_USED'
  /** Not safe: the previous secret was used within the last `secretQuietSeconds`; someone would be locked out. */
  | 'PREVIOUS_IN_USE'
  /** Safe: nobody ever used the previous secret. */
  | 'PREVIOUS_NEVER_USED'
  /** Safe: the current secret is in use, and the previous one was not for `secretQuietSeconds`. */
  | 'PREVIOUS_QUIET';

/** How the application authenticates at a token endpoint (RFC 7591 `token_endpoint_auth_method`). */
export type TokenEndpointAuthMethod =
  /** `client_secret_basic`: HTTP Basic. */
  | 'CLIENT_SECRET_BASIC'
  /** `client_secret_post`: in the request body. */
  | 'CLIENT_SECRET_POST'
  /** `none`: a public application, which has no client secret. */
  | 'NONE';

/** What to change. A field left out changes nothing, whatever its default is at registration; a list given replaces the list. Null is BAD_USER_INPUT where it does not clear something. */
export type UpdateOAuthApplicationInput = {
  /** Seconds that an access token of the application lives: 60 to 86400 (1 day). Default: 3600 (1 hour). */
  accessTokenTtlSeconds?: number | null | undefined;
  /** Web origins such as `https://app.example.com`: at most 50, no duplicates, each at most 2048 characters. Replaces the whole list. Default: empty. */
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
  /** Whether only an OWNER may rotate the secrets, change, complete or cancel a rotation, change what decides when they stop or count (`enabled`, `public`, `tokenEndpointAuthMethod`, `grantTypes`, `secretOverlapSeconds`, `secretQuietSeconds`), delete the application and then register its client id anew. Changing it needs the role OWNER itself, else FORBIDDEN. Default: false. */
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
  /** Terms of service, an `https` or `http` URL of at most 2048 characters; null clears it. Default: none. */
  termsOfServiceUrl?: string | null | undefined;
  /** How the application authenticates at a token endpoint. While `ownerOnlySecretRotation` is on, a change by anybody but an OWNER is FORBIDDEN. Default: CLIENT_SECRET_BASIC, or NONE with `public: true`. */
  tokenEndpointAuthMethod?: TokenEndpointAuthMethod | null | undefined;
};

export type ApplicationRow_ApplicationFragment = (
  { __typename: 'OAuthApplication', id: string, name: string, clientId: string }
  & { ' $fragmentRefs'?: { 'RotationBadge_ApplicationFragment': RotationBadge_ApplicationFragment;'RenameApplication_ApplicationFragment': RenameApplication_ApplicationFragment } }
) & { ' $fragmentName'?: 'ApplicationRow_ApplicationFragment' };

export type ApplicationsPageQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ApplicationsPageQuery = { oauthApplications: { __typename: 'OAuthApplicationConnection', totalCount: number, edges: Array<{ __typename: 'OAuthApplicationEdge', cursor: string, node: (
        { __typename: 'OAuthApplication', id: string }
        & { ' $fragmentRefs'?: { 'ApplicationRow_ApplicationFragment': ApplicationRow_ApplicationFragment } }
      ) | null }> | null, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type CreateApplicationMutationVariables = Exact<{
  input: CreateOAuthApplicationInput;
}>;


export type CreateApplicationMutation = { createOAuthApplication: { __typename: 'CreateOAuthApplicationPayload', clientSecret: string | null, oauthApplication: (
      { __typename: 'OAuthApplication', id: string }
      & { ' $fragmentRefs'?: { 'ApplicationRow_ApplicationFragment': ApplicationRow_ApplicationFragment } }
    ) | null } | null };

export type DeleteApplicationMutationVariables = Exact<{
  input: DeleteOAuthApplicationInput;
}>;


export type DeleteApplicationMutation = { deleteOAuthApplication: { __typename: 'DeleteOAuthApplicationPayload', deletedId: string | null } | null };

export type RenameApplication_ApplicationFragment = { __typename: 'OAuthApplication', id: string, name: string, version: number } & { ' $fragmentName'?: 'RenameApplication_ApplicationFragment' };

export type RenameApplicationMutationVariables = Exact<{
  input: UpdateOAuthApplicationInput;
}>;


export type RenameApplicationMutation = { updateOAuthApplication: { __typename: 'UpdateOAuthApplicationPayload', oauthApplication: { __typename: 'OAuthApplication', id: string, name: string, version: number } | null } | null };

export type RotateSecretMutationVariables = Exact<{
  input: RotateSecretInput;
}>;


export type RotateSecretMutation = { rotateSecret: { __typename: 'RotateSecretPayload', clientSecret: string | null, oauthApplication: (
      { __typename: 'OAuthApplication', id: string }
      & { ' $fragmentRefs'?: { 'RotationBadge_ApplicationFragment': RotationBadge_ApplicationFragment;'RenameApplication_ApplicationFragment': RenameApplication_ApplicationFragment } }
    ) | null } | null };

export type RotationBadge_ApplicationFragment = { __typename: 'OAuthApplication', hasRotatedSecret: boolean | null, rotation: { __typename: 'SecretRotation', endsAt: string | null, safeToComplete: boolean, reason: RotationReadiness } | null } & { ' $fragmentName'?: 'RotationBadge_ApplicationFragment' };

export const RotationBadge_ApplicationFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RotationBadge_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasRotatedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"rotation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"safeToComplete"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]} as unknown as DocumentNode<RotationBadge_ApplicationFragment, unknown>;
export const RenameApplication_ApplicationFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RenameApplication_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<RenameApplication_ApplicationFragment, unknown>;
export const ApplicationRow_ApplicationFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApplicationRow_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RotationBadge_application"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RenameApplication_application"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RotationBadge_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasRotatedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"rotation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"safeToComplete"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RenameApplication_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<ApplicationRow_ApplicationFragment, unknown>;
export const ApplicationsPageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ApplicationsPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oauthApplications"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApplicationRow_application"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RotationBadge_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasRotatedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"rotation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"safeToComplete"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RenameApplication_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApplicationRow_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RotationBadge_application"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RenameApplication_application"}}]}}]} as unknown as DocumentNode<ApplicationsPageQuery, ApplicationsPageQueryVariables>;
export const CreateApplicationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateApplication"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateOAuthApplicationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createOAuthApplication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clientSecret"}},{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApplicationRow_application"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RotationBadge_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasRotatedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"rotation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"safeToComplete"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RenameApplication_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApplicationRow_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RotationBadge_application"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RenameApplication_application"}}]}}]} as unknown as DocumentNode<CreateApplicationMutation, CreateApplicationMutationVariables>;
export const DeleteApplicationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteApplication"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteOAuthApplicationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteOAuthApplication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deletedId"}}]}}]}}]} as unknown as DocumentNode<DeleteApplicationMutation, DeleteApplicationMutationVariables>;
export const RenameApplicationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RenameApplication"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateOAuthApplicationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateOAuthApplication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]}}]}}]} as unknown as DocumentNode<RenameApplicationMutation, RenameApplicationMutationVariables>;
export const RotateSecretDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RotateSecret"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RotateSecretInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotateSecret"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clientSecret"}},{"kind":"Field","name":{"kind":"Name","value":"oauthApplication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RotationBadge_application"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RenameApplication_application"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RotationBadge_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasRotatedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"rotation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"safeToComplete"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RenameApplication_application"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<RotateSecretMutation, RotateSecretMutationVariables>;