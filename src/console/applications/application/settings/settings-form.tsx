import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { advice } from "../../../api/advice.js";
import { type GatewayError, gatewayErrors, isInDoubt, isOutdated } from "../../../api/gateway-errors.js";
import { useLookAgain } from "../../../handover/page/use-look-again.js";
import { Button } from "../../../parts/button.js";
import { CardActions } from "../../../parts/card.js";
import { FailureNotice } from "../../../parts/failure-notice.js";
import { focusInvalid } from "../../../parts/focus-invalid.js";
import { useTell } from "../../../parts/toasts.js";
import { useMay } from "../../../session/viewer-context.js";
import { changesOf, type Draft, draftOf, type Settings } from "./draft.js";
import type { FieldsProps } from "./fields-props.js";
import { IdentityFields } from "./identity-fields.js";
import { LABELS } from "./labels.js";
import { LinkFields } from "./link-fields.js";
import { changedMeanwhile, keepTyped } from "./meanwhile.js";
import { MeanwhileNotice } from "./meanwhile-notice.js";
import { OAuthFields } from "./oauth-fields.js";
import { problemsOf } from "./problems.js";
import { SecretFields } from "./secret-fields.js";
import styles from "./settings.module.css";
import { SETTINGS_NOW, UPDATE_APPLICATION } from "./settings-fragment.js";
import { UnfitNote } from "./unfit-note.js";

export interface SettingsFormProps {
  /** As they were when the form was opened: a form does not change under the hands of who fills it in. */
  settings: Settings;
  allowsHttp: boolean;
  onClose: () => void;
}

export function SettingsForm({ settings, allowsHttp, onClose }: SettingsFormProps) {
  const [before, setBefore] = useState(settings);
  const [meanwhile, setMeanwhile] = useState<readonly (keyof Draft)[]>();
  const [draft, setDraft] = useState(() => draftOf(before));
  const [update, { client, error, loading, reset }] = useMutation(UPDATE_APPLICATION);
  const withSecrets = useMay("SECRET_READ");
  const lookAgain = useLookAgain(before.id);
  const tell = useTell();
  const problems = problemsOf(draft, allowsHttp);
  const changes = changesOf(draft, before);
  const told = error ? gatewayErrors(error) : [];
  const saidOf = (name: string) =>
    told.find((one) => "field" in one && one.field && new RegExp(`(^|\\.)${name}(\\.|\\[|$)`).test(one.field));
  // What was there before is not called wrong: only who changes it has to answer for it.
  const errorOf = (name: keyof Draft) => (name in changes ? problems[name] : undefined) ?? wordsOf(saidOf(name));
  const isAtFields = told.every((one) => Object.keys(draft).some((name) => saidOf(name) === one));
  const hasProblem = Object.keys(problems).some((name) => name in changes);
  const unfit = (Object.keys(draft) as (keyof Draft)[]).filter((name) => name in LABELS && errorOf(name));
  const wouldLockOut = told.some((one) => one.code === "CONFLICT" && /\bforce\b/.test(one.message));
  const isBroken = [draft.secretOverlapSeconds, draft.secretQuietSeconds, draft.accessTokenTtlSeconds].some(
    Number.isNaN,
  );
  /** Somebody was quicker: the form goes on from what they have left, with all that was typed. */
  const beginFromNow = async () => {
    const answer = await client.query({
      query: SETTINGS_NOW,
      variables: { id: before.id },
      fetchPolicy: "network-only",
      errorPolicy: "all",
    });
    const now = answer.data?.oauthApplication;
    if (!now) return;
    reset();
    setDraft((last) => keepTyped(last, before, now));
    setMeanwhile(changedMeanwhile(before, now));
    setBefore(now);
  };
  const save = async (form: HTMLFormElement) => {
    if (hasProblem || isBroken) return;
    if (Object.keys(changes).length === 0) return onClose();
    const input = { ...changes, oauthApplicationId: before.id, expectedVersion: before.version, force: wouldLockOut };
    const answer = await update({ variables: { input, withSecrets } });
    const errors = answer.error ? gatewayErrors(answer.error) : [];
    if (errors.some(isInDoubt)) await lookAgain();
    if (errors.some(isOutdated)) return beginFromNow();
    if (!answer.data?.updateOAuthApplication) return focusInvalid(form);
    tell("The settings are saved.");
    onClose();
  };
  const fields: FieldsProps = {
    draft,
    change: (change) => {
      if (error) reset();
      setDraft((last) => ({ ...last, ...change }));
    },
    errorOf,
  };
  return (
    <form
      aria-label="Settings"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save(event.currentTarget);
      }}
    >
      <div className={styles.form}>
        <IdentityFields {...fields} />
        <OAuthFields {...fields} allowsHttp={allowsHttp} isPublic={before.public} />
        <SecretFields {...fields} keepsKey={Boolean(before.secretRecipientKey)} />
        <LinkFields {...fields} />
        {meanwhile && <MeanwhileNotice names={meanwhile} now={before} typed={Object.keys(changes)} />}
        {!isAtFields && <FailureNotice errors={[error]} />}
      </div>
      <CardActions note={unfit.length > 0 && <UnfitNote names={unfit} />}>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone={wouldLockOut ? "danger" : "go"} busy={loading} disabled={hasProblem || isBroken}>
          {wouldLockOut ? "Save anyway" : "Save"}
        </Button>
      </CardActions>
    </form>
  );
}

/** What the gateway says of a field; what would lock somebody out in words that know the button below. */
function wordsOf(said: GatewayError | undefined): string | undefined {
  return said?.code === "CONFLICT" ? advice(said) : said?.message;
}
