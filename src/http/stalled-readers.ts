import type { Server } from "node:http";
import type { Socket } from "node:net";

/** How many checks in a row without progress make a connection stalled. */
const LOOKS = 6;

interface Progress {
  /** Bytes of completed writes, and what is left of the current one. */
  taken: number;
  left: number;
  /** How many checks in a row found both unchanged. */
  idleLooks: number;
}

/**
 * Closes connections with unsent bytes of which the system has taken nothing for `stalledMs`, or up to a sixth longer.
 * Slow but steady readers stay, if they read what makes the system take more, at most a third of its send buffer, in
 * that time. Counts checks instead of time, so that a gateway too busy to send closes nobody.
 */
export function closeStalledReaders(server: Server, stalledMs: number, onClose: (socket: Socket) => void): void {
  const connections = new Map<Socket, Progress>();
  server.on("connection", (socket) => {
    connections.set(socket, { taken: 0, left: 0, idleLooks: 0 });
    socket.once("close", () => connections.delete(socket));
  });
  const timer = setInterval(() => {
    for (const [socket, progress] of connections) {
      if (!isStalled(socket, progress)) continue;
      onClose(socket);
      // Reset: after an ordinary close, the system would keep the unsent bytes until they are read.
      socket.resetAndDestroy();
    }
  }, stalledMs / LOOKS).unref();
  server.once("close", () => clearInterval(timer));
}

function isStalled(socket: Socket, last: Progress): boolean {
  const taken = socket.bytesWritten - socket.writableLength;
  const left = leftOfWrite(socket);
  const isIdle = socket.writableLength > 0 && taken === last.taken && left === last.left;
  Object.assign(last, { taken, left, idleLooks: isIdle ? last.idleLooks + 1 : 0 });
  return last.idleLooks >= LOOKS;
}

/** What is left of a socket's current write. Node uses this for its own timeouts; there is no public name for it. */
function leftOfWrite(socket: Socket): number {
  const { _handle } = socket as Socket & { _handle?: { writeQueueSize?: number } | null };
  return _handle?.writeQueueSize ?? 0;
}
