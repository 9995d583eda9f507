import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { compile, runTool, TOOLS } from "../support/processes/tools.js";

const DOCUMENT = `
  query Rotations($before: DateTime!) {
    oauthApplications(first: 10, filter: { rotationEndsBefore: $before }) {
      nodes { id name rotation { endsAt reason } }
    }
  }
  mutation Complete($input: CompleteSecretRotationInput!) {
    completeSecretRotation(input: $input) { oauthApplication { id version } }
  }
`;

/** Uses the generated types; each line marked @ts-expect-error must be refused by the compiler. */
const PROGRAM = `
  import type { CompleteMutationVariables, RotationsQuery } from "./operations.js";
  import type { OAuthApplication } from "./schema-types.js";

  export function reasons({ oauthApplications }: RotationsQuery): string[] {
    return (oauthApplications?.nodes ?? []).flatMap(({ rotation }) => rotation?.reason ?? []);
  }
  export const lasts = ({ secretOverlapSeconds, updatedAt }: OAuthApplication): string =>
    updatedAt.slice(0, 10) + secretOverlapSeconds.toFixed();
  export const forced: CompleteMutationVariables = { input: { oauthApplicationId: "app_0", force: true } };
  // @ts-expect-error the application must be named
  export const nothing: CompleteMutationVariables = { input: {} };
  // @ts-expect-error was not asked for
  export const slug = ({ oauthApplications }: RotationsQuery) => oauthApplications?.nodes?.[0]?.clientId;
`;

const SCALARS = { DateTime: "string", JSONObject: "Record<string, unknown>" };
const COMPILER_OPTIONS = { strict: true, module: "nodenext", noEmit: true, types: [] };

describe("graphql-codegen", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "gateway-codegen-"));
    // It looks for its plugins where it is started.
    await symlink(join(TOOLS, "node_modules"), join(folder, "node_modules"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  interface Source {
    introspection: string;
    credential: "a token" | "no token";
  }

  /** One program for each gateway that types are generated from. */
  async function prepare(project: string, sources: Source[], gateways: TestGateway[]): Promise<void> {
    await mkdir(project);
    await writeFile(join(project, "rotations.graphql"), DOCUMENT);
    const generates: Record<string, object> = {};
    for (const [index, { credential }] of sources.entries()) {
      const { url, organization } = gateways[index] as TestGateway;
      const { viewer } = await organization();
      const headers = credential === "a token" ? { authorization: `Bearer ${viewer.token}` } : {};
      const common = { schema: [{ [`${url}/graphql`]: { headers } }], config: { scalars: SCALARS } };
      await mkdir(join(project, String(index)));
      await writeFile(join(project, String(index), "program.ts"), PROGRAM);
      generates[`${index}/schema-types.ts`] = { ...common, plugins: ["typescript"] };
      generates[`${index}/operations.ts`] = { ...common, plugins: ["typescript-operations"] };
    }
    await writeFile(join(project, "codegen.json"), JSON.stringify({ documents: "rotations.graphql", generates }));
    await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: COMPILER_OPTIONS }));
  }

  /** Runs the tool once for gateways that are introspected in different ways; answers its project's folder. */
  async function generate(name: string, sources: Source[]): Promise<string> {
    const project = join(folder, name);
    const gateways = await Promise.all(
      sources.map(({ introspection }) => startTestGateway("sqlite", { env: { INTROSPECTION: introspection } })),
    );
    try {
      await prepare(project, sources, gateways);
      await runTool("graphql-codegen", ["--config", "codegen.json"], project);
      return project;
    } finally {
      await Promise.all(gateways.map((gateway) => gateway.stop()));
    }
  }

  it("generates types that a strict program compiles with, with a token or where introspection is open", async () => {
    const project = await generate("generated", [
      { introspection: "authenticated", credential: "a token" },
      { introspection: "open", credential: "no token" },
    ]);
    await compile(project);
    for (const index of ["0", "1"]) expect(await readdir(join(project, index))).toHaveLength(3);
  });

  it("is refused without a token, and where introspection is switched off", async () => {
    const refused = generate("refused", [
      { introspection: "authenticated", credential: "no token" },
      { introspection: "off", credential: "a token" },
    ]).catch(String);
    expect(await refused).toMatch(/A valid API token is required/);
    expect(await refused).toMatch(/Introspection is switched off/);
  });
});
