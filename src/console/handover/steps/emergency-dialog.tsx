import { useId } from "react";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { worksNow } from "../page/handover.js";
import { LockedOut } from "./locked-out.js";
import { NameForm } from "./name-form.js";
import type { StepProps } from "./step-props.js";
import styles from "./steps.module.css";
import { type LostSecret, useRotate } from "./use-rotate.js";

/** For a leaked secret: everything stops at once, and a new one is issued. The only red button of the console. */
export function EmergencyDialog({ application, onClose, onLost }: StepProps & { onLost: (lost: LostSecret) => void }) {
  const { rotate, busy, error } = useRotate(application, onLost);
  const form = useId();
  const working = Object.values(worksNow(application)).filter((secret) => secret !== undefined);
  const stop = async () => {
    if (await rotate({ previousSecret: "REVOKE", revokeTokens: true })) onClose();
  };
  return (
    <Dialog
      open
      onClose={busy ? undefined : onClose}
      title="Stop a leaked secret"
      description="Every secret of this application stops at once, and a new one is issued and shown once. This cannot be taken back."
      actions={
        <>
          <Button onClick={onClose} disabled={busy}>
            Leave it running
          </Button>
          <Button type="submit" form={form} tone="emergency" busy={busy}>
            Stop everything now
          </Button>
        </>
      }
    >
      <div>
        <p>It ends</p>
        <ul className={styles.ends}>
          {working.map(({ id, hint }) => (
            <li key={id}>
              the secret <code>{hint}</code>
            </li>
          ))}
          <li>every access token that was obtained with it, for whatever audience</li>
          <li>every API token of this gateway that was issued with one of those</li>
        </ul>
      </div>
      {working.map((secret) => (
        <LockedOut key={secret.id} secret={secret} quietSeconds={application.secretQuietSeconds} everybody />
      ))}
      <NameForm id={form} name={application.name} error={error} onConfirm={() => void stop()} />
    </Dialog>
  );
}
