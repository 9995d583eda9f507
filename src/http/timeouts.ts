/** Timeouts of HTTP servers, in milliseconds. */
export const TIMEOUTS = {
  /** For a whole request to arrive. */
  requestTimeout: 15_000,
  /** For its request line and headers to arrive. */
  headersTimeout: 10_000,
  /** How often Node checks both. */
  connectionsCheckingInterval: 1000,
};
