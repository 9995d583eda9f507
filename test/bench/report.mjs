/** Rounded for people and machines alike. */
export function rounded(value, digits) {
  return Number(value.toFixed(digits));
}

/** What is kept of one system at one work. */
export function systemReport({ perSecond, p50, p99, cpuMicros, databaseCpuMicros }) {
  const report = {
    perSecond: rounded(perSecond, 0),
    p50Ms: rounded(p50, 2),
    p99Ms: rounded(p99, 2),
    cpuMicrosPerRequest: rounded(cpuMicros, 0),
  };
  // SQLite works within the system's own process.
  if (databaseCpuMicros !== undefined) report.databaseCpuMicrosPerRequest = rounded(databaseCpuMicros, 0);
  return report;
}

/** Says how long the work took. */
export async function timed(what, work) {
  const started = performance.now();
  const result = await work();
  process.stderr.write(`${what}: ${rounded((performance.now() - started) / 1000, 1)} s\n`);
  return result;
}

export function printWork(name, { title, systems, ratio }) {
  const lines = Object.entries(systems).map(
    ([system, { perSecond, p50Ms, p99Ms, cpuMicrosPerRequest, databaseCpuMicrosPerRequest: database }]) =>
      `  ${system.padEnd(24)}${cell(perSecond, "/s")}${cell(p50Ms, "ms p50")}${cell(p99Ms, "ms p99")}${cell(cpuMicrosPerRequest, "µs CPU")}${database === undefined ? "" : cell(database, "µs CPU of PostgreSQL")}`,
  );
  const ratios = Object.entries(ratio).map(([peer, value]) => `${value} ${peer}`);
  process.stderr.write(`\n${name}  ${title}\n${lines.join("\n")}\n  ratio: ${ratios.join(", ")}\n`);
}

export function printComparison(name, title, commit, { cpuMicrosPerRequest, ratio, itself, spread, verdict }) {
  const line = (system, micros, quotient) =>
    `  ${system.padEnd(24)}${cell(micros, "µs CPU")}${quotient ? `  ratio ${interval(quotient)}` : ""}\n`;
  const { before, after, again } = cpuMicrosPerRequest;
  const lines = [line(commit, before), line("this tree", after, ratio), line(`${commit} again`, again, itself)];
  const percent = rounded(spread * 100, 1);
  process.stderr.write(`\n${name}  ${title}\n${lines.join("")}  ${verdict} (spread ${percent} %)\n`);
}

function interval({ median, low, high }) {
  return `${median.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

export function printCosts({ small, large }) {
  process.stderr.write("\n  asked alone, ms                      1,000 of 100,000   900,000 of 1,000,000\n");
  for (const [name, milliseconds] of Object.entries(small)) {
    process.stderr.write(
      `  ${name.padEnd(36)}${cell(milliseconds ?? "refused", "")}${cell(large[name] ?? "refused", "").padStart(24)}\n`,
    );
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
