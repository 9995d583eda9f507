import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";

/** A client that reads its answer only when it is told to. */
export interface SlowReader {
  status: number;
  /** The rest of the body; rejects when the connection ends before the body does. */
  rest(): Promise<string>;
  /** Closes the connection without reading on. */
  leave(): void;
}

/** Sends a request. Resolves when the head of the answer is there. */
export async function readSlowly(url: string, token: string | null): Promise<SlowReader> {
  const sent = request(url, { agent: false, headers: { authorization: `Bearer ${token}` } });
  // Callers see the end by the answer.
  sent.on("error", () => undefined);
  sent.end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  answer.pause();
  answer.on("error", () => undefined);
  return {
    status: answer.statusCode ?? 0,
    async rest() {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    },
    leave: () => sent.destroy(),
  };
}
