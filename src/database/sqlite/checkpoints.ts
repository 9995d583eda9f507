import { promisify } from "node:util";
import { Database, OPEN_READWRITE } from "./library.js";

/** How long after one checkpoint the next may begin. */
const PAUSE_MS = 100;

/**
 * Moves what is committed from the write-ahead log to the file, on a connection of its own beside the writer, often and
 * therefore little. Otherwise a COMMIT does it, for whose tens of milliseconds everybody waits.
 */
export class Checkpoints {
  private underWay: Promise<void> | undefined;
  private notBefore = 0;

  private constructor(private readonly database: Database) {}

  static async open(path: string): Promise<Checkpoints> {
    const database = await new Promise<Database>((resolve, reject) => {
      const opened = new Database(path, OPEN_READWRITE, (error) => (error ? reject(error) : resolve(opened)));
    });
    // The log is synced before its pages are moved, and the file before the log begins anew.
    await promisify(database.exec.bind(database))("PRAGMA synchronous = FULL");
    return new Checkpoints(database);
  }

  /** Begins one, unless one is under way or has just been. */
  begin(): void {
    if (this.underWay || performance.now() < this.notBefore) return;
    this.underWay = new Promise((resolve) => {
      // PASSIVE waits for nobody and nobody waits for it. What fails is tried again, and by the writer when much is left.
      this.database.all("PRAGMA wal_checkpoint(PASSIVE)", () => {
        this.underWay = undefined;
        this.notBefore = performance.now() + PAUSE_MS;
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    await this.underWay;
    await promisify(this.database.close.bind(this.database))();
  }
}
