import { isUtf8 } from "node:buffer";
import type { FastifyBodyParser, FastifyInstance } from "fastify";
import { rejectDeepJson } from "./json-depth.js";

/**
 * Fastify's JSON parser behind two checks: the body is UTF-8 (RFC 8259 §8.1), which Fastify would silently repair, and
 * it is not nested too deeply.
 */
export function parseJson(app: FastifyInstance): FastifyBodyParser<Buffer> {
  const parse = app.getDefaultJsonParser("error", "error");
  return (request, body, done) => {
    if (!isUtf8(body)) return done(Object.assign(new Error("The body is not UTF-8."), { statusCode: 400 }));
    try {
      rejectDeepJson(body, "body");
    } catch (error) {
      return done(error as Error);
    }
    return parse(request, body.toString(), done);
  };
}
