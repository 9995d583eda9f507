import type { MigrationInterface } from "typeorm";
import { Foundation1763683200000 } from "./1763683200000-foundation.js";

/** In order. A list instead of a glob, so that bundlers and test runners find them too. */
export const MIGRATIONS: (new () => MigrationInterface)[] = [Foundation1763683200000];
