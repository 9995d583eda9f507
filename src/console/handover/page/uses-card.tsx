import { Card, CardBody } from "../../parts/card.js";
import { Table } from "../../parts/table.js";
import { Time } from "../../parts/time.js";
import { type Handover, type Secret, worksNow } from "./handover.js";
import { refusalsOf, type Use, usesOf } from "./uses.js";
import styles from "./uses-card.module.css";

interface Row {
  use: Use;
  secret: Secret;
  part: "old" | "new" | "refused";
  /** The same source has used the new secret since. */
  wentOver: boolean;
}

const sourceOf = ({ address, clientSoftware }: Use) => `${address} ${clientSoftware}`;

/** Who still uses the old secret, latest first; without a rotation, who uses the one that works. */
export function UsesCard({ application }: { application: Handover }) {
  const { current, previous } = worksNow(application);
  if (!current) return null;
  const rows = rowsOf(application);
  return (
    <Card title={previous ? "Who still uses the old secret" : "Who uses the secret"} note="live, last seen first">
      {rows.length === 0 ? (
        <CardBody>
          <p className={styles.nobody}>
            {previous ? "Nobody has used the old secret since uses are noted." : "Nobody has used it yet."} A source
            appears here about a second after its first use.
          </p>
        </CardBody>
      ) : (
        <Table
          label={previous ? "Who still uses the old secret" : "Who uses the secret"}
          rows={rows}
          keyOf={({ use, part }) => `${part} ${sourceOf(use)}`}
          columns={[
            {
              title: "From",
              value: ({ use, part }) => (
                <span className={styles.from}>
                  <span className={styles.dot} data-part={part} aria-hidden="true" />
                  <code>
                    <bdi>{use.address}</bdi>
                  </code>
                  {use.reported && <span className={styles.reported}>as reported</span>}
                </span>
              ),
            },
            { title: "Client", value: ({ use }) => <bdi className={styles.software}>{use.clientSoftware ?? "—"}</bdi> },
            { title: "Secret", value: ({ secret, part }) => <SecretOf secret={secret} part={part} /> },
            {
              title: "Last use",
              value: ({ use, wentOver }) => (
                <>
                  <Time at={use.lastAt} />
                  {wentOver && ", has gone over to the new one"}
                </>
              ),
            },
            { title: "Uses", value: ({ use }) => use.count.toLocaleString("en"), end: true },
          ]}
        />
      )}
    </Card>
  );
}

function SecretOf({ secret, part }: Pick<Row, "secret" | "part">) {
  return (
    <span className={part === "refused" ? styles.refused : undefined}>
      <code>{secret.hint}</code> {part === "refused" ? "refused" : part}
    </span>
  );
}

/** The old secret's sources first, then who is refused; the new one's only where there is no old one. */
function rowsOf(application: Handover): Row[] {
  const { current, previous } = worksNow(application);
  const wentOver = new Map(usesOf(current).map((use) => [sourceOf(use), use.lastAt]));
  const used = previous ?? current;
  const uses = usesOf(used).map((use) => ({
    use,
    secret: used as Secret,
    part: previous ? ("old" as const) : ("new" as const),
    wentOver: Boolean(previous) && (wentOver.get(sourceOf(use)) ?? "") > use.lastAt,
  }));
  const refused = (application.secrets ?? []).flatMap((secret) =>
    refusalsOf(secret).map((use) => ({ use, secret, part: "refused" as const, wentOver: false })),
  );
  return [...uses, ...refused];
}
