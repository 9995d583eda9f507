/** 90 days: as the schema says of every time that has to do with secrets. */
export const MAX_OVERLAP_SECONDS = 7_776_000;
