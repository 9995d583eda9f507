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
    "\n  query ApplicationEvents($id: ID!, $first: Int!, $after: String, $withMembers: Boolean!) {\n    oauthApplication(id: $id) {\n      id\n      auditEvents(first: $first, after: $after) {\n        edges { node { id ...EventRow_auditEvent @unmask } }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n": typeof types.ApplicationEventsDocument,
    "\n  query RulesOfSettings { organization { id allowHttpRedirectUris } }\n": typeof types.RulesOfSettingsDocument,
    "\n  fragment Settings_application on OAuthApplication {\n    id\n    version\n    name\n    description\n    enabled\n    public\n    redirectUris\n    postLogoutRedirectUris\n    allowedOrigins\n    scopes\n    optionalScopes\n    grantTypes\n    tokenEndpointAuthMethod\n    pkceRequired\n    consentScreenEnabled\n    homepageUrl\n    logoUrl\n    privacyPolicyUrl\n    termsOfServiceUrl\n    secretOverlapSeconds\n    secretQuietSeconds\n    accessTokenTtlSeconds\n    ownerOnlySecretRotation\n    secretRecipientKey\n    selfRotationEnabled\n  }\n": typeof types.Settings_ApplicationFragmentDoc,
    "\n  query SettingsNow($id: ID!) {\n    oauthApplication(id: $id) { id ...Settings_application @unmask }\n  }\n": typeof types.SettingsNowDocument,
    "\n  mutation UpdateApplication($input: UpdateOAuthApplicationInput!, $withSecrets: Boolean!) {\n    updateOAuthApplication(input: $input) {\n      oauthApplication { id ...Settings_application ...Handover_application ...ApplicationNote_application }\n    }\n  }\n": typeof types.UpdateApplicationDocument,
    "\n  mutation DeleteApplication($input: DeleteOAuthApplicationInput!) {\n    deleteOAuthApplication(input: $input) { deletedId }\n  }\n": typeof types.DeleteApplicationDocument,
    "\n  mutation CreateApplication($input: CreateOAuthApplicationInput!) {\n    createOAuthApplication(input: $input) {\n      clientSecret\n      oauthApplication { id name clientId }\n    }\n  }\n": typeof types.CreateApplicationDocument,
    "\n  query RedirectRules {\n    organization { id allowHttpRedirectUris }\n  }\n": typeof types.RedirectRulesDocument,
    "\n  fragment ApplicationRow_application on OAuthApplication {\n    id\n    clientId\n    name\n    createdAt\n    secrets @include(if: $withSecrets) { id hint status lastUsedAt }\n    ...HandoverChip_application @unmask\n  }\n": typeof types.ApplicationRow_ApplicationFragmentDoc,
    "\n  query Applications(\n    $first: Int!\n    $after: String\n    $filter: OAuthApplicationFilter\n    $orderBy: OAuthApplicationOrder\n    $withSecrets: Boolean!\n  ) {\n    oauthApplications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      edges { node { id ...ApplicationRow_application @unmask } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.ApplicationsDocument,
    "\n  query AuditEvents($first: Int!, $after: String, $filter: AuditEventFilter, $withMembers: Boolean!) {\n    auditEvents(first: $first, after: $after, filter: $filter) {\n      edges { node { id ...EventRow_auditEvent @unmask } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.AuditEventsDocument,
    "\n  fragment EventRow_auditEvent on AuditEvent {\n    id\n    action\n    actorSecretId\n    targetId\n    wayIn\n    requestId\n    address\n    details\n    createdAt\n    actor { kind id name }\n    oauthApplication { id name }\n    apiToken @include(if: $withMembers) { id name }\n    member @include(if: $withMembers) { id name }\n  }\n": typeof types.EventRow_AuditEventFragmentDoc,
    "fragment EventApplication on OAuthApplication { id name }": typeof types.EventApplicationFragmentDoc,
    "\n  query NamedApplications($query: String!) {\n    oauthApplications(first: 8, filter: { query: $query }) {\n      nodes { id name }\n    }\n  }\n": typeof types.NamedApplicationsDocument,
    "\n  query NamedOthers {\n    apiTokens(first: 100) {\n      nodes { id name role hint createdAt }\n    }\n    members(first: 100) {\n      nodes { id name role email subject oauthApplication { id } }\n    }\n  }\n": typeof types.NamedOthersDocument,
    "\n  query NameOf($id: ID!) {\n    node(id: $id) {\n      ... on OAuthApplication { id name }\n      ... on ApiToken { id name role hint createdAt }\n      ... on Member { id name role email subject }\n    }\n  }\n": typeof types.NameOfDocument,
    "\n  query SecretHints($id: ID!) {\n    oauthApplication(id: $id) { id secrets { id hint } }\n  }\n": typeof types.SecretHintsDocument,
    "\n  query SecretHint($id: ID!) {\n    node(id: $id) { ... on ClientSecret { id hint } }\n  }\n": typeof types.SecretHintDocument,
    "\n  fragment HandoverChip_application on OAuthApplication {\n    enabled\n    public\n    secretContestedAt @include(if: $withSecrets)\n    secrets @include(if: $withSecrets) { id status firstUsedAt lastUsedAt }\n    rotation @include(if: $withSecrets) { endsAt confirmBy safeToComplete reason }\n  }\n": typeof types.HandoverChip_ApplicationFragmentDoc,
    "\n  fragment Handover_application on OAuthApplication {\n    id\n    clientId\n    name\n    version\n    enabled\n    public\n    ownerOnlySecretRotation\n    secretOverlapSeconds\n    secretQuietSeconds\n    secretContestedAt @include(if: $withSecrets)\n    secrets @include(if: $withSecrets) {\n      id\n      hint\n      status\n      createdAt\n      expiresAt\n      revokedAt\n      firstUsedAt\n      lastUsedAt\n      useCount\n      contestedAt\n      imported\n      usedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }\n      refusedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }\n    }\n    rotation @include(if: $withSecrets) {\n      startedAt\n      endsAt\n      confirmBy\n      confirmedAt\n      overlapSeconds\n      currentSecretUses\n      previousSecretUses\n      safeToComplete\n      safeAt\n      reason\n    }\n  }\n": typeof types.Handover_ApplicationFragmentDoc,
    "\n  query HandoverNow($id: ID!, $withSecrets: Boolean!) {\n    oauthApplication(id: $id) { id ...Handover_application }\n  }\n": typeof types.HandoverNowDocument,
    "\n  mutation RotateSecret($input: RotateSecretInput!) {\n    rotateSecret(input: $input) { clientSecret sealedClientSecret }\n  }\n": typeof types.RotateSecretDocument,
    "\n  mutation MoveEnd($input: UpdateSecretRotationInput!, $withSecrets: Boolean!) {\n    updateSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n": typeof types.MoveEndDocument,
    "\n  mutation CompleteRotation($input: CompleteSecretRotationInput!, $withSecrets: Boolean!) {\n    completeSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n": typeof types.CompleteRotationDocument,
    "\n  mutation CancelRotation($input: CancelSecretRotationInput!, $withSecrets: Boolean!) {\n    cancelSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n": typeof types.CancelRotationDocument,
    "\n  mutation AddMember($input: AddMemberInput!) {\n    addMember(input: $input) { member { id name pending ...MemberRow_member } }\n  }\n": typeof types.AddMemberDocument,
    "\n  query ServiceApplications($filter: OAuthApplicationFilter!) {\n    oauthApplications(first: 6, filter: $filter) {\n      nodes { id name clientId }\n    }\n  }\n": typeof types.ServiceApplicationsDocument,
    "\n  mutation UpdateMember($input: UpdateMemberInput!) {\n    updateMember(input: $input) { member { id role } }\n  }\n": typeof types.UpdateMemberDocument,
    "\n  fragment MemberRow_member on Member {\n    id\n    kind\n    subject\n    email\n    pending\n    name\n    role\n    createdAt\n    createdBy { kind id name }\n    oauthApplication { id }\n  }\n": typeof types.MemberRow_MemberFragmentDoc,
    "\n  query Members($first: Int!, $after: String) {\n    members(first: $first, after: $after) {\n      edges { node { id ...MemberRow_member @unmask } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.MembersDocument,
    "\n  mutation RemoveMember($input: RemoveMemberInput!) {\n    removeMember(input: $input) { removedId }\n  }\n": typeof types.RemoveMemberDocument,
    "\n  query Organization {\n    organization { id slug name allowHttpRedirectUris uuid createdAt }\n  }\n": typeof types.OrganizationDocument,
    "\n  mutation UpdateOrganization($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) {\n      organization { id name allowHttpRedirectUris }\n    }\n  }\n": typeof types.UpdateOrganizationDocument,
    "\n  query Memberships {\n    memberships {\n      id\n      role\n      organization { id slug name }\n    }\n  }\n": typeof types.MembershipsDocument,
    "\n  query Viewer {\n    viewer {\n      actor { id kind name }\n      organization { id slug name }\n      role\n      permissions\n      memberId\n      memberships {\n        id\n        organization { id name }\n      }\n    }\n  }\n": typeof types.ViewerDocument,
    "\n  mutation CreateApiToken($input: CreateApiTokenInput!) {\n    createApiToken(input: $input) {\n      token\n      apiToken { id name }\n    }\n  }\n": typeof types.CreateApiTokenDocument,
    "\n  mutation RevokeApiToken($input: RevokeApiTokenInput!) {\n    revokeApiToken(input: $input) { apiToken { id revokedAt } }\n  }\n": typeof types.RevokeApiTokenDocument,
    "\n  fragment TokenRow_apiToken on ApiToken {\n    id\n    name\n    hint\n    role\n    permissions\n    createdAt\n    createdBy { kind id name }\n    expiresAt\n    revokedAt\n  }\n": typeof types.TokenRow_ApiTokenFragmentDoc,
    "\n  query ApiTokens($first: Int!, $after: String) {\n    apiTokens(first: $first, after: $after) {\n      edges { node { id ...TokenRow_apiToken @unmask } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.ApiTokensDocument,
    "\n  query OwnToken($id: ID!) {\n    node(id: $id) {\n      ... on ApiToken { id expiresAt }\n    }\n  }\n": typeof types.OwnTokenDocument,
};
const documents: Documents = {
    "\n  fragment ApplicationNote_application on OAuthApplication {\n    clientId\n    public\n    enabled\n    grantTypes\n    redirectUris\n    createdAt\n    description\n  }\n": types.ApplicationNote_ApplicationFragmentDoc,
    "\n  query Application($id: ID!, $withSecrets: Boolean!) {\n    oauthApplication(id: $id) {\n      id\n      createdByViewer\n      ...Handover_application\n      ...ApplicationNote_application\n      ...Settings_application\n    }\n  }\n": types.ApplicationDocument,
    "\n  query ApplicationEvents($id: ID!, $first: Int!, $after: String, $withMembers: Boolean!) {\n    oauthApplication(id: $id) {\n      id\n      auditEvents(first: $first, after: $after) {\n        edges { node { id ...EventRow_auditEvent @unmask } }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n": types.ApplicationEventsDocument,
    "\n  query RulesOfSettings { organization { id allowHttpRedirectUris } }\n": types.RulesOfSettingsDocument,
    "\n  fragment Settings_application on OAuthApplication {\n    id\n    version\n    name\n    description\n    enabled\n    public\n    redirectUris\n    postLogoutRedirectUris\n    allowedOrigins\n    scopes\n    optionalScopes\n    grantTypes\n    tokenEndpointAuthMethod\n    pkceRequired\n    consentScreenEnabled\n    homepageUrl\n    logoUrl\n    privacyPolicyUrl\n    termsOfServiceUrl\n    secretOverlapSeconds\n    secretQuietSeconds\n    accessTokenTtlSeconds\n    ownerOnlySecretRotation\n    secretRecipientKey\n    selfRotationEnabled\n  }\n": types.Settings_ApplicationFragmentDoc,
    "\n  query SettingsNow($id: ID!) {\n    oauthApplication(id: $id) { id ...Settings_application @unmask }\n  }\n": types.SettingsNowDocument,
    "\n  mutation UpdateApplication($input: UpdateOAuthApplicationInput!, $withSecrets: Boolean!) {\n    updateOAuthApplication(input: $input) {\n      oauthApplication { id ...Settings_application ...Handover_application ...ApplicationNote_application }\n    }\n  }\n": types.UpdateApplicationDocument,
    "\n  mutation DeleteApplication($input: DeleteOAuthApplicationInput!) {\n    deleteOAuthApplication(input: $input) { deletedId }\n  }\n": types.DeleteApplicationDocument,
    "\n  mutation CreateApplication($input: CreateOAuthApplicationInput!) {\n    createOAuthApplication(input: $input) {\n      clientSecret\n      oauthApplication { id name clientId }\n    }\n  }\n": types.CreateApplicationDocument,
    "\n  query RedirectRules {\n    organization { id allowHttpRedirectUris }\n  }\n": types.RedirectRulesDocument,
    "\n  fragment ApplicationRow_application on OAuthApplication {\n    id\n    clientId\n    name\n    createdAt\n    secrets @include(if: $withSecrets) { id hint status lastUsedAt }\n    ...HandoverChip_application @unmask\n  }\n": types.ApplicationRow_ApplicationFragmentDoc,
    "\n  query Applications(\n    $first: Int!\n    $after: String\n    $filter: OAuthApplicationFilter\n    $orderBy: OAuthApplicationOrder\n    $withSecrets: Boolean!\n  ) {\n    oauthApplications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      edges { node { id ...ApplicationRow_application @unmask } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.ApplicationsDocument,
    "\n  query AuditEvents($first: Int!, $after: String, $filter: AuditEventFilter, $withMembers: Boolean!) {\n    auditEvents(first: $first, after: $after, filter: $filter) {\n      edges { node { id ...EventRow_auditEvent @unmask } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.AuditEventsDocument,
    "\n  fragment EventRow_auditEvent on AuditEvent {\n    id\n    action\n    actorSecretId\n    targetId\n    wayIn\n    requestId\n    address\n    details\n    createdAt\n    actor { kind id name }\n    oauthApplication { id name }\n    apiToken @include(if: $withMembers) { id name }\n    member @include(if: $withMembers) { id name }\n  }\n": types.EventRow_AuditEventFragmentDoc,
    "fragment EventApplication on OAuthApplication { id name }": types.EventApplicationFragmentDoc,
    "\n  query NamedApplications($query: String!) {\n    oauthApplications(first: 8, filter: { query: $query }) {\n      nodes { id name }\n    }\n  }\n": types.NamedApplicationsDocument,
    "\n  query NamedOthers {\n    apiTokens(first: 100) {\n      nodes { id name role hint createdAt }\n    }\n    members(first: 100) {\n      nodes { id name role email subject oauthApplication { id } }\n    }\n  }\n": types.NamedOthersDocument,
    "\n  query NameOf($id: ID!) {\n    node(id: $id) {\n      ... on OAuthApplication { id name }\n      ... on ApiToken { id name role hint createdAt }\n      ... on Member { id name role email subject }\n    }\n  }\n": types.NameOfDocument,
    "\n  query SecretHints($id: ID!) {\n    oauthApplication(id: $id) { id secrets { id hint } }\n  }\n": types.SecretHintsDocument,
    "\n  query SecretHint($id: ID!) {\n    node(id: $id) { ... on ClientSecret { id hint } }\n  }\n": types.SecretHintDocument,
    "\n  fragment HandoverChip_application on OAuthApplication {\n    enabled\n    public\n    secretContestedAt @include(if: $withSecrets)\n    secrets @include(if: $withSecrets) { id status firstUsedAt lastUsedAt }\n    rotation @include(if: $withSecrets) { endsAt confirmBy safeToComplete reason }\n  }\n": types.HandoverChip_ApplicationFragmentDoc,
    "\n  fragment Handover_application on OAuthApplication {\n    id\n    clientId\n    name\n    version\n    enabled\n    public\n    ownerOnlySecretRotation\n    secretOverlapSeconds\n    secretQuietSeconds\n    secretContestedAt @include(if: $withSecrets)\n    secrets @include(if: $withSecrets) {\n      id\n      hint\n      status\n      createdAt\n      expiresAt\n      revokedAt\n      firstUsedAt\n      lastUsedAt\n      useCount\n      contestedAt\n      imported\n      usedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }\n      refusedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }\n    }\n    rotation @include(if: $withSecrets) {\n      startedAt\n      endsAt\n      confirmBy\n      confirmedAt\n      overlapSeconds\n      currentSecretUses\n      previousSecretUses\n      safeToComplete\n      safeAt\n      reason\n    }\n  }\n": types.Handover_ApplicationFragmentDoc,
    "\n  query HandoverNow($id: ID!, $withSecrets: Boolean!) {\n    oauthApplication(id: $id) { id ...Handover_application }\n  }\n": types.HandoverNowDocument,
    "\n  mutation RotateSecret($input: RotateSecretInput!) {\n    rotateSecret(input: $input) { clientSecret sealedClientSecret }\n  }\n": types.RotateSecretDocument,
    "\n  mutation MoveEnd($input: UpdateSecretRotationInput!, $withSecrets: Boolean!) {\n    updateSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n": types.MoveEndDocument,
    "\n  mutation CompleteRotation($input: CompleteSecretRotationInput!, $withSecrets: Boolean!) {\n    completeSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n": types.CompleteRotationDocument,
    "\n  mutation CancelRotation($input: CancelSecretRotationInput!, $withSecrets: Boolean!) {\n    cancelSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }\n  }\n": types.CancelRotationDocument,
    "\n  mutation AddMember($input: AddMemberInput!) {\n    addMember(input: $input) { member { id name pending ...MemberRow_member } }\n  }\n": types.AddMemberDocument,
    "\n  query ServiceApplications($filter: OAuthApplicationFilter!) {\n    oauthApplications(first: 6, filter: $filter) {\n      nodes { id name clientId }\n    }\n  }\n": types.ServiceApplicationsDocument,
    "\n  mutation UpdateMember($input: UpdateMemberInput!) {\n    updateMember(input: $input) { member { id role } }\n  }\n": types.UpdateMemberDocument,
    "\n  fragment MemberRow_member on Member {\n    id\n    kind\n    subject\n    email\n    pending\n    name\n    role\n    createdAt\n    createdBy { kind id name }\n    oauthApplication { id }\n  }\n": types.MemberRow_MemberFragmentDoc,
    "\n  query Members($first: Int!, $after: String) {\n    members(first: $first, after: $after) {\n      edges { node { id ...MemberRow_member @unmask } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.MembersDocument,
    "\n  mutation RemoveMember($input: RemoveMemberInput!) {\n    removeMember(input: $input) { removedId }\n  }\n": types.RemoveMemberDocument,
    "\n  query Organization {\n    organization { id slug name allowHttpRedirectUris uuid createdAt }\n  }\n": types.OrganizationDocument,
    "\n  mutation UpdateOrganization($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) {\n      organization { id name allowHttpRedirectUris }\n    }\n  }\n": types.UpdateOrganizationDocument,
    "\n  query Memberships {\n    memberships {\n      id\n      role\n      organization { id slug name }\n    }\n  }\n": types.MembershipsDocument,
    "\n  query Viewer {\n    viewer {\n      actor { id kind name }\n      organization { id slug name }\n      role\n      permissions\n      memberId\n      memberships {\n        id\n        organization { id name }\n      }\n    }\n  }\n": types.ViewerDocument,
    "\n  mutation CreateApiToken($input: CreateApiTokenInput!) {\n    createApiToken(input: $input) {\n      token\n      apiToken { id name }\n    }\n  }\n": types.CreateApiTokenDocument,
    "\n  mutation RevokeApiToken($input: RevokeApiTokenInput!) {\n    revokeApiToken(input: $input) { apiToken { id revokedAt } }\n  }\n": types.RevokeApiTokenDocument,
    "\n  fragment TokenRow_apiToken on ApiToken {\n    id\n    name\n    hint\n    role\n    permissions\n    createdAt\n    createdBy { kind id name }\n    expiresAt\n    revokedAt\n  }\n": types.TokenRow_ApiTokenFragmentDoc,
    "\n  query ApiTokens($first: Int!, $after: String) {\n    apiTokens(first: $first, after: $after) {\n      edges { node { id ...TokenRow_apiToken @unmask } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.ApiTokensDocument,
    "\n  query OwnToken($id: ID!) {\n    node(id: $id) {\n      ... on ApiToken { id expiresAt }\n    }\n  }\n": types.OwnTokenDocument,
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
export function graphql(source: "\n  query ApplicationEvents($id: ID!, $first: Int!, $after: String, $withMembers: Boolean!) {\n    oauthApplication(id: $id) {\n      id\n      auditEvents(first: $first, after: $after) {\n        edges { node { id ...EventRow_auditEvent @unmask } }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n"): (typeof documents)["\n  query ApplicationEvents($id: ID!, $first: Int!, $after: String, $withMembers: Boolean!) {\n    oauthApplication(id: $id) {\n      id\n      auditEvents(first: $first, after: $after) {\n        edges { node { id ...EventRow_auditEvent @unmask } }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RulesOfSettings { organization { id allowHttpRedirectUris } }\n"): (typeof documents)["\n  query RulesOfSettings { organization { id allowHttpRedirectUris } }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Settings_application on OAuthApplication {\n    id\n    version\n    name\n    description\n    enabled\n    public\n    redirectUris\n    postLogoutRedirectUris\n    allowedOrigins\n    scopes\n    optionalScopes\n    grantTypes\n    tokenEndpointAuthMethod\n    pkceRequired\n    consentScreenEnabled\n    homepageUrl\n    logoUrl\n    privacyPolicyUrl\n    termsOfServiceUrl\n    secretOverlapSeconds\n    secretQuietSeconds\n    accessTokenTtlSeconds\n    ownerOnlySecretRotation\n    secretRecipientKey\n    selfRotationEnabled\n  }\n"): (typeof documents)["\n  fragment Settings_application on OAuthApplication {\n    id\n    version\n    name\n    description\n    enabled\n    public\n    redirectUris\n    postLogoutRedirectUris\n    allowedOrigins\n    scopes\n    optionalScopes\n    grantTypes\n    tokenEndpointAuthMethod\n    pkceRequired\n    consentScreenEnabled\n    homepageUrl\n    logoUrl\n    privacyPolicyUrl\n    termsOfServiceUrl\n    secretOverlapSeconds\n    secretQuietSeconds\n    accessTokenTtlSeconds\n    ownerOnlySecretRotation\n    secretRecipientKey\n    selfRotationEnabled\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SettingsNow($id: ID!) {\n    oauthApplication(id: $id) { id ...Settings_application @unmask }\n  }\n"): (typeof documents)["\n  query SettingsNow($id: ID!) {\n    oauthApplication(id: $id) { id ...Settings_application @unmask }\n  }\n"];
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
export function graphql(source: "\n  mutation CreateApplication($input: CreateOAuthApplicationInput!) {\n    createOAuthApplication(input: $input) {\n      clientSecret\n      oauthApplication { id name clientId }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateApplication($input: CreateOAuthApplicationInput!) {\n    createOAuthApplication(input: $input) {\n      clientSecret\n      oauthApplication { id name clientId }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RedirectRules {\n    organization { id allowHttpRedirectUris }\n  }\n"): (typeof documents)["\n  query RedirectRules {\n    organization { id allowHttpRedirectUris }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ApplicationRow_application on OAuthApplication {\n    id\n    clientId\n    name\n    createdAt\n    secrets @include(if: $withSecrets) { id hint status lastUsedAt }\n    ...HandoverChip_application @unmask\n  }\n"): (typeof documents)["\n  fragment ApplicationRow_application on OAuthApplication {\n    id\n    clientId\n    name\n    createdAt\n    secrets @include(if: $withSecrets) { id hint status lastUsedAt }\n    ...HandoverChip_application @unmask\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Applications(\n    $first: Int!\n    $after: String\n    $filter: OAuthApplicationFilter\n    $orderBy: OAuthApplicationOrder\n    $withSecrets: Boolean!\n  ) {\n    oauthApplications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      edges { node { id ...ApplicationRow_application @unmask } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query Applications(\n    $first: Int!\n    $after: String\n    $filter: OAuthApplicationFilter\n    $orderBy: OAuthApplicationOrder\n    $withSecrets: Boolean!\n  ) {\n    oauthApplications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      edges { node { id ...ApplicationRow_application @unmask } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AuditEvents($first: Int!, $after: String, $filter: AuditEventFilter, $withMembers: Boolean!) {\n    auditEvents(first: $first, after: $after, filter: $filter) {\n      edges { node { id ...EventRow_auditEvent @unmask } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query AuditEvents($first: Int!, $after: String, $filter: AuditEventFilter, $withMembers: Boolean!) {\n    auditEvents(first: $first, after: $after, filter: $filter) {\n      edges { node { id ...EventRow_auditEvent @unmask } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment EventRow_auditEvent on AuditEvent {\n    id\n    action\n    actorSecretId\n    targetId\n    wayIn\n    requestId\n    address\n    details\n    createdAt\n    actor { kind id name }\n    oauthApplication { id name }\n    apiToken @include(if: $withMembers) { id name }\n    member @include(if: $withMembers) { id name }\n  }\n"): (typeof documents)["\n  fragment EventRow_auditEvent on AuditEvent {\n    id\n    action\n    actorSecretId\n    targetId\n    wayIn\n    requestId\n    address\n    details\n    createdAt\n    actor { kind id name }\n    oauthApplication { id name }\n    apiToken @include(if: $withMembers) { id name }\n    member @include(if: $withMembers) { id name }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment EventApplication on OAuthApplication { id name }"): (typeof documents)["fragment EventApplication on OAuthApplication { id name }"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query NamedApplications($query: String!) {\n    oauthApplications(first: 8, filter: { query: $query }) {\n      nodes { id name }\n    }\n  }\n"): (typeof documents)["\n  query NamedApplications($query: String!) {\n    oauthApplications(first: 8, filter: { query: $query }) {\n      nodes { id name }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query NamedOthers {\n    apiTokens(first: 100) {\n      nodes { id name role hint createdAt }\n    }\n    members(first: 100) {\n      nodes { id name role email subject oauthApplication { id } }\n    }\n  }\n"): (typeof documents)["\n  query NamedOthers {\n    apiTokens(first: 100) {\n      nodes { id name role hint createdAt }\n    }\n    members(first: 100) {\n      nodes { id name role email subject oauthApplication { id } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query NameOf($id: ID!) {\n    node(id: $id) {\n      ... on OAuthApplication { id name }\n      ... on ApiToken { id name role hint createdAt }\n      ... on Member { id name role email subject }\n    }\n  }\n"): (typeof documents)["\n  query NameOf($id: ID!) {\n    node(id: $id) {\n      ... on OAuthApplication { id name }\n      ... on ApiToken { id name role hint createdAt }\n      ... on Member { id name role email subject }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SecretHints($id: ID!) {\n    oauthApplication(id: $id) { id secrets { id hint } }\n  }\n"): (typeof documents)["\n  query SecretHints($id: ID!) {\n    oauthApplication(id: $id) { id secrets { id hint } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SecretHint($id: ID!) {\n    node(id: $id) { ... on ClientSecret { id hint } }\n  }\n"): (typeof documents)["\n  query SecretHint($id: ID!) {\n    node(id: $id) { ... on ClientSecret { id hint } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment HandoverChip_application on OAuthApplication {\n    enabled\n    public\n    secretContestedAt @include(if: $withSecrets)\n    secrets @include(if: $withSecrets) { id status firstUsedAt lastUsedAt }\n    rotation @include(if: $withSecrets) { endsAt confirmBy safeToComplete reason }\n  }\n"): (typeof documents)["\n  fragment HandoverChip_application on OAuthApplication {\n    enabled\n    public\n    secretContestedAt @include(if: $withSecrets)\n    secrets @include(if: $withSecrets) { id status firstUsedAt lastUsedAt }\n    rotation @include(if: $withSecrets) { endsAt confirmBy safeToComplete reason }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Handover_application on OAuthApplication {\n    id\n    clientId\n    name\n    version\n    enabled\n    public\n    ownerOnlySecretRotation\n    secretOverlapSeconds\n    secretQuietSeconds\n    secretContestedAt @include(if: $withSecrets)\n    secrets @include(if: $withSecrets) {\n      id\n      hint\n      status\n      createdAt\n      expiresAt\n      revokedAt\n      firstUsedAt\n      lastUsedAt\n      useCount\n      contestedAt\n      imported\n      usedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }\n      refusedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }\n    }\n    rotation @include(if: $withSecrets) {\n      startedAt\n      endsAt\n      confirmBy\n      confirmedAt\n      overlapSeconds\n      currentSecretUses\n      previousSecretUses\n      safeToComplete\n      safeAt\n      reason\n    }\n  }\n"): (typeof documents)["\n  fragment Handover_application on OAuthApplication {\n    id\n    clientId\n    name\n    version\n    enabled\n    public\n    ownerOnlySecretRotation\n    secretOverlapSeconds\n    secretQuietSeconds\n    secretContestedAt @include(if: $withSecrets)\n    secrets @include(if: $withSecrets) {\n      id\n      hint\n      status\n      createdAt\n      expiresAt\n      revokedAt\n      firstUsedAt\n      lastUsedAt\n      useCount\n      contestedAt\n      imported\n      usedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }\n      refusedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }\n    }\n    rotation @include(if: $withSecrets) {\n      startedAt\n      endsAt\n      confirmBy\n      confirmedAt\n      overlapSeconds\n      currentSecretUses\n      previousSecretUses\n      safeToComplete\n      safeAt\n      reason\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query HandoverNow($id: ID!, $withSecrets: Boolean!) {\n    oauthApplication(id: $id) { id ...Handover_application }\n  }\n"): (typeof documents)["\n  query HandoverNow($id: ID!, $withSecrets: Boolean!) {\n    oauthApplication(id: $id) { id ...Handover_application }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RotateSecret($input: RotateSecretInput!) {\n    rotateSecret(input: $input) { clientSecret sealedClientSecret }\n  }\n"): (typeof documents)["\n  mutation RotateSecret($input: RotateSecretInput!) {\n    rotateSecret(input: $input) { clientSecret sealedClientSecret }\n  }\n"];
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
export function graphql(source: "\n  mutation AddMember($input: AddMemberInput!) {\n    addMember(input: $input) { member { id name pending ...MemberRow_member } }\n  }\n"): (typeof documents)["\n  mutation AddMember($input: AddMemberInput!) {\n    addMember(input: $input) { member { id name pending ...MemberRow_member } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ServiceApplications($filter: OAuthApplicationFilter!) {\n    oauthApplications(first: 6, filter: $filter) {\n      nodes { id name clientId }\n    }\n  }\n"): (typeof documents)["\n  query ServiceApplications($filter: OAuthApplicationFilter!) {\n    oauthApplications(first: 6, filter: $filter) {\n      nodes { id name clientId }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateMember($input: UpdateMemberInput!) {\n    updateMember(input: $input) { member { id role } }\n  }\n"): (typeof documents)["\n  mutation UpdateMember($input: UpdateMemberInput!) {\n    updateMember(input: $input) { member { id role } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MemberRow_member on Member {\n    id\n    kind\n    subject\n    email\n    pending\n    name\n    role\n    createdAt\n    createdBy { kind id name }\n    oauthApplication { id }\n  }\n"): (typeof documents)["\n  fragment MemberRow_member on Member {\n    id\n    kind\n    subject\n    email\n    pending\n    name\n    role\n    createdAt\n    createdBy { kind id name }\n    oauthApplication { id }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Members($first: Int!, $after: String) {\n    members(first: $first, after: $after) {\n      edges { node { id ...MemberRow_member @unmask } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query Members($first: Int!, $after: String) {\n    members(first: $first, after: $after) {\n      edges { node { id ...MemberRow_member @unmask } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveMember($input: RemoveMemberInput!) {\n    removeMember(input: $input) { removedId }\n  }\n"): (typeof documents)["\n  mutation RemoveMember($input: RemoveMemberInput!) {\n    removeMember(input: $input) { removedId }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Organization {\n    organization { id slug name allowHttpRedirectUris uuid createdAt }\n  }\n"): (typeof documents)["\n  query Organization {\n    organization { id slug name allowHttpRedirectUris uuid createdAt }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateOrganization($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) {\n      organization { id name allowHttpRedirectUris }\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateOrganization($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) {\n      organization { id name allowHttpRedirectUris }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Memberships {\n    memberships {\n      id\n      role\n      organization { id slug name }\n    }\n  }\n"): (typeof documents)["\n  query Memberships {\n    memberships {\n      id\n      role\n      organization { id slug name }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Viewer {\n    viewer {\n      actor { id kind name }\n      organization { id slug name }\n      role\n      permissions\n      memberId\n      memberships {\n        id\n        organization { id name }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Viewer {\n    viewer {\n      actor { id kind name }\n      organization { id slug name }\n      role\n      permissions\n      memberId\n      memberships {\n        id\n        organization { id name }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateApiToken($input: CreateApiTokenInput!) {\n    createApiToken(input: $input) {\n      token\n      apiToken { id name }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateApiToken($input: CreateApiTokenInput!) {\n    createApiToken(input: $input) {\n      token\n      apiToken { id name }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeApiToken($input: RevokeApiTokenInput!) {\n    revokeApiToken(input: $input) { apiToken { id revokedAt } }\n  }\n"): (typeof documents)["\n  mutation RevokeApiToken($input: RevokeApiTokenInput!) {\n    revokeApiToken(input: $input) { apiToken { id revokedAt } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TokenRow_apiToken on ApiToken {\n    id\n    name\n    hint\n    role\n    permissions\n    createdAt\n    createdBy { kind id name }\n    expiresAt\n    revokedAt\n  }\n"): (typeof documents)["\n  fragment TokenRow_apiToken on ApiToken {\n    id\n    name\n    hint\n    role\n    permissions\n    createdAt\n    createdBy { kind id name }\n    expiresAt\n    revokedAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ApiTokens($first: Int!, $after: String) {\n    apiTokens(first: $first, after: $after) {\n      edges { node { id ...TokenRow_apiToken @unmask } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query ApiTokens($first: Int!, $after: String) {\n    apiTokens(first: $first, after: $after) {\n      edges { node { id ...TokenRow_apiToken @unmask } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OwnToken($id: ID!) {\n    node(id: $id) {\n      ... on ApiToken { id expiresAt }\n    }\n  }\n"): (typeof documents)["\n  query OwnToken($id: ID!) {\n    node(id: $id) {\n      ... on ApiToken { id expiresAt }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;