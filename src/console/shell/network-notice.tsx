import { useApolloClient } from "@apollo/client/react";
import { useSyncExternalStore } from "react";
import { Button } from "../parts/button.js";
import { Notice } from "../parts/notice.js";
import { Time } from "../parts/time.js";
import { useSession } from "../session/session-context.js";
import styles from "./shell.module.css";

/** Says that the gateway is out of reach, and takes nothing away. */
export function NetworkNotice() {
  const { reachability } = useSession();
  const client = useApolloClient();
  const isReached = useSyncExternalStore(reachability.subscribe, reachability.isReached);
  if (isReached) return null;
  const at = reachability.answeredAt();
  return (
    <div className={styles.network}>
      <Notice tone="old">
        <p>
          The gateway could not be reached. What you see is what it said last
          {at !== undefined && (
            <>
              , at <Time at={new Date(at).toISOString()} as="clock" />
            </>
          )}
          ; nothing of it is lost.
        </p>
        <p>
          <Button onClick={() => void client.refetchQueries({ include: "active" })}>Try again</Button>
        </p>
      </Notice>
    </div>
  );
}
