import { useEffect, useId } from "react";
import { TextField } from "../parts/field.js";
import { usePaused } from "../parts/use-paused.js";
import { useTyped } from "../parts/use-typed.js";
import { isSecretId, secretsEnding } from "./hints.js";
import { useHintOf, useSecretsOf } from "./secrets.js";

export interface SecretConditionProps {
  /** The identifier that the log is narrowed to. */
  value: string;
  change: (name: "actorSecretId", value: string) => void;
  /** What the other conditions name: where one is an application, a secret of it is found by its end. */
  about: { actorId: string | null; targetId: string | null };
}

/**
 * A secret by its identifier, or by its last characters, which is all that is known of a leaked one. What is typed never
 * goes into the address, since somebody may paste a whole secret.
 */
export function SecretCondition({ value, change, about }: SecretConditionProps) {
  const options = useId();
  const [text, setText] = useTyped(value);
  const paused = usePaused(text);
  const ofActor = useSecretsOf(about.actorId ?? undefined);
  const ofTarget = useSecretsOf(about.targetId ?? undefined);
  const called = useHintOf(value);
  const secrets = [...new Map([...ofActor.secrets, ...ofTarget.secrets].map((one) => [one.id, one])).values()];
  const wanted = text.trim();
  const found = secretsEnding(wanted, secrets);
  const [only] = found.length === 1 ? found : [];
  const meant = wanted === "" || isSecretId(wanted) ? wanted : only?.id;
  const isLooking = paused !== text || ofActor.isLooking || ofTarget.isLooking;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed counts when the typing pauses, once.
  useEffect(() => {
    if (!isLooking && meant !== undefined && meant !== value) change("actorSecretId", meant);
  }, [isLooking, meant]);
  const unclear = () => {
    if (found.length > 1) return "Several end so: choose one of them.";
    if (secrets.length > 0) return "No secret of this application ends so.";
    return "An identifier (sec_…). Its last four characters will do once By whom or To what is its application.";
  };
  return (
    <>
      <TextField
        label="With which client secret"
        placeholder="sec_…, or its last four characters"
        value={text}
        onChange={({ target }) => setText(target.value)}
        hint={meant && meant === value ? called : undefined}
        error={meant === undefined && !isLooking ? unclear() : undefined}
        list={options}
        maxLength={255}
        spellCheck={false}
      />
      <datalist id={options}>
        {secrets.map(({ id, hint }) => (
          <option key={id} value={id}>
            {hint}
          </option>
        ))}
      </datalist>
    </>
  );
}
