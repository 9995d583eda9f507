import { useState } from "react";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { FailureNotice } from "../../parts/failure-notice.js";
import { CheckField } from "../../parts/field.js";
import { useTell } from "../../parts/toasts.js";
import { worksNow } from "../page/handover.js";
import { LockedOut } from "./locked-out.js";
import { COMPLETE_ROTATION } from "./mutations.js";
import type { StepProps } from "./step-props.js";
import { useEnding } from "./use-ending.js";

/** Lets go of the old secret. Whom that locks out is said before; against the gateway's word only in a second step. */
export function CompleteDialog({ application, onClose }: StepProps) {
  const { send, busy, error, wouldLockOut } = useEnding(COMPLETE_ROTATION, application);
  const [revokeTokens, setRevokeTokens] = useState(false);
  const tell = useTell();
  const { current, previous } = worksNow(application);
  const complete = async (force: boolean) => {
    if (!(await send({ force, revokeTokens }))) return;
    tell("The rotation is complete. One secret works.");
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Complete the rotation"
      description={`The old secret ${previous?.hint ?? ""} stops now, for good; the new one ${current?.hint ?? ""} stays.`}
      actions={
        <>
          <Button onClick={onClose}>Not yet</Button>
          {wouldLockOut ? (
            <Button tone="danger" busy={busy} onClick={() => complete(true)}>
              Complete anyway
            </Button>
          ) : (
            <Button
              tone={application.rotation?.safeToComplete ? "go" : "plain"}
              busy={busy}
              onClick={() => complete(false)}
            >
              Complete
            </Button>
          )}
        </>
      }
    >
      {previous && <LockedOut secret={previous} quietSeconds={application.secretQuietSeconds} staying={current} />}
      <CheckField
        label="Also end the access tokens that it obtained"
        hint="Otherwise they live on until they expire. Tokens for this gateway end in any case."
        checked={revokeTokens}
        onChange={(event) => setRevokeTokens(event.target.checked)}
      />
      <FailureNotice errors={[error]} />
    </Dialog>
  );
}
