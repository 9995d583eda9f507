import { Buffer } from "node:buffer";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

const COMPRESSED = /\.(?:css|js|json|svg|wasm)$/;

/** The page whose files are made as small as can be: GraphiQL's would take most of the build's time for a tenth less. */
const SMALLEST = "/index.html";

/** The last levels gain 3 percent and double the time. */
const QUICK_QUALITY = 6;

/** Writes a `.br` and a `.gz` beside each asset, so that the gateway compresses nothing while it serves. */
export function precompress(): Plugin {
  return {
    name: "precompress",
    apply: "build",
    generateBundle: {
      order: "post",
      async handler(_options, bundle) {
        const smallest = filesOf(bundle, SMALLEST);
        const outputs = Object.values(bundle).filter(({ fileName }) => COMPRESSED.test(fileName));
        await Promise.all(
          outputs.map(async (output) => {
            const text = Buffer.from(output.type === "chunk" ? output.code : output.source);
            const quality = smallest.has(output.fileName) ? constants.BROTLI_MAX_QUALITY : QUICK_QUALITY;
            const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
            const [br, gz] = await Promise.all([
              promisify(brotliCompress)(text, { params }),
              promisify(gzip)(text, { level: constants.Z_BEST_COMPRESSION }),
            ]);
            this.emitFile({ type: "asset", fileName: `${output.fileName}.br`, source: br });
            this.emitFile({ type: "asset", fileName: `${output.fileName}.gz`, source: gz });
          }),
        );
      },
    },
  };
}

/** The scripts and styles that a page may load, at once or later. */
function filesOf(bundle: Rolldown.OutputBundle, page: string): Set<string> {
  const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
  const files = new Set(chunks.filter((chunk) => chunk.facadeModuleId?.endsWith(page)).map(({ fileName }) => fileName));
  // A set goes on with what is added while it is walked.
  for (const file of files) {
    const chunk = bundle[file];
    if (chunk?.type !== "chunk") continue;
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) files.add(next);
    for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style);
  }
  return files;
}
