import { freePort } from "./postgres-cluster.js";

/** Where a gateway that is started with `env` serves its metrics. */
export interface MetricsEndpoint {
  env: { METRICS_PORT: string };
  /** The value of one line, named with its labels as it is written; 0 while there is none. */
  read(name: string): Promise<number>;
}

export async function metricsEndpoint(): Promise<MetricsEndpoint> {
  const port = await freePort();
  return {
    env: { METRICS_PORT: String(port) },
    async read(name) {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      const line = text.split("\n").find((candidate) => candidate.startsWith(`${name} `));
      return Number(line?.slice(name.length) ?? 0);
    },
  };
}
