import { inWords } from "../../../parts/duration.js";
import { Notice } from "../../../parts/notice.js";
import { type Draft, draftOf, type Settings } from "./draft.js";
import { LABELS } from "./labels.js";

export interface MeanwhileNoticeProps {
  /** What somebody else has changed; none when it was nothing of this form. */
  names: readonly (keyof Draft)[];
  now: Settings;
  /** What was typed here, and not saved yet. */
  typed: readonly string[];
}

/** Why a form was not saved, and that nothing of it is lost. */
export function MeanwhileNotice({ names, now, typed }: MeanwhileNoticeProps) {
  const values = draftOf(now);
  return (
    <Notice tone="old">
      <p>
        Not saved yet: somebody has changed this application since you began.
        {names.length === 0 && " Nothing of this form was touched by it."} What you typed is still here; save again to
        keep it.
      </p>
      {names.length > 0 && (
        <ul>
          {names.map((name) => (
            <li key={name}>
              {LABELS[name]} is now <bdi>{asText(values[name])}</bdi>
              {typed.includes(name) && ", and you have changed it too: saving replaces that"}.
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

function asText(value: Draft[keyof Draft]): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "number") return inWords(value);
  const text = typeof value === "string" ? value.trim().replaceAll("\n", ", ") : value.join(", ");
  return text ? `“${text}”` : "empty";
}
