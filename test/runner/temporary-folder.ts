import { accessSync, constants, statfsSync } from "node:fs";

const MEMORY = "/dev/shm";
const WANTED_BYTES = 4 * 1024 ** 3;

/**
 * Lets everything that a run makes for a while be in memory, where there is enough of it: a new PostgreSQL database is
 * hundreds of files, which take a disk ten times as long. What is killed loses nothing in it either.
 */
export function useMemoryForTemporaryFiles(): void {
  if (process.env.TMPDIR) return;
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize >= WANTED_BYTES) process.env.TMPDIR = MEMORY;
  } catch {
    // Not every system has it.
  }
}
