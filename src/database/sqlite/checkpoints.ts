import { promisify } from "node:util";
import { Database, OPEN_READWRITE } from "./library.js";

/** How long to wait between two checkpoints: meanwhile the same pages are written again, and then moved once. */
const PAUSE_MS = 250;

/**
 * Moves committed pages from the write-ahead log to the file, often enough to be few at a time, on its own connection
 * beside the writer. Otherwise a COMMIT does it, and all changes wait tens of milliseconds. Why:
 * docs/decisions/0006-checkpoints-beside-the-writer.md
 */
export class Checkpoints {
  private underWay: Promise<void> | undefined;
  private notBefore = 0;

  private constructor(private readonly database: Database) {}

  static async open(path: string): Promise<Checkpoints> {
    const database = await new Promise<Database>((resolve, reject) => {
      const opened = new Database(path, OPEN_READWRITE, (error) => (error ? reject(error) : resolve(opened)));
    });
    // FULL syncs the log before its pages are moved, and the file before the log is overwritten.
    const checkpoints = new Checkpoints(database);
    try {
      await promisify(database.exec.bind(database))("PRAGMA synchronous = FULL");
    } catch (error) {
      await checkpoints.close();
      throw error;
    }
    return checkpoints;
  }

  /** Begins a checkpoint, unless one is running or has just ended. */
  begin(): void {
    if (this.underWay || performance.now() < this.notBefore) return;
    this.underWay = new Promise((resolve) => {
      // PASSIVE neither waits nor makes others wait. An error is ignored: the next checkpoint tries again, at last the
      // writer's.
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
