import type { EntityManager } from "typeorm";

/**
 * A change in two steps, which are one transaction. Either may run again, when the transaction was undone for another
 * one's sake, so neither does anything beside what it reads and writes.
 */
export interface Transaction<B, T> {
  /** What is changed, such as an application's id. Those with the same turn see what the others wrote. */
  turn: string;
  /** Reads all that the change is judged by, and writes nothing: it may run beside others of other turns. */
  begin(manager: EntityManager): Promise<B>;
  work(manager: EntityManager, begun: B): Promise<T>;
}
