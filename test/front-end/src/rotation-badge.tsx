import type { FragmentType } from "@apollo/client";
import { useSuspenseFragment } from "@apollo/client/react";
import type { RotationBadge_ApplicationFragment } from "./gql/graphql.js";
import { graphql } from "./gql/index.js";

const ROTATION_BADGE = graphql(`
  fragment RotationBadge_application on OAuthApplication {
    hasRotatedSecret
    rotation { endsAt safeToComplete reason }
  }
`);

export function RotationBadge({ application }: { application: FragmentType<RotationBadge_ApplicationFragment> }) {
  const { data } = useSuspenseFragment({ fragment: ROTATION_BADGE, from: application });
  if (data.hasRotatedSecret === null) return <em>not yours to see</em>;
  if (!data.rotation) return null;
  const { endsAt, safeToComplete } = data.rotation;
  return (
    <em>{`two secrets ${endsAt ? `until ${endsAt}` : "without an end"}${safeToComplete ? ", safe to complete" : ""}`}</em>
  );
}
