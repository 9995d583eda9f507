import type { FragmentType } from "@apollo/client";
import { useMutation, useSuspenseFragment } from "@apollo/client/react";
import type { SubmitEvent } from "react";
import { FailureNotice } from "./failure-notice.js";
import type { RenameApplication_ApplicationFragment } from "./gql/graphql.js";
import { graphql } from "./gql/index.js";
import { useLookAgain } from "./look-again.js";

const RENAMED = graphql(`
  fragment RenameApplication_application on OAuthApplication { id name version }
`);

const RENAME = graphql(`
  mutation RenameApplication($input: UpdateOAuthApplicationInput!) {
    updateOAuthApplication(input: $input) { oauthApplication { id name version } }
  }
`);

/** The new name is shown at once, and taken back when the gateway refuses it. */
export function RenameApplication({
  application,
}: {
  application: FragmentType<RenameApplication_ApplicationFragment>;
}) {
  const { data } = useSuspenseFragment({ fragment: RENAMED, from: application });
  const [rename, { error, loading }] = useMutation(RENAME);
  const lookAgain = useLookAgain(data.id);
  const save = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get("name"));
    const answer = rename({
      variables: { input: { oauthApplicationId: data.id, name, expectedVersion: data.version } },
      optimisticResponse: {
        updateOAuthApplication: {
          __typename: "UpdateOAuthApplicationPayload",
          oauthApplication: { __typename: "OAuthApplication", id: data.id, name, version: data.version + 1 },
        },
      },
    });
    if ((await answer).data?.updateOAuthApplication) form.reset();
    lookAgain(answer);
  };
  return (
    <form onSubmit={save}>
      <input name="name" aria-label={`New name of ${data.name}`} defaultValue={data.name} />
      <button type="submit" disabled={loading}>
        Rename
      </button>
      <FailureNotice errors={[error]} />
    </form>
  );
}
