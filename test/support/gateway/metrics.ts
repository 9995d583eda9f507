import { send } from "./send.js";

/** Starts a gateway with metrics, on any free port. */
export const WITH_METRICS = { METRICS_PORT: "0" };

/** The metrics of a gateway that was started with `WITH_METRICS`. */
export async function metricsOf({ metricsUrl }: { metricsUrl: string | undefined }): Promise<string> {
  return (await send(String(metricsUrl))).text;
}

/** The value of a metric by its name with its labels; 0 while there is none. */
export async function metricValue(gateway: { metricsUrl: string | undefined }, name: string): Promise<number> {
  const line = (await metricsOf(gateway)).split("\n").find((candidate) => candidate.startsWith(`${name} `));
  return Number(line?.slice(name.length) ?? 0);
}
