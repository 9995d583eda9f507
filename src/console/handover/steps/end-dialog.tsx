import { type ReactNode, useState } from "react";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { FailureNotice } from "../../parts/failure-notice.js";
import { CheckField } from "../../parts/field.js";
import { useTell } from "../../parts/toasts.js";
import { worksNow } from "../page/handover.js";
import { Hint } from "../page/hint.js";
import { LockedOut } from "./locked-out.js";
import { CANCEL_ROTATION, COMPLETE_ROTATION } from "./mutations.js";
import { safeAtOf } from "./safe-at.js";
import type { StepProps } from "./step-props.js";
import { useEnding } from "./use-ending.js";

/** Either end of a rotation. `going` is the secret that stops. */
const ENDS = {
  complete: {
    mutation: COMPLETE_ROTATION,
    going: "previous",
    title: "Complete the rotation",
    whatHappens: (going: ReactNode, staying: ReactNode) => (
      <>
        The old secret {going} stops now, for good; the new one {staying} stays.
      </>
    ),
    whileConfirming: " Nobody has used the new one yet: it is taken on trust, and has no end any more.",
    done: "The rotation is complete. One secret works.",
    leave: "Keep both secrets",
    go: "Complete",
    goAnyway: "Complete anyway",
  },
  cancel: {
    mutation: CANCEL_ROTATION,
    going: "current",
    title: "Cancel the rotation",
    whatHappens: (going: ReactNode, staying: ReactNode) => (
      <>
        The new secret {going} stops now, for good; the old one {staying} goes on without an end.
      </>
    ),
    whileConfirming: " Nobody has used the new one yet.",
    done: "The rotation is cancelled. The old secret is current again.",
    leave: "Keep both secrets",
    go: "Cancel rotation",
    goAnyway: "Cancel it anyway",
  },
} as const;

export interface EndDialogProps extends StepProps {
  end: keyof typeof ENDS;
}

/** Ends a rotation. Whom that locks out is said before; against the gateway's word only in a second step. */
export function EndDialog({ end, application, onClose }: EndDialogProps) {
  const words = ENDS[end];
  const { send, busy, error, wouldLockOut } = useEnding(words.mutation, application);
  const [revokeTokens, setRevokeTokens] = useState(false);
  const tell = useTell();
  const works = worksNow(application);
  const going = works[words.going];
  const staying = words.going === "current" ? works.previous : works.current;
  const submit = async () => {
    if (!(await send({ force: wouldLockOut, revokeTokens }))) return;
    tell(words.done);
    onClose();
  };
  const isSafe = end === "complete" && application.rotation?.safeToComplete;
  const tone = wouldLockOut || end === "cancel" ? "danger" : isSafe ? "go" : "plain";
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      description={
        <>
          {words.whatHappens(going && <Hint of={going} />, staying && <Hint of={staying} />)}
          {application.rotation?.reason === "CONFIRMING" && words.whileConfirming}
        </>
      }
      actions={
        <>
          <Button onClick={onClose}>{words.leave}</Button>
          <Button tone={tone} busy={busy} onClick={submit}>
            {wouldLockOut ? words.goAnyway : words.go}
          </Button>
        </>
      }
    >
      {going && (
        <LockedOut
          secret={going}
          quietSeconds={application.secretQuietSeconds}
          staying={staying}
          safeAt={safeAtOf(end, application)}
        />
      )}
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
