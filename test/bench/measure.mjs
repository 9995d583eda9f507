import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const CONNECTIONS = 32;
const SAMPLES = 20;

/** The load generator as a process of its own. */
export function startLoad() {
  const child = fork(join(import.meta.dirname, "load.mjs"));
  return {
    send: (requests) => child.send({ requests }),
    async run(urls, seconds) {
      child.send({ urls, seconds, connections: CONNECTIONS });
      const [result] = await once(child, "message");
      return result;
    },
    stop: () => child.kill(),
  };
}

/** Throws unless all systems answer some of the requests alike. */
export async function demandSameAnswers(work, systems, requests) {
  for (let sample = 0; sample < SAMPLES; sample++) {
    const request = requests[Math.floor((sample * requests.length) / SAMPLES)];
    const answers = [];
    for (const { name, urls } of systems) {
      const comparable = [];
      for (const { method = "POST", path, headers, body } of [request].flat()) {
        const response = await fetch(urls[0] + path, { method, headers, body });
        const text = await response.text();
        if (response.status !== 200) throw new Error(`${name}: ${response.status} ${text}`);
        comparable.push(work.comparable(text));
      }
      answers.push([name, JSON.stringify(sorted(comparable))]);
    }
    const [[first, expected], ...others] = answers;
    for (const [name, actual] of others) {
      if (actual !== expected) throw new Error(`${work.name}: ${first} and ${name} differ:\n${expected}\n${actual}`);
    }
  }
}

/** Short rounds, the systems by turns, in another order each time; one may have requests of its own. Answers the rounds of each. */
export async function interleave(load, systems, { rounds, seconds, warmUpSeconds }) {
  const run = (system, seconds) => {
    if (system.requests) load.send(system.requests);
    return measure(load, system, seconds);
  };
  for (const system of systems) await run(system, warmUpSeconds);
  const results = Object.fromEntries(systems.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? systems : systems.toReversed();
    for (const system of order) results[system.name].push(await run(system, seconds));
  }
  return results;
}

async function measure(load, { name, urls, cpuMicros }, seconds) {
  const before = cpuMicros();
  const { count, failures, failure, ...result } = await load.run(urls, seconds);
  if (failures > 0) throw new Error(`${name}: ${failures} of ${count} requests failed: ${failure}`);
  return { ...result, cpuMicros: (cpuMicros() - before) / count };
}

/** Median of what the rounds of one system say. */
export function summarize(rounds) {
  return Object.fromEntries(Object.keys(rounds[0]).map((key) => [key, median(rounds.map((round) => round[key]))]));
}

/** Median over the rounds of one system's throughput over another's. */
export function ratio(rounds, peerRounds) {
  return median(rounds.map(({ perSecond }, round) => perSecond / peerRounds[round].perSecond));
}

export function median(values) {
  const ordered = [...values].sort((one, other) => one - other);
  const middle = ordered.length >> 1;
  return ordered.length % 2 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
}

/** The same data with keys in one order. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
