import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import type { Database } from "../database/database.js";
import { DomainError } from "../model/domain-error.js";

const READY_TIMEOUT_MS = 2000;

/** How long one check of the database is the answer to all requests. */
const LOOK_MS = 1000;

interface HealthOptions {
  database: Database;
  isDraining: () => boolean;
}

/**
 * `/health/live` answers while the process runs, without the database. `/health/ready` answers whether the gateway
 * should get requests. Neither counts for any allowance.
 */
export function mountHealth(app: FastifyInstance, { database, isDraining }: HealthOptions): void {
  const config = { allowance: "nobody" } as const;
  const look = sharedLook(() => answersInTime(database));
  app.get("/health/live", { config }, async () => ({ status: "ok" }));
  app.get("/health/ready", { config }, async () => {
    if (isDraining()) throw DomainError.stopping();
    await look();
    return { status: "ok" };
  });
}

/** Shares one check among all requests during it and until a second after it began. */
function sharedLook(look: () => Promise<void>): () => Promise<void> {
  let last: { begun: number; isPending: boolean; answer: Promise<void> } | undefined;
  return () => {
    const now = performance.now();
    if (last && (last.isPending || now - last.begun < LOOK_MS)) return last.answer;
    const begun = { begun: now, isPending: true, answer: look() };
    begun.answer
      .catch(() => undefined)
      .finally(() => {
        begun.isPending = false;
      });
    last = begun;
    return begun.answer;
  };
}

async function answersInTime(database: Database): Promise<void> {
  const timeout = sleep(READY_TIMEOUT_MS, undefined, { ref: false }).then(() => {
    throw DomainError.unavailable();
  });
  await Promise.race([database.ping(), timeout]);
}
