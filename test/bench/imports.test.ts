import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

const IMPORT = /^import \{([^}]*)\} from "(\.[^"]*\/dist\/src\/[^"]*)\.js"/gm;

const ROOT = join(import.meta.dirname, "../..");

// Nothing else imports the built files: what moves in src would be missed only when somebody measures.
describe("the benchmark", () => {
  it("imports only what src is built into", async () => {
    const names = (await readdir(import.meta.dirname, { recursive: true })).filter(
      (name) => name.endsWith(".mjs") && !name.includes("node_modules"),
    );
    const missing = [];
    let imports = 0;
    for (const name of names) {
      const folder = join(import.meta.dirname, name, "..");
      const text = await readFile(join(import.meta.dirname, name), "utf8");
      for (const [, list = "", path = ""] of text.matchAll(IMPORT)) {
        const source = normalize(join(folder, `${path}.ts`)).replace("/dist/src/", "/src/");
        const given = existsSync(source) ? await readFile(source, "utf8") : "";
        for (const imported of list.split(",").map((one) => one.trim())) {
          imports += 1;
          const exported = new RegExp(`^export (?:async )?(?:function|class|const) ${imported}\\b`, "m");
          if (!exported.test(given)) missing.push(`${name}: ${imported} of ${source.slice(ROOT.length + 1)}`);
        }
      }
    }
    expect(missing).toEqual([]);
    expect(imports).toBeGreaterThan(5);
  });
});
