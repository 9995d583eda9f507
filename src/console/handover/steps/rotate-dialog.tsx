import { useState } from "react";
import type { PreviousSecretPolicy } from "../../api/gql/graphql.js";
import { inWords } from "../../parts/duration.js";
import { DurationField, durationError } from "../../parts/duration-field.js";
import { FailureNotice } from "../../parts/failure-notice.js";
import { CheckField, FieldGroup } from "../../parts/field.js";
import formStyles from "../../parts/form.module.css";
import { FormDialog } from "../../parts/form-dialog.js";
import { worksNow } from "../page/handover.js";
import { areTermsBroken, ConfirmFields, type ConfirmTerms, confirmingSays } from "./confirm-fields.js";
import { CONFIRM_SECONDS, MAX_OVERLAP_SECONDS } from "./limits.js";
import { EverybodyLockedOut } from "./locked-out.js";
import type { IssueProps } from "./step-props.js";
import styles from "./steps.module.css";
import { useRotate } from "./use-rotate.js";
import { WillBeSealed } from "./will-be-sealed.js";

/** Issues a second secret beside the first, or the first one of all. What becomes of the old one is chosen here. */
export function RotateDialog({ application, isSealed, onClose, onLost }: IssueProps) {
  const { rotate, busy, error } = useRotate(application, onLost);
  const [policy, setPolicy] = useState<PreviousSecretPolicy>("EXPIRE");
  const [seconds, setSeconds] = useState(application.secretOverlapSeconds);
  const [terms, setTerms] = useState<ConfirmTerms>({
    within: CONFIRM_SECONDS,
    overlap: application.secretOverlapSeconds,
  });
  const [revokeTokens, setRevokeTokens] = useState(true);
  const { current } = worksNow(application);
  const stopsAtOnce = policy === "REVOKE" || (policy === "EXPIRE" && seconds === 0);
  const isOverlapBroken = durationError(seconds, 0, MAX_OVERLAP_SECONDS) !== undefined;
  const isBroken = (policy === "EXPIRE" && isOverlapBroken) || (policy === "CONFIRM" && areTermsBroken(terms));
  const send = async () => {
    if (isBroken) return;
    const isOver = await rotate({
      previousSecret: policy,
      ...(policy === "EXPIRE" && current && { overlapSeconds: seconds }),
      ...(policy === "CONFIRM" && { overlapSeconds: terms.overlap, confirmWithinSeconds: terms.within }),
      ...(policy === "REVOKE" && { revokeTokens }),
    });
    if (isOver) onClose();
  };
  const choose = (value: PreviousSecretPolicy) => ({
    type: "radio",
    name: "policy",
    checked: policy === value,
    onChange: () => setPolicy(value),
  });
  return (
    <FormDialog
      onClose={onClose}
      title={current ? "Rotate the secret" : "Issue a secret"}
      description={
        !current
          ? "The application's first secret is issued and shown once."
          : stopsAtOnce
            ? "A new secret is issued and shown once. The old one stops in the same moment."
            : "A second secret is issued and shown once. Nobody is locked out while both work."
      }
      go={current ? "Rotate" : "Issue the secret"}
      tone={policy === "REVOKE" && current ? "danger" : "go"}
      busy={busy}
      staysWhileBusy
      onSend={send}
    >
      {current && (
        <FieldGroup legend={`What becomes of the old secret, ${current.hint}`}>
          <CheckField
            {...choose("EXPIRE")}
            label="It works for a while, then stops by itself"
            hint={`Whoever uses it has ${isOverlapBroken ? "that long" : inWords(seconds)} to go over to the new one.`}
          />
          {policy === "EXPIRE" && (
            <div className={styles.nested}>
              <DurationField
                label="It goes on working for"
                hint="At most 90 days. You can move the end later."
                seconds={seconds}
                onChange={setSeconds}
                max={MAX_OVERLAP_SECONDS}
              />
              {stopsAtOnce && <EverybodyLockedOut application={application} until="until it gets the new one" />}
            </div>
          )}
          <CheckField
            {...choose("CONFIRM")}
            label="It works until the new one is used, then for a while"
            hint={confirmingSays(terms)}
          />
          {policy === "CONFIRM" && <ConfirmFields terms={terms} onChange={setTerms} />}
          <CheckField
            {...choose("KEEP")}
            label="It works until I complete the rotation"
            hint="Both work, without an end. This page says when it is safe to let go of the old one."
          />
          <CheckField
            {...choose("REVOKE")}
            label="It stops at once"
            hint="Whoever uses it is locked out until they have the new one."
          />
          {policy === "REVOKE" && (
            <div className={`${styles.nested} ${formStyles.form}`}>
              <EverybodyLockedOut application={application} until="until it gets the new one" />
              <CheckField
                label="Also end the access tokens that it obtained"
                hint="Otherwise they live on until they expire. Tokens for this gateway end in any case."
                checked={revokeTokens}
                onChange={(event) => setRevokeTokens(event.target.checked)}
              />
            </div>
          )}
        </FieldGroup>
      )}
      {isSealed && <WillBeSealed />}
      <FailureNotice errors={[error]} />
    </FormDialog>
  );
}
