import type { FragmentType } from "@apollo/client";
import { useMutation, useSuspenseFragment } from "@apollo/client/react";
import { FailureNotice } from "./failure-notice.js";
import type { RenameApplication_ApplicationFragment } from "./gql/graphql.js";
import { graphql } from "./gql/index.js";

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
  const save = (form: FormData) => {
    const name = String(form.get("name"));
    rename({
      variables: { input: { oauthApplicationId: data.id, name, expectedVersion: data.version } },
      optimisticResponse: {
        updateOAuthApplication: {
          __typename: "UpdateOAuthApplicationPayload",
          oauthApplication: { __typename: "OAuthApplication", id: data.id, name, version: data.version + 1 },
        },
      },
    });
  };
  return (
    <form action={save}>
      <input name="name" aria-label={`New name of ${data.name}`} defaultValue={data.name} />
      <button type="submit" disabled={loading}>
        Rename
      </button>
      <FailureNotice errors={[error]} />
    </form>
  );
}
