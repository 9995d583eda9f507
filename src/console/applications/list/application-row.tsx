import { memo } from "react";
import { Link } from "wouter";
import type { ApplicationRow_ApplicationFragment } from "../../api/gql/graphql.js";
import { graphql } from "../../api/gql/index.js";
import { HandoverChip } from "../../handover/chip.js";
import type { Changing } from "../../parts/kept-pages.js";
import { Time } from "../../parts/time.js";
import { VisuallyHidden } from "../../parts/visually-hidden.js";
import { lastUseOf, OF_WHICH, type LastUse as Use } from "./last-use.js";
import styles from "./list.module.css";

const APPLICATION_ROW = graphql(`
  fragment ApplicationRow_application on OAuthApplication {
    id
    clientId
    name
    createdAt
    secrets @include(if: $withSecrets) { id hint status lastUsedAt }
    ...HandoverChip_application @unmask
  }
`);

/** An application is changed on its own page. */
export const CHANGING_APPLICATION: Changing<ApplicationRow_ApplicationFragment> = {
  fragment: APPLICATION_ROW,
  fragmentName: "ApplicationRow_application",
  in: (row) => row,
  with: (_, row) => row as ApplicationRow_ApplicationFragment,
};

export interface ApplicationRowProps {
  application: ApplicationRow_ApplicationFragment;
  withSecrets: boolean;
}

/** Rendered again when its application changes, not with each step of a scroll; and no row watches the cache by itself. */
export const ApplicationRow = memo(function ApplicationRow({ application: data, withSecrets }: ApplicationRowProps) {
  const current = data.secrets?.find(({ status }) => status === "CURRENT");
  return (
    <div className={styles.row}>
      <div className={styles.who}>
        <Link href={`/applications/${data.id}`} className={styles.name}>
          <bdi>{data.name}</bdi>
        </Link>
        <code className={styles.client}>{data.clientId}</code>
      </div>
      <div className={styles.state}>
        <HandoverChip application={data} />
      </div>
      <div className={styles.hint}>
        {current && (
          <>
            <VisuallyHidden>hint </VisuallyHidden>
            <code>{current.hint}</code>
          </>
        )}
      </div>
      <div className={styles.use}>
        {withSecrets ? <LastUse use={lastUseOf(data)} /> : <Registered at={data.createdAt} />}
      </div>
    </div>
  );
});

function LastUse({ use }: { use: Use | undefined }) {
  if (!use) return <span className={styles.word}>not used</span>;
  return (
    <>
      <span className={styles.word}>used </span>
      <Time at={use.at} inRow />
      {OF_WHICH[use.status] && <span className={styles.which}> {OF_WHICH[use.status]}</span>}
    </>
  );
}

function Registered({ at }: { at: string }) {
  return (
    <>
      <span className={styles.word}>registered </span>
      <Time at={at} inRow />
    </>
  );
}
