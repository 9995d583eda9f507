import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** By Node's error code: status line, code, message. */
const UNREADABLE: Record<string, [string, string, string]> = {
  HPE_HEADER_OVERFLOW: [
    "431 Request Header Fields Too Large",
    "HEADERS_TOO_LARGE",
    "The request's headers are too large.",
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "REQUEST_TIMEOUT", "The request did not arrive in time."],
};
const UNREADABLE_OTHERWISE: [string, string, string] = ["400 Bad Request", "BAD_REQUEST", "The request is not HTTP."];

/** What each connection has been asked and has not been answered yet, oldest first. */
const unanswered = new WeakMap<Socket, Map<ServerResponse, IncomingMessage>>();
const refused = new WeakSet<Socket>();

/** Remembers which requests are being answered, for `refuseUnreadable`. */
export function rememberUnanswered(server: Server): void {
  server.on("request", (request, response) => {
    const { socket } = request;
    const known = unanswered.get(socket) ?? new Map<ServerResponse, IncomingMessage>();
    unanswered.set(socket, known.set(response, request));
    response.once("close", () => known.delete(response));
  });
}

/**
 * Answers what Node's parser cannot read as HTTP, before there is a request. What arrived whole before it on the same
 * connection may be done by now, and is answered first: a secret in that answer is shown nowhere else.
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
