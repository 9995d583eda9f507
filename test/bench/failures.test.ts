import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Failures } from "./failures.mjs";
import { costs } from "./growth-costs.mjs";
import { interleave } from "./measure.mjs";

const PLAN = { rounds: 3, seconds: 1, warmUpSeconds: 1 };

/** Systems that spend 100 µs on each of ten requests. */
const system = (name: string) => {
  let micros = 0;
  return { name, urls: [name], cpuMicros: () => (micros += 1000) };
};

/** A load of which `refuses` says the failures, by the system's name and how often it ran. */
const loadThat = (refuses: (name: string, run: number) => boolean) => {
  const runs = new Map<string, number>();
  return {
    send: () => undefined,
    run: async ([name = ""]: string[]) => {
      const run = (runs.get(name) ?? 0) + 1;
      runs.set(name, run);
      return { count: 10, failures: refuses(name, run) ? 1 : 0, failure: "503 busy", perSecond: 10 };
    },
  };
};

beforeAll(() => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});

afterAll(() => {
  vi.restoreAllMocks();
});

describe("a benchmark of which a part fails", () => {
  it("measures the others to the end when one system refuses a request", async () => {
    const failures = new Failures();
    const load = loadThat((name, run) => name === "peer" && run === 3);
    const systems = ["gateway", "peer", "other"].map(system);
    const rounds = await interleave(load, systems, PLAN, ({ name }, error) => failures.note(name, error));
    expect(Object.keys(rounds)).toEqual(["gateway", "other"]);
    expect(Object.values(rounds).map((of) => of.map(({ cpuMicros }) => cpuMicros))).toEqual([
      [100, 100, 100],
      [100, 100, 100],
    ]);
    expect(failures.noted).toEqual([{ part: "peer", message: "peer: 1 of 10 requests failed: 503 busy" }]);
  });

  it("stops at a refused request where each system is needed", async () => {
    const load = loadThat((name) => name === "peer");
    await expect(interleave(load, ["gateway", "peer"].map(system), PLAN)).rejects.toThrow("503 busy");
  });

  it("goes on after a part that throws, and says which", async () => {
    const failures = new Failures();
    const refused = await failures.of("first", async () => Promise.reject(new Error("no")));
    const done = await failures.of("second", async () => 2);
    expect([refused, done]).toEqual([undefined, 2]);
    expect(failures.noted).toEqual([{ part: "first", message: "no" }]);
  });

  it("says which list is refused, and what the others cost", async () => {
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const answer = body.includes("hasRotatedSecret: false") ? { errors: [{ message: "stopped" }] } : { data: {} };
      response.end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const urls = [`http://127.0.0.1:${(server.address() as AddressInfo).port}`];
    const failures = new Failures();
    try {
      const asked = { gateway: { urls }, token: "none", after: "none" };
      const milliseconds = await costs(asked, (query, error) => failures.note(query, error));
      const refused = Object.keys(milliseconds).filter((query) => milliseconds[query] === null);
      expect(refused).toEqual(["no open rotation, all have one"]);
      expect(failures.noted.map(({ part }) => part)).toEqual(refused);
      expect(Object.values(milliseconds).filter((value) => typeof value === "number").length).toBeGreaterThan(10);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});
