import type { EventRow_AuditEventFragment } from "../api/gql/graphql.js";
import { ActorName } from "../parts/actor-name.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { Fact, Facts } from "../parts/facts.js";
import { LinkButton } from "../parts/link-button.js";
import { exactTime } from "../parts/relative-time.js";
import styles from "./audit.module.css";
import { SECRET_OF } from "./filters.js";
import { detailsText } from "./hints.js";
import { useNameOf } from "./named.js";
import { useHintOf, useSecretsOf } from "./secrets.js";
import { titleOf } from "./sentence.js";
import { Target } from "./target.js";
import { WAY_WORDS } from "./ways.js";

export interface EventDetailsProps {
  event: EventRow_AuditEventFragment;
  onClose: () => void;
}

/** All that the gateway knows of an event, and the way to others like it. */
export function EventDetails({ event, onClose }: EventDetailsProps) {
  const { actor, actorSecretId, targetId, oauthApplication, address, requestId, details } = event;
  const known = useNameOf(actor.id);
  const { secrets } = useSecretsOf(oauthApplication?.id);
  const actorHint = useHintOf(actorSecretId);
  const only = (name: string, value: string, more = {}) => `/audit?${new URLSearchParams({ [name]: value, ...more })}`;
  const ofActor = actor.kind === "APPLICATION" ? { [SECRET_OF]: actor.id } : {};
  return (
    <Dialog
      open
      onClose={onClose}
      title={titleOf(event.action, event.details)}
      actions={
        <>
          <LinkButton href={only("targetId", targetId)}>All events of this</LinkButton>
          <LinkButton href={only("actorId", actor.id)}>All events by this actor</LinkButton>
          {actorSecretId && (
            <LinkButton href={only("actorSecretId", actorSecretId, ofActor)}>All events with this secret</LinkButton>
          )}
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <Facts>
        <Fact name="When">
          <time dateTime={event.createdAt}>{exactTime(Date.parse(event.createdAt))}</time>
        </Fact>
        <Fact name="By whom">
          <ActorName actor={actor} />
          {known?.apart && ` (${known.apart})`} <code>{actor.id}</code>
        </Fact>
        <Fact name="To what">
          <Target event={event} /> <code>{targetId}</code>
        </Fact>
        <Fact name="Through">{WAY_WORDS[event.wayIn]}</Fact>
        {address && (
          <Fact name="From">
            <bdi>{address}</bdi>
          </Fact>
        )}
        {actorSecretId && (
          <Fact name="With the client secret">
            {actorHint && <code>{actorHint}</code>} <code>{actorSecretId}</code>
          </Fact>
        )}
        {requestId && (
          <Fact name="Request">
            <code>{requestId}</code>
          </Fact>
        )}
        <Fact name="Event">
          <code>{event.id}</code>
        </Fact>
      </Facts>
      {Object.keys(details).length > 0 && <pre className={styles.details}>{detailsText(details, secrets)}</pre>}
    </Dialog>
  );
}
