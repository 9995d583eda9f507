import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv, type ProxyOptions } from "vite";
import { precompress } from "./precompress.js";

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  base: "/console/",
  plugins: [react(), precompress()],
  // These read light-dark() as it is written.
  build: {
    target: ["chrome123", "firefox120", "safari17.5"],
    outDir: "../../dist/console",
    // A running gateway goes on serving the files that its pages were built with.
    emptyOutDir: false,
    // The policy of the pages allows no inline script and no data: font.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // GraphiQL's editor is one file of 2.8 MB, which only GraphiQL's page loads.
    chunkSizeWarningLimit: 3000,
    rolldownOptions: {
      input: ["index.html", "graphiql.html"].map((page) => `${import.meta.dirname}/${page}`),
      // How long each plugin took, which nobody asked for.
      checks: { pluginTimings: false },
      // GraphiQL was compiled by React's compiler, whose own directives mean nothing any more.
      onLog: (level, log, handle) => log.code !== "MODULE_LEVEL_DIRECTIVE" && handle(level, log),
    },
  },
  css: { modules: { generateScopedName: "[name]-[local]-[hash:base64:5]" } },
  server: {
    strictPort: true,
    // schema.graphql is beside the source.
    fs: { allow: [`${import.meta.dirname}/../..`] },
    proxy: toGateway(loadEnv(mode, import.meta.dirname, "GATEWAY_").GATEWAY_URL),
  },
}));

/** What the page asks of the gateway while it is edited: it looks as if it came from the gateway's own page. */
function toGateway(url = "http://127.0.0.1:4000"): Record<string, ProxyOptions> {
  const proxied = { target: url, changeOrigin: true, headers: { origin: url } };
  return { "/graphql": proxied, "/console/config.json": proxied, "/console/sign-in": proxied };
}
