import type { RouteOptions } from "fastify";
import findMyWay from "find-my-way";

/** Which methods each path has, for the header Allow of a 405 (RFC 9110 §15.5.6). */
export class PathMethods {
  private readonly known = new Map<string, Set<string>>();
  private paths: ReturnType<typeof findMyWay> | undefined;

  constructor(private readonly maxParamLength: number) {}

  /** An `onRoute` hook. Preflights, whose routes have a wildcard, are no method of a path. */
  note({ url, method }: Pick<RouteOptions, "url" | "method">): void {
    if (url.includes("*") && method === "OPTIONS") return;
    const pattern = url.replace(/:\w+/g, ":any");
    const methods = this.known.get(pattern) ?? new Set();
    this.known.set(pattern, methods);
    for (const one of [method].flat()) methods.add(one);
  }

  /** Such as `GET` and `HEAD`; undefined when there is nothing at the path of this URL. */
  allowedAt(url: string): string[] | undefined {
    // Made when it is first needed, which in many a process is never.
    this.paths ??= this.router();
    const methods = this.paths.find("GET", url)?.store as Set<string> | undefined;
    return methods && [...methods].sort();
  }

  private router(): ReturnType<typeof findMyWay> {
    const paths = findMyWay({ maxParamLength: this.maxParamLength });
    for (const [pattern, methods] of this.known) paths.on("GET", pattern, () => undefined, methods);
    return paths;
  }
}
