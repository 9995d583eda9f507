import pino, { type Logger } from "pino";

/** Values under these names are never logged, at any depth. */
const REDACTED = [
  "authorization",
  "password",
  "secret",
  "clientSecret",
  "client_secret",
  "token",
  "parameters",
  "cookie",
  "idempotencyKey",
];

/** Logs JSON lines to stderr. stdout is for what the first start and the command line print. */
export function createLogger(level: string, destination: pino.DestinationStream = linesOfOneTurn(2)): Logger {
  return pino(
    {
      level,
      redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[redacted]" },
      serializers: { err: serializeError },
    },
    destination,
  );
}

/** Only these properties: an error of the database also carries the statement's parameters. */
function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: "something that is not an Error was thrown" };
  const { name, message, stack } = error;
  return { name, code: (error as { code?: unknown }).code, message, stack };
}

/** Writes all lines of one turn of the event loop at once, since under load a write costs more than its line. */
function linesOfOneTurn(fd: number): pino.DestinationStream {
  const stream = pino.destination({ fd, sync: true });
  let lines = "";
  const flushSync = () => {
    const written = lines;
    lines = "";
    if (written) stream.write(written);
  };
  process.on("exit", flushSync);
  return {
    write(line) {
      if (!lines) setImmediate(flushSync);
      lines += line;
    },
    flushSync,
  } as pino.DestinationStream;
}
