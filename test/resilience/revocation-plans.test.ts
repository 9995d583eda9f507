import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Database } from "../../src/database/database.js";
import type { Transaction } from "../../src/database/transaction.js";
import type { Actor } from "../../src/model/actor.js";
import type { KeptAnswers } from "../../src/services/answers/kept-answers.js";
import type { BegunChange } from "../../src/services/applications/changes.js";
import { AuditTrail } from "../../src/services/audit/audit-trail.js";
import type { SecretKeys } from "../../src/services/keys/secret-keys.js";
import { ApiTokens } from "../../src/services/tokens/api-tokens.js";
import { ObtainedTokens } from "../../src/services/tokens/obtained-tokens.js";
import { TokenTrees } from "../../src/services/tokens/token-trees.js";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { statementRecorder } from "../support/databases/statement-recorder.js";
import { insertChains } from "../support/organization/many-tokens.js";

const ORGANIZATION = "org_0000000000000000000001";
const LEAVING = "usr_0000000000000000000001";
const ACTOR = { organizationId: ORGANIZATION } as Actor;

/** Of the indexes of API tokens the one whose rows are the live tokens of one issuer. */
const OF_ISSUER = "ix_api_tokens_issued";

const TRAIL = new AuditTrail();
const TREES = new TokenTrees(TRAIL);

describe.each(DATABASE_KINDS)("what a revocation reads on %s, in an organization with many dead tokens", (kind) => {
  let file: TestDatabase;
  let database: Database;
  const statements: string[] = [];

  beforeAll(async () => {
    file = await createMigratedDatabase(kind);
    database = await Database.open({ url: file.url, logger: statementRecorder(statements) });
    await file.query(
      `INSERT INTO organizations (id, slug, name, allow_http_redirect_uris) VALUES ('${ORGANIZATION}', 'o', 'O', false)`,
    );
    const others = { id: "usr_0000000000000000000002", kind: "USER" } as const;
    await insertChains(file, ORGANIZATION, others, { count: 20_000, length: 2, expiresAt: 1 });
    if (kind === "postgres") await file.query("ANALYZE api_tokens");
  });
  afterAll(async () => {
    await database.close();
    await file.drop();
  });

  /** The indexes by which the roots of a revocation are found, and `api_tokens` for the whole table. */
  async function indexesOfRoots(revoke: (tokens: ApiTokens, transaction: Transaction) => Promise<void>) {
    const tokens = new ApiTokens(database, TRAIL, TREES, {} as SecretKeys, {} as KeptAnswers, Date.now, vi.fn());
    statements.length = 0;
    await database.write((transaction) => revoke(tokens, transaction));
    const sql = statements.find((text) => text.includes("RECURSIVE tree"));
    const explain = kind === "sqlite" ? "EXPLAIN QUERY PLAN" : "EXPLAIN (GENERIC_PLAN)";
    const plan = (await file.query(`${explain} ${sql}`)).map((row) => String(row.detail ?? row["QUERY PLAN"]));
    const names = plan.flatMap(
      (line) => /(?:using index|index scan using|scan on|scan) ([ip]x_api\w+|api_tokens)/i.exec(line)?.[1] ?? [],
    );
    return [...new Set(names)];
  }

  it("is only what a member who leaves has issued", async () => {
    const used = await indexesOfRoots((tokens, transaction) =>
      tokens.revokeIssuedBy(transaction, ACTOR, LEAVING, Date.now()),
    );
    expect(used).toEqual([OF_ISSUER]);
  });

  it("is only what an application has issued whose secret stops", async () => {
    const application = { id: "app_0000000000000000000001", organizationId: ORGANIZATION, grantTypes: [] };
    const change = { application, member: {}, now: Date.now(), holdActor: async () => undefined };
    const used = await indexesOfRoots((_, transaction) =>
      new ObtainedTokens(TREES, "audience").end(transaction, ACTOR, change as unknown as BegunChange, {
        staying: undefined,
        all: false,
      }),
    );
    expect(used).toEqual([OF_ISSUER]);
  });
});
