import styles from "./handover-picture.module.css";
import type { ShownSecret } from "./shown-secrets.js";

/** The handover that a new secret begins: its lane grows in below the old one, hatched while nobody has used it. */
export function HandoverPicture({ handover }: { handover: NonNullable<ShownSecret["handover"]> }) {
  return (
    <svg className={styles.picture} viewBox="0 0 512 46" preserveAspectRatio="none" aria-hidden="true">
      <pattern id="new-secret-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line className={styles.hatch} x1="0" y1="0" x2="0" y2="6" />
      </pattern>
      {handover !== "first" && (
        <rect
          className={handover === "beside" ? styles.old : styles.gone}
          x="0.5"
          y="6.5"
          width={handover === "beside" ? 380 : 190}
          height="12"
          rx="6"
        />
      )}
      <rect className={styles.new} x="190.5" y="27.5" width="321" height="12" rx="6" fill="url(#new-secret-hatch)" />
      <path className={styles.now} d="M190.5 0v46" />
    </svg>
  );
}
