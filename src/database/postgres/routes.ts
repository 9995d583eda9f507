import type { DataSource, EntityManager } from "typeorm";
import type { Parameters, Read, Shared, Writing } from "../engine.js";
import type { Answer } from "./statement.js";

/** How the statements of a transaction get to PostgreSQL: on its connection, or with others of its group. */
export interface Route {
  ask(sql: string, values: unknown[]): Promise<Answer>;
  each(reads: readonly Read[], parameters: Parameters): Promise<unknown[][][]>;
  write(writing: Writing, rows: unknown[][]): Promise<void>;
  /** Undefined where statements of their own do it. */
  share?(rows: readonly Shared[], parameters: Parameters): Promise<boolean>;
}

const routes = new WeakMap<EntityManager, Route>();

/** Undefined outside of transactions. */
export function routeOf(manager: EntityManager): Route | undefined {
  return routes.get(manager);
}

/** A manager whose statements take this route. */
export function managerOn(dataSource: DataSource, route: Route): EntityManager {
  const manager = dataSource.createEntityManager();
  routes.set(manager, route);
  return manager;
}
