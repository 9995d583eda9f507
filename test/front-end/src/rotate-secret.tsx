import { useMutation } from "@apollo/client/react";
import { FailureNotice } from "./failure-notice.js";
import { graphql } from "./gql/index.js";
import { useLookAgain } from "./look-again.js";
import { forgetAnswer, useShowSecret } from "./new-secrets.js";

const ROTATE = graphql(`
  mutation RotateSecret($input: RotateSecretInput!) {
    rotateSecret(input: $input) {
      clientSecret
      oauthApplication { id ...ApplicationRow_application }
    }
  }
`);

export function RotateSecret({ id, name }: { id: string; name: string }) {
  const showSecret = useShowSecret();
  const [rotate, mutation] = useMutation(ROTATE);
  const lookAgain = useLookAgain(id);
  const send = async () => {
    const answer = rotate({ variables: { input: { oauthApplicationId: id } } });
    const { data } = await answer;
    // A secret that did not arrive has begun a rotation all the same.
    lookAgain(answer);
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
