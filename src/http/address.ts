import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";

/** The network address a request comes from. What a proxy forwards counts only when it is an address. */
export function addressOf({ ip, socket }: FastifyRequest): string {
  return isIP(ip) === 0 ? (socket.remoteAddress ?? "") : ip;
}
