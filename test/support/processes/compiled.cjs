/**
 * Loaded first by each bundle: what V8 has compiled of its files lies beside them, so that no process compiles it again.
 * A process with KEEP_COMPILED leaves that there when SIGTERM ends it, which then ends it at once.
 */
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname } = require("node:path");
const { Script } = require("node:vm");

const BUNDLE = dirname(require.main.filename);
const scripts = new Map();

const compileAnew = Module.prototype._compile;
Module.prototype._compile = function compile(content, filename, ...others) {
  // What is installed stays as it was installed.
  if (dirname(filename) !== BUNDLE) return compileAnew.call(this, content, filename, ...others);
  const kept = `${filename}.compiled`;
  const cachedData = existsSync(kept) ? readFileSync(kept) : undefined;
  const script = new Script(Module.wrap(content), { filename, cachedData });
  scripts.set(kept, script);
  const run = script.runInThisContext();
  run.call(this.exports, this.exports, Module.createRequire(filename), this, filename, dirname(filename));
};

if (process.env.KEEP_COMPILED) {
  process.on("SIGTERM", () => process.exit());
  process.on("exit", () => {
    for (const [kept, script] of scripts) writeFileSync(kept, script.createCachedData());
  });
}
