import { installFolder, TOOL_FOLDERS } from "./installed-folder.mjs";

/** Vitest's global setup: installs the tools that read the schema from outside, which have folders of their own. */
export default async function setup(): Promise<void> {
  for (const folder of TOOL_FOLDERS) await installFolder(folder);
}
