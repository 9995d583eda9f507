import { useMutation } from "@apollo/client/react";
import { FailureNotice } from "./failure-notice.js";
import { graphql } from "./gql/index.js";
import { forgetAnswer, useShowSecret } from "./new-secrets.js";

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
  const [rotate, mutation] = useMutation(ROTATE);
  const send = async () => {
    const { data } = await rotate({ variables: { input: { oauthApplicationId: id } } });
    const secret = data?.rotateSecret?.clientSecret;
    if (!secret) return;
    showSecret(name, secret);
    forgetAnswer(mutation);
  };
  return (
    <>
      <button type="button" disabled={mutation.loading} onClick={send}>
        Rotate
      </button>
      <FailureNotice errors={[mutation.error]} />
    </>
  );
}
