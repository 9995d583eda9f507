/**
 * Loaded first by each worker: most of what tests run ends before it pays that V8 has optimized it, which is a sixth of
 * their processor's time. Later Nodes have a quick compiler in between, and another name for this.
 */
const { setFlagsFromString } = require("node:v8");

if (process.versions.node.startsWith("20.")) setFlagsFromString("--interrupt-budget=1000000");
