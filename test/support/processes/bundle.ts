import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, parse } from "node:path";
import { pathToFileURL } from "node:url";
import { type Plugin, rolldown } from "rolldown";
import { GraphqlClient } from "../gateway/graphql-client.js";
import { send } from "../gateway/send.js";
import { BUNDLE, type GatewayProcess, runCli, startGatewayProcess } from "./gateway-process.js";
import { firstOwnerToken } from "./owner-token.js";

const ROOT = join(import.meta.dirname, "../../..");
const BUILT = join(ROOT, "dist/src");
/** What `npm ci` writes last. */
const INSTALLED = join(ROOT, "node_modules/.package-lock.json");
const GATEWAY = ["main", "cli"].map((name) => join(BUILT, `${name}.js`));
const ISSUER = join(import.meta.dirname, "outside-issuer.mjs");
const COMPILED = join(import.meta.dirname, "compiled.cjs");

/**
 * Vitest's global setup: puts the built gateway and its command line, with all they import, into a few files, and the
 * outside issuer into others. Tests start hundreds of processes, and reading and compiling 2,800 modules takes longer
 * than all else that a start does.
 */
export default async function setup(): Promise<void> {
  if (!existsSync(BUILT) || isFresh()) return;
  await bundle(GATEWAY, true);
  await bundle([ISSUER], false);
  await compile();
}

async function bundle(input: string[], cleanDir: boolean): Promise<void> {
  const bundled = await rolldown({
    input,
    platform: "node",
    // Have libraries of their own beside them.
    external: ["sqlite3", "pg-native", "@node-rs/argon2", "@node-rs/bcrypt"],
    // Imported and required alike, or graphql-js refuses to meet itself.
    resolve: { alias: { graphql: createRequire(import.meta.url).resolve("graphql") } },
    plugins: [keepPlaces, waitInside, inAscii],
    logLevel: "silent",
  });
  await bundled.write({
    dir: BUNDLE,
    cleanDir,
    keepNames: true,
    format: "cjs",
    entryFileNames: "[name]-bundled.cjs",
    chunkFileNames: "[name]-[hash].cjs",
    // A third less to read and to hold for each process. Names stay, since errors and logs tell them.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  });
  await bundled.close();
  for (const path of input) {
    const { name } = parse(path);
    await writeFile(join(BUNDLE, `${name}.cjs`), start(name));
  }
}

/** What is run: it names the folder that it was made in, and so do the modules in it. */
function start(name: string): string {
  return `require(${JSON.stringify(COMPILED)});\nrequire("./${name}-bundled.cjs");\n`;
}

/** Runs both once, each of which leaves beside it what was compiled of it. */
async function compile(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "gateway-bundle-"));
  try {
    const env = { DATABASE_URL: `sqlite:${join(folder, "gateway.sqlite")}`, KEEP_COMPILED: "yes" };
    const gateway = await startGatewayProcess(env);
    await askUsual(gateway);
    await gateway.kill("SIGTERM");
    await runCli(env, "organization", "list");
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Asks what tests ask of nearly every gateway: what is compiled for that is kept as well. */
async function askUsual(gateway: GatewayProcess): Promise<void> {
  const owner = new GraphqlClient(gateway.url, await firstOwnerToken(gateway));
  const { id, clientId, clientSecret } = await owner.createApplication({ grantTypes: ["CLIENT_CREDENTIALS"] });
  await owner.verify(clientId, clientSecret ?? "");
  await owner.rotate(id);
  await owner.ok("{ oauthApplications(first: 5) { nodes { name } pageInfo { hasNextPage } } }");
  await send(`${gateway.url}/oauth/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: "grant_type=client_credentials",
  });
}

/** A build writes nothing where nothing changed. */
function isFresh(): boolean {
  const names = GATEWAY.map((path) => parse(path).name);
  const written = names.map((name) => join(BUNDLE, `${name}-bundled.cjs.compiled`));
  if (!written.every((path) => existsSync(path))) return false;
  // The whole folder may have been moved or copied.
  if (!names.every((name) => readFileSync(join(BUNDLE, `${name}.cjs`), "utf8") === start(name))) return false;
  const sources = readdirSync(BUILT, { recursive: true, encoding: "utf8" }).map((path) => join(BUILT, path));
  const changed = Math.max(
    ...[...sources, INSTALLED, ISSUER, COMPILED, import.meta.filename].map((path) => statSync(path).mtimeMs),
  );
  return written.every((path) => statSync(path).mtimeMs > changed);
}

/** What is required cannot wait at its top level: all that stands below the imports does so in a function. */
const waitInside: Plugin = {
  name: "wait inside",
  transform: {
    filter: { id: GATEWAY },
    handler(code) {
      const [imports = ""] = /^(?:import [^;]+;\n)+/.exec(code) ?? [];
      return `${imports}void (async () => {\n${code.slice(imports.length)}\n})();\n`;
    },
  },
};

/** One character beyond Latin-1 makes each process decode and hold the whole file with two bytes a character. */
const inAscii: Plugin = {
  name: "in ASCII",
  generateBundle(_options, files) {
    for (const file of Object.values(files)) {
      if (file.type !== "chunk") continue;
      file.code = file.code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
    }
  },
};

/** Each module goes on finding what lies beside it. */
const keepPlaces: Plugin = {
  name: "keep places",
  transform: {
    filter: { code: /__dirname|__filename|import\.meta/ },
    handler(code, id) {
      if (!isAbsolute(id)) return null;
      const place: Record<string, string> = {
        __dirname: dirname(id),
        __filename: id,
        "import.meta.dirname": dirname(id),
        "import.meta.filename": id,
        "import.meta.url": pathToFileURL(id).href,
      };
      return code.replace(/\b(?:__dirname|__filename|import\.meta\.(?:dirname|filename|url))\b/g, (name) =>
        JSON.stringify(place[name]),
      );
    },
  },
};
