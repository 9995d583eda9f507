import type { Database } from "../../../src/database/database.js";
import type { TestGateway } from "../gateway/gateway.js";

export interface HeldScans {
  /** How many scans have got their turn. */
  begun(): number;
  /** Lets all scans go on, later ones too. */
  release(): void;
}

/** Holds back the gateway's scans, each once it has got its turn. */
export function holdScans({ gateway }: TestGateway): HeldScans {
  const { database } = gateway.services.oauthApplications as unknown as { database: Database };
  const scan = Object.getPrototypeOf(database).scan as Database["scan"];
  let begun = 0;
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  database.scan = (actor, work) =>
    scan.call(database, actor, async (manager) => {
      begun += 1;
      await held;
      return work(manager);
    }) as ReturnType<typeof work>;
  return {
    begun: () => begun,
    release() {
      database.scan = scan;
      release();
    },
  };
}
