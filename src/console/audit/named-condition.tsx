import { useEffect, useId } from "react";
import { TextField } from "../parts/field.js";
import { usePaused } from "../parts/use-paused.js";
import { useTyped } from "../parts/use-typed.js";
import { meantBy } from "./meant.js";
import { type About, useNamed, useNameOf } from "./named.js";

export interface NamedConditionProps {
  name: About;
  label: string;
  placeholder: string;
  /** The identifier that the log is narrowed to. */
  value: string;
  change: (name: About, value: string) => void;
}

/** A condition that is found by a name, or given as an identifier. What is only a part of a name asks for nothing yet. */
export function NamedCondition({ name, label, placeholder, value, change }: NamedConditionProps) {
  const options = useId();
  const [text, setText] = useTyped(value);
  const paused = usePaused(text);
  const { found, isLooking } = useNamed(text, name);
  const called = useNameOf(value);
  const wanted = text.trim();
  const meant = meantBy(wanted, found)?.id ?? wanted;
  const isPart = found.length > 0 && meant === wanted;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed counts when the typing pauses, once.
  useEffect(() => {
    if (paused === text && !isLooking && !isPart && meant !== value) change(name, meant);
  }, [paused, meant, isPart, isLooking]);
  return (
    <>
      <TextField
        label={label}
        placeholder={placeholder}
        value={text}
        onChange={({ target }) => setText(target.value)}
        hint={
          wanted === value
            ? called && [called.name, called.apart].filter(Boolean).join(", ")
            : isPart
              ? "Choose one of these names."
              : undefined
        }
        list={options}
        maxLength={255}
        spellCheck={false}
      />
      <datalist id={options}>
        {found.map((one) => (
          <option key={`${one.kind} ${one.id}`} value={one.id}>
            {one.name} ({[one.kind, one.apart].filter(Boolean).join(", ")})
          </option>
        ))}
      </datalist>
    </>
  );
}
