import type { FastifyInstance } from "fastify";
import { WayIn } from "../model/actor.js";
import { verifyClient } from "../oauth/verify.js";
import type { Services } from "../services/services.js";
import { authenticate, type RateLimiter } from "./authentication.js";
import type { Metrics } from "./metrics.js";

interface OauthOptions {
  services: Services;
  metrics: Metrics;
  limitRate: RateLimiter;
}

/** Way in 2: `/oauth/…`. Bodies are forms, as everywhere in OAuth (RFC 6749 appendix B). */
export async function mountOauth(app: FastifyInstance, options: OauthOptions): Promise<void> {
  await app.register(async (scope) => {
    scope.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
      done(null, new URLSearchParams(String(body))),
    );
    scope.route({
      method: "POST",
      url: "/oauth/verify",
      ...authenticate({ ...options, wayIn: WayIn.OAUTH, anonymous: false }),
      handler: async ({ actor, body }) => verifyClient(options.services, actor, body),
    });
  });
}
