import { afterEach, describe, expect, it } from "vitest";
import { createMigratedDatabase, type DatabaseKind, type TestDatabase } from "../support/databases/databases.js";
import { brokenRows } from "../support/databases/integrity.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { patiently } from "../support/gateway/patience.js";
import { type GatewayProcess, startGatewayProcess } from "../support/processes/gateway-process.js";
import { organizationAt } from "../support/processes/process-organization.js";

const WRITERS = 16;
const CRASHES: [DatabaseKind, number][] = [
  ["sqlite", 10],
  ["postgres", 3],
];

/** What a client knows of an application that it registered. */
interface Known {
  id: string;
  clientId: string;
  secret: string;
  /** A rotation was sent and not answered: it may have replaced the secret. */
  unsure: boolean;
}

describe.each(CRASHES)("a gateway on %s that is killed %i times under 16 writers", (kind, crashes) => {
  let database: TestDatabase;
  let gateway: GatewayProcess | undefined;

  afterEach(async () => {
    if (gateway?.child.exitCode === null) await gateway.kill("SIGKILL");
    await database.drop();
  });

  it("has lost nothing that it acknowledged and left nothing half done, each time", async () => {
    database = await createMigratedDatabase(kind);
    const { owner } = await organizationAt(database.env);
    const known: Known[] = [];

    for (let crash = 0; crash < crashes; crash++) {
      gateway = await startGatewayProcess(database.env);
      const acknowledged = await writeUntilKilled(gateway, owner(gateway.url), known, 20 + crash * 20);
      expect(acknowledged).toBeGreaterThan(0);
      expect(await brokenRows(database)).toEqual([]);
    }

    gateway = await startGatewayProcess(database.env);
    const admin = owner(gateway.url);
    const kept = new Set((await database.query("SELECT id FROM oauth_applications")).map(({ id }) => id));
    expect(known.filter(({ id }) => !kept.has(id))).toEqual([]);
    const sure = known.filter(({ unsure }) => !unsure);
    expect(sure.length).toBeGreaterThanOrEqual(crashes);
    // Side by side: there are thousands.
    const checkers = Array.from({ length: WRITERS }, async (_, first) => {
      for (let n = first; n < sure.length; n += WRITERS) {
        const { clientId = "", secret = "" } = sure[n] ?? {};
        expect((await admin.verify(clientId, secret)).secret?.status).toBe("CURRENT");
      }
    });
    await Promise.all(checkers);
    if (kind === "sqlite") {
      expect(await database.query("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
    }
  });
});

/** Registers and rotates with 16 writers; kills a while after the first of them is through. Answers how many were. */
async function writeUntilKilled(
  gateway: GatewayProcess,
  client: GraphqlClient,
  known: Known[],
  afterMs: number,
): Promise<number> {
  let acknowledged = 0;
  const write = async () => {
    for (;;) {
      const { id, clientId, clientSecret } = await client.createApplication();
      const application: Known = { id, clientId, secret: clientSecret ?? "", unsure: true };
      known.push(application);
      // The other writers contend with it.
      const { data } = await patiently(() => client.rotate(id, { previousSecret: "REVOKE" }), "the other writers");
      acknowledged += 1;
      application.secret = data.rotateSecret.clientSecret;
      application.unsure = false;
    }
  };
  // A writer ends when its connection breaks; a refusal before the kill is a mistake.
  let killed = false;
  const writers = Array.from({ length: WRITERS }, () =>
    write().catch((error: unknown) => {
      if (!killed) throw error;
    }),
  );
  const writing = Promise.all(writers);
  await Promise.race([writing, expect.poll(() => acknowledged, { interval: 5 }).toBeGreaterThan(0)]);
  await Promise.race([writing, new Promise((resolve) => setTimeout(resolve, afterMs))]);
  killed = true;
  await gateway.kill("SIGKILL");
  await writing;
  return acknowledged;
}
