import { TextField } from "../../../parts/field.js";
import { LINKS } from "./draft.js";
import type { FieldsProps } from "./fields-props.js";
import { LABELS } from "./labels.js";

export function LinkFields({ draft, change, errorOf }: FieldsProps) {
  return LINKS.map((name) => (
    <TextField
      key={name}
      label={LABELS[name]}
      hint="An https or http address of at most 2048 characters; empty for none."
      error={errorOf(name)}
      type="url"
      value={draft[name]}
      onChange={(event) => change({ [name]: event.target.value })}
    />
  ));
}
