import { useId } from "react";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { worksNow } from "../page/handover.js";
import { Hint } from "../page/hint.js";
import { EverybodyLockedOut } from "./locked-out.js";
import { NameForm } from "./name-form.js";
import type { IssueProps } from "./step-props.js";
import styles from "./steps.module.css";
import { useRotate } from "./use-rotate.js";
import { WillBeSealed } from "./will-be-sealed.js";

/** For a leaked secret: everything stops at once, and a new one is issued. The only red button of the console. */
export function EmergencyDialog({ application, isSealed, onClose, onLost }: IssueProps) {
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
            Cancel
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
          {working.map((secret) => (
            <li key={secret.id}>
              the secret{" "}
              <code>
                <Hint of={secret} />
              </code>
            </li>
          ))}
          <li>every access token that was obtained with any secret of the application, for whatever audience</li>
          <li>every API token of this gateway that was issued with one of those</li>
        </ul>
      </div>
      <EverybodyLockedOut application={application} until="until it gets the new one" />
      {isSealed && <WillBeSealed />}
      <NameForm id={form} name={application.name} error={error} onConfirm={() => void stop()} />
    </Dialog>
  );
}
