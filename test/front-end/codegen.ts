import type { CodegenConfig } from "@graphql-codegen/cli";

const { GATEWAY_URL, GATEWAY_TOKEN } = process.env;

const config: CodegenConfig = {
  schema: { [`${GATEWAY_URL}/graphql`]: { headers: { authorization: `Bearer ${GATEWAY_TOKEN}` } } },
  documents: "src/**/*.{ts,tsx}",
  generates: {
    "src/gql/": {
      preset: "client",
      presetConfig: { fragmentMasking: { unmaskFunctionName: "unmask" } },
      config: {
        useTypeImports: true,
        nonOptionalTypename: true,
        skipTypeNameForRoot: true,
        strictScalars: true,
        scalars: { DateTime: "string", JSONObject: "Record<string, unknown>" },
      },
    },
  },
};

export default config;
