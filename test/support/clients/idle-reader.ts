import { once } from "node:events";
import { connect } from "node:net";

/** A connection on which requests were sent, and whose answers are not read until a method says so. */
export interface IdleReader {
  /** Reads until the connection ends, in whatever way. Answers how many bytes came in all. */
  rest(): Promise<number>;
  /** Reads one piece. Answers its length in bytes. */
  sip(): number;
  leave(): void;
}

/** Sends GraphQL requests in one go, of which the last closes the connection, and reads nothing. */
export function sendAndDoNotRead(url: string, token: string | null, queries: string[]): Promise<IdleReader> {
  const head = `POST /graphql HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
  const requests = queries.map((query, n) => {
    const body = JSON.stringify({ query });
    const connection = n === queries.length - 1 ? "close" : "keep-alive";
    return `${head}Connection: ${connection}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  });
  return writeAndDoNotRead(url, requests.join(""));
}

/** As `sendAndDoNotRead`, for raw requests. */
export async function writeAndDoNotRead(url: string, requests: string): Promise<IdleReader> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  let bytes = 0;
  socket.pause();
  // Callers see the end by the number of bytes that came.
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.write(requests);
  return {
    async rest() {
      const closed = socket.closed ? undefined : once(socket, "close");
      socket.on("data", (chunk) => {
        bytes += chunk.length;
      });
      socket.resume();
      await closed;
      return bytes;
    },
    sip() {
      const piece: Buffer | null = socket.read();
      bytes += piece?.length ?? 0;
      return piece?.length ?? 0;
    },
    leave: () => socket.destroy(),
  };
}
