import type { CodegenConfig } from "@graphql-codegen/cli";

/** Types of the page's documents, from what everybody knows of the gateway. `npm run schema` makes them. */
const config: CodegenConfig = {
  schema: "schema.graphql",
  documents: ["src/console/**/*.{ts,tsx}", "!src/console/api/gql/**"],
  silent: true,
  generates: {
    "src/console/api/gql/": {
      preset: "client",
      presetConfig: { fragmentMasking: { unmaskFunctionName: "unmask" } },
      config: {
        useTypeImports: true,
        nonOptionalTypename: true,
        skipTypeNameForRoot: true,
        strictScalars: true,
        customDirectives: { apolloUnmask: true },
        scalars: { DateTime: "string", JSONObject: "Record<string, unknown>" },
      },
    },
  },
};

export default config;
