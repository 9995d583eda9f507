/** 90 days: as the schema says of every time that has to do with secrets. */
export const MAX_OVERLAP_SECONDS = 7_776_000;

/** How long a new secret may wait for its first use: 1 minute to 90 days, by default 7 days. */
export const MIN_CONFIRM_SECONDS = 60;
export const MAX_CONFIRM_SECONDS = 7_776_000;
export const CONFIRM_SECONDS = 604_800;
