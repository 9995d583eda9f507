import { useMutation } from "@apollo/client/react";
import { FailureNotice } from "./failure-notice.js";
import { graphql } from "./gql/index.js";
import { SecretShownOnce } from "./secret-shown-once.js";

const ROTATE = graphql(`
  mutation RotateSecret($input: RotateSecretInput!) {
    rotateSecret(input: $input) {
      clientSecret
      oauthApplication { id ...RotationBadge_application ...RenameApplication_application }
    }
  }
`);

export function RotateSecret({ id }: { id: string }) {
  const [rotate, { data, error, reset }] = useMutation(ROTATE, {
    variables: { input: { oauthApplicationId: id } },
    onError: () => undefined,
  });
  const secret = data?.rotateSecret?.clientSecret;
  return (
    <>
      <button type="button" onClick={() => rotate()}>
        Rotate
      </button>
      <FailureNotice error={error} />
      {secret && <SecretShownOnce secret={secret} onStored={reset} />}
    </>
  );
}
