import type { EntityManager } from "typeorm";
import type { Patience } from "../model/patience.js";

/**
 * What a transaction does, in two steps. Either may run again when the transaction had to be undone, or when another one
 * has written meanwhile, so neither does anything beside what it reads and writes.
 */
export interface Steps<B, T> {
  /** Whether it changes nothing that others of its turn are judged by: then those of them that share do not wait. */
  isShared?: boolean;
  /** Reads all that the change is judged by, and writes nothing: it may run beside others of other turns. */
  begin(manager: EntityManager): Promise<B>;
  work(manager: EntityManager, begun: B): Promise<T>;
}

/** A change whose steps are taken beside those of others. */
export interface Transaction<B, T> extends Steps<B, T> {
  /**
   * What is changed, such as an application's id. Those with the same turn see what the others wrote. What is written
   * with write.ts those of other turns see only later: it is for what no other turn is judged by.
   */
  turn: string;
  /** For how long whoever asks for it waits; by default as long as what the gateway does by itself. */
  patience?: Patience | undefined;
}
