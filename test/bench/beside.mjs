import { setTimeout as sleep } from "node:timers/promises";
import { demandSameAnswers, interleave, ratio, summarize } from "./measure.mjs";
import { printWork, rounded, systemReport } from "./report.mjs";

/** Long enough for a process to have done what it does after its start. */
const REST_MS = 1500;

/**
 * Measures the works on systems beside each other, the first of which is the gateway. `starts` answer them; a system may
 * have `works` of its own, and then does no others. One that does not start, or refuses a request, is left out.
 */
export async function measureBeside(starts, { works, dataSet, load, plan, report, failures, where }) {
  const systems = [];
  try {
    for (const [name, start] of starts) {
      const system = await failures.of(`start of ${name}`, start);
      if (system) systems.push(system);
    }
    await sleep(REST_MS);
    const rest = systems.map((system) => system.memory().now);
    for (const work of works) {
      const measured = systemsOf(work, systems, dataSet);
      await failures.of(`${work.name} on ${where}`, async () => {
        await demandSameAnswers(work, measured, work.requests(dataSet));
        const leaveOut = ({ name }, error) => failures.note(`${work.name} of ${name}`, error);
        add(report, work, await interleave(load, measured, plan, leaveOut), starts);
      });
    }
    for (const [index, system] of systems.entries()) describe(report, system, rest[index]);
  } finally {
    await Promise.all(systems.map((system) => system.stop()));
  }
}

/** Those that do the work, each with what it is sent. */
function systemsOf(work, systems, dataSet) {
  return systems
    .map((system) => ({ system, own: system.works ? system.works[work.name] : work }))
    .filter(({ own }) => own)
    .map(({ system, own }) => ({ ...system, requests: own.requests(dataSet), comparable: own.comparable }));
}

/** The ratios are the gateway's over each of its peers. */
function add(report, { name, title }, rounds, [[gateway]]) {
  const systems = Object.fromEntries(
    Object.entries(rounds).map(([system, results]) => [system, systemReport(summarize(results))]),
  );
  const peers = rounds[gateway] ? Object.keys(rounds).filter((system) => system !== gateway) : [];
  const ratios = Object.fromEntries(peers.map((peer) => [peer, rounded(ratio(rounds[gateway], rounds[peer]), 2)]));
  printWork(name, { title, systems, ratio: ratios });
  const before = report.works[name];
  report.works[name] = { title, systems: { ...before?.systems, ...systems }, ratio: { ...before?.ratio, ...ratios } };
}

/** How long the system took to start, and its memory before and after the work. */
function describe(report, { name, readyMs, memory }, restMb) {
  report.resources[name] = {
    readyMs: rounded(readyMs, 0),
    restMb: rounded(restMb, 0),
    loadMb: rounded(memory().peak, 0),
  };
}
