import { execFile } from "node:child_process";
import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");

/** One breach a file, in a copy of the tree. */
const BREACHES: Record<string, { file: string; text: string; rule: string }> = {
  "a file of more than 250 lines": {
    file: "src/model/planted-lines.ts",
    text: Array.from({ length: 251 }, (_, line) => `export const line${line} = ${line};\n`).join(""),
    rule: "noExcessiveLinesPerFile",
  },
  "a package that package.json does not name": {
    file: "src/model/planted-package.ts",
    text: 'import { Heap } from "semver";\nexport const planted = Heap;\n',
    rule: "noUndeclaredDependencies",
  },
  "model importing services": {
    file: "src/model/planted-a.ts",
    text: 'export { demand } from "../services/permissions.js";\n',
    rule: "noRestrictedImports",
  },
  "database importing services": {
    file: "src/database/planted-b.ts",
    text: 'import type { Clock } from "../services/clock.js";\nexport type Planted = Clock;\n',
    rule: "noRestrictedImports",
  },
  "services importing graphql": {
    file: "src/services/planted-c.ts",
    text: 'import { MAX_ERRORS } from "../graphql/limits.js";\nexport const planted = MAX_ERRORS;\n',
    rule: "noRestrictedImports",
  },
  "services importing a type of http": {
    file: "src/services/planted-d.ts",
    text: 'import type { Metrics } from "../http/metrics.js";\nexport type Planted = Metrics;\n',
    rule: "noRestrictedImports",
  },
  "services knowing GraphQL": {
    file: "src/services/planted-e.ts",
    text: 'import { GraphQLError } from "graphql";\nexport const planted = GraphQLError;\n',
    rule: "noRestrictedImports",
  },
  "services knowing TypeORM, if only a type of it": {
    file: "src/services/planted-n.ts",
    text: 'import type { EntityManager } from "typeorm";\nexport type Planted = EntityManager;\n',
    rule: "noRestrictedImports",
  },
  "graphql importing http": {
    file: "src/graphql/planted-f.ts",
    text: 'import { Metrics } from "../http/metrics.js";\nexport const planted = Metrics;\n',
    rule: "noRestrictedImports",
  },
  "one way in importing another": {
    file: "src/graphql/planted-g.ts",
    text: 'import { verifyClient } from "../oauth/verify.js";\nexport const planted = verifyClient;\n',
    rule: "noRestrictedImports",
  },
  "a dialect importing graphql": {
    file: "src/dialects/planted-h.ts",
    text: 'import { MAX_ERRORS } from "../graphql/limits.js";\nexport const planted = MAX_ERRORS;\n',
    rule: "noRestrictedImports",
  },
  "refusal importing graphql": {
    file: "src/refusal/planted-n.ts",
    text: 'import { REFUSALS } from "../graphql/refusals.js";\nexport const planted = REFUSALS;\n',
    rule: "noRestrictedImports",
  },
  "refusal importing a type of http": {
    file: "src/refusal/planted-o.ts",
    text: 'import type { Refuser } from "../http/refusal.js";\nexport type Planted = Refuser;\n',
    rule: "noRestrictedImports",
  },
  "refusal importing oauth": {
    file: "src/refusal/planted-p.ts",
    text: 'import { refuse } from "../oauth/refusals.js";\nexport const planted = refuse;\n',
    rule: "noRestrictedImports",
  },
  "refusal importing a dialect": {
    file: "src/refusal/planted-q.ts",
    text: 'import { DIALECTS } from "../dialects/dialects.js";\nexport const planted = DIALECTS;\n',
    rule: "noRestrictedImports",
  },
  "refusal importing services": {
    file: "src/refusal/planted-r.ts",
    text: 'import { demand } from "../services/permissions.js";\nexport const planted = demand;\n',
    rule: "noRestrictedImports",
  },
  "refusal knowing GraphQL": {
    file: "src/refusal/planted-s.ts",
    text: 'import { GraphQLError } from "graphql";\nexport const planted = GraphQLError;\n',
    rule: "noRestrictedImports",
  },
  "what reads files of other systems knowing another way in": {
    file: "src/importing/planted-a.ts",
    text: 'import { refusalOf } from "../refusal/refusal.js";\nexport const planted = refusalOf;\n',
    rule: "noRestrictedImports",
  },
  "services reading files of other systems": {
    file: "src/services/planted-w.ts",
    text: 'import type { Item } from "../importing/reading/item.js";\nexport type Planted = Item;\n',
    rule: "noRestrictedImports",
  },
  "services importing refusal": {
    file: "src/services/planted-t.ts",
    text: 'import { refusalOf } from "../refusal/refusal.js";\nexport const planted = refusalOf;\n',
    rule: "noRestrictedImports",
  },
  "what calls others knowing a way in": {
    file: "src/outgoing/planted-u.ts",
    text: 'import { OAUTH_PATHS } from "../oauth/metadata.js";\nexport const planted = OAUTH_PATHS;\n',
    rule: "noRestrictedImports",
  },
  "services calling others by themselves": {
    file: "src/services/planted-v.ts",
    text: 'import type { OutsideIssuerOptions } from "../outgoing/outside-issuer.js";\nexport type Planted = OutsideIssuerOptions;\n',
    rule: "noRestrictedImports",
  },
  "the console importing what the gateway is made of": {
    file: "src/console/planted-w.ts",
    text: 'import { PRICES } from "../services/limits/prices.js";\nexport const planted = PRICES;\n',
    rule: "noRestrictedImports",
  },
  "a room of the console importing the model": {
    file: "src/console/applications/list/planted-x.ts",
    text: 'import type { Role } from "../../../model/permission.js";\nexport type Planted = Role;\n',
    rule: "noRestrictedImports",
  },
  "http importing the console": {
    file: "src/http/planted-y.ts",
    text: 'import { VIEWER } from "../console/session/viewer.js";\nexport const planted = VIEWER;\n',
    rule: "noRestrictedImports",
  },
  "what serves the console importing it": {
    file: "src/http/console/planted-a.ts",
    text: 'import { VIEWER } from "../../console/session/viewer.js";\nexport const planted = VIEWER;\n',
    rule: "noRestrictedImports",
  },
  "services importing a type of the console": {
    file: "src/services/planted-z.ts",
    text: 'import type { Credential } from "../console/api/client.js";\nexport type Planted = Credential;\n',
    rule: "noRestrictedImports",
  },
  "a circle of imports": {
    file: "src/services/planted-i.ts",
    text: 'import { far } from "./planted-j.js";\nexport const near = () => far;\n',
    rule: "noImportCycles",
  },
  "the other end of the circle": {
    file: "src/services/planted-j.ts",
    text: 'import { near } from "./planted-i.js";\nexport const far = () => near;\n',
    rule: "noImportCycles",
  },
  "a circle of types": {
    file: "src/model/planted-k.ts",
    text: 'import type { Far } from "./planted-l.js";\nexport interface Near {\n  far?: Far;\n}\n',
    rule: "noImportCycles",
  },
  "the other end of the circle of types": {
    file: "src/model/planted-l.ts",
    text: 'import type { Near } from "./planted-k.js";\nexport interface Far {\n  near?: Near;\n}\n',
    rule: "noImportCycles",
  },
  "the SQLite package beside its one seam": {
    file: "src/database/sqlite/planted-n.ts",
    text: 'import sqlite3 from "sqlite3";\nexport const planted = sqlite3.OPEN_READONLY;\n',
    rule: "noRestrictedImports",
  },
  "the SQLite package in a way in": {
    file: "src/http/planted-o.ts",
    text: 'import sqlite3 from "sqlite3";\nexport const planted = sqlite3.OPEN_READONLY;\n',
    rule: "noRestrictedImports",
  },
  "the environment read outside of config.ts": {
    file: "src/services/planted-m.ts",
    text: "export const planted = process.env.PLANTED;\n",
    rule: "noProcessEnv",
  },
};

interface Diagnostic {
  category: string;
  severity: string;
  location: { path: string | { file: string } };
}

/** What Biome finds in a tree's src, as `rule file`. */
async function lint(tree: string): Promise<string[]> {
  const biome = join(ROOT, "node_modules/.bin/biome");
  const { stdout } = await promisify(execFile)(biome, ["lint", "--reporter=json", "--max-diagnostics=none", "src"], {
    cwd: tree,
    maxBuffer: 64 * 1024 * 1024,
  }).catch((failed: { stdout: string }) => failed);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
  return diagnostics.map(({ category, location: { path } }) => {
    const file = typeof path === "string" ? path : path.file;
    return `${category.split("/").at(-1)} ${file}`;
  });
}

describe("the rings", () => {
  let copy: string;
  let found: string[];

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), "gateway-rings-"));
    for (const name of [".biome.json", ".gitignore", "package.json", "src"]) {
      await cp(join(ROOT, name), join(copy, name), { recursive: true });
    }
    for (const { file, text } of Object.values(BREACHES)) {
      await mkdir(dirname(join(copy, file)), { recursive: true });
      await writeFile(join(copy, file), text);
    }
    found = await lint(copy);
  });
  afterAll(() => rm(copy, { recursive: true, force: true }));

  it.each(Object.entries(BREACHES))("refuse %s", (_name, { file, rule }) => {
    expect(found).toContain(`${rule} ${file}`);
  });

  it("are kept by the tree as it is: nothing breaches them but what was planted", () => {
    const planted = Object.values(BREACHES).map(({ file, rule }) => `${rule} ${file}`);
    expect(found.filter((finding) => !planted.includes(finding))).toEqual([]);
  });

  it("refuse an entity that imports the one which imports it", async () => {
    await appendFile(
      join(copy, "src/model/organization.ts"),
      'import type { OAuthApplication } from "./oauth-application.js";\nexport type Planted = OAuthApplication;\n',
    );
    expect(await lint(copy)).toContain("noImportCycles src/model/organization.ts");
  });
});
