import { InMemoryCache } from "@apollo/client";
import { pages } from "./pages-policy.js";

/** What the cache has to know about this schema. */
export function createCache(): InMemoryCache {
  return new InMemoryCache({
    typePolicies: {
      Query: {
        fields: {
          // `oauthApplications` is left as it comes, page by page: merged into one list of thousands, each further page
          // would cost as much as all before it.
          auditEvents: pages(["filter"]),
          apiTokens: pages(),
          members: pages(),
        },
      },
      OAuthApplication: { fields: { auditEvents: pages(["filter"]) } },
      // An audit event names its actor as it was called then.
      Actor: { keyFields: false },
      // These have no id of their own: what two components ask for is put together.
      SecretRotation: { merge: true },
      Viewer: { merge: true },
    },
  });
}
