import { Time } from "../../parts/time.js";
import { type Handover, type Secret, worksNow } from "../page/handover.js";
import { Hint } from "../page/hint.js";
import { SourceName } from "../page/source-name.js";
import { keyOfUse, type Use, usesBeyond, usesOf } from "../page/uses.js";
import styles from "./steps.module.css";
import { lockedOutBy } from "./who-is-locked-out.js";

/** What follows the name of a secret that came along. */
const ELSEWHERE = "came along from another system or gateway: whoever still uses it there will be locked out.";

export interface EverybodyLockedOutProps {
  application: Handover;
  /** What ends it for whoever is locked out. */
  until: string;
}

/**
 * Whom it locks out when every secret that works stops at once: of each of them everybody who is known to have used it,
 * however long ago, since nobody stays with one that works.
 */
export function EverybodyLockedOut({ application, until }: EverybodyLockedOutProps) {
  const working = Object.values(worksNow(application)).filter((secret) => secret !== undefined);
  return working.map((secret) => {
    const uses = usesOf(secret);
    if (!secret.lastUsedAt) return <NeverUsed key={secret.id} secret={secret} />;
    return (
      <div key={secret.id} className={styles.warning}>
        <p>
          <Hint of={secret} /> was last used <Time at={secret.lastUsedAt} />
          {uses.length > 0
            ? `. Each of these used it in the last 90 days, and is locked out ${until}:`
            : `. Whoever uses it is locked out ${until}.`}
        </p>
        <Sources uses={uses} beyond={usesBeyond(secret)} />
      </div>
    );
  });
}

export interface LockedOutProps {
  secret: Secret;
  /** How long a secret is not used until nobody counts as using it, in seconds. */
  quietSeconds: number;
  /** The secret that stays: whoever has used it since has gone over. */
  staying: Secret | undefined;
  /** From when on it locks nobody out, if nobody uses it again; null while that takes a use of the staying one, too. */
  safeAt: string | null;
}

/** Whom it locks out when this secret stops and another one stays: who has used it within the time that counts as in use. */
export function LockedOut({ secret, quietSeconds, staying, safeAt }: LockedOutProps) {
  if (!secret.lastUsedAt && !secret.imported) return <NeverUsed secret={secret} />;
  if (!secret.lastUsedAt) return <NotUsedHere secret={secret} staying={staying} safeAt={safeAt} />;
  const { isInUse, uses, gone } = lockedOutBy(secret, staying, Date.now() - quietSeconds * 1000);
  const mayBeElsewhere = secret.imported && !isPast(safeAt);
  const isTooEarly = isInUse || mayBeElsewhere;
  return (
    <div className={isTooEarly ? styles.warning : undefined}>
      <p>
        <Hint of={secret} /> was last used <Time at={secret.lastUsedAt} />
        {isInUse ? "; whoever uses it is locked out until it has a secret that works" : ""}
        {uses.length > 0 ? ":" : "."}
      </p>
      <Sources uses={uses} />
      {gone > 0 && staying && (
        <p>
          {gone === 1 ? "One has" : `${gone} have`} used <Hint of={staying} /> since and gone over.
        </p>
      )}
      {mayBeElsewhere && <p>It {ELSEWHERE}</p>}
      {isTooEarly && <WhenSafe secret={secret} staying={staying} safeAt={safeAt} />}
    </div>
  );
}

/** Of one that came along: whoever has it where it came from may be still to come. */
function NotUsedHere(props: Omit<LockedOutProps, "quietSeconds">) {
  const { secret, safeAt } = props;
  if (isPast(safeAt)) {
    return (
      <p>
        Nobody has used <Hint of={secret} /> here, and enough time has passed since others moved over.
      </p>
    );
  }
  return (
    <>
      <NeverUsed secret={secret} />
      <WhenSafe {...props} />
    </>
  );
}

function WhenSafe({ secret, staying, safeAt }: Omit<LockedOutProps, "quietSeconds">) {
  if (safeAt) {
    return (
      <p>
        If nobody uses <Hint of={secret} /> {secret.lastUsedAt ? "again" : "here"}, nobody is locked out from{" "}
        <Time at={safeAt} as="clock" /> on.
      </p>
    );
  }
  if (!staying) return null;
  return (
    <p>
      Nobody has used <Hint of={staying} /> {secret.lastUsedAt ? "yet" : "here yet"}: it is safe only after that.
    </p>
  );
}

function NeverUsed({ secret }: { secret: Secret }) {
  if (secret.imported) {
    return (
      <p className={styles.warning}>
        Nobody has used <Hint of={secret} /> here. It {ELSEWHERE}
      </p>
    );
  }
  return (
    <p>
      Nobody has ever used <Hint of={secret} />: it locks nobody out.
    </p>
  );
}

function isPast(moment: string | null): boolean {
  return moment !== null && Date.parse(moment) <= Date.now();
}

function Sources({ uses, beyond = 0 }: { uses: readonly Use[]; beyond?: number }) {
  if (uses.length === 0) return null;
  return (
    <ul className={styles.sources}>
      {uses.map((use) => (
        <li key={keyOfUse(use)}>
          <SourceName use={use} />, <Time at={use.lastAt} />
        </li>
      ))}
      {beyond > 0 && (
        <li>
          others, of whom no more is known than that they came{" "}
          {beyond === 1 ? "once" : `${beyond.toLocaleString("en")} times`}
        </li>
      )}
    </ul>
  );
}
