import { Card, CardBody } from "../../parts/card.js";
import { useNow } from "../../parts/clock.js";
import { Table } from "../../parts/table.js";
import { Time } from "../../parts/time.js";
import { type Handover, type Secret, worksNow } from "./handover.js";
import { Hint } from "./hint.js";
import { nobodyUses } from "./nobody-uses.js";
import { rowsOfUses, type UseRow } from "./rows-of-uses.js";
import { keyOfUse, type Use, usesBeyond } from "./uses.js";
import styles from "./uses-card.module.css";

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
  const rows = rowsOfUses(application, now);
  const beyond = usesBeyond(previous ?? current);
  return (
    <Card title={previous ? "Who still uses the old secret" : "Who uses the secret"} note="live, last seen first">
      {rows.length === 0 ? (
        <CardBody>
          <p className={styles.nobody}>
            {previous ? nobodyUses("the old secret", previous, now) : nobodyUses("it", current, now)} Whoever does
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
              value: ({ use, part, goneOverTo }) => (
                <span className={styles.from}>
                  <span className={styles.dot} data-part={goneOverTo ? "new" : part} aria-hidden="true" />
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
              value: (row) => (
                <span>
                  <Time at={row.use.lastAt} />
                  <StandingOf row={row} />
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

/** Whether who came has one that works, where that is not what the row says already. */
function StandingOf({ row: { goneOverTo, hasNothing } }: { row: UseRow }) {
  if (goneOverTo) {
    return (
      <span className={styles.evidence}>
        has gone over to <Hint of={goneOverTo} />
      </span>
    );
  }
  return hasNothing && <span className={styles.nothing}>has nothing that works</span>;
}
