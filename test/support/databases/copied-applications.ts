import type { TestDatabase } from "./databases.js";

/**
 * Copies an application `count` times in SQL, with everything that the gateway derives for one: many rows in little
 * time.
 */
export async function copyApplication({ query }: TestDatabase, id: string, count: number): Promise<void> {
  const [row = {}] = await query(`SELECT * FROM oauth_applications WHERE id = '${id}'`);
  const numbered = (column: string) => `substr(${column}, 1, length(${column}) - 6) || CAST(100000 + n AS text)`;
  const columns = Object.keys(row);
  const values = columns.map((column) => (["id", "client_id"].includes(column) ? numbered(column) : column));
  await query(
    `INSERT INTO oauth_applications (${columns.join(", ")})
     WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count - 1})
     SELECT ${values.join(", ")} FROM oauth_applications, numbers WHERE id = '${id}'`,
  );
}
