import type { Permission } from "../api/gql/graphql.js";
import { useViewer } from "../session/viewer-context.js";
import { EmptyState } from "./empty-state.js";

/** In the place of what is not for this visitor: which right it needs, and who can give it. */
export function Forbidden({ what, permission }: { what: string; permission: Permission }) {
  const { role, organization } = useViewer();
  return (
    <EmptyState title={`${what}: not yours to see`}>
      This needs the permission <code>{permission}</code>, which you, {role} of <bdi>{organization.name}</bdi>, do not
      have. An administrator of the organization can give it to you.
    </EmptyState>
  );
}
