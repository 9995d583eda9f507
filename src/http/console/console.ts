import type { FastifyInstance } from "fastify";
import type { Config } from "../../config.js";
import { PRODUCT_VERSION } from "../../model/product-version.js";
import { IssuerEndpoints } from "../../outgoing/issuer-endpoints.js";
import type { Services } from "../../services/services.js";
import type { Metrics } from "../metrics.js";
import type { BuiltConsole } from "./built-console.js";
import { mountPages } from "./pages.js";
import { mountSignIn } from "./sign-in.js";

interface ConsoleOptions {
  config: Config;
  services: Services;
  metrics: Metrics;
  built: BuiltConsole | undefined;
}

/** The web page, and what it asks beside GraphQL. Nothing is mounted when there is no built console. */
export async function mountConsole(app: FastifyInstance, options: ConsoleOptions): Promise<void> {
  const { config, services, metrics, built } = options;
  if (!built) return;
  const issuer = config.console?.client && config.oidc?.issuer;
  const endpoints = issuer === undefined ? undefined : new IssuerEndpoints(issuer, services.clock);
  await app.register(async (scope) => {
    await mountPages(scope, { built, originsOf: async () => endpoints?.origins() ?? [] });
    const known = configurationOf(config);
    scope.get("/console/config.json", async () => known);
    mountSignIn(scope, { publicUrl: config.publicUrl, services, metrics });
  });
}

/** What the page has to know before anybody has signed in; all of it is public. */
function configurationOf({ console: own, oidc }: Config): object {
  const { client } = own ?? {};
  const known = { version: PRODUCT_VERSION, acceptsPeople: oidc !== undefined };
  if (!client || !oidc) return { ...known, oidc: null };
  const { issuer, audience } = oidc;
  return {
    ...known,
    oidc: { issuer, clientId: client.id, scopes: client.scopes, audience: isResource(audience) ? audience : null },
  };
}

/** Whether an audience can be asked for as a `resource`: an absolute URI without a fragment (RFC 8707 §2). */
function isResource(audience: string): boolean {
  return /^[a-z][a-z0-9+.-]*:[\x21\x22\x24-\x7e]+$/i.test(audience) && URL.canParse(audience);
}
