import type { IncomingMessage, ServerResponse } from "node:http";
import type { default as Provider } from "oidc-provider";
import { type Arrival, beginExchange, type Exchange, exchangeOf } from "./exchange.js";

/**
 * `provider.callback()`, after which the Koa context drops its request. Otherwise V8 keeps whole requests until a major
 * collection. Why: docs/decisions/0007-contexts-let-go.md
 */
export function requestListener(
  provider: Provider,
): (request: IncomingMessage, response: ServerResponse, arrival: Arrival) => Promise<Exchange> {
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
    // Not before the response is closed: until then Koa may still report a broken connection.
    if (response.closed) letGo();
    else response.once("close", letGo);
    return exchange;
  };
}
