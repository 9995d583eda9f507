import { parseSecretKeys } from "./key-texts.js";
import { originProblem } from "./model/uri.js";
import type { KeyList, SecretKey } from "./services/keys/secret-keys.js";
import {
  addressesOf,
  clientIdOf,
  databaseUrlOf,
  issuerOf,
  listOf,
  portOf,
  publicUrlOf,
  scopesOf,
  switchOf,
  wholeOf,
} from "./variables.js";

/** The configuration from the environment, read once. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  /** Whether nobody has set where that is: no PUBLIC_URL, and no PORT. */
  readonly isPublicUrlAssumed: boolean;
  readonly databaseUrl: string;
  /** Whether PostgreSQL keeps prepared statements for each connection. */
  readonly preparedStatements: boolean;
  /** From SECRET_KEYS; undefined means a key file. */
  readonly secretKeys: KeyList | undefined;
  /** From SECRET_KEYS_FILE; undefined means the key file beside the SQLite database. */
  readonly secretKeysFile: string | undefined;
  readonly rateLimitPerMinute: number;
  readonly introspection: "authenticated" | "open" | "off";
  readonly corsOrigins: readonly string[];
  readonly trustProxy: readonly string[];
  /** The outside issuer whose users may be members; undefined when there is none. */
  readonly oidc: { readonly issuer: string; readonly audience: string } | undefined;
  /** The web page at `/console`; undefined when it is off. */
  readonly console: ConsoleConfig | undefined;
  readonly metricsPort: number | undefined;
  readonly logLevel: string;
  readonly warnings: readonly string[];
}

/** How people sign in at the console. */
export interface ConsoleConfig {
  /** The console as a client of the outside issuer; undefined when people only sign in with API tokens. */
  readonly client: { readonly id: string; readonly scopes: readonly string[] } | undefined;
}

/** All problems of the environment at once. main.ts prints them and exits with 1. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);
const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];

/** Reads the environment; empty variables count as unset. Throws `ConfigError`. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = [];
  const read = <T>(name: string, fallback: string, parse: (text: string) => T | undefined, must: string): T => {
    const value = parse(env[name] || fallback);
    if (value === undefined) problems.push(`${name} must be ${must}`);
    return value as T;
  };

  const host = env.HOST || "127.0.0.1";
  const port = read("PORT", "4000", portOf, "a port number, 0 to 65535");
  const databaseUrl = read(
    "DATABASE_URL",
    "sqlite:./data/gateway.sqlite",
    databaseUrlOf,
    "sqlite:<path> (not sqlite://<path>) or postgres://…",
  );
  const publicUrl = read(
    "PUBLIC_URL",
    `http://${urlHost(host)}:${port ?? 0}`,
    publicUrlOf,
    "an http or https URL without query or fragment",
  );
  if (!LOOPBACK.has(host) && !env.PUBLIC_URL)
    problems.push("PUBLIC_URL is required when HOST is not a loopback address");
  const secretKeys = read(
    "SECRET_KEYS",
    "",
    secretKeysOf,
    "kid:base64[,kid:base64…] with different kids of [A-Za-z0-9_-] and keys of at least 32 bytes",
  );
  if (env.SECRET_KEYS && env.SECRET_KEYS_FILE) problems.push("SECRET_KEYS and SECRET_KEYS_FILE exclude each other");
  if (databaseUrl?.startsWith("postgres") && !env.SECRET_KEYS && !env.SECRET_KEYS_FILE) {
    problems.push("SECRET_KEYS or SECRET_KEYS_FILE is required on PostgreSQL, so that all gateways use the same keys");
  }

  if (!env.OIDC_ISSUER !== !env.OIDC_AUDIENCE) problems.push("OIDC_ISSUER and OIDC_AUDIENCE must be given together");
  const oidcIssuer = env.OIDC_ISSUER
    ? read("OIDC_ISSUER", "", issuerOf, "an http or https URL without query or fragment")
    : undefined;

  if (env.CONSOLE_CLIENT_ID && !env.OIDC_ISSUER) problems.push("CONSOLE_CLIENT_ID needs OIDC_ISSUER");
  const isConsoleOn = read("CONSOLE", "on", switchOf, "on or off");
  const clientId = read("CONSOLE_CLIENT_ID", "none", clientIdOf, "1 to 255 visible ASCII characters or spaces");
  const scopes = read("CONSOLE_SCOPES", "openid email", scopesOf, "a list of scopes, separated by single spaces");

  const config: Config = {
    host,
    port,
    publicUrl,
    isPublicUrlAssumed: !env.PUBLIC_URL && !env.PORT,
    databaseUrl,
    preparedStatements: read("DATABASE_PREPARED_STATEMENTS", "on", switchOf, "on or off"),
    secretKeys: secretKeys === "file" ? undefined : secretKeys,
    secretKeysFile: env.SECRET_KEYS_FILE || undefined,
    rateLimitPerMinute: read("RATE_LIMIT_PER_MINUTE", "1200", wholeOf, "a whole number, 0 to switch the limit off"),
    introspection: read("INTROSPECTION", "authenticated", introspectionOf, "authenticated, open or off"),
    corsOrigins: listOf(env.CORS_ORIGINS ?? ""),
    trustProxy: read(
      "TRUST_PROXY",
      "",
      addressesOf,
      "a list of IP addresses without zones or CIDR ranges, separated by commas",
    ),
    oidc: oidcIssuer && env.OIDC_AUDIENCE ? { issuer: oidcIssuer, audience: env.OIDC_AUDIENCE } : undefined,
    console: isConsoleOn ? { client: env.CONSOLE_CLIENT_ID ? { id: clientId, scopes } : undefined } : undefined,
    metricsPort: env.METRICS_PORT ? read("METRICS_PORT", "", portOf, "a port number, 0 to 65535") : undefined,
    logLevel: read(
      "LOG_LEVEL",
      "info",
      (text) => (LOG_LEVELS.includes(text) ? text : undefined),
      `one of ${LOG_LEVELS.join(", ")}`,
    ),
    warnings: warningsOf(host, publicUrl, oidcIssuer),
  };
  const badOrigins = originProblems(config.corsOrigins);
  if (badOrigins.length > 0) problems.push(`CORS_ORIGINS must be a list of origins: ${badOrigins.join("; ")}`);
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(config);
}

/** Settings that work and are unsafe. */
function warningsOf(host: string, publicUrl: string | undefined, oidcIssuer: string | undefined): string[] {
  const warnings = [];
  if (isClear(publicUrl) || (publicUrl?.startsWith("http:") && !LOOPBACK.has(host)))
    warnings.push("PUBLIC_URL is not https: secrets would cross the network in the clear");
  if (isClear(oidcIssuer))
    warnings.push("OIDC_ISSUER is not https: whoever is between it and the gateway could sign in as anybody");
  return warnings;
}

/** Whether a URL leads to another host without TLS. */
function isClear(url: string | undefined): boolean {
  return url !== undefined && /^http:/i.test(url) && !isLoopback(new URL(url).hostname);
}

/** Whether a name or an address means this host. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, "").toLowerCase();
  return LOOPBACK.has(name) || /^127(?:\.\d{1,3}){3}$/.test(name);
}

function urlHost(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** What is wrong with which origin, told by its place in the list. */
function originProblems(origins: readonly string[]): string[] {
  return origins.flatMap((origin, index) => {
    const problem = originProblem(origin);
    return problem === undefined ? [] : [`entry ${index + 1} of ${origins.length} ${problem}`];
  });
}

function secretKeysOf(text: string): [SecretKey, ...SecretKey[]] | "file" | undefined {
  if (text === "") return "file";
  const keys = parseSecretKeys(text);
  const [first, ...rest] = keys ?? [];
  return first ? [first, ...rest] : undefined;
}

function introspectionOf(text: string): Config["introspection"] | undefined {
  return text === "authenticated" || text === "open" || text === "off" ? text : undefined;
}
