import type { ColumnOptions, PrimaryColumnOptions, ValueTransformer } from "typeorm";

/** Moments are stored as milliseconds since 1970: exact, and the same on both databases. */
const moment: ValueTransformer = {
  to: (value: Date | null | undefined) => (value instanceof Date ? value.getTime() : value),
  from: (value: string | number | null) => (value === null ? null : new Date(Number(value))),
};

/** A column of moments. */
export const MOMENT: ColumnOptions = { type: "bigint", transformer: moment };

export const OPTIONAL_MOMENT: ColumnOptions = { ...MOMENT, nullable: true };

/** Text that is compared byte by byte on both databases, whatever PostgreSQL's default collation is. */
export const KEY_TEXT: ColumnOptions = { type: "varchar", collation: "C" };

export const PRIMARY_KEY = KEY_TEXT as PrimaryColumnOptions;
