import { type ComponentProps, type ReactNode, useId } from "react";
import styles from "./field.module.css";

interface Around {
  label: ReactNode;
  /** The rule that the value has to keep, said before anybody breaks it. */
  hint?: ReactNode;
  /** What is wrong with the value, in words. */
  error?: ReactNode;
}

function Field({ label, hint, error, id, children }: Around & { id: string; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children}
      {hint && (
        <p className={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className={styles.error} id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

/** What a control has to be told, so that hint and error are read out with it. */
function described(id: string, { hint, error }: Omit<Around, "label">) {
  const ids = [error ? `${id}-error` : "", hint ? `${id}-hint` : ""].filter(Boolean).join(" ");
  return { id, "aria-describedby": ids || undefined, "aria-invalid": error ? true : undefined };
}

export function TextField({ label, hint, error, className, ...input }: Around & ComponentProps<"input">) {
  const id = useId();
  return (
    <Field label={label} hint={hint} error={error} id={id}>
      <input
        autoComplete="off"
        {...input}
        {...described(id, { hint, error })}
        className={[styles.control, className].filter(Boolean).join(" ")}
      />
    </Field>
  );
}

export function TextArea({ label, hint, error, ...input }: Around & ComponentProps<"textarea">) {
  const id = useId();
  return (
    <Field label={label} hint={hint} error={error} id={id}>
      <textarea rows={3} {...input} {...described(id, { hint, error })} className={styles.control} />
    </Field>
  );
}

export function SelectField({ label, hint, error, children, ...select }: Around & ComponentProps<"select">) {
  const id = useId();
  return (
    <Field label={label} hint={hint} error={error} id={id}>
      <select {...select} {...described(id, { hint, error })} className={`${styles.control} ${styles.select}`}>
        {children}
      </select>
    </Field>
  );
}

/** A tick box, or with `type="radio"` one of several; the hint says what it does. */
export function CheckField({ label, hint, error, type = "checkbox", ...input }: Around & ComponentProps<"input">) {
  const id = useId();
  return (
    <div className={styles.check}>
      <input {...input} type={type} {...described(id, { hint, error })} />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p className={styles.hint} id={`${id}-hint`}>
            {hint}
          </p>
        )}
        {error && (
          <p className={styles.error} id={`${id}-error`}>
            {error}
          </p>
        )}
      </div>
    </div>
  );
}

/** Fields that belong together, under one name. */
export function FieldGroup({ legend, children }: { legend: ReactNode; children: ReactNode }) {
  return (
    <fieldset className={styles.group}>
      <legend className={styles.label}>{legend}</legend>
      {children}
    </fieldset>
  );
}
