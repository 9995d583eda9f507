import { useLayoutEffect } from "react";
import { isRefusedAs } from "../api/gateway-errors.js";
import { Button } from "./button.js";
import { moveClock } from "./clock.js";
import { RefreshIcon } from "./icons.js";
import styles from "./look-line.module.css";
import { Time } from "./time.js";
import type { Look } from "./use-look.js";

/** From when a list is, what is new of that, and the button that asks again. It is as high whatever it says. */
export function LookLine({ look: { at, isLooking, failure, hasChanged, refresh } }: { look: Look }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the moment of each answer is not to lie in the future.
  useLayoutEffect(moveClock, [at]);
  return (
    <div className={styles.line}>
      <p className={styles.words}>
        <span role="status">{failure ? `${whyNot(failure)} ` : hasChanged ? "There are changes to show. " : ""}</span>
        {at !== undefined && (
          <>
            {failure ? "What stands here is from " : "As of "}
            <Time at={new Date(at).toISOString()} as={failure ? "clock" : "relative"} />
          </>
        )}
      </p>
      <Button tone={hasChanged ? "go" : "plain"} busy={isLooking} onClick={refresh}>
        <RefreshIcon />
        <span className={styles.word}>Refresh</span>
      </Button>
    </div>
  );
}

function whyNot(failure: unknown): string {
  return isRefusedAs(failure, "NO_ANSWER")
    ? "The gateway could not be reached."
    : "The gateway did not say what is new.";
}
