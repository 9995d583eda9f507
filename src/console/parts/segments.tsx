import { useId } from "react";
import styles from "./segments.module.css";
import { VisuallyHidden } from "./visually-hidden.js";

export interface SegmentsProps<Value extends string> {
  /** What is chosen here, for who does not see it. */
  label: string;
  options: readonly (readonly [value: Value, label: string])[];
  value: Value;
  onChange: (value: Value) => void;
  small?: boolean;
}

/** One of a few, all of them in sight. */
export function Segments<Value extends string>({ label, options, value, onChange, small }: SegmentsProps<Value>) {
  const name = useId();
  return (
    <fieldset className={`${styles.segments} ${small ? styles.small : ""}`}>
      <legend>
        <VisuallyHidden>{label}</VisuallyHidden>
      </legend>
      {options.map(([option, text]) => (
        <label key={option}>
          <input type="radio" name={name} checked={value === option} onChange={() => onChange(option)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
