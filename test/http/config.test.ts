import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "../../src/config.js";

const KEY = randomBytes(32).toString("base64");

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("readConfig", () => {
  it("needs nothing: everything has a default", () => {
    expect(readConfig({})).toEqual({
      host: "127.0.0.1",
      port: 4000,
      publicUrl: "http://127.0.0.1:4000",
      isPublicUrlAssumed: true,
      databaseUrl: "sqlite:./data/gateway.sqlite",
      preparedStatements: true,
      secretKeys: undefined,
      secretKeysFile: undefined,
      rateLimitPerMinute: 1200,
      introspection: "authenticated",
      corsOrigins: [],
      trustProxy: [],
      console: { client: undefined },
      metricsPort: undefined,
      logLevel: "info",
      warnings: [],
    });
  });

  it("takes a variable that is empty as one that is not set", () => {
    const names = [
      "PORT",
      "HOST",
      "DATABASE_URL",
      "DATABASE_PREPARED_STATEMENTS",
      "SECRET_KEYS",
      "SECRET_KEYS_FILE",
      "PUBLIC_URL",
      "RATE_LIMIT_PER_MINUTE",
      "INTROSPECTION",
      "CORS_ORIGINS",
      "TRUST_PROXY",
      "METRICS_PORT",
      "LOG_LEVEL",
      "CONSOLE",
      "CONSOLE_CLIENT_ID",
      "CONSOLE_SCOPES",
    ];
    expect(readConfig(Object.fromEntries(names.map((name) => [name, ""])))).toEqual(readConfig({}));
  });

  it("cannot be changed afterwards", () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  it("lists every problem at once, by the variable's name and without its value", () => {
    const bad = {
      PORT: "bad-value",
      DATABASE_URL: "bad-value",
      DATABASE_PREPARED_STATEMENTS: "bad-value",
      SECRET_KEYS: "bad-value",
      PUBLIC_URL: "bad-value",
      RATE_LIMIT_PER_MINUTE: "bad-value",
      INTROSPECTION: "bad-value",
      CORS_ORIGINS: "bad-value",
      TRUST_PROXY: "bad-value",
      METRICS_PORT: "bad-value",
      LOG_LEVEL: "bad-value",
      CONSOLE: "bad-value",
      CONSOLE_CLIENT_ID: "bad-value",
      CONSOLE_SCOPES: '"bad-value"',
    };
    const problems = problemsOf(bad);
    expect(problems.map((problem) => problem.split(" ")[0]).toSorted()).toEqual(Object.keys(bad).toSorted());
    expect(problems.join()).not.toContain("bad-value");
  });

  it.each([
    ["PORT", ["-1", "65536", "4000.5", "4e3", "0x10", " 4000", "http", "99999999999"]],
    ["METRICS_PORT", ["-1", "65536", "x", "1.5"]],
    [
      "DATABASE_URL",
      ["mysql://localhost/a", "sqlite:", "sqlite::memory:", "./data/a.sqlite", "postgres://a b", "postgresql:a"],
    ],
    [
      "SECRET_KEYS",
      [
        "k1",
        "k1:",
        `:${KEY}`,
        KEY,
        `k1:${randomBytes(31).toString("base64")}`,
        `k1:${KEY},k1:${KEY}`,
        `k1:${KEY},`,
        `k1:${KEY},k2`,
        `k$1:${KEY}`,
        `${"k".repeat(65)}:${KEY}`,
        `k1:${"*".repeat(44)}`,
      ],
    ],
    [
      "PUBLIC_URL",
      ["ftp://a.example", "a.example", "//a.example", "https://a.example?x=1", "https://a.example#x", "javascript:1"],
    ],
    ["RATE_LIMIT_PER_MINUTE", ["-1", "1.5", "many", "1e3", "Infinity", "NaN"]],
    ["INTROSPECTION", ["on", "true", "OPEN", "none"]],
    [
      "CORS_ORIGINS",
      [
        "*",
        "a.example",
        "https://a.example/",
        "https://a.example/path",
        "https://A.example",
        "https://a.example:443",
        "null",
        "https://*.example",
        "capacitor:localhost",
        "capacitor://",
        "capacitor://localhost/",
        "file://",
        "https://user@a.example",
        "https://exämple.com",
        "https://a.example, https://b.example/",
      ],
    ],
    [
      "TRUST_PROXY",
      [
        "true",
        "1",
        "proxy.example",
        "10.0.0.0/33",
        "10.0.0",
        "::/129",
        "10.0.0.1/8/8",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "fe80::1%eth0",
      ],
    ],
    ["LOG_LEVEL", ["verbose", "INFO", "30"]],
    ["CONSOLE", ["true", "ON", "0"]],
    ["DATABASE_PREPARED_STATEMENTS", ["true", "OFF", "0"]],
    ["CONSOLE_SCOPES", ["openid  email", " openid", "openid,email\t", 'open"id', "open\\id", "é"]],
  ])("refuses bad values of %s", (name, values) => {
    for (const value of values) {
      expect([value, problemsOf({ [name]: value })]).toEqual([value, [expect.stringMatching(`^${name} must be `)]]);
    }
  });

  it.each([
    ["PORT", "0", { port: 0 }],
    ["PORT", "65535", { port: 65_535 }],
    ["METRICS_PORT", "9090", { metricsPort: 9090 }],
    ["DATABASE_URL", "sqlite:/var/lib/gateway.sqlite", { databaseUrl: "sqlite:/var/lib/gateway.sqlite" }],
    ["PUBLIC_URL", "https://gateway.example.com/", { publicUrl: "https://gateway.example.com" }],
    ["RATE_LIMIT_PER_MINUTE", "0", { rateLimitPerMinute: 0 }],
    ["INTROSPECTION", "open", { introspection: "open" }],
    ["INTROSPECTION", "off", { introspection: "off" }],
    [
      "CORS_ORIGINS",
      "https://a.example, http://localhost:3000,capacitor://localhost , tauri://localhost",
      { corsOrigins: ["https://a.example", "http://localhost:3000", "capacitor://localhost", "tauri://localhost"] },
    ],
    ["TRUST_PROXY", "127.0.0.1, 10.0.0.0/8,::1", { trustProxy: ["127.0.0.1", "10.0.0.0/8", "::1"] }],
    ["LOG_LEVEL", "silent", { logLevel: "silent" }],
    ["DATABASE_PREPARED_STATEMENTS", "off", { preparedStatements: false }],
    ["CONSOLE", "off", { console: undefined }],
    ["CONSOLE", "on", { console: { client: undefined } }],
  ])("takes %s=%s", (name, value, expected) => {
    expect(readConfig({ [name]: value })).toMatchObject(expected);
  });

  const ISSUER = { OIDC_ISSUER: "https://issuer.example.com", OIDC_AUDIENCE: "x" };

  it("takes the console as a client of the outside issuer, and only where there is one", () => {
    const { console } = readConfig({ ...ISSUER, CONSOLE_CLIENT_ID: "console 1", CONSOLE_SCOPES: "openid api:read" });
    expect(console).toEqual({ client: { id: "console 1", scopes: ["openid", "api:read"] } });
    expect(readConfig({ ...ISSUER, CONSOLE_CLIENT_ID: "c" }).console?.client?.scopes).toEqual(["openid", "email"]);
    expect(readConfig(ISSUER).console).toEqual({ client: undefined });
    expect(problemsOf({ CONSOLE_CLIENT_ID: "c" })).toEqual(["CONSOLE_CLIENT_ID needs OIDC_ISSUER"]);
    for (const id of ["\u0000", "é", "c".repeat(256)]) {
      expect([id, problemsOf({ ...ISSUER, CONSOLE_CLIENT_ID: id })]).toEqual([
        id,
        [expect.stringMatching(/^CONSOLE_CLIENT_ID must be /)],
      ]);
    }
  });

  it("says which of several origins are wrong, and how, without repeating them", () => {
    const origins = "https://a.example,https://b.example/,http://c.example:80,https://D.example";
    expect(problemsOf({ CORS_ORIGINS: origins })).toEqual([
      "CORS_ORIGINS must be a list of origins: entry 2 of 4 must not end with a slash: an origin has no path; entry 3 of 4 must not have the port that its scheme has anyway; entry 4 of 4 must be in lower case, as browsers send it",
    ]);
  });

  it("takes several keys in order, the first of which signs", () => {
    const other = randomBytes(48);
    const { secretKeys } = readConfig({ SECRET_KEYS: `new_1:${KEY}, old-1:${other.toString("base64url")}` });
    expect(secretKeys).toEqual([
      { kid: "new_1", key: Buffer.from(KEY, "base64") },
      { kid: "old-1", key: other },
    ]);
  });

  it.each(["postgres://localhost/gateway", "postgresql://user:password@localhost:5432/gateway"])(
    "demands SECRET_KEYS for %s",
    (url) => {
      expect(problemsOf({ DATABASE_URL: url })).toEqual([
        expect.stringMatching(/^SECRET_KEYS or SECRET_KEYS_FILE is required on PostgreSQL/),
      ]);
      expect(readConfig({ DATABASE_URL: url, SECRET_KEYS: `k1:${KEY}` }).databaseUrl).toBe(url);
      expect(readConfig({ DATABASE_URL: url, SECRET_KEYS_FILE: "/run/keys" }).secretKeysFile).toBe("/run/keys");
    },
  );

  it("refuses keys from two places, of which one would be ignored", () => {
    expect(problemsOf({ SECRET_KEYS: `k1:${KEY}`, SECRET_KEYS_FILE: "/run/keys" })).toEqual([
      "SECRET_KEYS and SECRET_KEYS_FILE exclude each other",
    ]);
  });

  it("demands PUBLIC_URL when HOST can be reached from outside", () => {
    for (const HOST of ["0.0.0.0", "::", "192.0.2.1", "gateway.example.com"]) {
      expect([HOST, problemsOf({ HOST })]).toEqual([HOST, [expect.stringMatching(/^PUBLIC_URL is required/)]]);
    }
    for (const HOST of ["127.0.0.1", "::1", "localhost"]) expect([HOST, problemsOf({ HOST })]).toEqual([HOST, []]);
    expect(readConfig({ HOST: "::1" }).publicUrl).toBe("http://[::1]:4000");
  });

  it("warns of a PUBLIC_URL that is not https when HOST can be reached from outside", () => {
    const warningsOf = (HOST: string, PUBLIC_URL: string) => readConfig({ HOST, PUBLIC_URL }).warnings;
    expect(warningsOf("0.0.0.0", "http://gateway.example.com")).toEqual([
      expect.stringMatching(/^PUBLIC_URL is not https/),
    ]);
    expect(warningsOf("0.0.0.0", "HTTP://gateway.example.com")).toEqual([
      expect.stringMatching(/^PUBLIC_URL is not https/),
    ]);
    expect(warningsOf("0.0.0.0", "https://gateway.example.com")).toEqual([]);
    expect(warningsOf("127.0.0.1", "http://localhost:4000")).toEqual([]);
  });
});
