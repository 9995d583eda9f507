import { useState } from "react";
import { Button } from "../../parts/button.js";
import { useNow } from "../../parts/clock.js";
import { clockTime } from "../../parts/relative-time.js";
import { Time } from "../../parts/time.js";
import { type Handover, type Secret, worksNow } from "./handover.js";
import { Lane, type LaneProps } from "./lane.js";
import styles from "./lanes.module.css";
import { overlapSays } from "./overlap-says.js";
import { retiredSecrets } from "./retired-secrets.js";
import { endOf, positionOn, type TimeAxis, timeAxis } from "./time-axis.js";
import { refusalsOf } from "./uses.js";

/** The handover on one time axis: the old secret above, the new one below, a thin line for now. */
export function Lanes({ application }: { application: Handover }) {
  const now = useNow();
  const { rotation } = application;
  const { current, previous } = worksNow(application);
  const [isWhole, setWhole] = useState(false);
  const retired = retiredSecrets(application, now, isWhole ? Number.POSITIVE_INFINITY : undefined);
  const shown = [...retired.shown, previous, current].filter((secret) => secret !== undefined);
  if (shown.length === 0) return null;
  const isConfirming = rotation?.reason === "CONFIRMING";
  const axis = timeAxis(shown, rotation, now);
  const common = { applicationId: application.id, axis, isDisabled: !application.enabled };
  return (
    <>
      <div className={styles.lanes}>
        <ol className={styles.list} aria-label="Secrets">
          {retired.shown.map((secret) => (
            <Lane key={secret.id} {...common} {...retiredLane(secret)} />
          ))}
          {previous && (
            <Lane
              {...common}
              secret={previous}
              part="old"
              says={
                rotation?.endsAt ? (
                  <>
                    old, ends <Time at={rotation.endsAt} />
                  </>
                ) : isConfirming ? (
                  `old; once the new one is used it ${overlapSays(rotation)}`
                ) : (
                  "old, until the rotation ends"
                )
              }
              uses={rotation?.previousSecretUses ?? 0}
              usesSay={["uses since rotation", "use since rotation"]}
              allUses={previous.useCount}
            />
          )}
          {current && (
            <Lane
              {...common}
              secret={current}
              part="new"
              says={
                <>
                  {previous ? "new, issued" : "issued"} <Time at={current.createdAt} />
                  {isConfirming && rotation?.confirmBy && (
                    <>
                      , to be used by <Time at={rotation.confirmBy} as="clock" />
                    </>
                  )}
                  {rotation?.confirmedAt && (
                    <>
                      , confirmed <Time at={rotation.confirmedAt} />
                    </>
                  )}
                </>
              }
              uses={rotation?.currentSecretUses ?? current.useCount}
              usesSay={["uses", "use"]}
            />
          )}
        </ol>
        <div className={styles.plot} aria-hidden="true">
          <span className={styles.nowWord} style={{ left: `${positionOn(axis, now)}%` }}>
            now
          </span>
          <span className={styles.now} style={{ left: `${positionOn(axis, now)}%` }} />
        </div>
        <Axis axis={axis} rotatedAt={rotation?.startedAt} />
      </div>
      {(retired.more > 0 || isWhole) && (
        <div className={styles.more}>
          <Button tone="quiet" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? "Show fewer that have stopped" : `Show ${retired.more} more that have stopped`}
          </Button>
        </div>
      )}
    </>
  );
}

function retiredLane(secret: Secret): Omit<LaneProps, "applicationId" | "axis" | "isDisabled"> {
  const refused = refusalsOf(secret).reduce((sum, { count }) => sum + count, 0);
  const end = endOf(secret);
  return {
    secret,
    part: "retired",
    says:
      end === undefined ? (
        "stopped"
      ) : (
        <>
          stopped <Time at={new Date(end).toISOString()} />
        </>
      ),
    uses: refused || secret.useCount,
    usesSay: refused ? ["refused since", "refused since"] : ["uses", "use"],
  };
}

function Axis({ axis, rotatedAt }: { axis: TimeAxis; rotatedAt: string | undefined }) {
  const { from, now } = axis;
  const to = axis.beyond ?? axis.to;
  const marks = [
    { at: from, says: clockTime(from, now) },
    ...(rotatedAt ? [{ at: Date.parse(rotatedAt), says: `rotated ${clockTime(Date.parse(rotatedAt), now)}` }] : []),
    { at: to, says: clockTime(to, now) },
  ];
  const inside = positionOn(axis, rotatedAt ? Date.parse(rotatedAt) : from);
  return (
    <div className={styles.axis} aria-hidden="true">
      {marks.map(({ at, says }, position) => {
        const isEdge = at === from || at === to;
        // In the middle only where it does not run into the edges.
        if (!isEdge && (inside < 22 || inside > 72)) return null;
        return (
          <span
            key={says + String(position)}
            className={`${styles.mark} ${at === from ? styles.atStart : at === to ? styles.atEnd : ""}`}
            style={{ left: `${positionOn(axis, at)}%` }}
          >
            {says}
          </span>
        );
      })}
    </div>
  );
}
