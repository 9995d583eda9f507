import { createHash } from "node:crypto";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { BuiltConsole, PageName } from "./built-console.js";
import { GRAPHIQL_STYLES, pagePolicy } from "./page-policy.js";

/** In seconds; a name with a hash never means other content. */
const YEAR = 31_536_000;

const ASSETS = "assets/";

interface PageOptions {
  built: BuiltConsole;
  /** The origins that a page may call beside the gateway. */
  originsOf: () => Promise<readonly string[]>;
}

/**
 * `/console` and the paths below it: files as they were built, and the page for every path that is no file, since the
 * page itself decides what it shows there.
 */
export async function mountPages(scope: FastifyInstance, { built, originsOf }: PageOptions): Promise<void> {
  // It asks for the working folder when it is imported, and only a running gateway can say that this is gone.
  const { default: fastifyStatic } = await import("@fastify/static");
  await scope.register(fastifyStatic, {
    root: built.folder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    // Nobody needs a part of a script, and a part that there is not would be an error.
    acceptRanges: false,
  });
  // What a condition keeps from being sent (RFC 9110 §13.1) is no fault of the gateway.
  scope.setErrorHandler<FastifyError>((error, _request, reply) => {
    if (error.statusCode !== 412) throw error;
    reply.code(412).header("cache-control", "no-store").send();
  });
  const index = pageOf(built, "index.html");
  const graphiql = pageOf(built, "graphiql.html");
  const sendPage = async (request: FastifyRequest, reply: FastifyReply, page: Page) => {
    const policy = pagePolicy(await originsOf(), page === graphiql ? GRAPHIQL_STYLES : {});
    reply.headers({ "content-security-policy": policy, "cache-control": "no-cache", etag: page.etag });
    reply.removeHeader("pragma");
    if (isKnown(request, page.etag)) return reply.code(304).send();
    return reply.type("text/html; charset=utf-8").send(page.html);
  };
  const sendFile = (reply: FastifyReply, name: string, caching: string) => {
    reply.headers({ "cache-control": caching, vary: "accept-encoding" }).removeHeader("pragma");
    return reply.sendFile(name);
  };
  // The second one is listed for its header Allow, since it can be posted to.
  for (const path of ["/console", "/console/sign-in"]) {
    scope.get(path, (request, reply) => sendPage(request, reply, index));
  }
  for (const path of ["graphiql", "graphiql.html"]) {
    scope.get(`/console/${path}`, (request, reply) => sendPage(request, reply, graphiql));
  }
  scope.get<{ Params: { "*": string } }>("/console/*", (request, reply) => {
    const { "*": path } = request.params;
    if (built.files.has(path)) return sendFile(reply, path, "no-cache");
    if (!path.startsWith(ASSETS)) return sendPage(request, reply, index);
    if (!built.assets.has(path.slice(ASSETS.length))) return reply.callNotFound();
    return sendFile(reply, path, `public, max-age=${YEAR}, immutable`);
  });
}

interface Page {
  html: Buffer;
  etag: string;
}

function pageOf({ pages }: BuiltConsole, name: PageName): Page {
  const html = pages[name];
  return { html, etag: `"${createHash("sha256").update(html).digest("base64url")}"` };
}

/** RFC 9110 §13.1.2: a weak comparison, since proxies that compress weaken the tag. */
function isKnown({ headers }: FastifyRequest, etag: string): boolean {
  const tags = (headers["if-none-match"] ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
