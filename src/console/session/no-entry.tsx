import { isRefusedAs } from "../api/gateway-errors.js";
import { Button } from "../parts/button.js";
import { EmptyState } from "../parts/empty-state.js";
import { FailureNotice } from "../parts/failure-notice.js";
import { useSession } from "./session-context.js";
import styles from "./sign-in.module.css";

/** In the place of every page, when the gateway does not say who asks: says why, and what helps. */
export function NoEntry({ error }: { error: unknown }) {
  const session = useSession();
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        {isRefusedAs(error, "FORBIDDEN") ? (
          <EmptyState title="You are signed in, and a member of no organization here">
            Ask an administrator of your organization to add you. Signing in again does not help until then.
          </EmptyState>
        ) : (
          <FailureNotice errors={[error]} asked="read" />
        )}
        <div>
          <Button onClick={() => session.signOut()}>Sign out</Button>
        </div>
      </div>
    </main>
  );
}
