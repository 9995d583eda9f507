import { useState } from "react";
import { DurationField, durationError } from "../../parts/duration-field.js";
import { FailureNotice } from "../../parts/failure-notice.js";
import { CheckField, FieldGroup } from "../../parts/field.js";
import { FormDialog } from "../../parts/form-dialog.js";
import { clockTime } from "../../parts/relative-time.js";
import { useTell } from "../../parts/toasts.js";
import { worksNow } from "../page/handover.js";
import { Hint } from "../page/hint.js";
import { MAX_OVERLAP_SECONDS } from "./limits.js";
import { MOVE_END } from "./mutations.js";
import type { StepProps } from "./step-props.js";
import styles from "./steps.module.css";
import { useEnding } from "./use-ending.js";

/** Moves the moment when the old secret stops by itself, or takes it away. */
export function MoveEndDialog({ application, onClose }: StepProps) {
  const { send, busy, error, wouldLockOut } = useEnding(MOVE_END, application);
  const [hasEnd, setHasEnd] = useState(true);
  const [seconds, setSeconds] = useState(application.secretOverlapSeconds || 172_800);
  const tell = useTell();
  const { previous } = worksNow(application);
  const isBroken = hasEnd && durationError(seconds, 0, MAX_OVERLAP_SECONDS) !== undefined;
  const move = async () => {
    if (isBroken) return;
    if (!(await send({ overlapSeconds: hasEnd ? seconds : null, force: wouldLockOut }))) return;
    tell(hasEnd ? "The end has moved." : "The old secret works until you complete the rotation.");
    onClose();
  };
  const endsAt = hasEnd && !isBroken ? clockTime(Date.now() + seconds * 1000, Date.now()) : undefined;
  return (
    <FormDialog
      onClose={onClose}
      title="Move the end"
      description={
        <>The old secret {previous && <Hint of={previous} />} goes on working until then, and stops by itself.</>
      }
      leave="Leave it as it is"
      go={wouldLockOut ? "Move it anyway" : "Move the end"}
      tone={wouldLockOut ? "danger" : "go"}
      busy={busy}
      onSend={move}
    >
      <FieldGroup legend="It stops">
        <CheckField
          type="radio"
          name="end"
          label="Some time from now"
          checked={hasEnd}
          onChange={() => setHasEnd(true)}
        />
        {hasEnd && (
          <div className={styles.nested}>
            <DurationField
              label="From now"
              hint={endsAt ? `It stops at ${endsAt}. At most 90 days.` : "At most 90 days."}
              seconds={seconds}
              onChange={setSeconds}
              max={MAX_OVERLAP_SECONDS}
            />
          </div>
        )}
        <CheckField
          type="radio"
          name="end"
          label="Not by itself"
          hint="It works until you complete the rotation."
          checked={!hasEnd}
          onChange={() => setHasEnd(false)}
        />
      </FieldGroup>
      <FailureNotice errors={[error]} />
    </FormDialog>
  );
}
