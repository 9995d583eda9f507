export interface Load {
  send(requests: unknown[]): void;
  run(
    urls: string[],
    seconds: number,
  ): Promise<{ count: number; failures: number; failure?: string; perSecond: number }>;
}

export interface System {
  name: string;
  urls: string[];
  cpuMicros(): number;
}

export function interleave(
  load: Load,
  systems: System[],
  plan: { rounds: number; seconds: number; warmUpSeconds: number },
  leaveOut?: (system: System, error: Error) => void,
): Promise<Record<string, { perSecond: number; cpuMicros: number }[]>>;
