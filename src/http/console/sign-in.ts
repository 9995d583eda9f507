import type { FastifyInstance, FastifyRequest } from "fastify";
import { WayIn } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import { Patience } from "../../model/patience.js";
import type { Services } from "../../services/services.js";
import { addressOf } from "../address.js";
import type { Metrics } from "../metrics.js";

/** More than a code needs, in bytes. */
const MAX_SIGN_IN_BYTES = 1024;

interface SignInOptions {
  publicUrl: string;
  services: Services;
  metrics: Metrics;
}

/** Exchanges the code of a link, which is in the fragment of its address and so in no log, for an API token. */
export function mountSignIn(scope: FastifyInstance, { publicUrl, services, metrics }: SignInOptions): void {
  const { origin: own } = new URL(publicUrl);
  scope.route({
    method: "POST",
    url: "/console/sign-in",
    bodyLimit: MAX_SIGN_IN_BYTES,
    // Before the body is read.
    onRequest: async (request) => {
      if (isForeign(request, own)) throw DomainError.forbidden("Only the console's own page may sign in here.");
    },
    handler: async (request) => {
      const code = codeOf(request.body);
      const { socket } = request.raw;
      const patience = new Patience(() => socket.destroyed);
      const origin = { wayIn: WayIn.CONSOLE, requestId: request.id, address: addressOf(request), patience };
      const { signInCodes } = services;
      const { token, apiToken, organization } = await signInCodes.redeem(code, origin).catch((error: unknown) => {
        const isRefused = error instanceof DomainError && error.code === "unauthenticated";
        if (isRefused) metrics.failedAuthentications.inc();
        throw error;
      });
      const { id, slug, name } = organization;
      return { token, expiresAt: apiToken.expiresAt, organization: { id, slug, name } };
    },
  });
}

/**
 * Whether a page of another origin sent it, by which somebody could be signed in without noticing. What sends neither
 * header is no browser. The header Host counts too, since a gateway may be reached by more names than PUBLIC_URL.
 */
function isForeign({ headers }: FastifyRequest, own: string): boolean {
  const { origin, host, "sec-fetch-site": site } = headers;
  if (site !== undefined && site !== "same-origin") return true;
  if (origin === undefined || origin === own) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

function codeOf(body: unknown): string {
  const code = typeof body === "object" && body !== null && "code" in body ? body.code : undefined;
  if (typeof code === "string") return code;
  throw DomainError.invalidField("code", "required", "code must be given, as a text, in a JSON object");
}
