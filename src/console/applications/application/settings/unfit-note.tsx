import { Button } from "../../../parts/button.js";
import { focusInvalid } from "../../../parts/focus-invalid.js";
import type { Draft } from "./draft.js";
import { LABELS } from "./labels.js";

/** Which settings do not fit yet; it leads to the first of them. */
export function UnfitNote({ names }: { names: readonly (keyof Draft)[] }) {
  return (
    <>
      Does not fit yet:{" "}
      <Button tone="quiet" onClick={({ currentTarget }) => currentTarget.form && focusInvalid(currentTarget.form)}>
        {names.map((name) => LABELS[name]).join(", ")}
      </Button>
    </>
  );
}
