import type { Break } from "../databases/database-proxy.js";
import type { DatabaseKind } from "../databases/databases.js";
import { silentDatabase } from "../databases/silent-commit.js";
import { startTestGateway, type TestGateway } from "./gateway.js";

/** A gateway whose database stops answering in the middle of a change, when it is told to. */
export interface SilentGateway extends TestGateway {
  /** As `SilentDatabase` has it, of what is asked for from now on: what uses wait in memory is written before. */
  loseCommit(table: string, when: Break): Promise<void>;
  loseStatement(table: string): void;
}

export async function startSilentGateway(kind: DatabaseKind): Promise<SilentGateway> {
  const { database, loseCommit, loseStatement, drop } = await silentDatabase(kind);
  const gateway = await startTestGateway(kind, { database });
  return {
    ...gateway,
    async loseCommit(table, when) {
      await gateway.gateway.services.drain();
      loseCommit(table, when);
    },
    loseStatement,
    async stop() {
      await gateway.stop();
      await drop();
    },
  };
}
