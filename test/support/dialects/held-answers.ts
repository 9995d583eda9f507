import { gatewayAt, type TestGateway } from "../gateway/gateway.js";
import { openapiOf, problemsOf } from "./openapi.js";

const plainFetch = globalThis.fetch;
const held = new WeakSet<TestGateway>();

/**
 * From now on, every answer of the dialects of the gateway at this address to `fetch` must fit its `/openapi.json`. What
 * comes through a proxy is not checked: it may be cut.
 */
export function holdAnswers(url: string): void {
  const gateway = gatewayAt(url);
  if (gateway) held.add(gateway);
}

// SDKs take `fetch` at their import, so this file is imported first.
globalThis.fetch = async (input, init) => {
  const response = await plainFetch(input, init);
  const { origin, pathname, search } = new URL(input instanceof Request ? input.url : input);
  const gateway = gatewayAt(origin);
  if (!gateway || !held.has(gateway) || !/^\/(?:v1|client\/v4)\//.test(pathname)) return response;
  const problems = problemsOf(await openapiOf(origin), {
    method: init?.method ?? (input instanceof Request ? input.method : "GET"),
    path: pathname + search,
    status: response.status,
    contentType: response.headers.get("content-type"),
    text: await response.clone().text(),
  });
  if (problems.length > 0) throw new Error(`Not as described at /openapi.json: ${problems.join("; ")}`);
  return response;
};
