import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "../../src/config.js";
import { sqlitePathOf } from "../../src/database/data-source.js";

/** The path that a value of DATABASE_URL leads to, or the problems that it is refused with. */
function pathOf(databaseUrl: string): unknown {
  try {
    return sqlitePathOf(readConfig({ DATABASE_URL: databaseUrl }).databaseUrl);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe("DATABASE_URL", () => {
  it.each([
    ["sqlite:data/gateway.sqlite", "data/gateway.sqlite"],
    ["sqlite:./data/gateway.sqlite", "./data/gateway.sqlite"],
    ["sqlite:/var/lib/gateway.sqlite", "/var/lib/gateway.sqlite"],
    ["sqlite:///var/lib/gateway.sqlite", "/var/lib/gateway.sqlite"],
  ])("%s is the file %s", (url, path) => {
    expect(pathOf(url)).toBe(path);
  });

  it.each(["sqlite://./data/gateway.sqlite", "sqlite://data/gateway.sqlite", "sqlite://gateway.sqlite", "sqlite://"])(
    "%s, whose path begins with a host, is refused with how to write it",
    (url) => {
      expect(pathOf(url)).toEqual([expect.stringContaining("DATABASE_URL must be sqlite:<path>")]);
    },
  );
});
