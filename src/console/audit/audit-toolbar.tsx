import { useEffect, useState } from "react";
import { Button } from "../parts/button.js";
import { SelectField, TextField } from "../parts/field.js";
import { usePaused } from "../parts/use-paused.js";
import { useTyped } from "../parts/use-typed.js";
import { ACTIONS } from "./actions.js";
import styles from "./audit.module.css";
import { FILTER_NAMES, type FilterName, problemOf } from "./filters.js";
import type { About } from "./named.js";
import { NamedCondition } from "./named-condition.js";
import { SecretCondition } from "./secret-condition.js";

export interface AuditToolbarProps {
  address: URLSearchParams;
  change: (name: FilterName, value: string) => void;
  clear: () => void;
}

/** Every condition that the schema has for the log. */
export function AuditToolbar({ address, change, clear }: AuditToolbarProps) {
  const [isOpen, setOpen] = useState(false);
  const field = (name: FilterName) => ({ name, value: address.get(name) ?? "", change });
  const named = (name: About) => ({ ...field(name), name });
  return (
    <search className={styles.toolbar}>
      <SelectField
        label="What was done"
        value={address.get("action") ?? ""}
        onChange={({ target }) => change("action", target.value)}
      >
        <option value="">anything</option>
        {Object.entries(ACTIONS).map(([action, words]) => (
          <option key={action} value={action}>
            {words}
          </option>
        ))}
      </SelectField>
      <Button className={styles.more} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        More filters
      </Button>
      <div className={styles.further} data-open={isOpen || isAsked(address) || undefined}>
        <NamedCondition label="To what" placeholder="A name, or an identifier" {...named("targetId")} />
        <NamedCondition label="By whom" placeholder="A name, or an identifier" {...named("actorId")} />
        <SecretCondition
          value={address.get("actorSecretId") ?? ""}
          change={change}
          about={{ actorId: address.get("actorId"), targetId: address.get("targetId") }}
        />
        <Condition label="From" type="datetime-local" {...field("since")} />
        <Condition label="Before" type="datetime-local" {...field("until")} />
      </div>
      {FILTER_NAMES.some((name) => address.get(name)) && (
        <Button className={styles.clear} onClick={clear}>
          Clear filters
        </Button>
      )}
    </search>
  );
}

/** Whether a filter is on that stands behind the button on narrow pages. */
function isAsked(address: URLSearchParams): boolean {
  return FILTER_NAMES.some((name) => name !== "action" && address.get(name));
}

interface ConditionProps {
  name: FilterName;
  label: string;
  value: string;
  change: (name: FilterName, value: string) => void;
  type: "datetime-local";
}

/** Asks once the typing pauses; follows the address when that changes otherwise. */
function Condition({ name, label, value, change, ...input }: ConditionProps) {
  const [text, setText] = useTyped(value);
  const paused = usePaused(text);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed counts when the typing pauses, once.
  useEffect(() => {
    if (paused === text && paused.trim() !== value) change(name, paused.trim());
  }, [paused]);
  return (
    <TextField
      {...input}
      label={label}
      value={text}
      onChange={({ target }) => setText(target.value)}
      error={problemOf(name, text.trim())}
      maxLength={255}
      spellCheck={false}
    />
  );
}
