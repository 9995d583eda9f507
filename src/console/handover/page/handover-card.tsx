import { useEffect, useRef, useState } from "react";
import { Button } from "../../parts/button.js";
import { Card, CardActions } from "../../parts/card.js";
import { ChangeConfirmationDialog } from "../steps/change-confirmation-dialog.js";
import { EmergencyDialog } from "../steps/emergency-dialog.js";
import { EndDialog } from "../steps/end-dialog.js";
import { MoveEndDialog } from "../steps/move-end-dialog.js";
import { RotateDialog } from "../steps/rotate-dialog.js";
import type { LostSecret } from "../steps/use-rotate.js";
import { type Handover, worksNow } from "./handover.js";
import styles from "./handover-card.module.css";
import { Lanes } from "./lanes.js";
import { LostSecretNotice } from "./lost-secret-notice.js";
import { VerdictLine } from "./verdict-line.js";

export type Step = "rotate" | "move" | "change" | "cancel" | "complete" | "emergency";

export interface HandoverCardProps {
  application: Handover;
  /** Whether the visitor may take steps. */
  mayRotate: boolean;
  /** The application keeps a recipient key, to which new secrets are sealed. */
  isSealed: boolean;
  /** The dialog that is open. */
  step: Step | undefined;
  go: (step: Step | undefined) => void;
}

/** The handover: what to do, both secrets on one time axis, and the steps that there are now. */
export function HandoverCard({ application, mayRotate, isSealed, step, go }: HandoverCardProps) {
  const [lost, setLost] = useState<LostSecret>();
  const { current, previous } = worksNow(application);
  const notice = useRef<HTMLDivElement>(null);
  const isUnseen = lost !== undefined && lost.currentId !== current?.id;
  const isTold = lost !== undefined && step === undefined;
  useEffect(() => {
    if (!isTold) return;
    // After the dialog, which gives the focus back to the button that opened it.
    const timer = setTimeout(() => {
      notice.current?.scrollIntoView({ block: "center" });
      notice.current?.focus({ preventScroll: true });
    });
    return () => clearTimeout(timer);
  }, [isTold]);
  const isSafe = application.rotation?.safeToComplete && !application.secretContestedAt;
  const isConfirming = application.rotation?.reason === "CONFIRMING";
  const close = () => go(undefined);
  const steps = { application, onClose: close, onLost: setLost };
  return (
    <Card>
      <h2 className={styles.heading}>Secrets</h2>
      <VerdictLine
        application={application}
        isUnseen={isUnseen}
        onStop={mayRotate ? () => go("emergency") : undefined}
      />
      {lost && (
        <div className={styles.lost} ref={notice} tabIndex={-1}>
          <LostSecretNotice
            application={application}
            lost={lost}
            onCancelRotation={() => go("cancel")}
            onRotate={() => go("rotate")}
            onDone={() => setLost(undefined)}
          />
        </div>
      )}
      <div className={styles.lanes}>
        <Lanes application={application} />
      </div>
      {mayRotate && !application.public && (
        <CardActions note={noteOf(application)}>
          {previous ? (
            <>
              {/* One name for both: the first use of the new secret may come while somebody is about to press it. */}
              <Button onClick={() => go(isConfirming ? "change" : "move")}>Change the times…</Button>
              <Button onClick={() => go("cancel")}>Cancel rotation…</Button>
              <Button tone={isSafe ? "go" : "plain"} onClick={() => go("complete")}>
                Complete…
              </Button>
            </>
          ) : (
            <Button tone={application.secretContestedAt ? "plain" : "go"} onClick={() => go("rotate")}>
              {current || !application.secrets ? "Rotate…" : "Issue a secret…"}
            </Button>
          )}
        </CardActions>
      )}
      {step === "rotate" && <RotateDialog {...steps} isSealed={isSealed} />}
      {step === "emergency" && <EmergencyDialog {...steps} isSealed={isSealed} />}
      {step === "move" && <MoveEndDialog {...steps} />}
      {step === "change" && <ChangeConfirmationDialog {...steps} />}
      {(step === "cancel" || step === "complete") && <EndDialog end={step} {...steps} />}
    </Card>
  );
}

function noteOf({ rotation, ownerOnlySecretRotation, secretContestedAt }: Handover): string | undefined {
  if (secretContestedAt) return "Every other step leaves a secret that both parties may have.";
  if (rotation) {
    if (rotation.reason === "CONFIRMING") return "Nothing of the old one ends before the new one is used.";
    return rotation.safeToComplete
      ? "Completing locks nobody out, as far as uses tell."
      : "Completing now would lock out whoever still uses the old one.";
  }
  return ownerOnlySecretRotation ? "Only an OWNER may do this." : undefined;
}
