/** Milliseconds since 1970. One clock is handed to all services, so that tests can move time. */
export type Clock = () => number;
