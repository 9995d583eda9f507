import { useMutation } from "@apollo/client/react";
import { FailureNotice } from "./failure-notice.js";
import { graphql } from "./gql/index.js";
import { remove } from "./lists.js";

const DELETE = graphql(`
  mutation DeleteApplication($input: DeleteOAuthApplicationInput!) {
    deleteOAuthApplication(input: $input) { deletedId }
  }
`);

export function DeleteApplication({ id }: { id: string }) {
  const [send, { error }] = useMutation(DELETE, {
    variables: { input: { oauthApplicationId: id } },
    update(cache, { data }) {
      const deletedId = data?.deleteOAuthApplication?.deletedId;
      if (deletedId) remove(cache, deletedId);
    },
  });
  return (
    <>
      <button type="button" onClick={() => send()}>
        Delete
      </button>
      <FailureNotice errors={[error]} />
    </>
  );
}
