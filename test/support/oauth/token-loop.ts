import { setTimeout as sleep } from "node:timers/promises";
import { requestToken } from "./oauth-endpoints.js";

const PAUSE_MS = 40;

/** A client that requests tokens one after the other, from several gateways in turn, and switches to new secrets. */
export class TokenLoop {
  tokens = 0;
  /** Answers that were no token. */
  readonly failures: string[] = [];
  private stopped = false;
  private inFlight = "";

  constructor(
    private readonly gatewayUrls: readonly string[],
    readonly clientId: string,
    public clientSecret: string,
  ) {}

  async run(): Promise<void> {
    for (let round = 0; !this.stopped; round++) {
      const url = this.gatewayUrls[round % this.gatewayUrls.length] as string;
      this.inFlight = this.clientSecret;
      const { status, text } = await requestToken(url, this);
      if (status === 200) this.tokens += 1;
      else this.failures.push(`${status}: ${text}`);
      // Leaves a small machine the time for the rotations.
      await sleep(PAUSE_MS);
    }
    this.inFlight = "";
  }

  /** Switches to a new secret after a while. Resolves when no request with the previous one is under way. */
  async learn(clientSecret: string, milliseconds: number): Promise<void> {
    await sleep(milliseconds);
    const before = this.clientSecret;
    this.clientSecret = clientSecret;
    while (this.inFlight === before) await sleep(2);
  }

  stop(): void {
    this.stopped = true;
  }
}
