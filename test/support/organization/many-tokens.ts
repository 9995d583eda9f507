import type { TestDatabase } from "../databases/databases.js";
import { insertMany } from "../databases/inserted-rows.js";

/**
 * Inserts `count` API tokens without an end by SQL. With a `family` of 20, the issuer issued 19 of 20 tokens and the
 * last of these issued the twentieth; with 1 the issuer issued all.
 */
export async function insertTokens(
  database: TestDatabase,
  organizationId: string,
  issuer: { id: string; kind: "API_TOKEN" | "APPLICATION" | "USER" },
  count: number,
  family = 20,
): Promise<void> {
  const body = issuer.id.slice(4, 20);
  const id = (n: string) => `'tok_${body}' || CAST(100000 + ${n} AS text)`;
  const isOther = family > 1 ? `n % ${family} = 0` : "1 = 0";
  await insertMany(
    database,
    `INSERT INTO api_tokens (id, organization_id, name, role, digest, hint, created_by_kind, created_by_id)
     WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
     SELECT ${id("n")}, '${organizationId}', 'Many', 'VIEWER', '${body}' || CAST(n AS text), 'ogt_…',
       CASE WHEN ${isOther} THEN 'API_TOKEN' ELSE '${issuer.kind}' END,
       CASE WHEN ${isOther} THEN ${id("n - 1")} ELSE '${issuer.id}' END
     FROM numbers`,
  );
}

/** Inserts `count` API tokens that ended at `expiresAt`, in chains of `length`, each beginning at the issuer. */
export async function insertChains(
  database: TestDatabase,
  organizationId: string,
  issuer: { id: string; kind: "API_TOKEN" | "APPLICATION" | "USER" },
  { count, length, expiresAt }: { count: number; length: number; expiresAt: number },
): Promise<void> {
  const body = issuer.id.slice(4, 20);
  const id = (n: string) => `'tok_${body}' || CAST(300000 + ${n} AS text)`;
  await insertMany(
    database,
    `INSERT INTO api_tokens (id, organization_id, name, role, digest, hint, expires_at, created_by_kind, created_by_id)
     WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
     SELECT ${id("n")}, '${organizationId}', 'Chained', 'VIEWER', '${body} chained ' || CAST(n AS text), 'ogt_…', ${expiresAt},
       CASE WHEN n % ${length} = 1 THEN '${issuer.kind}' ELSE 'API_TOKEN' END,
       CASE WHEN n % ${length} = 1 THEN '${issuer.id}' ELSE ${id("n - 1")} END
     FROM numbers`,
  );
}
