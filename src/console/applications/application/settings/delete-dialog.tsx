import { useMutation } from "@apollo/client/react";
import { useId, useState } from "react";
import { useLocation } from "wouter";
import { worksNow } from "../../../handover/page/handover.js";
import { useLookAgain } from "../../../handover/page/use-look-again.js";
import { LockedOut } from "../../../handover/steps/locked-out.js";
import { isNameOf } from "../../../handover/steps/name-typed.js";
import type { StepProps } from "../../../handover/steps/step-props.js";
import steps from "../../../handover/steps/steps.module.css";
import { Button } from "../../../parts/button.js";
import { Dialog } from "../../../parts/dialog.js";
import { FailureNotice } from "../../../parts/failure-notice.js";
import { TextField } from "../../../parts/field.js";
import { useTell } from "../../../parts/toasts.js";
import { DELETE_APPLICATION } from "./settings-fragment.js";

/** Deletes an application, by its name. */
export function DeleteDialog({ application, onClose }: StepProps) {
  const [remove, { error, loading, client }] = useMutation(DELETE_APPLICATION);
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  const [, navigate] = useLocation();
  const lookAgain = useLookAgain(application.id);
  const form = useId();
  const tell = useTell();
  const send = async () => {
    if (!isNameOf(typed, application.name)) return setWrong(true);
    const answer = await remove({ variables: { input: { oauthApplicationId: application.id } } });
    if (!answer.data?.deleteOAuthApplication) return void (await lookAgain());
    tell("The application is deleted.");
    navigate("/applications");
    client.cache.evict({ id: "ROOT_QUERY", fieldName: "oauthApplications" });
    client.cache.evict({ id: client.cache.identify({ __typename: "OAuthApplication", id: application.id }) });
    client.cache.gc();
  };
  const working = Object.values(worksNow(application)).filter((secret) => secret !== undefined);
  return (
    <Dialog
      open
      onClose={onClose}
      title="Delete the application"
      description="Its secrets and access tokens stop at once and its membership ends; its events stay in the audit log. This cannot be taken back."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button type="submit" form={form} tone="danger" busy={loading}>
            Delete it
          </Button>
        </>
      }
    >
      {working.map((secret) => (
        <LockedOut key={secret.id} secret={secret} quietSeconds={application.secretQuietSeconds} />
      ))}
      <form
        id={form}
        className={steps.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p>
          To go on, type the application’s name: <bdi className={steps.name}>{application.name}</bdi>
        </p>
        <TextField
          label="Name of the application"
          value={typed}
          error={isWrong && !isNameOf(typed, application.name) && "That is not its name."}
          onChange={(event) => setTyped(event.target.value)}
          spellCheck={false}
        />
        <FailureNotice errors={[error]} />
      </form>
    </Dialog>
  );
}
