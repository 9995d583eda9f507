import type { Database } from "../../../src/database/database.js";

const open = new Set<Database>();
/** Databases that were written to after they were closed. */
const writtenLate = new Set<Database>();
/** Where each was opened: an Error, whose stack becomes text only when somebody reads it. */
const origins = new WeakMap<Database, Error>();

/** Watches from now on which databases this process opens, and whether it closes them and leaves them alone then. */
export function watchDatabases(kind: typeof Database): void {
  const { open: begin } = kind;
  const { close: end } = kind.prototype;
  kind.open = async (options) => {
    const database = await begin.call(kind, options);
    open.add(database);
    origins.set(database, new Error("opened here"));
    return database;
  };
  kind.prototype.close = async function () {
    await end.call(this).finally(() => open.delete(this));
    const run = Reflect.get(this, "run");
    Reflect.set(this, "run", (...given: unknown[]) => {
      writtenLate.add(this);
      return Reflect.apply(run, this, given);
    });
  };
}

/**
 * Fails when this process has left a database open, or has written to one that it had closed, since this was last called:
 * gateways of several files share a process, and what one still does stands among what the next file counts.
 */
export function tellOpenDatabases(): void {
  const tell = (what: string) => (database: Database) => `${what}: ${origins.get(database)?.stack}`;
  const faults = [
    ...[...open].map(tell("A database is still open")),
    ...[...writtenLate].map(tell("Something still writes to a closed database")),
  ];
  open.clear();
  writtenLate.clear();
  if (faults.length > 0) throw new Error(faults.join("\n"));
}
