import type { FragmentType } from "@apollo/client";
import { useSuspenseFragment } from "@apollo/client/react";
import type { ApplicationNote_ApplicationFragment } from "../../api/gql/graphql.js";
import { graphql } from "../../api/gql/index.js";
import { Copy } from "../../parts/copy.js";
import { Time } from "../../parts/time.js";
import styles from "./application-note.module.css";
import { kindOf } from "./kind.js";

const NOTE = graphql(`
  fragment ApplicationNote_application on OAuthApplication {
    clientId
    public
    enabled
    grantTypes
    redirectUris
    createdAt
    description
  }
`);

/** Below the name: the client id, what kind of application it is, and whether it may authenticate. */
export function ApplicationNote({ application }: { application: FragmentType<ApplicationNote_ApplicationFragment> }) {
  const { data } = useSuspenseFragment({ fragment: NOTE, from: application });
  return (
    <>
      <span className={styles.line}>
        <code translate="no">{data.clientId}</code>
        <Copy text={data.clientId} what="client id" tone="quiet" />
        <span>{kindOf(data)}</span>
        {!data.enabled && <span className={styles.disabled}>disabled</span>}
        <span>
          registered <Time at={data.createdAt} />
        </span>
      </span>
      {data.description && <bdi className={styles.description}>{data.description}</bdi>}
    </>
  );
}
