import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const BUILD = join(import.meta.dirname, "../../scripts/build.mjs");

/** Stands in for Vite: a page and an asset whose name has what the source says, and one line in a list of its runs. */
const VITE = `import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
const out = process.argv[process.argv.indexOf("--outDir") + 1];
const text = readFileSync("src/console/main.tsx", "utf8");
appendFileSync("runs", "vite\\n");
if (text === "broken") process.exit(3);
mkdirSync(out + "/assets", { recursive: true });
writeFileSync(out + "/assets/app-" + text + ".js", text);
writeFileSync(out + "/assets/app-" + text + ".js.br", "compressed");
for (const page of ["index", "graphiql"]) writeFileSync(out + "/" + page + ".html", page + " " + text);
`;

describe("npm run build", () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "gateway-build-"));
    await put("package-lock.json", "{}");
    await put("schema.graphql", "type Query { a: Int }");
    await mkdir(join(root, "scripts"));
    await cp(BUILD, join(root, "scripts/build.mjs"));
  });
  afterEach(() => rm(root, { recursive: true }));

  async function put(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }

  async function putTools(): Promise<void> {
    await put("package.json", '{ "type": "module" }');
    await put("node_modules/typescript/bin/tsc", "");
    await put("node_modules/vite/bin/vite.js", VITE);
    await put("src/console/vite.config.ts", "");
  }

  const build = async () => {
    const ran = promisify(execFile)(process.execPath, [join(root, "scripts/build.mjs")], { cwd: root });
    const {
      code = 0,
      stdout,
      stderr,
    } = await ran.then(
      (said) => ({ code: 0, ...said }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
    return { code, said: stdout + stderr };
  };
  const read = (path: string) => readFile(join(root, path), "utf8");
  const runs = async () => (await read("runs").catch(() => "")).split("\n").length - 1;

  it("builds the console only when something that it is built from has changed", async () => {
    await putTools();
    await put("src/console/main.tsx", "one");
    expect(await build()).toEqual({ code: 0, said: "" });
    expect(await read("dist/console/index.html")).toBe("index one");
    await build();
    await put("src/main.ts", "something else");
    await build();
    expect(await runs()).toBe(1);
    await put("schema.graphql", "type Query { b: Int }");
    await build();
    await put("package-lock.json", "{ }");
    await build();
    await put("src/console/parts/button.tsx", "");
    await build();
    expect(await runs()).toBe(4);
    await rm(join(root, "dist/console/index.html"));
    await build();
    expect([await runs(), await read("dist/console/index.html")]).toEqual([5, "index one"]);
  });

  it("takes nothing away from a gateway that runs from an earlier build", async () => {
    await putTools();
    await put("src/console/main.tsx", "one");
    await build();
    await put("src/console/main.tsx", "two");
    await build();
    expect((await readdir(join(root, "dist/console/assets"))).toSorted()).toEqual([
      "app-one.js",
      "app-one.js.br",
      "app-two.js",
      "app-two.js.br",
    ]);
    expect(await read("dist/console/graphiql.html")).toBe("graphiql two");
    expect(await readdir(join(root, "dist"))).toEqual(["console"]);
  });

  it("leaves the pages as they were when it fails, and says so", async () => {
    await putTools();
    await put("src/console/main.tsx", "one");
    await build();
    await put("src/console/main.tsx", "broken");
    expect((await build()).code).toBe(1);
    expect(await read("dist/console/index.html")).toBe("index one");
    expect(await readdir(join(root, "dist"))).toEqual(["console"]);
    await put("src/console/main.tsx", "three");
    expect((await build()).code).toBe(0);
    expect(await read("dist/console/index.html")).toBe("index three");
  });

  it("without the development packages leaves what was built before, and says so", async () => {
    await put("src/console/vite.config.ts", "");
    await put("dist/src/main.js", "built before");
    const { code, said } = await build();
    expect([code, said]).toEqual([0, expect.stringMatching(/^The packages that build are not installed: .*\n$/)]);
    expect(await read("dist/src/main.js")).toBe("built before");
    expect(await readdir(join(root, "dist"))).toEqual(["src"]);
  });

  it("without them and without an earlier build ends in one sentence that says what to do", async () => {
    const { code, said } = await build();
    expect([code, said]).toEqual([1, expect.stringMatching(/^Nothing was built, .*npm ci.*\n$/)]);
  });
});
