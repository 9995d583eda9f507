import { Buffer } from "node:buffer";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const COMPRESSED = /\.(?:css|js|json|svg|wasm)$/;

/** Above this many bytes Brotli's last step costs seconds and gains little. */
const LARGE = 500_000;

/** Writes a `.br` and a `.gz` beside each asset, so that the gateway compresses nothing while it serves. */
export function precompress(): Plugin {
  return {
    name: "precompress",
    apply: "build",
    generateBundle: {
      order: "post",
      async handler(_options, bundle) {
        const outputs = Object.values(bundle).filter(({ fileName }) => COMPRESSED.test(fileName));
        await Promise.all(
          outputs.map(async (output) => {
            const text = Buffer.from(output.type === "chunk" ? output.code : output.source);
            const quality = text.length > LARGE ? 9 : constants.BROTLI_MAX_QUALITY;
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
