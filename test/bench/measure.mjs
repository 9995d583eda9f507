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

/** Throws unless all systems answer some of the requests alike; one may have requests of its own, in the same order. */
export async function demandSameAnswers(work, systems, requests) {
  for (let sample = 0; sample < SAMPLES; sample++) {
    const answers = [];
    for (const { name, urls, requests: own = requests, comparable: make = work.comparable } of systems) {
      const request = own[Math.floor((sample * own.length) / SAMPLES)];
      const comparable = [];
      for (const { method = "POST", path, headers, body } of [request].flat()) {
        const response = await fetch(urls[0] + path, { method, headers, body });
        const text = await response.text();
        if (response.status !== 200) throw new Error(`${name}: ${response.status} ${text}`);
        comparable.push(make(text));
      }
      answers.push([name, JSON.stringify(sorted(comparable))]);
    }
    const [[first, expected], ...others] = answers;
    for (const [name, actual] of others) {
      if (actual !== expected) throw new Error(`${work.name}: ${first} and ${name} differ:\n${expected}\n${actual}`);
    }
  }
}

/**
 * Short rounds, the systems by turns, in another order each time; one may have requests of its own. Answers the rounds
 * of each. With `leaveOut`, which is told the error, the others go on without one that refuses a request.
 */
export async function interleave(load, systems, { rounds, seconds, warmUpSeconds }, leaveOut) {
  const results = Object.fromEntries(systems.map(({ name }) => [name, []]));
  const run = async (system, seconds) => {
    if (system.requests) load.send(system.requests);
    try {
      return await measure(load, system, seconds);
    } catch (error) {
      if (!leaveOut) throw error;
      delete results[system.name];
      leaveOut(system, error);
    }
  };
  for (const system of systems) await run(system, warmUpSeconds);
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? systems : systems.toReversed();
    for (const system of order) {
      if (!results[system.name]) continue;
      const result = await run(system, seconds);
      results[system.name]?.push(result);
    }
  }
  return results;
}

async function measure(load, { name, urls, cpuMicros, databaseCpuMicros }, seconds) {
  const [before, databaseBefore] = [cpuMicros(), databaseCpuMicros?.()];
  const { count, failures, failure, ...result } = await load.run(urls, seconds);
  if (failures > 0) throw new Error(`${name}: ${failures} of ${count} requests failed: ${failure}`);
  const measured = { ...result, cpuMicros: (cpuMicros() - before) / count };
  if (databaseCpuMicros) measured.databaseCpuMicros = (databaseCpuMicros() - databaseBefore) / count;
  return measured;
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
