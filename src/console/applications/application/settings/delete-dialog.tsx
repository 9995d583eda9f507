import { useMutation } from "@apollo/client/react";
import { useId } from "react";
import { useLocation } from "wouter";
import { useLookAgain } from "../../../handover/page/use-look-again.js";
import { EverybodyLockedOut } from "../../../handover/steps/locked-out.js";
import { NameForm } from "../../../handover/steps/name-form.js";
import type { StepProps } from "../../../handover/steps/step-props.js";
import { Button } from "../../../parts/button.js";
import { Dialog } from "../../../parts/dialog.js";
import { forgetLists } from "../../../parts/kept-pages.js";
import { useTell } from "../../../parts/toasts.js";
import { DELETE_APPLICATION } from "./settings-fragment.js";

/** Deletes an application, by its name. */
export function DeleteDialog({ application, onClose }: StepProps) {
  const [remove, { error, loading, client }] = useMutation(DELETE_APPLICATION);
  const [, navigate] = useLocation();
  const lookAgain = useLookAgain(application.id);
  const form = useId();
  const tell = useTell();
  const send = async () => {
    const answer = await remove({ variables: { input: { oauthApplicationId: application.id } } });
    if (!answer.data?.deleteOAuthApplication) return void (await lookAgain());
    tell("The application is deleted.");
    navigate("/applications");
    forgetLists(client, "oauthApplications");
    client.cache.evict({ id: client.cache.identify({ __typename: "OAuthApplication", id: application.id }) });
    client.cache.gc();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Delete the application"
      description="Its secrets and access tokens stop at once and its membership ends; its events stay in the audit log. This cannot be taken back."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} tone="danger" busy={loading}>
            Delete it
          </Button>
        </>
      }
    >
      <EverybodyLockedOut application={application} until="for good" />
      <NameForm id={form} name={application.name} error={error} onConfirm={() => void send()} />
    </Dialog>
  );
}
