import { InMemoryCache } from "@apollo/client";

/** What the cache has to know about this schema. Lists stay as they come, page by page: usePages puts them together. */
export function createCache(): InMemoryCache {
  return new InMemoryCache({
    typePolicies: {
      // An audit event names its actor as it was called then.
      Actor: { keyFields: false },
      // These have no id of their own: what two components ask for is put together.
      SecretRotation: { merge: true },
      Viewer: { merge: true },
    },
  });
}
