import { setTimeout as sleep } from "node:timers/promises";
import { requestToken } from "./oauth-endpoints.js";

const PAUSE_MS = 40;
const LOOK_MS = 5;

/** A client that requests tokens one after the other, from several gateways in turn, and switches to new secrets. */
export class TokenLoop {
  tokens = 0;
  /** Answers that were no token. */
  readonly failures: string[] = [];
  private stopped = false;
  private ended = false;
  private answered = 0;
  private inFlight = "";

  constructor(
    private readonly gatewayUrls: readonly string[],
    readonly clientId: string,
    public clientSecret: string,
  ) {}

  async run(): Promise<void> {
    try {
      for (let round = 0; !this.stopped; round++) {
        const url = this.gatewayUrls[round % this.gatewayUrls.length] as string;
        this.inFlight = this.clientSecret;
        const { status, text } = await requestToken(url, this);
        if (status === 200) this.tokens += 1;
        else this.failures.push(`${status}: ${text}`);
        this.answered += 1;
        // Leaves a small machine the time for the rotations.
        await sleep(PAUSE_MS);
      }
    } finally {
      this.ended = true;
    }
  }

  /**
   * Switches to a new secret after so many more requests. Resolves when no request with the previous one is under way.
   */
  async learn(clientSecret: string, requests: number): Promise<void> {
    const until = this.answered + requests;
    while (this.answered < until && !this.ended) await sleep(LOOK_MS);
    const before = this.clientSecret;
    this.clientSecret = clientSecret;
    while (this.inFlight === before && !this.ended) await sleep(LOOK_MS);
  }

  stop(): void {
    this.stopped = true;
  }
}
