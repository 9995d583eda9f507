import { useState } from "react";
import { FailureNotice } from "../../parts/failure-notice.js";
import { TextField } from "../../parts/field.js";
import { focusInvalid } from "../../parts/focus-invalid.js";
import formStyles from "../../parts/form.module.css";
import styles from "./steps.module.css";

export interface NameFormProps {
  /** What the button outside of the form names as its `form`. */
  id: string;
  /** The application's name, which has to be typed. */
  name: string;
  error: unknown;
  /** Called when the name is right. */
  onConfirm: () => void;
}

/** The name of the application, typed before what cannot be taken back. */
export function NameForm({ id, name, error, onConfirm }: NameFormProps) {
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  const isRight = asRead(typed) === asRead(name);
  return (
    <form
      id={id}
      className={formStyles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setWrong(!isRight);
        if (isRight) onConfirm();
        else focusInvalid(event.currentTarget);
      }}
    >
      <p>
        To go on, type the application’s name: <bdi className={styles.name}>{name}</bdi>
      </p>
      <TextField
        label="Name of the application"
        value={typed}
        error={isWrong && !isRight && "That is not its name."}
        onChange={(event) => setTyped(event.target.value)}
        spellCheck={false}
      />
      <FailureNotice errors={[error]} />
    </form>
  );
}

/** Letters that look alike by composition, and how much space there is, make no difference. */
const asRead = (name: string) => name.normalize("NFC").replaceAll(/\s+/g, " ").trim();
