import { open } from "node:fs/promises";
import { fileProblem } from "../file-problems.js";
import type { Misuse, Terminal } from "./terminal.js";

/** What stands for standard input, and is the name of no file. */
export const STANDARD_INPUT = "-";

/** Where the bytes of an import come from; `size` is how many they are, undefined where nobody knows. */
export interface ImportSource {
  pieces(): AsyncIterable<Buffer>;
  size: number | undefined;
  close(): Promise<void>;
}

/** Opens a file, or standard input for `-`. */
export async function openSource(io: Terminal, file: string, misuse: Misuse): Promise<ImportSource> {
  if (file === STANDARD_INPUT) return { pieces: io.pieces, size: undefined, close: async () => undefined };
  const handle = await open(file).catch((error: unknown) =>
    misuse(`the file ${file} cannot be read: ${fileProblem(error)}`),
  );
  const close = () => handle.close();
  const found = await handle.stat();
  if (found.isDirectory()) {
    await close();
    misuse(`${file} is a folder`);
  }
  return { pieces: () => handle.createReadStream(), size: found.isFile() ? found.size : undefined, close };
}
