import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The pages of the console: its own, and GraphiQL's. */
export type PageName = "index.html" | "graphiql.html";

/**
 * The console as a build left it. It is read once, so that a later build changes no page of a running gateway; the
 * files that its pages ask for are never deleted by a build.
 */
export interface BuiltConsole {
  folder: string;
  pages: Readonly<Record<PageName, Buffer>>;
  /** Names of files below `assets/`, each with a hash of its content. */
  assets: ReadonlySet<string>;
  /** Names of the other files, such as an icon. */
  files: ReadonlySet<string>;
}

/** The console in this folder; undefined when none was built there. */
export async function readBuiltConsole(folder: string): Promise<BuiltConsole | undefined> {
  const page = (name: PageName) => readFile(join(folder, name)).catch(ignoreAbsence);
  const [index, graphiql] = [await page("index.html"), await page("graphiql.html")];
  if (!index || !graphiql) return undefined;
  const pages = { "index.html": index, "graphiql.html": graphiql };
  const files = await namesIn(folder);
  return {
    folder,
    pages,
    assets: new Set(await namesIn(join(folder, "assets"))),
    files: new Set(files.filter((name) => !(name in pages) && !name.startsWith("."))),
  };
}

/** Names of files in a folder that can be asked for; compressed ones are sent in place of those beside them. */
async function namesIn(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(ignoreAbsence)) ?? [];
  return entries.filter((entry) => entry.isFile() && !/\.(?:br|gz)$/.test(entry.name)).map(({ name }) => name);
}

function ignoreAbsence(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
