import { inWords } from "../../parts/duration.js";
import { DurationField, durationError } from "../../parts/duration-field.js";
import formStyles from "../../parts/form.module.css";
import { clockTime } from "../../parts/relative-time.js";
import { MAX_CONFIRM_SECONDS, MAX_OVERLAP_SECONDS, MIN_CONFIRM_SECONDS } from "./limits.js";
import styles from "./steps.module.css";

/** How a new secret is confirmed, in seconds; NaN while no number stands there. */
export interface ConfirmTerms {
  /** From now until the new one has to be used. */
  within: number;
  /** How long the old one works after that. */
  overlap: number;
}

export function isWithinBroken(within: number): boolean {
  return durationError(within, MIN_CONFIRM_SECONDS, MAX_CONFIRM_SECONDS) !== undefined;
}

export function areTermsBroken({ within, overlap }: ConfirmTerms): boolean {
  return isWithinBroken(within) || durationError(overlap, 0, MAX_OVERLAP_SECONDS) !== undefined;
}

/** What CONFIRM does, to whom and until when. */
export function confirmingSays(terms: ConfirmTerms): string {
  const first = "The old secret works until the new one is used for the first time";
  if (areTermsBroken(terms)) return `${first}.`;
  const until = clockTime(Date.now() + terms.within * 1000, Date.now());
  const overlap = terms.overlap === 0 ? "" : `, then for ${inWords(terms.overlap)}`;
  return `${first}${overlap}. If nobody uses the new one by ${until}, it stops and the old one stays.`;
}

/** Both times of a rotation that the first use confirms. */
export function ConfirmFields({ terms, onChange }: { terms: ConfirmTerms; onChange: (terms: ConfirmTerms) => void }) {
  return (
    <div className={`${styles.nested} ${formStyles.form}`}>
      <WithinField within={terms.within} onChange={(within) => onChange({ ...terms, within })} />
      <DurationField
        label="After that the old one works for"
        hint="At most 90 days."
        seconds={terms.overlap}
        onChange={(overlap) => onChange({ ...terms, overlap })}
        max={MAX_OVERLAP_SECONDS}
      />
    </div>
  );
}

export function WithinField({ within, onChange }: { within: number; onChange: (within: number) => void }) {
  return (
    <DurationField
      label="The new one has to be used within"
      hint="1 minute to 90 days from now. Trying it out is a use, too."
      seconds={within}
      onChange={onChange}
      min={MIN_CONFIRM_SECONDS}
      max={MAX_CONFIRM_SECONDS}
    />
  );
}
