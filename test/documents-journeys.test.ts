import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, type MockInstance, vi } from "vitest";
import { Upkeep } from "../src/services/limits/upkeep.js";
import { SecretUsage } from "../src/services/secrets/usage.js";
import { DATABASE_KINDS, type DatabaseKind } from "./support/databases/databases.js";
import { loggedWhile } from "./support/databases/logged-statements.js";
import { shapeOfStatement } from "./support/databases/statement-shapes.js";
import { COLLECTION, dialectClient } from "./support/dialects/dialects.js";
import type { TestGateway, TestOrganization } from "./support/gateway/gateway.js";
import { type Client, createClient, startOauthGateway, tokenOf } from "./support/oauth/oauth-endpoints.js";

const ROOT = join(import.meta.dirname, "..");
const DOCUMENT = "docs/journeys.md";
const MEMBER = "(?:(?:private|protected|public|static|readonly|async|override) )*";

const read = (path: string) => readFile(join(ROOT, path), "utf8");

/** The text below a heading, up to the next one. */
function sectionOf(document: string, title: string): string {
  const [, section] = document.split(`\n## ${title}\n`);
  if (section === undefined) throw new Error(`${DOCUMENT} has no section "${title}".`);
  return section.split("\n## ")[0] as string;
}

/** The statements in a database's column of a journey's table. */
function statementsIn(section: string, kind: DatabaseKind): string[] {
  const column = kind === "sqlite" ? 2 : 3;
  const rows = section.split("\n").filter((line) => /^\|(?!---| for )/.test(line));
  return rows.flatMap((row) => /`(.+)`/.exec(row.split("|")[column] ?? "")?.[1] ?? []);
}

/** Whether TypeScript declares a function, constant, or method of a class. */
function declares(source: string, name: string): boolean {
  const [owner = "", method] = name.split(".");
  if (method === undefined)
    return new RegExp(`^(?:export )?(?:async )?(?:function\\*?|const) ${owner}\\b`, "m").test(source);
  const [, body] = source.split(new RegExp(`^export class ${owner}\\b`, "m"));
  return body !== undefined && new RegExp(`^  ${MEMBER}${method}\\b[(<]`, "m").test(body);
}

it("the journeys name files and functions that are there", async () => {
  const hops = [...(await read(DOCUMENT)).matchAll(/`(src\/[\w./-]+\.ts)` → `([\w.]+)`/g)];
  expect(hops.length).toBeGreaterThan(50);
  const missing: string[] = [];
  for (const [, path = "", name = ""] of hops) {
    const source = await read(path).catch(() => "");
    if (!declares(source, name)) missing.push(`${path}: ${name}`);
  }
  expect(missing).toEqual([]);
});

describe.each(DATABASE_KINDS)("the journeys on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  let quiet: MockInstance[];

  beforeAll(async () => {
    // What the gateway does by itself must not come between the statements of a request.
    quiet = [
      // Periodic work begins with this, and so never gets further.
      vi.spyOn(Upkeep.prototype, "run").mockReturnValue(new Promise(() => undefined)),
      vi.spyOn(SecretUsage.prototype as unknown as { schedule(): void }, "schedule").mockReturnValue(),
    ];
    gateway = await startOauthGateway(kind);
    organization = await gateway.organization();
  });
  afterAll(async () => {
    for (const spy of quiet) spy.mockRestore();
    await gateway.stop();
  });

  /** Sends one request about a new application whose secret has been used. */
  async function expectStatements(title: string, send: (client: Client) => Promise<unknown>): Promise<void> {
    const client = await createClient(organization.developer);
    const flushed = vi.spyOn(SecretUsage.prototype, "flush");
    await tokenOf(gateway.url, client);
    // On a busy machine the first use is still being written when its answer is there.
    await Promise.all(flushed.mock.results.map(({ value }) => value));
    flushed.mockRestore();
    const logged = await loggedWhile(gateway, () => send(client));
    expect(logged.map(shapeOfStatement)).toEqual(statementsIn(sectionOf(await read(DOCUMENT), title), kind));
  }

  it("send the statements of rotateSecret", () =>
    expectStatements("rotateSecret (GraphQL)", ({ id }) =>
      organization.developer.ok(
        "mutation ($input: RotateSecretInput!) { rotateSecret(input: $input) { clientSecret } }",
        { input: { oauthApplicationId: id } },
      ),
    ));

  it("send the statements of a token request", () =>
    expectStatements("A token request", (client) => tokenOf(gateway.url, client)));

  it("send the statements of Cloudflare's rotate", () =>
    expectStatements("Cloudflare's rotate", async ({ clientId }) => {
      const path = `${COLLECTION.cloudflare(organization.id)}/${clientId}/rotate_secret`;
      const { status } = await dialectClient(gateway.url, organization.developer.token).request("POST", path);
      expect(status).toBe(200);
    }));
});
