import fc from "fast-check";
import { type GraphQLSchema, printSchema } from "graphql";
import { createMigratedDatabase, type DatabaseKind, type TestDatabase } from "../databases/databases.js";
import type { GraphqlClient } from "../gateway/graphql-client.js";
import { metricValue, WITH_METRICS } from "../gateway/metrics.js";
import { type GatewayProcess, startGatewayProcess } from "../processes/gateway-process.js";
import { organizationAt } from "../processes/process-organization.js";
import { fetchSchema } from "../schema/schema-walk.js";
import { KnownValues } from "./known-values.js";

/** Fixed seeds give the same bodies each time; fast-check prints the seed and the body of a failure. */
const SEED: Record<DatabaseKind, number> = { sqlite: 20_251_121, postgres: 20_251_122 };

const TIMED = 40;

/** A gateway in its own process, and what generated requests need to know of it. */
export interface GeneratedRun {
  kind: DatabaseKind;
  gateway: GatewayProcess;
  schema: GraphQLSchema;
  owner: GraphqlClient;
  /** A token of each role, no token, and a made-up one. */
  tokens: (string | null)[];
  known: KnownValues;
  /** Names that only somebody who sees the database can know. */
  insideNames: string[];
  /** The average processor time of a small query, in milliseconds. */
  processorMsOfSmallQuery(): Promise<number>;
  /** The process's memory in MiB. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

export async function startGeneratedRun(kind: DatabaseKind): Promise<GeneratedRun> {
  const database = await createMigratedDatabase(kind);
  const { owner: ownerOf } = await organizationAt(database.env);
  const gateway = await startGatewayProcess({ ...database.env, ...WITH_METRICS });
  const owner = ownerOf(gateway.url);
  const { viewer } = await owner.ok("{ viewer { actor { id } } }");
  const untouched = new Set<string>([viewer.actor.id]);
  const tokens: (string | null)[] = [null, `ogt_${"0".repeat(49)}`];
  for (const role of ["VIEWER", "DEVELOPER", "ADMIN", "OWNER"]) {
    const { createApiToken } = await owner.ok(
      "mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { token apiToken { id } } }",
      { input: { name: role, role } },
    );
    untouched.add(createApiToken.apiToken.id);
    tokens.push(createApiToken.token);
  }
  const known = new KnownValues(untouched);
  for (let registered = 0; registered < 5; registered++) {
    known.learn(JSON.stringify(await owner.createApplication({ grantTypes: ["CLIENT_CREDENTIALS"] })));
  }
  const schema = await fetchSchema(owner);
  return {
    kind,
    gateway,
    schema,
    owner,
    tokens,
    known,
    insideNames: await namesOf(database, schema),
    async processorMsOfSmallQuery() {
      const seconds = () => metricValue(gateway, "process_cpu_seconds_total");
      const before = await seconds();
      for (let sent = 0; sent < TIMED; sent++) {
        await owner.ok("{ viewer { role organization { slug } } }");
      }
      return (((await seconds()) - before) * 1000) / TIMED;
    },
    memory: async () => (await metricValue(gateway, "process_resident_memory_bytes")) / 2 ** 20,
    async stop() {
      await gateway.kill("SIGKILL");
      await database.drop();
    },
  };
}

/** Lets fast-check search for a request that breaks a claim. */
export function tryRequests<T>(
  { kind }: GeneratedRun,
  requests: fc.Arbitrary<T>,
  count: number,
  claim: (request: T) => Promise<void>,
): Promise<void> {
  return fc.assert(fc.asyncProperty(requests, claim), { seed: SEED[kind], numRuns: count, endOnFailure: true });
}

/** Names of tables, columns and indices that the schema and its descriptions do not have as well. */
async function namesOf(database: TestDatabase, schema: GraphQLSchema): Promise<string[]> {
  const rows = await database.query(
    database.kind === "sqlite"
      ? "SELECT m.name AS a, c.name AS b FROM sqlite_master m JOIN pragma_table_info(m.name) c UNION SELECT name, name FROM sqlite_master"
      : "SELECT table_name AS a, column_name AS b FROM information_schema.columns WHERE table_schema = 'public' UNION SELECT indexname, indexname FROM pg_indexes WHERE schemaname = 'public'",
  );
  const told = printSchema(schema);
  return [...new Set(rows.flatMap(({ a, b }) => [String(a), String(b)]))].filter(
    (name) => name.includes("_") && !told.includes(name),
  );
}
