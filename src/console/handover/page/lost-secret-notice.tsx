import { type ReactNode, useState } from "react";
import { Button } from "../../parts/button.js";
import { FailureNotice } from "../../parts/failure-notice.js";
import { Notice } from "../../parts/notice.js";
import { Time } from "../../parts/time.js";
import type { LostSecret } from "../steps/use-rotate.js";
import { type Handover, worksNow } from "./handover.js";
import { Hint } from "./hint.js";
import styles from "./lost-secret-notice.module.css";
import { useLookedAt } from "./use-look-again.js";

export interface LostSecretNoticeProps {
  application: Handover;
  lost: LostSecret;
  onCancelRotation: () => void;
  onRotate: () => void;
  onDone: () => void;
}

/** After a rotation whose answer got lost: what may have happened, what is known by now, and how to go on. */
export function LostSecretNotice({ application, lost, onCancelRotation, onRotate, onDone }: LostSecretNoticeProps) {
  const { current, previous } = worksNow(application);
  const lookedAt = useLookedAt(application.id);
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<{ error: unknown; at: number; isReached: boolean }>();
  const askAgain = async () => {
    setAsking(true);
    const { error, isReached } = await lost.askAgain();
    setAsking(false);
    setFailure(error ? { error, at: Date.now(), isReached } : undefined);
    if (!error) onDone();
  };
  // That nobody could be reached is over with the next answer; what went wrong otherwise stands until it is asked again.
  const isOver = failure && !failure.isReached && lookedAt !== undefined && lookedAt > failure.at;
  const ways = (others?: ReactNode) => (
    <>
      <div className={styles.ways}>
        <Button tone="go" busy={isAsking} onClick={() => void askAgain()}>
          Ask for the answer again
        </Button>
        {others}
      </div>
      <FailureNotice errors={[isOver ? undefined : failure?.error]} />
    </>
  );
  if (lookedAt === undefined || lookedAt < lost.at) {
    return (
      <Notice tone="old">
        <p>
          No answer arrived to the rotation, and the gateway could not be asked since whether it was done: what stands
          here is from before
          {lookedAt !== undefined && (
            <>
              , from <Time at={new Date(lookedAt).toISOString()} as="clock" />
            </>
          )}
          . Ask again once it can be reached: if a new secret was issued, you get that one, and no second one.
        </p>
        {ways()}
      </Notice>
    );
  }
  if (current?.id === lost.currentId) {
    // Something has changed since, and the rotation was for the version before: it was cancelled, or can no longer come.
    if (application.version !== lost.version) return null;
    return (
      <Notice tone="old">
        <p>
          No answer arrived to the rotation. So far nothing has changed here: {current ? "the old secret" : "no secret"}{" "}
          is current. Ask again: if a new one was issued all the same, you get that one, and no second one.
        </p>
        {ways(<Button onClick={onDone}>Close this notice</Button>)}
      </Notice>
    );
  }
  return (
    <Notice tone="old">
      <p>
        The rotation was done, but its answer got lost: nobody has seen the new secret{" "}
        {current && <Hint of={current} />}. Ask for the answer again: the gateway keeps it for 24 hours, until the
        secret is used.{" "}
        {previous
          ? "Or cancel the rotation: the new one stops, and the old one is current again."
          : "Or rotate once more: the older ones have stopped."}
      </p>
      {ways(
        <>
          {previous ? (
            <Button onClick={onCancelRotation}>Cancel rotation…</Button>
          ) : (
            <Button onClick={onRotate}>Rotate once more…</Button>
          )}
          <Button tone="quiet" onClick={onDone}>
            Close this notice
          </Button>
        </>,
      )}
    </Notice>
  );
}
