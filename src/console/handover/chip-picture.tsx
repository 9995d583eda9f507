import { useId } from "react";
import styles from "./chip.module.css";
import type { SecretState } from "./secret-state.js";

const WITH_OLD: readonly SecretState[] = ["old in use", "old elsewhere", "safe", "new unused", "unconfirmed"];
const WITH_NEW: readonly SecretState[] = ["one", "unused", "disabled", "contested", ...WITH_OLD];
const HATCHED: readonly SecretState[] = ["unused", "new unused", "unconfirmed"];

export interface ChipPictureProps {
  state: SecretState;
  /** A rotation is open, whatever else there is to say. */
  isRotating: boolean;
  isOpenEnded: boolean;
}

/** Two bars in 44 by 14: the old one above, the new one below; hatched while unused, a tick for a use just now. */
export function ChipPicture({ state, isRotating, isOpenEnded }: ChipPictureProps) {
  const hatch = useId();
  const hasOld = WITH_OLD.includes(state) || (state === "contested" && isRotating);
  return (
    <svg className={styles.picture} width="44" height="14" viewBox="0 0 44 14" aria-hidden="true">
      <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line className={styles.hatch} x1="0" y1="0" x2="0" y2="4" />
      </pattern>
      {hasOld && <rect className={styles.old} x="0.5" y="1.5" width={isOpenEnded ? 43 : 31} height="4" rx="2" />}
      {state === "old in use" && <path className={styles.tick} d="M24 0v7" />}
      {WITH_NEW.includes(state) && (
        <rect
          className={styles.new}
          x={hasOld ? 16.5 : 0.5}
          y={hasOld ? 8.5 : 5}
          width={hasOld ? 27 : 43}
          height="4"
          rx="2"
          fill={HATCHED.includes(state) ? `url(#${hatch})` : undefined}
        />
      )}
      {(state === "public" || state === "none" || state === "hidden") && <path className={styles.none} d="M1 7h42" />}
    </svg>
  );
}
