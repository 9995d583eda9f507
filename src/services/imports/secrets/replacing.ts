/**
 * Said wherever a report advises to rotate a secret that may be in use: by default one that came would stop two days later,
 * whether its client has moved over or not, and no import brings it back.
 */
export const WHEN_MOVED = "once its client has moved over, or before with previousSecret: KEEP";
