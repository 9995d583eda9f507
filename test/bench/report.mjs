/** Rounded for people and machines alike. */
export function rounded(value, digits) {
  return Number(value.toFixed(digits));
}

/** What is kept of one system at one work. */
export function systemReport({ perSecond, p50, p99, cpuMicros }) {
  return {
    perSecond: rounded(perSecond, 0),
    p50Ms: rounded(p50, 2),
    p99Ms: rounded(p99, 2),
    cpuMicrosPerRequest: rounded(cpuMicros, 0),
  };
}

export function printWork(name, { title, systems, ratio }) {
  const lines = Object.entries(systems).map(
    ([system, { perSecond, p50Ms, p99Ms, cpuMicrosPerRequest }]) =>
      `  ${system.padEnd(24)}${cell(perSecond, "/s")}${cell(p50Ms, "ms p50")}${cell(p99Ms, "ms p99")}${cell(cpuMicrosPerRequest, "µs CPU")}`,
  );
  const ratios = Object.entries(ratio).map(([peer, value]) => `${value} ${peer}`);
  process.stderr.write(`\n${name}  ${title}\n${lines.join("\n")}\n  ratio: ${ratios.join(", ")}\n`);
}

export function printCosts({ small, large }) {
  process.stderr.write("\n  asked alone, ms                      1,000 of 100,000   900,000 of 1,000,000\n");
  for (const [name, milliseconds] of Object.entries(small)) {
    process.stderr.write(`  ${name.padEnd(36)}${cell(milliseconds, "")}${cell(large[name], "").padStart(24)}\n`);
  }
}

export function printResources(resources) {
  process.stderr.write("\nstart and size\n");
  for (const [name, { readyMs, restMb, loadMb }] of Object.entries(resources)) {
    process.stderr.write(
      `  ${name.padEnd(24)}${cell(readyMs, "ms to ready")}${cell(restMb, "MB at rest")}${cell(loadMb, "MB under load")}\n`,
    );
  }
}

function cell(value, unit) {
  return `${String(value).padStart(9)} ${unit.padEnd(8)}`;
}
