import { useDeferredValue, useMemo } from "react";
import { useSearchParams } from "wouter";
import { Boundary } from "../parts/boundary.js";
import { Card } from "../parts/card.js";
import { LinkButton } from "../parts/link-button.js";
import { Page } from "../parts/page.js";
import { May, useMay, useViewer } from "../session/viewer-context.js";
import { ApplicationList } from "./list/application-list.js";
import { EmptyList } from "./list/empty-list.js";
import { filterOf, orderOf, type Whose } from "./list/filters.js";
import styles from "./list/list.module.css";
import { PAGE_SIZE } from "./list/list-query.js";
import { RowSkeletons } from "./list/row-skeletons.js";
import { Toolbar } from "./list/toolbar.js";

/** The list of the organization's applications; what is looked for stands in the address. */
export function ApplicationsPage() {
  const { role } = useViewer();
  const withSecrets = useMay("SECRET_READ");
  const [address, setAddress] = useSearchParams();
  const asked = address.get("whose");
  // Administrators look after everybody's applications, others first of all after their own.
  const whose: Whose = asked === "mine" || asked === "all" ? asked : isAdministrator(role) ? "all" : "mine";
  const wanted = useMemo(
    () => ({ first: PAGE_SIZE, filter: filterOf(address, whose, Date.now()), orderBy: orderOf(address), withSecrets }),
    [address, whose, withSecrets],
  );
  // What was found before stays until the next answer is there.
  const shown = useDeferredValue(wanted);
  const change = (values: Record<string, string>, options?: { replace: boolean }) =>
    setAddress((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(values)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      return next;
    }, options);
  return (
    <Page
      title="Applications"
      note={
        withSecrets
          ? undefined
          : "Which secrets they have, and who uses them, is for who has the permission SECRET_READ."
      }
      actions={
        <May permission="APPLICATION_WRITE">
          <LinkButton href="/applications/new" tone="go">
            Register an application
          </LinkButton>
        </May>
      }
    >
      <Toolbar address={address} whose={whose} change={change} />
      <Card>
        <div className={shown === wanted ? undefined : styles.stale} aria-busy={shown !== wanted}>
          <Boundary waiting={<RowSkeletons />}>
            <ApplicationList
              key={JSON.stringify(shown)}
              variables={shown}
              empty={<EmptyList address={address} whose={whose} change={change} />}
            />
          </Boundary>
        </div>
      </Card>
    </Page>
  );
}

function isAdministrator(role: string): boolean {
  return role === "ADMIN" || role === "OWNER";
}
