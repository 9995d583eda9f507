import { Time } from "../../parts/time.js";
import type { Secret } from "../page/handover.js";
import { SourceName } from "../page/source-name.js";
import { usesOf } from "../page/uses.js";
import styles from "./steps.module.css";

const SHOWN = 5;

export interface LockedOutProps {
  secret: Secret;
  /** How long a secret is not used until nobody counts as using it, in seconds. */
  quietSeconds: number;
}

/** Whom it would lock out when this secret stops now: who has used it within the time that counts as in use. */
export function LockedOut({ secret, quietSeconds }: LockedOutProps) {
  const since = Date.now() - quietSeconds * 1000;
  if (!secret.lastUsedAt) return <p>Nobody has ever used {secret.hint}: it locks nobody out.</p>;
  const isInUse = Date.parse(secret.lastUsedAt) > since;
  const recent = usesOf(secret).filter(({ lastAt }) => Date.parse(lastAt) > since);
  return (
    <div className={isInUse ? styles.warning : undefined}>
      <p>
        {secret.hint} was last used <Time at={secret.lastUsedAt} />
        {isInUse ? "; whoever uses it is locked out until it has a secret that works" : ""}
        {recent.length > 0 ? ":" : "."}
      </p>
      {recent.length > 0 && (
        <ul className={styles.sources}>
          {recent.slice(0, SHOWN).map((use) => (
            <li key={`${use.address} ${use.clientSoftware}`}>
              <SourceName use={use} />, <Time at={use.lastAt} />
            </li>
          ))}
          {recent.length > SHOWN && <li>and {recent.length - SHOWN} more</li>}
        </ul>
      )}
    </div>
  );
}
