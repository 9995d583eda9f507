import { graphql } from "../../api/gql/index.js";

/** Its answer has the secret: it passes no cache, and what has changed is asked for again. */
export const ROTATE_SECRET = graphql(`
  mutation RotateSecret($input: RotateSecretInput!) {
    rotateSecret(input: $input) { clientSecret sealedClientSecret }
  }
`);

export const MOVE_END = graphql(`
  mutation MoveEnd($input: UpdateSecretRotationInput!, $withSecrets: Boolean!) {
    updateSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }
  }
`);

export const COMPLETE_ROTATION = graphql(`
  mutation CompleteRotation($input: CompleteSecretRotationInput!, $withSecrets: Boolean!) {
    completeSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }
  }
`);

export const CANCEL_ROTATION = graphql(`
  mutation CancelRotation($input: CancelSecretRotationInput!, $withSecrets: Boolean!) {
    cancelSecretRotation(input: $input) { oauthApplication { id ...Handover_application } }
  }
`);
