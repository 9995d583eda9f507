import { join } from "node:path";
import { installFolder } from "./installed-folder.js";

/** Vitest's global setup: installs the tools that read the schema from outside, which have folders of their own. */
export default async function setup(): Promise<void> {
  for (const name of ["tools", "relay"]) await installFolder(join(import.meta.dirname, "../..", name));
}
