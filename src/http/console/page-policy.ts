/** Nothing but what the gateway serves, no inline script or style, no frame around it, no form that leaves it. */
const DIRECTIVES = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self' data:",
  "font-src": "'self'",
  "connect-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
};

/** GraphiQL's editor writes styles as it goes. */
export const GRAPHIQL_STYLES = { "style-src": "'self' 'unsafe-inline'" };

/** The Content-Security-Policy of a page, which may call the gateway and these origins. */
export function pagePolicy(origins: readonly string[], more: Partial<typeof DIRECTIVES> = {}): string {
  const directives = { ...DIRECTIVES, "connect-src": ["'self'", ...origins].join(" "), ...more };
  return Object.entries(directives)
    .map((directive) => directive.join(" "))
    .join("; ");
}
