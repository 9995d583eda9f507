import { openapiOf, problemsOf } from "./openapi.js";

const plainFetch = globalThis.fetch;
const held = new Set<string>();

/** From now on, every answer of this gateway's dialects to `fetch` must fit its `/openapi.json`. */
export function holdAnswers(gatewayUrl: string): void {
  held.add(gatewayUrl);
}

// SDKs take `fetch` at their import, so this file is imported first.
globalThis.fetch = async (input, init) => {
  const response = await plainFetch(input, init);
  const { origin, pathname, search } = new URL(input instanceof Request ? input.url : input);
  if (!held.has(origin) || !/^\/(?:v1|client\/v4)\//.test(pathname)) return response;
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
