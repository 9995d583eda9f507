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
    "\n  fragment ApplicationRow_application on OAuthApplication {\n    id\n    name\n    clientId\n    ...RotationBadge_application\n    ...RenameApplication_application\n  }\n": typeof types.ApplicationRow_ApplicationFragmentDoc,
    "\n  query ApplicationsPage($first: Int, $after: String) {\n    oauthApplications(first: $first, after: $after) {\n      totalCount\n      edges { cursor node { id ...ApplicationRow_application } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.ApplicationsPageDocument,
    "\n  mutation CreateApplication($input: CreateOAuthApplicationInput!) {\n    createOAuthApplication(input: $input) {\n      clientSecret\n      oauthApplication { id ...ApplicationRow_application }\n    }\n  }\n": typeof types.CreateApplicationDocument,
    "\n  mutation DeleteApplication($input: DeleteOAuthApplicationInput!) {\n    deleteOAuthApplication(input: $input) { deletedId }\n  }\n": typeof types.DeleteApplicationDocument,
    "\n  fragment RenameApplication_application on OAuthApplication { id name version }\n": typeof types.RenameApplication_ApplicationFragmentDoc,
    "\n  mutation RenameApplication($input: UpdateOAuthApplicationInput!) {\n    updateOAuthApplication(input: $input) { oauthApplication { id name version } }\n  }\n": typeof types.RenameApplicationDocument,
    "\n  mutation RotateSecret($input: RotateSecretInput!) {\n    rotateSecret(input: $input) {\n      clientSecret\n      oauthApplication { id ...RotationBadge_application ...RenameApplication_application }\n    }\n  }\n": typeof types.RotateSecretDocument,
    "\n  fragment RotationBadge_application on OAuthApplication {\n    hasRotatedSecret\n    rotation { endsAt safeToComplete reason }\n  }\n": typeof types.RotationBadge_ApplicationFragmentDoc,
};
const documents: Documents = {
    "\n  fragment ApplicationRow_application on OAuthApplication {\n    id\n    name\n    clientId\n    ...RotationBadge_application\n    ...RenameApplication_application\n  }\n": types.ApplicationRow_ApplicationFragmentDoc,
    "\n  query ApplicationsPage($first: Int, $after: String) {\n    oauthApplications(first: $first, after: $after) {\n      totalCount\n      edges { cursor node { id ...ApplicationRow_application } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.ApplicationsPageDocument,
    "\n  mutation CreateApplication($input: CreateOAuthApplicationInput!) {\n    createOAuthApplication(input: $input) {\n      clientSecret\n      oauthApplication { id ...ApplicationRow_application }\n    }\n  }\n": types.CreateApplicationDocument,
    "\n  mutation DeleteApplication($input: DeleteOAuthApplicationInput!) {\n    deleteOAuthApplication(input: $input) { deletedId }\n  }\n": types.DeleteApplicationDocument,
    "\n  fragment RenameApplication_application on OAuthApplication { id name version }\n": types.RenameApplication_ApplicationFragmentDoc,
    "\n  mutation RenameApplication($input: UpdateOAuthApplicationInput!) {\n    updateOAuthApplication(input: $input) { oauthApplication { id name version } }\n  }\n": types.RenameApplicationDocument,
    "\n  mutation RotateSecret($input: RotateSecretInput!) {\n    rotateSecret(input: $input) {\n      clientSecret\n      oauthApplication { id ...RotationBadge_application ...RenameApplication_application }\n    }\n  }\n": types.RotateSecretDocument,
    "\n  fragment RotationBadge_application on OAuthApplication {\n    hasRotatedSecret\n    rotation { endsAt safeToComplete reason }\n  }\n": types.RotationBadge_ApplicationFragmentDoc,
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
export function graphql(source: "\n  fragment ApplicationRow_application on OAuthApplication {\n    id\n    name\n    clientId\n    ...RotationBadge_application\n    ...RenameApplication_application\n  }\n"): (typeof documents)["\n  fragment ApplicationRow_application on OAuthApplication {\n    id\n    name\n    clientId\n    ...RotationBadge_application\n    ...RenameApplication_application\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ApplicationsPage($first: Int, $after: String) {\n    oauthApplications(first: $first, after: $after) {\n      totalCount\n      edges { cursor node { id ...ApplicationRow_application } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query ApplicationsPage($first: Int, $after: String) {\n    oauthApplications(first: $first, after: $after) {\n      totalCount\n      edges { cursor node { id ...ApplicationRow_application } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateApplication($input: CreateOAuthApplicationInput!) {\n    createOAuthApplication(input: $input) {\n      clientSecret\n      oauthApplication { id ...ApplicationRow_application }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateApplication($input: CreateOAuthApplicationInput!) {\n    createOAuthApplication(input: $input) {\n      clientSecret\n      oauthApplication { id ...ApplicationRow_application }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteApplication($input: DeleteOAuthApplicationInput!) {\n    deleteOAuthApplication(input: $input) { deletedId }\n  }\n"): (typeof documents)["\n  mutation DeleteApplication($input: DeleteOAuthApplicationInput!) {\n    deleteOAuthApplication(input: $input) { deletedId }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RenameApplication_application on OAuthApplication { id name version }\n"): (typeof documents)["\n  fragment RenameApplication_application on OAuthApplication { id name version }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RenameApplication($input: UpdateOAuthApplicationInput!) {\n    updateOAuthApplication(input: $input) { oauthApplication { id name version } }\n  }\n"): (typeof documents)["\n  mutation RenameApplication($input: UpdateOAuthApplicationInput!) {\n    updateOAuthApplication(input: $input) { oauthApplication { id name version } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RotateSecret($input: RotateSecretInput!) {\n    rotateSecret(input: $input) {\n      clientSecret\n      oauthApplication { id ...RotationBadge_application ...RenameApplication_application }\n    }\n  }\n"): (typeof documents)["\n  mutation RotateSecret($input: RotateSecretInput!) {\n    rotateSecret(input: $input) {\n      clientSecret\n      oauthApplication { id ...RotationBadge_application ...RenameApplication_application }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RotationBadge_application on OAuthApplication {\n    hasRotatedSecret\n    rotation { endsAt safeToComplete reason }\n  }\n"): (typeof documents)["\n  fragment RotationBadge_application on OAuthApplication {\n    hasRotatedSecret\n    rotation { endsAt safeToComplete reason }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;