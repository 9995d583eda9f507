import type { Server } from "node:http";
import type { Socket } from "node:net";

/** How often a connection is looked at before it counts as stalled. */
const LOOKS = 6;

interface Progress {
  /** Bytes of writes that the system has taken whole, and what is left of the one it is taking. */
  taken: number;
  left: number;
  /** How often in a row neither has changed. */
  idleLooks: number;
}

/**
 * Closes a connection for which something is to be sent and whose reader has taken nothing for `stalledMs`, or up to a
 * sixth longer. Who reads slowly but steadily is left alone. Looks are counted, not time: a gateway that was too busy
 * to send anything closes nobody.
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
      // Closed with bytes to send it would stay in the system's memory until its reader takes them.
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

/** Node itself tells by this whether a socket that is written to times out; it has no public name. */
function leftOfWrite(socket: Socket): number {
  const { _handle } = socket as Socket & { _handle?: { writeQueueSize?: number } | null };
  return _handle?.writeQueueSize ?? 0;
}
