import { type ReactNode, useState } from "react";
import { inWords, UNITS, type Unit, unitOf } from "./duration.js";
import styles from "./duration-field.module.css";
import { TextField } from "./field.js";

export interface DurationFieldProps {
  label: string;
  hint?: ReactNode;
  error?: ReactNode;
  /** Whole seconds; NaN while no number stands there. */
  seconds: number;
  onChange: (seconds: number) => void;
  min?: number;
  max: number;
}

/** A length of time as people say it: a number, and of what. It says itself when it is too long or too short. */
export function DurationField({ label, hint, error, seconds, onChange, min = 0, max }: DurationFieldProps) {
  const [unit, setUnit] = useState<Unit>(() => unitOf(seconds));
  const [text, setText] = useState(() => String(seconds / UNITS[unit]));
  const become = (next: string, of: Unit) => {
    setText(next);
    setUnit(of);
    onChange(/^\d+(\.\d+)?$/.test(next.trim()) ? Math.round(Number(next) * UNITS[of]) : Number.NaN);
  };
  return (
    <div className={styles.duration}>
      <TextField
        label={label}
        hint={hint}
        error={durationError(seconds, min, max) ?? error}
        inputMode="decimal"
        value={text}
        onChange={(event) => become(event.target.value, unit)}
      />
      <select
        className={styles.unit}
        aria-label={`${label}: unit`}
        value={unit}
        onChange={(event) => become(text, event.target.value as Unit)}
      >
        {Object.keys(UNITS).map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </div>
  );
}

/** What is wrong with it, if anything. */
export function durationError(seconds: number, min: number, max: number): string | undefined {
  if (Number.isNaN(seconds)) return "A number, please.";
  if (seconds < min) return `At least ${inWords(min)}.`;
  if (seconds > max) return `At most ${inWords(max)}.`;
  return undefined;
}
