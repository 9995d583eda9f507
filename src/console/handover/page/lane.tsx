import type { ReactNode } from "react";
import { Link } from "wouter";
import { exactTime } from "../../parts/relative-time.js";
import { May } from "../../session/viewer-context.js";
import type { Secret } from "./handover.js";
import styles from "./lanes.module.css";
import { endOf, positionOn, type TimeAxis } from "./time-axis.js";
import { refusalsOf, usesOf } from "./uses.js";

/** Which part a secret has: it decides the colour, and the words never leave it to the colour. */
export type Part = "old" | "new" | "retired";

export interface LaneProps {
  applicationId: string;
  secret: Secret;
  part: Part;
  axis: TimeAxis;
  /** The application's secrets do not work at the moment. */
  isDisabled: boolean;
  says: ReactNode;
  uses: number;
  /** What follows the number, and what follows one. */
  usesSay: readonly [string, string];
  /** All that the secret was ever used, where the number is only a part of it. */
  allUses?: number;
}

/** One secret's bar: from when it was issued to where it ends, open where it has no end, hatched while it is unused. */
export function Lane({ applicationId, secret, part, axis, isDisabled, says, ...counts }: LaneProps) {
  const { uses, usesSay, allUses = uses } = counts;
  const begins = Date.parse(secret.createdAt);
  const ends = endOf(secret);
  const left = positionOn(axis, begins);
  const isUnused = !secret.firstUsedAt && !secret.lastUsedAt;
  const bar = [
    styles.bar,
    begins < axis.from && styles.fromBefore,
    ends === undefined && styles.open,
    isUnused && styles.unused,
  ];
  return (
    <li className={styles.lane} data-part={part} data-disabled={isDisabled || undefined}>
      <div className={styles.who}>
        <code className={styles.hint}>{secret.hint}</code>
        <span className={styles.says}>{says}</span>
        <May permission="AUDIT_READ">
          <Link href={`/audit?actorSecretId=${secret.id}&of=${applicationId}`} className={styles.history}>
            What was done with it
          </Link>
        </May>
      </div>
      <div className={styles.track} role="img" aria-label={inWords(secret)}>
        <span
          className={bar.filter(Boolean).join(" ")}
          style={{ left: `${left}%`, width: `${positionOn(axis, ends ?? Number.POSITIVE_INFINITY) - left}%` }}
        />
        <span className={styles.nowHere} style={{ left: `${positionOn(axis, axis.now)}%` }} />
        {ticksOf(secret)
          .filter(({ at }) => at >= axis.from)
          .map(({ key, at, kind }) => (
            <span key={key} className={`${styles.tick} ${styles[kind]}`} style={{ left: `${positionOn(axis, at)}%` }} />
          ))}
        {axis.beyond !== undefined && <span className={styles.break} />}
      </div>
      <p className={styles.uses}>
        <b>{uses.toLocaleString("en")}</b> {usesSay[uses === 1 ? 1 : 0]}
        {allUses > uses && <span className={styles.all}>{allUses.toLocaleString("en")} in all</span>}
      </p>
    </li>
  );
}

interface Tick {
  key: string;
  at: number;
  kind: "first" | "use" | "refused";
}

/** The first use, the last of each source, and the refused ones; those of one moment are one. */
function ticksOf(secret: Secret): Tick[] {
  const ticks = new Map<string, Tick>();
  const add = (at: string | null | undefined, kind: Tick["kind"]) => {
    const key = `${kind} ${at}`;
    if (at && !ticks.has(key)) ticks.set(key, { key, at: Date.parse(at), kind });
  };
  add(secret.firstUsedAt, "first");
  for (const { lastAt } of usesOf(secret)) add(lastAt, "use");
  add(secret.lastUsedAt, "use");
  for (const { lastAt } of refusalsOf(secret)) add(lastAt, "refused");
  return [...ticks.values()];
}

function inWords(secret: Secret): string {
  const ends = endOf(secret);
  const tell = (what: string, at: string | null | undefined) => (at ? `${what} ${exactTime(Date.parse(at))}` : "");
  const parts = [
    tell("issued", secret.createdAt),
    tell("first used", secret.firstUsedAt) || "never used",
    tell("last used", secret.lastUsedAt),
    tell("last refused", refusalsOf(secret)[0]?.lastAt),
    ends === undefined ? "without an end" : `ends ${exactTime(ends)}`,
  ];
  return parts.filter(Boolean).join("; ");
}
