import type { FastifyInstance } from "fastify";
import { COMPRESSED } from "./request-faults.js";

/** Refuses compressed bodies, and says that none is read (RFC 9110 §12.5.3): their size could not be bounded as it comes. */
export function rejectCompressed(app: FastifyInstance): void {
  // After the credential, so that who sends it is known and counted.
  app.addHook("preParsing", (request, reply, payload, done) => {
    const { "content-encoding": coding = "identity", "content-length": length } = request.headers;
    const hasBody = request.headers["transfer-encoding"] !== undefined || Number(length ?? 0) > 0;
    if (!hasBody || coding.trim().toLowerCase() === "identity") return done(null, payload);
    reply.header("accept-encoding", "identity").header("connection", "close");
    return done(Object.assign(new Error("The body is compressed."), { statusCode: 415, code: COMPRESSED }));
  });
}
