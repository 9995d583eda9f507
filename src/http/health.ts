import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import type { Database } from "../database/database.js";
import { DomainError } from "../model/domain-error.js";

const READY_TIMEOUT_MS = 2000;

interface HealthOptions {
  database: Database;
  isDraining: () => boolean;
}

/** `/health/live`: the process runs; never asks the database. `/health/ready`: it should get requests. */
export function mountHealth(app: FastifyInstance, { database, isDraining }: HealthOptions): void {
  app.get("/health/live", async () => ({ status: "ok" }));
  app.get("/health/ready", async () => {
    if (isDraining()) throw DomainError.unavailable();
    const timeout = sleep(READY_TIMEOUT_MS, undefined, { ref: false }).then(() => {
      throw DomainError.unavailable();
    });
    await Promise.race([database.ping(), timeout]);
    return { status: "ok" };
  });
}
