import { useId } from "react";
import { VisuallyHidden } from "../../parts/visually-hidden.js";
import styles from "./create.module.css";
import type { Kind } from "./kinds.js";

export interface KindChoiceProps {
  kinds: readonly Kind[];
  value: Kind | undefined;
  onChange: (kind: Kind) => void;
}

/** One of the kinds, each with what it is and what follows from it. */
export function KindChoice({ kinds, value, onChange }: KindChoiceProps) {
  const group = useId();
  return (
    <fieldset className={styles.kinds}>
      <legend>
        <VisuallyHidden>Kind of application</VisuallyHidden>
      </legend>
      {kinds.map((kind, position) => {
        const id = `${group}-${position}`;
        return (
          <div key={kind.name} className={styles.kind}>
            <input
              id={id}
              type="radio"
              name={group}
              aria-describedby={`${id}-what`}
              checked={value === kind}
              onChange={() => onChange(kind)}
            />
            <label htmlFor={id}>{kind.name}</label>
            <p id={`${id}-what`}>
              {kind.what} <span className={styles.follows}>{kind.follows}</span>
            </p>
          </div>
        );
      })}
    </fieldset>
  );
}
