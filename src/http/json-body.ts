import { isUtf8 } from "node:buffer";
import type { FastifyBodyParser, FastifyInstance } from "fastify";
import { rejectDeepJson } from "./json-depth.js";

/**
 * Fastify's JSON parser, for UTF-8 only (RFC 8259 §8.1), since it would replace other bytes without a word, and for what
 * is not nested too deeply.
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
