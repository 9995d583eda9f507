import { useMutation } from "@apollo/client/react";
import { FailureNotice } from "./failure-notice.js";
import { graphql } from "./gql/index.js";
import { useShowSecret } from "./new-secrets.js";

const ROTATE = graphql(`
  mutation RotateSecret($input: RotateSecretInput!) {
    rotateSecret(input: $input) {
      clientSecret
      oauthApplication { id ...RotationBadge_application ...RenameApplication_application }
    }
  }
`);

export function RotateSecret({ id, name }: { id: string; name: string }) {
  const showSecret = useShowSecret();
  const [rotate, { error, loading, reset }] = useMutation(ROTATE);
  const send = async () => {
    const { data } = await rotate({ variables: { input: { oauthApplicationId: id } } });
    const secret = data?.rotateSecret?.clientSecret;
    if (!secret) return;
    showSecret(name, secret);
    // Nothing but what shows the secret has it any more.
    reset();
  };
  return (
    <>
      <button type="button" disabled={loading} onClick={send}>
        Rotate
      </button>
      <FailureNotice errors={[error]} />
    </>
  );
}
