import type { FragmentType } from "@apollo/client";
import { useMutation, useSuspenseFragment } from "@apollo/client/react";
import { FailureNotice } from "./failure-notice.js";
import type { EndRotation_ApplicationFragment } from "./gql/graphql.js";
import { graphql } from "./gql/index.js";
import { useLookAgain } from "./look-again.js";

const ROTATED = graphql(`
  fragment EndRotation_application on OAuthApplication { id rotation { startedAt } }
`);

const COMPLETE = graphql(`
  mutation CompleteRotation($input: CompleteSecretRotationInput!) {
    completeSecretRotation(input: $input) { oauthApplication { id ...ApplicationRow_application } }
  }
`);

const CANCEL = graphql(`
  mutation CancelRotation($input: CancelSecretRotationInput!) {
    cancelSecretRotation(input: $input) { oauthApplication { id ...ApplicationRow_application } }
  }
`);

/** Ends an open rotation: with the new secret alone, or, when that did not arrive, with the old one. */
export function EndRotation({ application }: { application: FragmentType<EndRotation_ApplicationFragment> }) {
  const { data } = useSuspenseFragment({ fragment: ROTATED, from: application });
  const lookAgain = useLookAgain(data.id);
  const options = { variables: { input: { oauthApplicationId: data.id } } };
  const [complete, completed] = useMutation(COMPLETE, options);
  const [cancel, cancelled] = useMutation(CANCEL, options);
  const isWaiting = completed.loading || cancelled.loading;
  if (!data.rotation) return null;
  return (
    <>
      <button type="button" disabled={isWaiting} onClick={() => lookAgain(complete())}>
        Complete rotation
      </button>
      <button type="button" disabled={isWaiting} onClick={() => lookAgain(cancel())}>
        Cancel rotation
      </button>
      <FailureNotice errors={[completed.error, cancelled.error]} />
    </>
  );
}
