import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { compile, runTool } from "../support/processes/tools.js";

/** Uses the client that genql generates; each line marked @ts-expect-error must be refused by the compiler. */
const PROGRAM = `
import { createClient, type OAuthApplication } from "./client";

const [url, token] = process.argv.slice(2) as [string, string];
const client = createClient({ url, headers: { authorization: \`Bearer \${token}\` } });

async function main() {
  const { createOAuthApplication: created } = await client.mutation({
    createOAuthApplication: {
      __args: { input: { name: "From genql", grantTypes: ["CLIENT_CREDENTIALS"], secretOverlapSeconds: 604800 } },
      clientSecret: true,
      oauthApplication: { id: true, clientId: true },
    },
  });
  const id: string | undefined = created?.oauthApplication?.id;
  const { oauthApplications: page, node } = await client.query({
    oauthApplications: {
      __args: { first: 10, filter: { query: "genql" }, orderBy: { field: "NAME", direction: "ASC" } },
      totalCount: true,
      nodes: { __scalar: true, rotation: { reason: true } },
    },
    node: { __args: { id: id ?? "" }, on_OAuthApplication: { name: true, public: true } },
  });
  const [first] = page?.nodes ?? [];
  const overlap: OAuthApplication["secretOverlapSeconds"] | undefined = first?.secretOverlapSeconds;
  console.log(JSON.stringify({ secret: created?.clientSecret, total: page?.totalCount, overlap, node }));
}

export function mistakes() {
  // @ts-expect-error a name must be given
  client.mutation({ createOAuthApplication: { __args: { input: {} }, clientSecret: true } });
  // @ts-expect-error no such grant
  client.query({ oauthApplications: { __args: { filter: { grantType: "PASSWORD" } }, totalCount: true } });
  // @ts-expect-error no such field
  client.query({ viewer: { secret: true } });
  // @ts-expect-error what was not asked for is not in the answer
  return client.query({ viewer: { role: true } }).then(({ viewer }) => viewer?.permissions);
}

main();
`;

const COMPILER_OPTIONS = {
  ...{ strict: true, target: "es2022", module: "nodenext", outDir: "dist", skipLibCheck: false },
  ...{ types: ["node"], typeRoots: [join(import.meta.dirname, "..", "..", "node_modules", "@types")] },
};

describe("a client that genql generates from a running gateway", () => {
  let gateway: TestGateway;
  let folder: string;
  let token: string;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
    token = (await gateway.organization()).developer.token ?? "";
    folder = await mkdtemp(join(tmpdir(), "gateway-genql-"));
    await writeFile(join(folder, "program.ts"), PROGRAM);
    // Its modules import each other without extensions, which is CommonJS.
    await writeFile(join(folder, "package.json"), JSON.stringify({ type: "commonjs" }));
    await writeFile(
      join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ["program.ts", "client"] }),
    );
  });
  afterAll(async () => {
    await gateway.stop();
    await rm(folder, { recursive: true });
  });

  it("compiles under strict, refuses mistakes, and works", async () => {
    const endpoint = `${gateway.url}/graphql`;
    const header = `authorization: Bearer ${token}`;
    await runTool("genql", ["--endpoint", endpoint, "--header", header, "--output", "client"], folder);
    await compile(folder);
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, "dist/program.js"), endpoint, token]);
    expect(JSON.parse(stdout)).toEqual({
      secret: expect.stringMatching(/^ogs_\w{49}$/),
      total: 1,
      overlap: 604_800,
      node: { name: "From genql", public: false },
    });
  });

  it("is not generated without a token", async () => {
    const ended = runTool("genql", ["--endpoint", `${gateway.url}/graphql`, "--output", "refused"], folder);
    await expect(ended).rejects.toThrow(/401 Unauthorized/);
  });
});
