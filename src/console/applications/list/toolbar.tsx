import { useEffect, useRef, useState } from "react";
import { Button } from "../../parts/button.js";
import { SelectField } from "../../parts/field.js";
import { SearchIcon } from "../../parts/icons.js";
import { Segments } from "../../parts/segments.js";
import { useTyped } from "../../parts/use-typed.js";
import { useMay } from "../../session/viewer-context.js";
import { CHOICES, countChoices, ORDERS, type Whose } from "./filters.js";
import styles from "./toolbar.module.css";

const WHOSE = [
  ["mine", "Mine"],
  ["all", "All"],
] as const;

const TYPING_MILLISECONDS = 300;

export interface ToolbarProps {
  address: URLSearchParams;
  whose: Whose;
  /** Changes the address; a value that is empty is left out. What is typed replaces the entry of the history. */
  change: (values: Record<string, string>, options?: { replace: boolean }) => void;
}

/** Search, filters and order of the list; all that they say is in the address. */
export function Toolbar({ address, whose, change }: ToolbarProps) {
  const [isOpen, setOpen] = useState(false);
  const seesSecrets = useMay("SECRET_READ");
  const count = countChoices(address);
  return (
    <search className={styles.toolbar}>
      <div className={styles.first}>
        <Search value={address.get("q") ?? ""} change={(q) => change({ q }, { replace: true })} />
        <Segments
          label="Whose applications"
          options={WHOSE}
          value={whose}
          onChange={(value) => change({ whose: value })}
        />
        <Button className={styles.more} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Filters{count > 0 && ` (${count})`}
        </Button>
      </div>
      <div className={styles.filters} data-open={isOpen || undefined}>
        {CHOICES.filter(({ ofSecrets }) => seesSecrets || !ofSecrets).map(({ name, label, options }) => (
          <SelectField
            key={name}
            label={label}
            value={address.get(name) ?? ""}
            onChange={({ target }) => change({ [name]: target.value })}
          >
            <option value="">any</option>
            {options.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </SelectField>
        ))}
        <SelectField
          label="Order"
          value={address.get("order") ?? ""}
          onChange={({ target }) => change({ order: target.value })}
        >
          {ORDERS.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </SelectField>
      </div>
    </search>
  );
}

/** Asks once the typing pauses; follows the address when that changes otherwise. */
function Search({ value, change }: { value: string; change: (text: string) => void }) {
  const [text, setText] = useTyped(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with another address or page it is too late.
  useEffect(() => () => clearTimeout(timer.current), [value]);
  const send = (next: string, wait: number) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => change(next.trim()), wait);
  };
  return (
    <div className={styles.search}>
      <SearchIcon />
      <input
        type="search"
        aria-label="Search by name or client id"
        placeholder="Part of a name, or a client id"
        maxLength={256}
        value={text}
        onChange={({ target }) => send(target.value, TYPING_MILLISECONDS)}
        onKeyDown={({ key }) => key === "Enter" && send(text, 0)}
      />
    </div>
  );
}
