/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  fragment ApplicationNote_application on OAuthApplication {\n    clientId\n    public\n    enabled\n    grantTypes\n    redirectUris\n    createdAt\n    description\n  }\n": typeof types.ApplicationNote_ApplicationFragmentDoc,
    "\n  query Application($id: ID!, $withSecrets: Boolean!) {\n    oauthApplication(id: $id) {\n      id\n      createdByViewer\n      ...Handover_application\n      ...ApplicationNote_application\n      ...Settings_application\n    }\n  }\n": typeof types.ApplicationDocument,
    "\n  query RulesOfSettings { organization { id allowHttpRedirectUris } }\n": typeof types.RulesOfSettingsDocument,
    "\n  fragment Settings_application on OAuthApplication {\n    id\n    version\n    name\n    description\n    enabled\n    public\n    redirectUris\n    postLogoutRedirectUris\n    allowedOrigins\n    scopes\n    optionalScopes\n    grantTypes\n    tokenEndpointAuthMethod\n    pkceRequired\n    consentScreenEnabled\n    homepageUrl\n    logoUrl\n    privacyPolicyUrl\n    termsOfServiceUrl\n    secretOverlapSeconds\n    secretQuietSeconds\n    accessTokenTtlSeconds\n    ownerOnlySecretRotation\n  }\n": typeof types.Settings_ApplicationFragmentDoc,
    "\n  mutation UpdateApplication($input: UpdateOAuthApplicationInput!, $withSecrets: Boolean!) {\n    updateOAuthApplication(input: $input) {\n      oauthApplication { id ...Settings_application ...Handover_application ...ApplicationNote_application }\n    }\n  }\n": typeof types.UpdateApplicationDocument,
    "\n  mutation DeleteApplication($input: DeleteOAuthApplicationInput!) {\n    deleteOAuthApplication(input: $input) { deletedId }\n  }\n": typeof types.DeleteApplicationDocument,
    "\n  fragment ApplicationRow_application on OAuthApplication {\n    id\n    clientId\n    name\n    createdAt\n    secrets @include(if: $withSecrets) { id hint status lastUsedAt }\n    ...HandoverChip_application\n  }\n": typeof types.ApplicationRow_ApplicationFragmentDoc,
    "\n  query Applications(\n    $first: Int!\n    $after: String\n    $filter: OAuthApplicationFilter\n    $orderBy: OAuthApplicationOrder\n    $withSecrets: Boolean!\n  ) {\n    oauthApplications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      edges { node { id ...ApplicationRow_application } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.ApplicationsDocument,
    "\n  query ApplicationIds($first: Int!, $after: String, $filter: OAuthApplicationFilter, $orderBy: OAuthApplicationOrder) {\n    oauthApplications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      edges { node { id } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.ApplicationIdsDocument,
    "\n  fragment HandoverChip_application on OAuthApplication {\n    enabled\n    public\n    secrets @include(if: $withSecrets) { id status firstUsedAt lastUsedAt }\n    rotation @include(if: $withSecrets) { endsAt safeToComplete reason }\n  }\n": typeof types.HandoverChip_ApplicationFragmentDoc,
    "\n  fragment Handover_application on OAuthApplication {\n    id\n    clientId\n    name\n    version\n    enabled\n    public\n    ownerOnlySecretRotation\n    secretOverlapSeconds\n    secretQuietSeconds\n    secrets @include(if: $withSecrets) {\n      id\n      hint\n      status\n      createdAt\n      expiresAt\n      revokedAt\n      firstUsedAt\n      lastUsedAt\n      useCount\n      usedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }\n      refusedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }\n    }\n    rotation @include(if: $withSecrets) {\n      startedAt\n      endsAt\n      currentSecretUses\n      previousSecretUses\n      safeToComplete\n      safeAt\n      reason\n    }\n  }\n": typeof types.Handover_ApplicationFragmentDoc,
    "\n  query HandoverNow($id: ID!, $withSecrets: Boolean!) {\n    oauthApplication(id: $id) { id ...Handover_application }\n  }\n": typeof types.HandoverNowDocument,
    "\n  mutation RotateSecret($input: RotateSecretInput!) {\n    rotateSecret(input: $input) { clientSecret }\n  }\n": typeof types.RotateSecretDocument,
    "\n  mutation MoveEnd($input: UpdateSecretRotationInput!, $withSecrets: Boolean!) {\n    updateSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n": typeof types.MoveEndDocument,
    "\n  mutation CompleteRotation($input: CompleteSecretRotationInput!, $withSecrets: Boolean!) {\n    completeSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n": typeof types.CompleteRotationDocument,
    "\n  mutation CancelRotation($input: CancelSecretRotationInput!, $withSecrets: Boolean!) {\n    cancelSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n": typeof types.CancelRotationDocument,
    "\n  query Viewer {\n    viewer {\n      actor { id kind name }\n      organization { id slug name }\n      role\n      permissions\n      memberId\n    }\n  }\n": typeof types.ViewerDocument,
};
const documents: Documents = {
    "\n  fragment ApplicationNote_application on OAuthApplication {\n    clientId\n    public\n    enabled\n    grantTypes\n    redirectUris\n    createdAt\n    description\n  }\n": types.ApplicationNote_ApplicationFragmentDoc,
    "\n  query Application($id: ID!, $withSecrets: Boolean!) {\n    oauthApplication(id: $id) {\n      id\n      createdByViewer\n      ...Handover_application\n      ...ApplicationNote_application\n      ...Settings_application\n    }\n  }\n": types.ApplicationDocument,
    "\n  query RulesOfSettings { organization { id allowHttpRedirectUris } }\n": types.RulesOfSettingsDocument,
    "\n  fragment Settings_application on OAuthApplication {\n    id\n    version\n    name\n    description\n    enabled\n    public\n    redirectUris\n    postLogoutRedirectUris\n    allowedOrigins\n    scopes\n    optionalScopes\n    grantTypes\n    tokenEndpointAuthMethod\n    pkceRequired\n    consentScreenEnabled\n    homepageUrl\n    logoUrl\n    privacyPolicyUrl\n    termsOfServiceUrl\n    secretOverlapSeconds\n    secretQuietSeconds\n    accessTokenTtlSeconds\n    ownerOnlySecretRotation\n  }\n": types.Settings_ApplicationFragmentDoc,
    "\n  mutation UpdateApplication($input: UpdateOAuthApplicationInput!, $withSecrets: Boolean!) {\n    updateOAuthApplication(input: $input) {\n      oauthApplication { id ...Settings_application ...Handover_application ...ApplicationNote_application }\n    }\n  }\n": types.UpdateApplicationDocument,
    "\n  mutation DeleteApplication($input: DeleteOAuthApplicationInput!) {\n    deleteOAuthApplication(input: $input) { deletedId }\n  }\n": types.DeleteApplicationDocument,
    "\n  fragment ApplicationRow_application on OAuthApplication {\n    id\n    clientId\n    name\n    createdAt\n    secrets @include(if: $withSecrets) { id hint status lastUsedAt }\n    ...HandoverChip_application\n  }\n": types.ApplicationRow_ApplicationFragmentDoc,
    "\n  query Applications(\n    $first: Int!\n    $after: String\n    $filter: OAuthApplicationFilter\n    $orderBy: OAuthApplicationOrder\n    $withSecrets: Boolean!\n  ) {\n    oauthApplications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      edges { node { id ...ApplicationRow_application } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.ApplicationsDocument,
    "\n  query ApplicationIds($first: Int!, $after: String, $filter: OAuthApplicationFilter, $orderBy: OAuthApplicationOrder) {\n    oauthApplications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      edges { node { id } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.ApplicationIdsDocument,
    "\n  fragment HandoverChip_application on OAuthApplication {\n    enabled\n    public\n    secrets @include(if: $withSecrets) { id status firstUsedAt lastUsedAt }\n    rotation @include(if: $withSecrets) { endsAt safeToComplete reason }\n  }\n": types.HandoverChip_ApplicationFragmentDoc,
    "\n  fragment Handover_application on OAuthApplication {\n    id\n    clientId\n    name\n    version\n    enabled\n    public\n    ownerOnlySecretRotation\n    secretOverlapSeconds\n    secretQuietSeconds\n    secrets @include(if: $withSecrets) {\n      id\n      hint\n      status\n      createdAt\n      expiresAt\n      revokedAt\n      firstUsedAt\n      lastUsedAt\n      useCount\n      usedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }\n      refusedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }\n    }\n    rotation @include(if: $withSecrets) {\n      startedAt\n      endsAt\n      currentSecretUses\n      previousSecretUses\n      safeToComplete\n      safeAt\n      reason\n    }\n  }\n": types.Handover_ApplicationFragmentDoc,
    "\n  query HandoverNow($id: ID!, $withSecrets: Boolean!) {\n    oauthApplication(id: $id) { id ...Handover_application }\n  }\n": types.HandoverNowDocument,
    "\n  mutation RotateSecret($input: RotateSecretInput!) {\n    rotateSecret(input: $input) { clientSecret }\n  }\n": types.RotateSecretDocument,
    "\n  mutation MoveEnd($input: UpdateSecretRotationInput!, $withSecrets: Boolean!) {\n    updateSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n": types.MoveEndDocument,
    "\n  mutation CompleteRotation($input: CompleteSecretRotationInput!, $withSecrets: Boolean!) {\n    completeSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n": types.CompleteRotationDocument,
    "\n  mutation CancelRotation($input: CancelSecretRotationInput!, $withSecrets: Boolean!) {\n    cancelSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n": types.CancelRotationDocument,
    "\n  query Viewer {\n    viewer {\n      actor { id kind name }\n      organization { id slug name }\n      role\n      permissions\n      memberId\n    }\n  }\n": types.ViewerDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ApplicationNote_application on OAuthApplication {\n    clientId\n    public\n    enabled\n    grantTypes\n    redirectUris\n    createdAt\n    description\n  }\n"): (typeof documents)["\n  fragment ApplicationNote_application on OAuthApplication {\n    clientId\n    public\n    enabled\n    grantTypes\n    redirectUris\n    createdAt\n    description\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Application($id: ID!, $withSecrets: Boolean!) {\n    oauthApplication(id: $id) {\n      id\n      createdByViewer\n      ...Handover_application\n      ...ApplicationNote_application\n      ...Settings_application\n    }\n  }\n"): (typeof documents)["\n  query Application($id: ID!, $withSecrets: Boolean!) {\n    oauthApplication(id: $id) {\n      id\n      createdByViewer\n      ...Handover_application\n      ...ApplicationNote_application\n      ...Settings_application\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RulesOfSettings { organization { id allowHttpRedirectUris } }\n"): (typeof documents)["\n  query RulesOfSettings { organization { id allowHttpRedirectUris } }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Settings_application on OAuthApplication {\n    id\n    version\n    name\n    description\n    enabled\n    public\n    redirectUris\n    postLogoutRedirectUris\n    allowedOrigins\n    scopes\n    optionalScopes\n    grantTypes\n    tokenEndpointAuthMethod\n    pkceRequired\n    consentScreenEnabled\n    homepageUrl\n    logoUrl\n    privacyPolicyUrl\n    termsOfServiceUrl\n    secretOverlapSeconds\n    secretQuietSeconds\n    accessTokenTtlSeconds\n    ownerOnlySecretRotation\n  }\n"): (typeof documents)["\n  fragment Settings_application on OAuthApplication {\n    id\n    version\n    name\n    description\n    enabled\n    public\n    redirectUris\n    postLogoutRedirectUris\n    allowedOrigins\n    scopes\n    optionalScopes\n    grantTypes\n    tokenEndpointAuthMethod\n    pkceRequired\n    consentScreenEnabled\n    homepageUrl\n    logoUrl\n    privacyPolicyUrl\n    termsOfServiceUrl\n    secretOverlapSeconds\n    secretQuietSeconds\n    accessTokenTtlSeconds\n    ownerOnlySecretRotation\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateApplication($input: UpdateOAuthApplicationInput!, $withSecrets: Boolean!) {\n    updateOAuthApplication(input: $input) {\n      oauthApplication { id ...Settings_application ...Handover_application ...ApplicationNote_application }\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateApplication($input: UpdateOAuthApplicationInput!, $withSecrets: Boolean!) {\n    updateOAuthApplication(input: $input) {\n      oauthApplication { id ...Settings_application ...Handover_application ...ApplicationNote_application }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteApplication($input: DeleteOAuthApplicationInput!) {\n    deleteOAuthApplication(input: $input) { deletedId }\n  }\n"): (typeof documents)["\n  mutation DeleteApplication($input: DeleteOAuthApplicationInput!) {\n    deleteOAuthApplication(input: $input) { deletedId }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ApplicationRow_application on OAuthApplication {\n    id\n    clientId\n    name\n    createdAt\n    secrets @include(if: $withSecrets) { id hint status lastUsedAt }\n    ...HandoverChip_application\n  }\n"): (typeof documents)["\n  fragment ApplicationRow_application on OAuthApplication {\n    id\n    clientId\n    name\n    createdAt\n    secrets @include(if: $withSecrets) { id hint status lastUsedAt }\n    ...HandoverChip_application\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Applications(\n    $first: Int!\n    $after: String\n    $filter: OAuthApplicationFilter\n    $orderBy: OAuthApplicationOrder\n    $withSecrets: Boolean!\n  ) {\n    oauthApplications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      edges { node { id ...ApplicationRow_application } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query Applications(\n    $first: Int!\n    $after: String\n    $filter: OAuthApplicationFilter\n    $orderBy: OAuthApplicationOrder\n    $withSecrets: Boolean!\n  ) {\n    oauthApplications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      edges { node { id ...ApplicationRow_application } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ApplicationIds($first: Int!, $after: String, $filter: OAuthApplicationFilter, $orderBy: OAuthApplicationOrder) {\n    oauthApplications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      edges { node { id } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query ApplicationIds($first: Int!, $after: String, $filter: OAuthApplicationFilter, $orderBy: OAuthApplicationOrder) {\n    oauthApplications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      edges { node { id } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment HandoverChip_application on OAuthApplication {\n    enabled\n    public\n    secrets @include(if: $withSecrets) { id status firstUsedAt lastUsedAt }\n    rotation @include(if: $withSecrets) { endsAt safeToComplete reason }\n  }\n"): (typeof documents)["\n  fragment HandoverChip_application on OAuthApplication {\n    enabled\n    public\n    secrets @include(if: $withSecrets) { id status firstUsedAt lastUsedAt }\n    rotation @include(if: $withSecrets) { endsAt safeToComplete reason }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Handover_application on OAuthApplication {\n    id\n    clientId\n    name\n    version\n    enabled\n    public\n    ownerOnlySecretRotation\n    secretOverlapSeconds\n    secretQuietSeconds\n    secrets @include(if: $withSecrets) {\n      id\n      hint\n      status\n      createdAt\n      expiresAt\n      revokedAt\n      firstUsedAt\n      lastUsedAt\n      useCount\n      usedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }\n      refusedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }\n    }\n    rotation @include(if: $withSecrets) {\n      startedAt\n      endsAt\n      currentSecretUses\n      previousSecretUses\n      safeToComplete\n      safeAt\n      reason\n    }\n  }\n"): (typeof documents)["\n  fragment Handover_application on OAuthApplication {\n    id\n    clientId\n    name\n    version\n    enabled\n    public\n    ownerOnlySecretRotation\n    secretOverlapSeconds\n    secretQuietSeconds\n    secrets @include(if: $withSecrets) {\n      id\n      hint\n      status\n      createdAt\n      expiresAt\n      revokedAt\n      firstUsedAt\n      lastUsedAt\n      useCount\n      usedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }\n      refusedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }\n    }\n    rotation @include(if: $withSecrets) {\n      startedAt\n      endsAt\n      currentSecretUses\n      previousSecretUses\n      safeToComplete\n      safeAt\n      reason\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query HandoverNow($id: ID!, $withSecrets: Boolean!) {\n    oauthApplication(id: $id) { id ...Handover_application }\n  }\n"): (typeof documents)["\n  query HandoverNow($id: ID!, $withSecrets: Boolean!) {\n    oauthApplication(id: $id) { id ...Handover_application }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RotateSecret($input: RotateSecretInput!) {\n    rotateSecret(input: $input) { clientSecret }\n  }\n"): (typeof documents)["\n  mutation RotateSecret($input: RotateSecretInput!) {\n    rotateSecret(input: $input) { clientSecret }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation MoveEnd($input: UpdateSecretRotationInput!, $withSecrets: Boolean!) {\n    updateSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n"): (typeof documents)["\n  mutation MoveEnd($input: UpdateSecretRotationInput!, $withSecrets: Boolean!) {\n    updateSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CompleteRotation($input: CompleteSecretRotationInput!, $withSecrets: Boolean!) {\n    completeSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n"): (typeof documents)["\n  mutation CompleteRotation($input: CompleteSecretRotationInput!, $withSecrets: Boolean!) {\n    completeSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelRotation($input: CancelSecretRotationInput!, $withSecrets: Boolean!) {\n    cancelSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n"): (typeof documents)["\n  mutation CancelRotation($input: CancelSecretRotationInput!, $withSecrets: Boolean!) {\n    cancelSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Viewer {\n    viewer {\n      actor { id kind name }\n      organization { id slug name }\n      role\n      permissions\n      memberId\n    }\n  }\n"): (typeof documents)["\n  query Viewer {\n    viewer {\n      actor { id kind name }\n      organization { id slug name }\n      role\n      permissions\n      memberId\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;