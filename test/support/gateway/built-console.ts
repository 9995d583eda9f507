import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** A web page as a build leaves it, but tiny: what the gateway does with it does not depend on what is in it. */
export interface SmallConsole {
  folder: string;
  index: string;
  graphiql: string;
  icon: string;
  /** The text of `assets/app-abc123.js`, which is there compressed as well. */
  script: string;
  remove(): Promise<void>;
}

export async function smallConsole(): Promise<SmallConsole> {
  const folder = await mkdtemp(join(tmpdir(), "gateway-console-"));
  const index = "<!doctype html><title>Console</title>";
  const graphiql = "<!doctype html><title>GraphiQL</title>";
  const icon = '<svg xmlns="http://www.w3.org/2000/svg"/>';
  const script = `export const words = "${"rotation ".repeat(200)}";`;
  await mkdir(join(folder, "assets"));
  const files: Record<string, string | Buffer> = {
    "index.html": index,
    "graphiql.html": graphiql,
    "icon.svg": icon,
    ".stamp": "known to the build only",
    "assets/app-abc123.js": script,
    "assets/app-abc123.js.br": brotliCompressSync(script),
    "assets/app-abc123.js.gz": gzipSync(script),
    "assets/plain-abc123.woff2": "a font",
    "assets/lost-abc123.js": "deleted by a test",
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return { folder, index, graphiql, icon, script, remove: () => rm(folder, { recursive: true }) };
}
