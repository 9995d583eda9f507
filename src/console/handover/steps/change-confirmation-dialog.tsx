import { useState } from "react";
import { DurationField, durationError } from "../../parts/duration-field.js";
import { FailureNotice } from "../../parts/failure-notice.js";
import { CheckField, FieldGroup } from "../../parts/field.js";
import { FormDialog } from "../../parts/form-dialog.js";
import { clockTime } from "../../parts/relative-time.js";
import { useTell } from "../../parts/toasts.js";
import { worksNow } from "../page/handover.js";
import { Hint } from "../page/hint.js";
import { overlapSays } from "../page/overlap-says.js";
import { isWithinBroken, WithinField } from "./confirm-fields.js";
import { CONFIRM_SECONDS, MAX_OVERLAP_SECONDS } from "./limits.js";
import { MOVE_END } from "./mutations.js";
import type { StepProps } from "./step-props.js";
import styles from "./steps.module.css";
import { useEnding } from "./use-ending.js";

/** What becomes of the overlap that the first use begins. */
type Overlap = "as it is" | "so long" | "no end";

/** While a new secret is to be confirmed: until when, and how long the old one works then. Only what is changed is sent. */
export function ChangeConfirmationDialog({ application, onClose }: StepProps) {
  const { send, busy, error } = useEnding(MOVE_END, application);
  const [isTimeMoved, setTimeMoved] = useState(false);
  const [within, setWithin] = useState(CONFIRM_SECONDS);
  const [overlap, setOverlap] = useState<Overlap>("as it is");
  const [seconds, setSeconds] = useState(application.rotation?.overlapSeconds ?? application.secretOverlapSeconds);
  const tell = useTell();
  const { current, previous } = worksNow(application);
  const confirmBy = application.rotation?.confirmBy;
  const isBroken =
    (isTimeMoved && isWithinBroken(within)) ||
    (overlap === "so long" && durationError(seconds, 0, MAX_OVERLAP_SECONDS) !== undefined);
  const change = async () => {
    if (isBroken) return;
    if (!isTimeMoved && overlap === "as it is") return onClose();
    const isDone = await send({
      ...(isTimeMoved && { confirmWithinSeconds: within }),
      ...(overlap !== "as it is" && { overlapSeconds: overlap === "so long" ? seconds : null }),
    });
    if (!isDone) return;
    tell("The rotation is changed.");
    onClose();
  };
  const choose = (value: Overlap) => ({
    type: "radio",
    name: "overlap",
    checked: overlap === value,
    onChange: () => setOverlap(value),
  });
  return (
    <FormDialog
      onClose={onClose}
      title="Change the rotation"
      description={
        <>
          If nobody uses the new secret {current && <Hint of={current} />} in time, it stops and the old one{" "}
          {previous && <Hint of={previous} />} stays.
        </>
      }
      leave="Leave it as it is"
      go="Change the times"
      busy={busy}
      onSend={change}
    >
      <FieldGroup legend="The new one has to be used">
        <CheckField
          type="radio"
          name="time"
          label={confirmBy ? `By ${clockTime(Date.parse(confirmBy), Date.now())}, as it is` : "As it is"}
          checked={!isTimeMoved}
          onChange={() => setTimeMoved(false)}
        />
        <CheckField
          type="radio"
          name="time"
          label="Within some time from now"
          checked={isTimeMoved}
          onChange={() => setTimeMoved(true)}
        />
        {isTimeMoved && (
          <div className={styles.nested}>
            <WithinField within={within} onChange={setWithin} />
          </div>
        )}
      </FieldGroup>
      <FieldGroup legend="After that the old one works">
        <CheckField {...choose("as it is")} label={`As it is: it ${overlapSays(application.rotation ?? {})}`} />
        <CheckField {...choose("so long")} label="For another time" />
        {overlap === "so long" && (
          <div className={styles.nested}>
            <DurationField
              label="From the first use on"
              hint="At most 90 days."
              seconds={seconds}
              onChange={setSeconds}
              max={MAX_OVERLAP_SECONDS}
            />
          </div>
        )}
        <CheckField {...choose("no end")} label="Until I complete the rotation" />
      </FieldGroup>
      <FailureNotice errors={[error]} />
    </FormDialog>
  );
}
