import { Writable } from "node:stream";
import { readConfig } from "../../../src/config.js";
import type { Database } from "../../../src/database/database.js";
import type { ScanLimits } from "../../../src/database/scans.js";
import type { Transaction } from "../../../src/database/transaction.js";
import { type Gateway, type GatewayOptions, startGateway } from "../../../src/gateway.js";
import { createLogger } from "../../../src/http/logging.js";
import { WayIn } from "../../../src/model/actor.js";
import { ApiToken } from "../../../src/model/api-token.js";
import { CreateApiTokenInput } from "../../../src/model/inputs/api-token.inputs.js";
import { CreateOrganizationInput } from "../../../src/model/inputs/organization.inputs.js";
import { type Permission, Role } from "../../../src/model/permission.js";
import { commandLineActor } from "../../../src/services/actors/built-in-actors.js";
import { connected } from "../databases/connected.js";
import { createMigratedDatabase, type DatabaseKind, type TestDatabase } from "../databases/databases.js";
import { GraphqlClient } from "./graphql-client.js";

const ORIGIN = { wayIn: WayIn.CLI, requestId: null, address: null };

/** A real gateway inside the test's process, with a fresh database and a clock that can be moved. */
export interface TestGateway {
  url: string;
  metricsUrl: string | undefined;
  gateway: Gateway;
  database: TestDatabase;
  /** The log so far, as one text of JSON lines. */
  log(): string;
  /** The gateway's clock, in milliseconds. */
  now(): number;
  /** Moves the gateway's clock forward. */
  advance(milliseconds: number): void;
  /** A new organization, with a client for each role. */
  organization(slug?: string): Promise<TestOrganization>;
  /** A client without a token. */
  anonymous: GraphqlClient;
  stop(): Promise<void>;
}

export interface TestOrganization {
  id: string;
  slug: string;
  viewer: GraphqlClient;
  developer: GraphqlClient;
  admin: GraphqlClient;
  owner: GraphqlClient;
  /** A client with a token of the given role, perhaps with fewer permissions. */
  client(role: Role, permissions?: Permission[]): Promise<GraphqlClient>;
  /** The code of a new link to the console; by default for an ADMIN. */
  signInCode(role?: Role): Promise<string>;
}

export interface TestGatewayOptions {
  scanLimits?: Partial<ScanLimits>;
  env?: Record<string, string>;
  /** Limits of unread answers that differ from the defaults. */
  unread?: GatewayOptions["unread"];
  followers?: GatewayOptions["followers"];
  /** Where a web page is, to serve at `/console`; by default none is served. */
  consoleFolder?: string;
  /** Instead of the machine's clock, which goes on by itself; in milliseconds since 1970. */
  clock?: () => number;
  /** Another gateway's database, to run beside it; by default a fresh one, dropped by `stop`. */
  database?: TestDatabase;
}

/** The gateways of this process that run, by their addresses, which come again after their ends. */
const running = new Map<string, TestGateway>();

/** The gateway of this process that runs at an address. */
export function gatewayAt(url: string): TestGateway | undefined {
  return running.get(url);
}

export async function startTestGateway(kind: DatabaseKind, options: TestGatewayOptions = {}): Promise<TestGateway> {
  const database = options.database ?? (await createMigratedDatabase(kind));
  let offset = 0;
  let log = "";
  const sink = new Writable({
    write(chunk, _encoding, done) {
      log += chunk;
      done();
    },
  });
  const { clock = Date.now } = options;
  const now = () => clock() + offset;
  const config = readConfig({ PORT: "0", RATE_LIMIT_PER_MINUTE: "0", ...database.env, ...options.env });
  const start = () =>
    startGateway(config, {
      clock: now,
      scanLimits: options.scanLimits,
      unread: options.unread,
      followers: options.followers,
      consoleFolder: options.consoleFolder,
      logger: createLogger("trace", sink),
    });
  const gateway = await connected(start).catch(async (error: unknown) => {
    if (!options.database) await database.drop();
    throw error;
  });
  let organizations = 0;
  const { url } = gateway;
  const started: TestGateway = {
    url,
    metricsUrl: gateway.metricsUrl,
    gateway,
    database,
    log: () => log,
    now,
    advance: (milliseconds) => {
      offset += milliseconds;
    },
    anonymous: new GraphqlClient(url, null),
    organization: (slug = `organization-${++organizations}`) => createOrganization(gateway, slug),
    async stop() {
      await gateway.stop();
      if (running.get(url) === started) running.delete(url);
      if (!options.database) await database.drop();
    },
  };
  running.set(url, started);
  return started;
}

async function createOrganization({ services, url }: Gateway, slug: string): Promise<TestOrganization> {
  const input = Object.assign(new CreateOrganizationInput(), { slug, name: slug });
  const { id } = await services.organizations.create(ORIGIN, input);
  const { apiTokens } = services;
  const issue = async (transaction: Transaction, role: Role, permissions?: Permission[]) => {
    const wanted = Object.assign(new CreateApiTokenInput(), { name: `${slug} ${role}`, role, permissions });
    const { token } = await apiTokens.issue(insertingUsed(transaction), commandLineActor(id, ORIGIN), wanted);
    return new GraphqlClient(url, token);
  };
  const database: Database = Reflect.get(apiTokens, "database");
  // One transaction for all: tests make hundreds of organizations.
  const clients = await database.write(async (transaction) => ({
    viewer: await issue(transaction, Role.VIEWER),
    developer: await issue(transaction, Role.DEVELOPER),
    admin: await issue(transaction, Role.ADMIN),
    owner: await issue(transaction, Role.OWNER),
  }));
  return {
    id,
    slug,
    client: (role, permissions) => database.write((transaction) => issue(transaction, role, permissions)),
    signInCode: (role = Role.ADMIN) => services.signInCodes.create(commandLineActor(id, ORIGIN), role),
    ...clients,
  };
}

/** Inserts tokens as those that are in use: a first use would be one more write, in the middle of what a test counts. */
function insertingUsed(transaction: Transaction): Transaction {
  const insert: Transaction["insert"] = (entity, ...rows) => {
    for (const row of rows) if (row instanceof ApiToken) row.firstUsedAt = row.createdAt;
    return transaction.insert(entity, ...rows);
  };
  return Object.create(transaction, { insert: { value: insert } });
}
