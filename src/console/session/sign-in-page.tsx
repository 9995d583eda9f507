import { Suspense, useEffect } from "react";
import { HandoverMark } from "../handover/handover-mark.js";
import { Notice } from "../parts/notice.js";
import { ProductVersion } from "./product-version.js";
import styles from "./sign-in.module.css";
import { WaysIn } from "./ways-in.js";

/**
 * Where nobody is signed in. `notice` says why a way in has failed. Signing in at an issuer leaves the page, unless it is
 * to be done `beside` it.
 */
export function SignInPage({ notice, beside = false }: { notice?: string; beside?: boolean }) {
  useEffect(() => {
    document.title = "Sign in · OAuth applications";
  }, []);
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <HandoverMark />
        <h1>OAuth applications</h1>
        <p className={styles.lead}>
          Who still uses the old secret, and when it is safe to let it go. Sign in to see the applications of your
          organization.
        </p>
        {notice && <Notice tone="bad">{notice}</Notice>}
        <section className={styles.card} aria-label="Sign in">
          <Suspense>
            <WaysIn beside={beside} />
          </Suspense>
        </section>
        <p className={styles.help}>
          No token? Whoever runs the gateway gets a link that signs in:
          <code className={styles.command}>npm run -s cli -- console link --organization SLUG --role DEVELOPER</code>
          SLUG is your organization's, as <code>npm run -s cli -- organization list</code> prints it.
        </p>
        <Suspense>
          <ProductVersion />
        </Suspense>
      </div>
    </main>
  );
}
