import { request } from "node:http";
import { expect } from "vitest";
import type { Patience } from "../../../src/model/patience.js";
import type { TestGateway } from "../gateway/gateway.js";

/** Requests whose senders leave before the answer. */
export class Leaving {
  private readonly leave: (() => void)[] = [];

  constructor(private readonly gateway: TestGateway) {}

  /** Sends a request whose sender waits until `all` is called. */
  send(method: string, path: string, headers: Record<string, string>, body = ""): void {
    const options = { method, headers: { ...headers, "content-length": Buffer.byteLength(body) }, agent: false };
    const sent = request(this.gateway.url + path, options).on("error", () => undefined);
    sent.end(body);
    this.leave.push(() => sent.destroy());
  }

  /** As `send`, for a GraphQL document. */
  ask(token: string | null, query: string, variables: Record<string, unknown>): void {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    this.send("POST", "/graphql", headers, JSON.stringify({ query, variables }));
  }

  /** Lets all senders leave. Resolves when the gateway has noticed. */
  async all(patiences: () => (Patience | undefined)[]): Promise<void> {
    for (const leave of this.leave.splice(0)) leave();
    await expect.poll(() => patiences().every((patience) => patience?.isOver), { interval: 5 }).toBe(true);
  }
}
