import { MAX_OVERLAP_SECONDS } from "../../../handover/steps/limits.js";
import { DurationField } from "../../../parts/duration-field.js";
import { CheckField } from "../../../parts/field.js";
import { useMay, useViewer } from "../../../session/viewer-context.js";
import type { SecretFieldsProps } from "./fields-props.js";
import { LABELS } from "./labels.js";
import { SelfRotationFields } from "./self-rotation-fields.js";

const MIN_TOKEN_SECONDS = 60;
const MAX_TOKEN_SECONDS = 86_400;

export function SecretFields(fields: SecretFieldsProps) {
  const { draft, change, errorOf } = fields;
  const { role } = useViewer();
  const mayRotate = useMay("SECRET_ROTATE") && (role === "OWNER" || !draft.ownerOnlySecretRotation);
  return (
    <>
      <DurationField
        label={LABELS.secretOverlapSeconds}
        hint="Unless the rotation says otherwise. At most 90 days."
        error={errorOf("secretOverlapSeconds")}
        seconds={draft.secretOverlapSeconds}
        onChange={(secretOverlapSeconds) => change({ secretOverlapSeconds })}
        max={MAX_OVERLAP_SECONDS}
      />
      <DurationField
        label={LABELS.secretQuietSeconds}
        hint="Without a use for so long. Longer than the longest pause between two uses; at most 90 days."
        error={errorOf("secretQuietSeconds")}
        seconds={draft.secretQuietSeconds}
        onChange={(secretQuietSeconds) => change({ secretQuietSeconds })}
        max={MAX_OVERLAP_SECONDS}
      />
      <DurationField
        label={LABELS.accessTokenTtlSeconds}
        hint="1 minute to 1 day."
        error={errorOf("accessTokenTtlSeconds")}
        seconds={draft.accessTokenTtlSeconds}
        onChange={(accessTokenTtlSeconds) => change({ accessTokenTtlSeconds })}
        min={MIN_TOKEN_SECONDS}
        max={MAX_TOKEN_SECONDS}
      />
      {mayRotate && <SelfRotationFields {...fields} />}
      {role === "OWNER" && (
        <CheckField
          label={LABELS.ownerOnlySecretRotation}
          hint="And change what decides when they stop, or delete the application."
          error={errorOf("ownerOnlySecretRotation")}
          checked={draft.ownerOnlySecretRotation}
          onChange={(event) => change({ ownerOnlySecretRotation: event.target.checked })}
        />
      )}
    </>
  );
}
