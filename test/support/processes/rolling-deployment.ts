import { setTimeout as sleep } from "node:timers/promises";
import { type GatewayProcess, startGatewayProcess } from "./gateway-process.js";

const PAUSE_MS = 50;

/** Gateways as behind a load balancer; `urls` are those that take requests now. */
export interface Deployment {
  urls(): string[];
  /** Replaces each gateway by one with other variables; the new one starts before the old one stops. */
  roll(env: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
}

export async function deploy(count: number, env: Record<string, string>): Promise<Deployment> {
  let running: GatewayProcess[] = await Promise.all(Array.from({ length: count }, () => startGatewayProcess(env)));
  return {
    urls: () => running.map(({ url }) => url),
    async roll(next) {
      for (const old of [...running]) {
        const replacement = await startGatewayProcess(next);
        running = running.map((one) => (one === old ? replacement : one));
        const code = await old.kill("SIGTERM");
        if (code !== 0) throw new Error(`The gateway exited with ${code}: ${old.stderr()}`);
      }
    },
    async stop() {
      await Promise.all(running.map(({ kill }) => kill("SIGKILL")));
    },
  };
}

/** Tries to authenticate: `true` is success, `false` a refusal of the credential. */
export type Attempt = (url: string) => Promise<boolean>;

/** Clients that authenticate again and again, at changing gateways. */
export interface Load {
  /** How often each client has succeeded so far. */
  successes: number[];
  /** Which clients were refused, each with the number of its attempt. */
  refusals: string[];
  /** Resolves when each client has succeeded so many times more. */
  progress(times: number): Promise<void>;
  stop(): Promise<void>;
}

export function authenticateAllTheTime(deployment: Deployment, attempts: Record<string, Attempt>): Load {
  let stopped = false;
  const names = Object.keys(attempts);
  const load: Load = {
    successes: names.map(() => 0),
    refusals: [],
    async progress(times) {
      const wanted = load.successes.map((count) => count + times);
      const isThere = () => load.successes.every((count, index) => count >= (wanted[index] ?? 0));
      // A client that ends before it is stopped has failed, and makes no progress.
      while (!isThere()) await Promise.race([loops, sleep(20)]);
    },
    async stop() {
      stopped = true;
      await loops;
    },
  };
  const clientLoop = async (name: string, index: number) => {
    for (let turn = index; !stopped; turn++) {
      const urls = deployment.urls();
      const isGood = await (attempts[name] as Attempt)(urls[turn % urls.length] as string).catch(isAway);
      if (isGood === true) load.successes[index] = (load.successes[index] ?? 0) + 1;
      // Leaves a small machine the time to start processes.
      await sleep(PAUSE_MS);
      if (isGood === false) load.refusals.push(`${name} at its attempt ${turn - index + 1}`);
    }
  };
  const loops = Promise.all(names.map(clientLoop));
  loops.catch(() => undefined);
  return load;
}

/** A gateway that has just stopped is no refusal: the next one is tried. */
function isAway(error: unknown): undefined {
  if (error instanceof TypeError || /HTTP 503/.test(String(error))) return undefined;
  throw error;
}
