import type { TestDatabase } from "./databases.js";

/** From how many copies on it pays to build the index of names anew. */
const MANY = 1000;

const NAMES = "ix_application_names_grams";

/**
 * Copies an application `count` times in SQL, with everything that the gateway derives for one: many rows in little
 * time. Copy one after the other in a database, since the index of names is dropped meanwhile.
 */
export async function copyApplication(database: TestDatabase, id: string, count: number): Promise<void> {
  const copy = () => copyRow(database, "oauth_applications", id, ["id", "client_id"], count);
  if (database.kind === "sqlite" || count < MANY) return copy();
  // Dozens of entries for each name cost PostgreSQL several times as much one by one.
  const [index] = await database.query(`SELECT pg_get_indexdef(to_regclass('${NAMES}')) AS definition`);
  if (!index?.definition) return copy();
  await database.query(`DROP INDEX ${NAMES}`);
  await copy();
  await database.query(String(index.definition));
}

/** Copies one of an organization's audit events. */
export async function copyEvent(database: TestDatabase, organizationId: string, count: number): Promise<void> {
  const [event] = await database.query(
    `SELECT id FROM audit_events WHERE organization_id = '${organizationId}' ORDER BY id DESC LIMIT 1`,
  );
  await copyRow(database, "audit_events", String(event?.id), ["id"], count);
}

/** The copies' keys have seven characters at their end that no key has by chance: a `g` is no hexadecimal digit. */
async function copyRow(
  { query }: TestDatabase,
  table: string,
  id: string,
  keys: readonly string[],
  count: number,
): Promise<void> {
  const [row = {}] = await query(`SELECT * FROM ${table} WHERE id = '${id}'`);
  const numbered = (column: string) => `substr(${column}, 1, length(${column}) - 7) || 'g' || CAST(100000 + n AS text)`;
  const columns = Object.keys(row);
  const values = columns.map((column) => (keys.includes(column) ? numbered(column) : column));
  await query(
    `INSERT INTO ${table} (${columns.join(", ")})
     WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count - 1})
     SELECT ${values.join(", ")} FROM ${table}, numbers WHERE id = '${id}'`,
  );
}
