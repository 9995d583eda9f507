import type { DataSource } from "typeorm";
import type { Engine } from "./engine.js";
import { POSTGRES } from "./postgres/engine.js";
import { SQLITE } from "./sqlite/engine.js";

/** Which of the two databases a connection is to. */
export function engineOf({ options }: DataSource): Engine {
  return options.type === "postgres" ? POSTGRES : SQLITE;
}
