import { Button } from "../../parts/button.js";
import { useNow } from "../../parts/clock.js";
import { Time } from "../../parts/time.js";
import type { Handover } from "./handover.js";
import { Hint } from "./hint.js";
import { SourceName } from "./source-name.js";
import { latestTries } from "./tries.js";
import { keyOfUse } from "./uses.js";
import styles from "./verdict.module.css";
import { verdictOf } from "./verdict-of.js";

export interface VerdictLineProps {
  application: Handover;
  /** The answer with the new secret got lost: nobody can put it anywhere. */
  isUnseen: boolean;
  /** Stops every secret; for who may. */
  onStop: (() => void) | undefined;
}

/** The first thing on the page. A screen reader hears when it changes, and is not told each minute that passes. */
export function VerdictLine({ application, isUnseen, onStop }: VerdictLineProps) {
  const now = useNow();
  const { sign, tone, title, why, isLeak } = verdictOf(application, now, isUnseen);
  return (
    <div className={styles.verdict} data-tone={tone}>
      <span className={styles.sign} aria-hidden="true">
        {sign}
      </span>
      <div>
        <p className={styles.title} aria-live="polite">
          {title}
        </p>
        <p className={styles.why}>{why}</p>
        {isLeak && (
          <p className={styles.stop}>
            {onStop ? (
              <Button tone="danger" onClick={onStop}>
                Stop every secret…
              </Button>
            ) : (
              "Whoever may rotate its secrets can stop them all, whatever else is going on."
            )}
          </p>
        )}
        <StillTried application={application} now={now} />
      </div>
    </div>
  );
}

/** Beside the state of the secrets that work, tries with those that do not: they change nothing of them. */
function StillTried({ application, now }: { application: Handover; now: number }) {
  const { shown, more } = latestTries(application, now);
  return (
    <div className={styles.tried}>
      <p className={styles.triedTitle} aria-live="polite">
        {shown.length > 0 && "Somebody still tries a secret that has stopped."}
      </p>
      {shown.length > 0 && (
        <>
          <ul className={styles.tries} aria-label="Who still tries a secret that has stopped">
            {shown.map(({ secret, use }) => (
              <li key={`${secret.id} ${keyOfUse(use)}`}>
                <SourceName use={use} />, last refused with <Hint of={secret} /> <Time at={use.lastAt} />
              </li>
            ))}
            {more > 0 && <li>and {more.toLocaleString("en")} more</li>}
          </ul>
          <p className={styles.why}>
            {shown.length === 1
              ? "If that is yours, it needs the one that works. If it is not, somebody has a copy."
              : "Whoever of them is yours needs the one that works. Whoever is not has a copy."}
          </p>
        </>
      )}
    </div>
  );
}
