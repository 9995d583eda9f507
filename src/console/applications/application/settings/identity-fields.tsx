import { TextArea, TextField } from "../../../parts/field.js";
import type { FieldsProps } from "./fields-props.js";
import { LABELS } from "./labels.js";
import { MAX_DESCRIPTION, MAX_NAME } from "./problems.js";

export function IdentityFields({ draft, change, errorOf }: FieldsProps) {
  return (
    <>
      <TextField
        label={LABELS.name}
        hint={`What people read, 1 to ${MAX_NAME} characters. It need not be unique.`}
        error={errorOf("name")}
        value={draft.name}
        onChange={(event) => change({ name: event.target.value })}
        autoFocus
      />
      <TextArea
        label={LABELS.description}
        hint={`At most ${MAX_DESCRIPTION} characters.`}
        error={errorOf("description")}
        value={draft.description}
        onChange={(event) => change({ description: event.target.value })}
      />
    </>
  );
}
