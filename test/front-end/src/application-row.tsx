import type { FragmentType } from "@apollo/client";
import { useSuspenseFragment } from "@apollo/client/react";
import { DeleteApplication } from "./delete-application.js";
import { EndRotation } from "./end-rotation.js";
import type { ApplicationRow_ApplicationFragment } from "./gql/graphql.js";
import { graphql } from "./gql/index.js";
import { May } from "./permissions.js";
import { RenameApplication } from "./rename-application.js";
import { RotateSecret } from "./rotate-secret.js";
import { RotationBadge } from "./rotation-badge.js";

const APPLICATION_ROW = graphql(`
  fragment ApplicationRow_application on OAuthApplication {
    id
    name
    clientId
    ...RotationBadge_application
    ...EndRotation_application
    ...RenameApplication_application
  }
`);

export function ApplicationRow({ application }: { application: FragmentType<ApplicationRow_ApplicationFragment> }) {
  const { data } = useSuspenseFragment({
    fragment: APPLICATION_ROW,
    // With its children's fragments in it the document has several.
    fragmentName: "ApplicationRow_application",
    from: application,
  });
  return (
    <li>
      <strong>{data.name}</strong> <code>{data.clientId}</code> <RotationBadge application={data} />
      <May permission="APPLICATION_WRITE">
        <RenameApplication application={data} />
      </May>
      <May permission="SECRET_ROTATE">
        <RotateSecret id={data.id} name={data.name} />
        <EndRotation application={data} />
      </May>
      <May permission="APPLICATION_DELETE">
        <DeleteApplication id={data.id} name={data.name} />
      </May>
    </li>
  );
}
