import type { IncomingMessage, ServerResponse } from "node:http";
import type { KoaContextWithOIDC, default as Provider } from "oidc-provider";

type Context = Partial<KoaContextWithOIDC>;

/**
 * `provider.callback()`, after which a Koa context lets go of its request. oidc-provider gives each context an
 * accessor, and V8 keeps an accessor, with all that can be reached from it, until a full collection: every minor one
 * would copy whole requests, for ten milliseconds.
 */
export function requestListener(
  provider: Provider,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const contexts = new WeakMap<IncomingMessage, Context>();
  provider.use((context, next) => {
    contexts.set(context.req, context);
    return next();
  });
  const answer = provider.callback();
  return async (request, response) => {
    await answer(request, response);
    const letGo = () => {
      const context: Context = contexts.get(request) ?? {};
      for (const name of ["req", "res", "request", "response", "state"] as const) delete context[name];
    };
    // Until then Koa may be told that the connection broke, and answer that.
    if (response.closed) letGo();
    else response.once("close", letGo);
  };
}
