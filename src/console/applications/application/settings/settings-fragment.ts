import { graphql } from "../../../api/gql/index.js";

export const SETTINGS = graphql(`
  fragment Settings_application on OAuthApplication {
    id
    version
    name
    description
    enabled
    public
    redirectUris
    postLogoutRedirectUris
    allowedOrigins
    scopes
    optionalScopes
    grantTypes
    tokenEndpointAuthMethod
    pkceRequired
    consentScreenEnabled
    homepageUrl
    logoUrl
    privacyPolicyUrl
    termsOfServiceUrl
    secretOverlapSeconds
    secretQuietSeconds
    accessTokenTtlSeconds
    ownerOnlySecretRotation
    secretRecipientKey
    selfRotationEnabled
  }
`);

/** The settings as they are this moment. */
export const SETTINGS_NOW = graphql(`
  query SettingsNow($id: ID!) {
    oauthApplication(id: $id) { id ...Settings_application @unmask }
  }
`);

export const UPDATE_APPLICATION = graphql(`
  mutation UpdateApplication($input: UpdateOAuthApplicationInput!, $withSecrets: Boolean!) {
    updateOAuthApplication(input: $input) {
      oauthApplication { id ...Settings_application ...Handover_application ...ApplicationNote_application }
    }
  }
`);

export const DELETE_APPLICATION = graphql(`
  mutation DeleteApplication($input: DeleteOAuthApplicationInput!) {
    deleteOAuthApplication(input: $input) { deletedId }
  }
`);
