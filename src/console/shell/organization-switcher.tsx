import { lazy, Suspense, useState } from "react";
import { advice } from "../api/advice.js";
import { gatewayErrors } from "../api/gateway-errors.js";
import { Notice } from "../parts/notice.js";
import { useSession } from "../session/session-context.js";
import { useViewer } from "../session/viewer-context.js";
import styles from "./shell.module.css";

/** Most people are in one organization, and need no menu here. */
const Menu = lazy(async () => ({ default: (await import("../parts/menu.js")).Menu }));

/** Names the organization that the page is about, and goes over to another for who is in several. */
export function OrganizationSwitcher() {
  const session = useSession();
  const { organization, memberships } = useViewer();
  const [failure, setFailure] = useState<string>();
  const name = <bdi className={styles.name}>{organization.name}</bdi>;
  const others = (memberships ?? []).filter((membership) => membership.organization.id !== organization.id);
  if (others.length === 0) return name;
  const goTo = async (id: string) => {
    const error = await session.switchTo(id);
    const [first] = error ? gatewayErrors(error) : [];
    setFailure(first && advice(first, "read"));
  };
  const items = others.map((other) => ({
    label: <bdi>{other.organization.name}</bdi>,
    onSelect: () => void goTo(other.organization.id),
  }));
  return (
    <>
      <Suspense fallback={name}>
        <Menu label={`${organization.name}: go to another organization`} items={items}>
          {name}
          <span aria-hidden="true">▾</span>
        </Menu>
      </Suspense>
      {failure && <Notice tone="bad">{failure}</Notice>}
    </>
  );
}
