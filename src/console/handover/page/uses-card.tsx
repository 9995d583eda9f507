import { Card, CardBody } from "../../parts/card.js";
import { useNow } from "../../parts/clock.js";
import { Table } from "../../parts/table.js";
import { Time } from "../../parts/time.js";
import { type Handover, type Secret, worksNow } from "./handover.js";
import { retiredSecrets } from "./retired-secrets.js";
import { hasGoneOver, keyOfUse, refusalsOf, type Use, usesBeyond, usesOf } from "./uses.js";
import styles from "./uses-card.module.css";

interface Row {
  use: Use;
  secret: Secret;
  part: "old" | "new" | "stopped" | "refused";
  /** The same source has used the new secret since. */
  wentOver: boolean;
}

/** How it is known where a use came from, where the gateway has not seen it itself. */
const EVIDENCE: Record<Use["evidence"], string | undefined> = {
  SEEN: undefined,
  REPORTED: "as reported",
  ASKER: "the server that asked",
};

/** Who still uses the old secret; without a rotation, who uses the one that works. */
export function UsesCard({ application }: { application: Handover }) {
  const now = useNow();
  const { current, previous } = worksNow(application);
  if (!current) return null;
  const rows = rowsOf(application, now);
  const beyond = usesBeyond(previous ?? current);
  return (
    <Card title={previous ? "Who still uses the old secret" : "Who uses the secret"} note="live, last seen first">
      {rows.length === 0 ? (
        <CardBody>
          <p className={styles.nobody}>
            {previous ? "Nobody has used the old secret in the last 90 days." : "Nobody has used it yet."} Whoever does
            appears here within seconds.
          </p>
        </CardBody>
      ) : (
        <Table
          label={previous ? "Who still uses the old secret" : "Who uses the secret"}
          rows={rows}
          keyOf={({ use, part, secret }) => `${part} ${secret.id} ${keyOfUse(use)}`}
          columns={[
            {
              title: "From",
              value: ({ use, part, wentOver }) => (
                <span className={styles.from}>
                  <span className={styles.dot} data-part={wentOver ? "new" : part} aria-hidden="true" />
                  <span>
                    {use.address ? (
                      <code>
                        <bdi>{use.address}</bdi>
                      </code>
                    ) : (
                      "not known"
                    )}
                    {EVIDENCE[use.evidence] && <span className={styles.evidence}>{EVIDENCE[use.evidence]}</span>}
                  </span>
                </span>
              ),
            },
            { title: "Client", value: ({ use }) => <bdi className={styles.software}>{use.clientSoftware ?? "—"}</bdi> },
            {
              title: "Secret",
              value: ({ secret, part }) => <SecretOf secret={secret} says={previous || part !== "new" ? part : ""} />,
            },
            {
              title: "Last use",
              value: ({ use, wentOver }) => (
                <span>
                  <Time at={use.lastAt} />
                  {wentOver && <span className={styles.evidence}>has gone over to the new one</span>}
                </span>
              ),
            },
            { title: "Uses", value: ({ use }) => use.count.toLocaleString("en"), end: true },
          ]}
        />
      )}
      {beyond > 0 && (
        <CardBody>
          <p className={styles.nobody}>
            Ten sources are kept. {beyond.toLocaleString("en")} more {beyond === 1 ? "use" : "uses"} came from others,
            which these have displaced: somebody may be at work who is not in this list.
          </p>
        </CardBody>
      )}
    </Card>
  );
}

function SecretOf({ secret, says }: { secret: Secret; says: string }) {
  return (
    <span className={says === "refused" ? styles.refused : styles.secret}>
      <code>{secret.hint}</code> {says}
    </span>
  );
}

/**
 * Who uses the old secret, or the only one there is, who used those that stopped lately, and who is refused with them:
 * latest first.
 */
function rowsOf(application: Handover, now: number): Row[] {
  const { current, previous } = worksNow(application);
  const used = previous ?? current;
  const uses = usesOf(used).map((use) => ({
    use,
    secret: used as Secret,
    part: previous ? ("old" as const) : ("new" as const),
    wentOver: Boolean(previous) && hasGoneOver(use, current),
  }));
  const stopped = retiredSecrets(application, now).shown.flatMap((secret) =>
    usesOf(secret).map((use) => ({ use, secret, part: "stopped" as const, wentOver: hasGoneOver(use, current) })),
  );
  const refused = (application.secrets ?? []).flatMap((secret) =>
    refusalsOf(secret).map((use) => ({ use, secret, part: "refused" as const, wentOver: false })),
  );
  return [...uses, ...stopped, ...refused].toSorted(
    (one, other) => Date.parse(other.use.lastAt) - Date.parse(one.use.lastAt),
  );
}
