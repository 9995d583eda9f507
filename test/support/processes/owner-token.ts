import { setTimeout as sleep } from "node:timers/promises";
import type { GatewayProcess } from "./gateway-process.js";

const INTERVAL_MS = 20;
const PATIENCE_MS = 120_000;

/** The owner token that a gateway prints when it starts on an empty SQLite database. */
export async function firstOwnerToken({ stdout }: Pick<GatewayProcess, "stdout">): Promise<string> {
  for (let waited = 0; waited < PATIENCE_MS; waited += INTERVAL_MS) {
    const token = /ogt_[0-9A-Za-z]{49}/.exec(stdout())?.[0];
    if (token !== undefined) return token;
    await sleep(INTERVAL_MS);
  }
  throw new Error(`no token in: ${stdout()}`);
}
