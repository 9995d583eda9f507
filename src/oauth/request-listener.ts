import type { IncomingMessage, ServerResponse } from "node:http";
import type { default as Provider } from "oidc-provider";
import { type Arrival, beginExchange, exchangeOf } from "./exchange.js";

/**
 * `provider.callback()`, after which a Koa context lets go of its request. oidc-provider gives each context an
 * accessor, and V8 keeps an accessor, with all that can be reached from it, until a full collection: every minor one
 * would copy whole requests, for ten milliseconds.
 */
export function requestListener(
  provider: Provider,
): (request: IncomingMessage, response: ServerResponse, arrival: Arrival) => Promise<void> {
  provider.use((context, next) => {
    exchangeOf(context).context = context;
    return next();
  });
  const answer = provider.callback();
  return async (request, response, arrival) => {
    const exchange = beginExchange(request, arrival);
    await answer(request, response);
    const letGo = () => {
      for (const name of ["req", "res", "request", "response", "state"] as const) delete exchange.context[name];
    };
    // Until then Koa may be told that the connection broke, and answer that.
    if (response.closed) letGo();
    else response.once("close", letGo);
  };
}
