import { type SubmitEvent, useState } from "react";
import { advice } from "../api/advice.js";
import { gatewayErrors } from "../api/gateway-errors.js";
import { Button } from "../parts/button.js";
import { CheckField, TextField } from "../parts/field.js";
import { useSession } from "./session-context.js";
import styles from "./sign-in.module.css";

/** In the words of who has pasted a token. */
function reason(error: unknown): string {
  const [first] = gatewayErrors(error);
  if (first?.code === "UNAUTHENTICATED") {
    return "The gateway does not know this token: it may be misspelt, expired or revoked.";
  }
  return first ? advice(first, "read") : "";
}

/** Signs in with a token that was pasted. It `leads` where there is no other way in. */
export function SignInForm({ leads = true }: { leads?: boolean }) {
  const session = useSession();
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = new FormData(event.currentTarget);
    const token = String(entries.get("token")).trim();
    // What a header cannot carry would look like a network that fails.
    if (!/^[\x21-\x7e]+$/.test(token)) return setError("A token is one word, such as ogt_…");
    setBusy(true);
    const failure = await session.enter({ token }, { keep: entries.has("keep") });
    setBusy(false);
    setError(failure ? reason(failure) : undefined);
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextField
        name="token"
        type="password"
        label="API token"
        hint="It begins with ogt_ and was shown once, when it was issued."
        error={error}
        autoComplete="off"
        spellCheck={false}
        autoFocus={leads}
      />
      <CheckField
        name="keep"
        label="Keep it for this tab"
        hint="It outlives a reload, and ends with the tab. Otherwise it is only in memory."
      />
      <Button type="submit" tone={leads ? "go" : "plain"} busy={busy}>
        {leads ? "Sign in" : "Sign in with the token"}
      </Button>
    </form>
  );
}
