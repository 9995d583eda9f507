import type { TestDatabase } from "./databases.js";

/** Makes `count` API tokens without an end in SQL: of 20 the issuer has issued 19, and the last of these the other. */
export async function insertTokens(
  { query }: TestDatabase,
  organizationId: string,
  issuer: { id: string; kind: "API_TOKEN" | "APPLICATION" | "USER" },
  count: number,
): Promise<void> {
  const body = issuer.id.slice(4, 20);
  const id = (n: string) => `'tok_${body}' || CAST(100000 + ${n} AS text)`;
  await query(
    `INSERT INTO api_tokens (id, organization_id, name, role, digest, hint, created_by_kind, created_by_id)
     WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
     SELECT ${id("n")}, '${organizationId}', 'Many', 'VIEWER', '${body}' || CAST(n AS text), 'ogt_…',
       CASE WHEN n % 20 = 0 THEN 'API_TOKEN' ELSE '${issuer.kind}' END,
       CASE WHEN n % 20 = 0 THEN ${id("n - 1")} ELSE '${issuer.id}' END
     FROM numbers`,
  );
}
