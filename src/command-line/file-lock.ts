import { lstatSync, rmSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import sqlite3 from "sqlite3";

/** Lets go of a lock. */
export type Unlock = () => void;

/**
 * Locks a file that is there for nothing else, until its `Unlock` is called or the process ends, however it ends: what is
 * held is SQLite's lock on the file. That the file is there means nothing: a process that is killed leaves it behind.
 * Answers undefined while another one has it. Throws with the code `NO_LOCK` where something else has its name.
 */
export async function lockFile(path: string): Promise<Unlock | undefined> {
  for (;;) {
    createIfAbsent(path);
    const file = lockAt(path);
    if (file === undefined) {
      demandAbsent(path);
      continue;
    }
    const database = await opened(path);
    if (!(await isLocked(database))) return undefined;
    if (lockAt(path) === file) {
      return () => {
        if (lockAt(path) === file) rmSync(path, { force: true });
        database.close();
      };
    }
    // Whoever had it has removed the file meanwhile, so that this is a lock of nothing.
    database.close();
  }
}

function createIfAbsent(path: string): void {
  try {
    writeFileSync(path, "", { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

/** The number of a file that may be a lock, which is never written to; undefined where there is none. */
function lockAt(path: string): bigint | undefined {
  const found = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return found?.isFile() && found.size === 0n ? found.ino : undefined;
}

function demandAbsent(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) && lockAt(path) === undefined) {
    throw Object.assign(new Error("Something else has the name of a lock."), { code: "NO_LOCK" });
  }
}

function opened(path: string): Promise<sqlite3.Database> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(path, (error) => (error ? reject(error) : resolve(database)));
  });
}

/**
 * Takes the lock; closes the file, and answers false, when another one has it. Nothing is ever written. It is the lock of
 * whoever is about to write: of two who want that of a writer at the same moment, neither may get it.
 */
async function isLocked(database: sqlite3.Database): Promise<boolean> {
  database.configure("busyTimeout", 0);
  try {
    await promisify(database.exec.bind(database))("PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE");
    return true;
  } catch (error) {
    database.close();
    if (codeOf(error) === "SQLITE_BUSY") return false;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
