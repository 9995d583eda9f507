import type { DataSource } from "typeorm";
import type { Engine } from "./engine.js";
import { POSTGRES } from "./postgres/engine.js";
import { SQLITE } from "./sqlite/engine.js";

/** The engine of a connection's database. */
export function engineOf({ options }: DataSource): Engine {
  return options.type === "postgres" ? POSTGRES : SQLITE;
}
