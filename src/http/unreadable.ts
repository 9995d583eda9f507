import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Status line, code and message, by Node's error code. */
const UNREADABLE: Record<string, [string, string, string]> = {
  HPE_HEADER_OVERFLOW: [
    "431 Request Header Fields Too Large",
    "HEADERS_TOO_LARGE",
    "The request's headers are too large.",
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "REQUEST_TIMEOUT", "The request did not arrive in time."],
};
const UNREADABLE_OTHERWISE: [string, string, string] = ["400 Bad Request", "BAD_REQUEST", "The request is not HTTP."];

/** The unanswered requests of each connection, oldest first. */
const unanswered = new WeakMap<Socket, Map<ServerResponse, IncomingMessage>>();
const refused = new WeakSet<Socket>();

/** Remembers unanswered requests, for `refuseUnreadable`. */
export function rememberUnanswered(server: Server): void {
  server.on("request", (request, response) => {
    const { socket } = request;
    const known = unanswered.get(socket) ?? new Map<ServerResponse, IncomingMessage>();
    unanswered.set(socket, known.set(response, request));
    response.once("close", () => known.delete(response));
  });
}

/**
 * Answers bytes that are not HTTP. A complete request before them on the same connection may have been executed, and is
 * answered first: its answer may hold a secret that is shown once.
 */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  if (refused.has(socket)) return;
  refused.add(socket);
  const whole = [...(unanswered.get(socket) ?? [])].filter(([, { complete }]) => complete).at(-1)?.[0];
  if (whole) whole.once("close", () => answer(error, socket));
  else answer(error, socket);
}

function answer(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return void socket.destroy();
  const [line, code, message] = UNREADABLE[error.code ?? ""] ?? UNREADABLE_OTHERWISE;
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  const headers = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`;
  socket.end(`HTTP/1.1 ${line}\r\n${headers}\r\n\r\n${body}`);
}
