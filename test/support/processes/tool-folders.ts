import { join } from "node:path";
import { installFolder } from "./installed-folder.js";

/** Vitest's global setup: installs what reads the schema from outside, which has folders of its own. */
export default async function setup(): Promise<void> {
  for (const name of ["tools", "relay"]) await installFolder(join(import.meta.dirname, "../..", name));
}
