/** How long a server waits, in milliseconds. */
export const TIMEOUTS = {
  /** For a whole request. */
  requestTimeout: 15_000,
  /** For its line and headers. */
  headersTimeout: 10_000,
  /** How often it looks for what has taken longer. */
  connectionsCheckingInterval: 1000,
};
