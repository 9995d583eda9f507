import { useDeferredValue, useMemo } from "react";
import { useSearchParams } from "wouter";
import { Boundary } from "../parts/boundary.js";
import { Card } from "../parts/card.js";
import { Forbidden } from "../parts/forbidden.js";
import { ListSkeletons } from "../parts/list-skeletons.js";
import { Page } from "../parts/page.js";
import { useMay } from "../session/viewer-context.js";
import styles from "./audit.module.css";
import { AuditToolbar } from "./audit-toolbar.js";
import { EventList } from "./event-list.js";
import { FILTER_NAMES, type FilterName, filterOf, SECRET_OF } from "./filters.js";

/** What was done in the organization. What is looked for stands in the address. */
export function AuditPage() {
  const maySee = useMay("AUDIT_READ");
  const [address, setAddress] = useSearchParams();
  const text = address.toString();
  const wanted = useMemo(() => filterOf(new URLSearchParams(text)), [text]);
  // What was found before stays until the next answer is there.
  const shown = useDeferredValue(wanted);
  const change = (name: FilterName, value: string) =>
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        if (name === "actorSecretId") next.delete(SECRET_OF);
        return next;
      },
      { replace: true },
    );
  const clear = () => setAddress({});
  return (
    <Page title="Audit log" note="What was done in the organization, newest first. Nothing of it is ever changed.">
      {maySee ? (
        <>
          <AuditToolbar address={address} change={change} clear={clear} />
          <Card>
            <div className={shown === wanted ? undefined : styles.stale} aria-busy={shown !== wanted}>
              <Boundary waiting={<ListSkeletons label="The events are loading" />}>
                <EventList
                  key={JSON.stringify(shown)}
                  filter={shown}
                  secretOf={address.get(SECRET_OF) ?? undefined}
                  isFiltered={FILTER_NAMES.some((name) => address.get(name))}
                  clear={clear}
                />
              </Boundary>
            </div>
          </Card>
        </>
      ) : (
        <Card>
          <Forbidden what="The audit log" permission="AUDIT_READ" />
        </Card>
      )}
    </Page>
  );
}
