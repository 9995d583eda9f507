import { graphql } from "../../api/gql/index.js";

/** All that the page of one application knows of its secrets. Without SECRET_READ only what stands before them. */
export const HANDOVER = graphql(`
  fragment Handover_application on OAuthApplication {
    id
    clientId
    name
    version
    enabled
    public
    ownerOnlySecretRotation
    secretOverlapSeconds
    secretQuietSeconds
    secretContestedAt @include(if: $withSecrets)
    secrets @include(if: $withSecrets) {
      id
      hint
      status
      createdAt
      expiresAt
      revokedAt
      firstUsedAt
      lastUsedAt
      useCount
      contestedAt
      imported
      usedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }
      refusedFrom { evidence address addressMasked clientSoftware count firstAt lastAt }
    }
    rotation @include(if: $withSecrets) {
      startedAt
      endsAt
      confirmBy
      confirmedAt
      overlapSeconds
      currentSecretUses
      previousSecretUses
      safeToComplete
      safeAt
      reason
    }
  }
`);

/** The question that is asked again every few seconds while somebody looks: what the fragment names, and nothing else. */
export const HANDOVER_NOW = graphql(`
  query HandoverNow($id: ID!, $withSecrets: Boolean!) {
    oauthApplication(id: $id) { id ...Handover_application }
  }
`);
