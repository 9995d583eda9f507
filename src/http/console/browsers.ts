import type { FastifyInstance, FastifyRequest } from "fastify";
import Negotiator from "negotiator";
import type { RateLimiter } from "../rate-limit.js";

const HTML = "text/html";

/**
 * Leads people who open the gateway's own address, or that of GraphQL, in a browser to the console. Programs are
 * answered as without it. To be called before other answers to these paths are decided on.
 */
export function leadBrowsers(app: FastifyInstance, limitRate: RateLimiter): void {
  app.addHook("onRequest", (request, reply, done) => {
    const lead = leadOf(request);
    if (!lead) return done();
    reply.header("vary", "Accept");
    if (!lead.isFollowed) return done();
    // Whoever sent it is not asked for, so it counts for the address.
    limitRate(request);
    void reply.redirect(lead.to, 302);
  });
}

/** Where a path leads browsers, and whether this request is one's; undefined for paths that lead nowhere. */
function leadOf({ method, url, headers }: FastifyRequest): { to: string; isFollowed: boolean } | undefined {
  if (method !== "GET" && method !== "HEAD") return undefined;
  const [path, query = ""] = url.split(/\?(.*)/s);
  if (path === "/") return { to: "/console", isFollowed: prefersHtml(headers.accept) };
  if (path !== "/graphql" || new URLSearchParams(query).has("query")) return undefined;
  return { to: "/console/graphiql", isFollowed: takesHtml(headers.accept) };
}

/** Whether HTML is what is liked best, or only one of several that are; without a preference it is not. */
function prefersHtml(accept: string | undefined): boolean {
  const offered = ["application/json", "application/graphql-response+json", HTML];
  return new Negotiator({ headers: { accept } }).mediaType(offered) === HTML;
}

/** Whether HTML is named. A program that takes anything at all is no browser. */
function takesHtml(accept: string | undefined): boolean {
  return new Negotiator({ headers: { accept } }).mediaTypes().some((type) => type.toLowerCase() === HTML);
}
