import { useState } from "react";
import { Button } from "../parts/button.js";
import { Notice } from "../parts/notice.js";
import type { IssuerConfig } from "./console-config.js";
import { signInAtIssuer } from "./issuer/sign-in.js";
import { useSession } from "./session-context.js";
import styles from "./sign-in.module.css";

/** Signs in at the outside issuer. `beside` uses a window of its own, so that what is on this page stays. */
export function IssuerButton({ issuer, beside = false }: { issuer: IssuerConfig; beside?: boolean }) {
  const session = useSession();
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const signIn = async () => {
    if (beside) return setFailure(session.signInBeside());
    setBusy(true);
    setFailure(await signInAtIssuer());
    setBusy(false);
  };
  return (
    <div className={styles.form}>
      <Button tone="go" busy={busy} onClick={() => void signIn()}>
        Sign in at {new URL(issuer.issuer).host}
      </Button>
      {failure && <Notice tone="bad">{failure}</Notice>}
    </div>
  );
}
