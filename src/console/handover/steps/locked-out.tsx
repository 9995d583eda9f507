import { Time } from "../../parts/time.js";
import type { Secret } from "../page/handover.js";
import { SourceName } from "../page/source-name.js";
import { hasGoneOver, keyOfUse, usesBeyond, usesOf } from "../page/uses.js";
import styles from "./steps.module.css";

export interface LockedOutProps {
  secret: Secret;
  /** How long a secret is not used until nobody counts as using it, in seconds. */
  quietSeconds: number;
  /** The secret that stays: whoever has used it since has gone over. */
  staying?: Secret;
  /** From when on it locks nobody out, if nobody uses it again; null while that takes a use of the staying one, too. */
  safeAt?: string | null;
  /** Names everybody who used it in the last 90 days, however long ago: a leak is not gone over from. */
  everybody?: boolean;
}

/** Whom it would lock out when this secret stops now: who has used it within the time that counts as in use, or everybody. */
export function LockedOut({ secret, quietSeconds, staying, safeAt, everybody = false }: LockedOutProps) {
  const since = Date.now() - quietSeconds * 1000;
  if (!secret.lastUsedAt) return <p>Nobody has ever used {secret.hint}: it locks nobody out.</p>;
  const isInUse = Date.parse(secret.lastUsedAt) > since;
  const uses = usesOf(secret).filter(({ lastAt }) => everybody || Date.parse(lastAt) > since);
  const recent = uses.filter((use) => !hasGoneOver(use, staying));
  const beyond = usesBeyond(secret);
  const gone = uses.length - recent.length;
  return (
    <div className={isInUse ? styles.warning : undefined}>
      <p>
        {secret.hint} was last used <Time at={secret.lastUsedAt} />
        {isInUse ? "; whoever uses it is locked out until it has a secret that works" : ""}
        {recent.length > 0 ? ":" : "."}
      </p>
      {recent.length > 0 && (
        <ul className={styles.sources}>
          {recent.map((use) => (
            <li key={keyOfUse(use)}>
              <SourceName use={use} />, <Time at={use.lastAt} />
            </li>
          ))}
          {everybody && beyond > 0 && (
            <li>
              others, of whom no more is known than that they came{" "}
              {beyond === 1 ? "once" : `${beyond.toLocaleString("en")} times`}
            </li>
          )}
        </ul>
      )}
      {gone > 0 && (
        <p>
          {gone === 1 ? "One has" : `${gone} have`} used {staying?.hint} since and gone over.
        </p>
      )}
      {isInUse && safeAt && (
        <p>
          If nobody uses {secret.hint} again, nobody is locked out from <Time at={safeAt} as="clock" /> on.
        </p>
      )}
      {isInUse && safeAt === null && <p>Nobody has used {staying?.hint} yet: it is safe only after that.</p>}
    </div>
  );
}
