/** Folders with tools that are not in the gateway's own lock file. */
export const TOOL_FOLDERS: readonly string[];
export const FRONT_END: string;

/** Installs what a folder's lock file says, once. */
export function installFolder(folder: string): Promise<void>;
