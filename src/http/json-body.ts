import { isUtf8 } from "node:buffer";
import type { FastifyBodyParser, FastifyInstance } from "fastify";

/** Fastify's JSON parser, for UTF-8 only (RFC 8259 §8.1): it would replace other bytes without a word. */
export function parseJson(app: FastifyInstance): FastifyBodyParser<Buffer> {
  const parse = app.getDefaultJsonParser("error", "error");
  return (request, body, done) => {
    if (isUtf8(body)) return parse(request, body.toString(), done);
    done(Object.assign(new Error("The body is not UTF-8."), { statusCode: 400 }));
  };
}
