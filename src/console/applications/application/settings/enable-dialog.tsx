import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { useLookAgain } from "../../../handover/page/use-look-again.js";
import { EverybodyLockedOut } from "../../../handover/steps/locked-out.js";
import type { StepProps } from "../../../handover/steps/step-props.js";
import { Button } from "../../../parts/button.js";
import { Dialog } from "../../../parts/dialog.js";
import { FailureNotice } from "../../../parts/failure-notice.js";
import { useTell } from "../../../parts/toasts.js";
import { useMay } from "../../../session/viewer-context.js";
import { UPDATE_APPLICATION } from "./settings-fragment.js";

/** Lets an application authenticate, or keeps it from that, with whom that locks out. */
export function EnableDialog({ application, onClose }: StepProps) {
  // What it says and does is decided when it is opened: somebody else may be quicker.
  const [enabled] = useState(!application.enabled);
  const [update, { error, loading }] = useMutation(UPDATE_APPLICATION);
  const withSecrets = useMay("SECRET_READ");
  const lookAgain = useLookAgain(application.id);
  const tell = useTell();
  const send = async () => {
    const input = { oauthApplicationId: application.id, enabled };
    const answer = await update({ variables: { input, withSecrets } });
    if (!answer.data?.updateOAuthApplication) return void (await lookAgain());
    tell(enabled ? "It is enabled: its secrets work." : "It is disabled: none of its secrets work.");
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={enabled ? "Enable the application" : "Disable the application"}
      description={
        enabled
          ? "Its secrets work again at once, for whoever has them."
          : "Its secrets do not work until it is enabled again; its access tokens end now, and so do API tokens that it issued as a member."
      }
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone={enabled ? "go" : "danger"} busy={loading} onClick={send}>
            {enabled ? "Enable" : "Disable"}
          </Button>
        </>
      }
    >
      {!enabled && <EverybodyLockedOut application={application} until="until the application is enabled again" />}
      <FailureNotice errors={[error]} />
    </Dialog>
  );
}
