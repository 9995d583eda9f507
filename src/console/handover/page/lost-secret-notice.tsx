import { Button } from "../../parts/button.js";
import { Notice } from "../../parts/notice.js";
import type { LostSecret } from "../steps/use-rotate.js";
import { type Handover, worksNow } from "./handover.js";

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
  if (current?.id === lost.currentId) {
    // Something has changed since, and the rotation was for the version before: it was cancelled, or can no longer come.
    if (application.version !== lost.version) return null;
    return (
      <Notice tone="old">
        <p>
          No answer arrived to the rotation. So far nothing has changed here: {current ? "the old secret" : "no secret"}{" "}
          is current. If a new one was issued all the same, nobody has seen it, and it appears here as soon as the
          gateway answers: cancel the rotation then.
        </p>
        <Button onClick={onDone}>Understood</Button>
      </Notice>
    );
  }
  return (
    <Notice tone="old">
      <p>
        The rotation was done, but its answer got lost: nobody has seen the new secret {current?.hint}.{" "}
        {previous
          ? "Cancel the rotation: the new one stops, the old one is current again, and you can rotate anew."
          : "The older ones have stopped: rotate once more to get a secret that you can see."}
      </p>
      {previous ? (
        <Button onClick={onCancelRotation}>Cancel the rotation…</Button>
      ) : (
        <Button onClick={onRotate}>Rotate once more…</Button>
      )}
      <Button tone="quiet" onClick={onDone}>
        Leave it as it is
      </Button>
    </Notice>
  );
}
