import { vi } from "vitest";
import type { GatewayProcess } from "./gateway-process.js";

/** The owner token that a gateway prints when it starts on an empty SQLite database. */
export function firstOwnerToken(gateway: Pick<GatewayProcess, "stdout">): Promise<string> {
  return vi.waitFor(
    () => {
      const token = /ogt_[0-9A-Za-z]{49}/.exec(gateway.stdout())?.[0];
      if (token === undefined) throw new Error(`no token in: ${gateway.stdout()}`);
      return token;
    },
    { timeout: 120_000, interval: 20 },
  );
}
