import { use } from "react";
import { consoleConfig } from "./console-config.js";
import { IssuerButton } from "./issuer-button.js";
import styles from "./sign-in.module.css";
import { SignInForm } from "./sign-in-form.js";

/** How one can sign in here: at the issuer, where the gateway has one, or with a token. `beside` lets the page stay. */
export function WaysIn({ beside = false }: { beside?: boolean }) {
  const issuer = use(consoleConfig())?.oidc;
  if (!issuer) return <SignInForm />;
  return (
    <>
      <IssuerButton issuer={issuer} beside={beside} />
      <p className={styles.or}>or</p>
      <SignInForm leads={false} />
    </>
  );
}
