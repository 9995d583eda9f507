import { useViewer } from "../session/viewer-context.js";

/** Where, and as what, GraphiQL asks; and the way back. */
export function OrganizationBar() {
  const { organization, role } = useViewer();
  return (
    <p className="explorer-organization">
      <a href="/console">
        <bdi>{organization.name}</bdi>
      </a>
      <span>{role}</span>
    </p>
  );
}
