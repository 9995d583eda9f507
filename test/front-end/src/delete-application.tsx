import { useMutation } from "@apollo/client/react";
import { FailureNotice } from "./failure-notice.js";
import { graphql } from "./gql/index.js";
import { remove } from "./lists.js";
import { useLookAgain } from "./look-again.js";

const DELETE = graphql(`
  mutation DeleteApplication($input: DeleteOAuthApplicationInput!) {
    deleteOAuthApplication(input: $input) { deletedId }
  }
`);

export function DeleteApplication({ id, name }: { id: string; name: string }) {
  const lookAgain = useLookAgain(id);
  const [send, { error, loading }] = useMutation(DELETE, {
    variables: { input: { oauthApplicationId: id } },
    update(cache, { data }) {
      const deletedId = data?.deleteOAuthApplication?.deletedId;
      if (deletedId) remove(cache, deletedId);
    },
  });
  const ask = () => {
    if (window.confirm(`Delete ${name}?`)) lookAgain(send());
  };
  return (
    <>
      <button type="button" disabled={loading} onClick={ask}>
        Delete
      </button>
      <FailureNotice errors={[error]} />
    </>
  );
}
