import type { WayIn } from "../api/gql/graphql.js";

/** Through which interface something was done, as people call it. */
export const WAY_WORDS: Readonly<Record<WayIn, string>> = {
  GRAPHQL: "GraphQL",
  OAUTH: "OAuth endpoint",
  CLERK: "Clerk's API",
  CLOUDFLARE: "Cloudflare's API",
  METEROID: "Meteroid's API",
  CSP: "VMware CSP's API",
  CONSOLE: "sign-in link",
  CLI: "command line",
  GATEWAY: "by itself",
};
