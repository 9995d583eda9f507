import { memo, useState } from "react";
import type { EventRow_AuditEventFragment } from "../api/gql/graphql.js";
import { graphql } from "../api/gql/index.js";
import { ActorName } from "../parts/actor-name.js";
import { Button } from "../parts/button.js";
import type { Changing } from "../parts/kept-pages.js";
import { Time } from "../parts/time.js";
import styles from "./audit.module.css";
import { EventDetails } from "./event-details.js";
import { ToldApart } from "./namesakes.js";
import { sentenceOf } from "./sentence.js";
import { Target } from "./target.js";
import { WAY_WORDS } from "./ways.js";

graphql(`
  fragment EventRow_auditEvent on AuditEvent {
    id
    action
    actorSecretId
    targetId
    wayIn
    requestId
    address
    details
    createdAt
    actor { kind id name }
    oauthApplication { id name }
    apiToken @include(if: $withMembers) { id name }
    member @include(if: $withMembers) { id name }
  }
`);

/** Of an event only the name of its application ever changes. */
export const CHANGING_EVENT: Changing<EventRow_AuditEventFragment> = {
  fragment: graphql(`fragment EventApplication on OAuthApplication { id name }`),
  fragmentName: "EventApplication",
  in: ({ oauthApplication }) => oauthApplication,
  with: (event, application) => ({
    ...event,
    oauthApplication: application as EventRow_AuditEventFragment["oauthApplication"],
  }),
};

/** Rendered once: of an event only the name of its application ever changes. */
export const EventRow = memo(function EventRow({ event: data }: { event: EventRow_AuditEventFragment }) {
  const [isOpen, setOpen] = useState(false);
  const { before, after, isWrong } = sentenceOf(data.action, data.details);
  return (
    <div className={styles.event} data-wrong={isWrong || undefined}>
      <div className={styles.sentence}>
        <span className={styles.who}>
          <ActorName actor={data.actor} />
        </span>
        <ToldApart id={data.actor?.id} /> {before} <Target event={data} />
        {/^[;:,]|^$/.test(after) ? "" : " "}
        <bdi>{after}</bdi>
      </div>
      <div className={`${styles.small} ${styles.from}`}>
        {WAY_WORDS[data.wayIn]}
        {data.address && (
          <>
            {" from "}
            <bdi>{data.address}</bdi>
          </>
        )}
      </div>
      <div className={`${styles.small} ${styles.when}`}>
        <Time at={data.createdAt} />
      </div>
      <Button tone="quiet" className={styles.open} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Details
      </Button>
      {isOpen && <EventDetails event={data} onClose={() => setOpen(false)} />}
    </div>
  );
});
