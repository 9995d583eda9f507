import { useState } from "react";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { FailureNotice } from "../../parts/failure-notice.js";
import { CheckField } from "../../parts/field.js";
import { useTell } from "../../parts/toasts.js";
import { worksNow } from "../page/handover.js";
import { LockedOut } from "./locked-out.js";
import { CANCEL_ROTATION } from "./mutations.js";
import type { StepProps } from "./step-props.js";
import { useEnding } from "./use-ending.js";

/** Takes the new secret back. Whom that locks out is said before; against the gateway's word only in a second step. */
export function CancelDialog({ application, onClose }: StepProps) {
  const { send, busy, error, wouldLockOut } = useEnding(CANCEL_ROTATION, application);
  const [revokeTokens, setRevokeTokens] = useState(false);
  const tell = useTell();
  const { current, previous } = worksNow(application);
  const cancel = async (force: boolean) => {
    if (!(await send({ force, revokeTokens }))) return;
    tell("The rotation is cancelled. The old secret is current again.");
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Cancel the rotation"
      description={`The new secret ${current?.hint ?? ""} stops now, for good; the old one ${previous?.hint ?? ""} goes on without an end.`}
      actions={
        <>
          <Button onClick={onClose}>Go on with the rotation</Button>
          <Button tone="danger" busy={busy} onClick={() => cancel(wouldLockOut)}>
            {wouldLockOut ? "Cancel it anyway" : "Cancel rotation"}
          </Button>
        </>
      }
    >
      {current && <LockedOut secret={current} quietSeconds={application.secretQuietSeconds} staying={previous} />}
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
