import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { TOOLS } from "../support/processes/tools.js";

const ROOT = join(import.meta.dirname, "..", "..");
const CONFIG = join(TOOLS, "eslint.config.js");
const SCHEMA = join(ROOT, "schema.graphql");

/** The only settings that differ from the two presets. */
const CHANGED = {
  "@graphql-eslint/strict-id-in-types": [
    "error",
    {
      exceptions: {
        suffixes: ["Payload", "Connection", "Edge"],
        types: ["PageInfo", "Viewer", "SecretRotation", "SecretUse"],
      },
    },
  ],
  "@graphql-eslint/relay-edge-types": ["error", { listTypeCanWrapOnlyEdgeType: false }],
};

/** One of each kind of mistake that the presets are there for. */
const MISTAKES = `
type widget_list { items: [String] }
"""A page of widgets."""
type WidgetConnection { edges: [WidgetEdge] }
"""One of the widgets of a page."""
type WidgetEdge { node: Widget }
"""A widget."""
type Widget { name: String @deprecated(reason: "") }
extend type Query {
  """Widgets."""
  getWidgets(first: Int): WidgetConnection
}
`;

/** What eslint says about the schema.graphql of a folder. */
async function complaints(cwd: string): Promise<string[]> {
  const program = join(TOOLS, "node_modules", "eslint", "bin", "eslint.js");
  const options = ["--config", CONFIG, "--no-inline-config", "--format", "json", "schema.graphql"];
  const ended = await promisify(execFile)(process.execPath, [program, ...options], { cwd }).catch((error) => error);
  if (!ended.stdout) throw new Error(ended.stderr);
  const [{ messages }] = JSON.parse(ended.stdout);
  return messages.map(
    ({ line, ruleId, message }: { line: number; ruleId: string; message: string }) => `${line} ${ruleId}: ${message}`,
  );
}

describe("graphql-eslint's presets schema-recommended and schema-relay", () => {
  it("have nothing to say about schema.graphql", async () => {
    expect(await complaints(ROOT)).toEqual([]);
  });

  it("are in force as they are published but for two settings", async () => {
    const { configs } = createRequire(CONFIG)("@graphql-eslint/eslint-plugin");
    const [inForce, ...more] = (await import(CONFIG)).default;
    expect(more).toEqual([]);
    expect(inForce.rules).toEqual({
      ...configs["flat/schema-recommended"].rules,
      ...configs["flat/schema-relay"].rules,
      ...CHANGED,
    });
  });

  it("complain of mistakes that somebody adds", async () => {
    const folder = await mkdtemp(join(tmpdir(), "gateway-lint-"));
    try {
      await writeFile(join(folder, "schema.graphql"), (await readFile(SCHEMA, "utf8")) + MISTAKES);
      const rules = (await complaints(folder)).map((text) => /@graphql-eslint\/[\w-]+/.exec(text)?.[0].slice(16));
      expect([...new Set(rules)].toSorted()).toEqual([
        "naming-convention",
        "no-unreachable-types",
        "relay-arguments",
        "relay-connection-types",
        "relay-edge-types",
        "require-deprecation-reason",
        "require-description",
        "strict-id-in-types",
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
