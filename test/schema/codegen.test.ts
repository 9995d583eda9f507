import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway } from "../support/gateway/gateway.js";
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

  /** Generates types from a schema as codegen's configuration names it; answers the folder of a program that uses them. */
  async function generate(name: string, schema: Record<string, object>): Promise<string> {
    const project = join(folder, name);
    await mkdir(project);
    await writeFile(join(project, "rotations.graphql"), DOCUMENT);
    await writeFile(join(project, "program.ts"), PROGRAM);
    const config = {
      ...{ schema: [schema], documents: "rotations.graphql" },
      generates: {
        "schema-types.ts": { plugins: ["typescript"], config: { scalars: SCALARS } },
        "operations.ts": { plugins: ["typescript-operations"], config: { scalars: SCALARS } },
      },
    };
    await writeFile(join(project, "codegen.json"), JSON.stringify(config));
    await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: COMPILER_OPTIONS }));
    await runTool("graphql-codegen", ["--config", "codegen.json"], project);
    return project;
  }

  it.each([
    ["generates types that a strict program compiles with", "authenticated", "a token", undefined],
    ["is refused", "authenticated", "no token", /A valid API token is required/],
    ["generates types that a strict program compiles with", "open", "no token", undefined],
    ["is refused", "off", "a token", /Introspection is switched off/],
  ])("%s from a gateway with INTROSPECTION=%s and with %s", async (_outcome, introspection, credential, refusal) => {
    const gateway = await startTestGateway("sqlite", { env: { INTROSPECTION: introspection } });
    try {
      const { viewer } = await gateway.organization();
      const headers = credential === "a token" ? { authorization: `Bearer ${viewer.token}` } : {};
      const generated = generate(`${introspection} ${credential}`, { [`${gateway.url}/graphql`]: { headers } });
      if (refusal) await expect(generated).rejects.toThrow(refusal);
      else await compile(await generated);
    } finally {
      await gateway.stop();
    }
  });
});
