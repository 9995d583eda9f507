import { isIP } from "node:net";
import { originProblem } from "./model/uri.js";
import type { KeyList, SecretKey } from "./services/keys/secret-keys.js";

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
const MIN_KEY_BYTES = 32;

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

function wholeOf(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function portOf(text: string): number | undefined {
  const port = wholeOf(text);
  return port !== undefined && port <= 65_535 ? port : undefined;
}

function databaseUrlOf(text: string): string | undefined {
  if (/^postgres(?:ql)?:\/\//.test(text)) return URL.canParse(text) ? text : undefined;
  // `sqlite://name` is ambiguous: as a URL it has a host, as a path it starts at the root.
  return /^sqlite:(?!\/\/(?!\/)|:memory:).+/.test(text) ? text : undefined;
}

/** Not normalized, since tokens must name their issuer character by character. */
function issuerOf(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) && !url.search && !url.hash ? text : undefined;
}

/** An http or https URL without query, fragment or slash at its end; undefined for a text that is none. */
export function publicUrlOf(text: string): string | undefined {
  const scheme = /^https?:/i.exec(text)?.[0] ?? "";
  return issuerOf(text)?.replace(scheme, scheme.toLowerCase()).replace(/\/+$/, "");
}

function secretKeysOf(text: string): [SecretKey, ...SecretKey[]] | "file" | undefined {
  if (text === "") return "file";
  const keys = parseSecretKeys(text);
  const [first, ...rest] = keys ?? [];
  return first ? [first, ...rest] : undefined;
}

/** The keys of `kid:base64[,kid:base64…]`, or undefined for a text of another form. */
export function parseSecretKeys(text: string): SecretKey[] | undefined {
  const keys = text.split(",").map((entry) => {
    const [, kid, base64] = /^([A-Za-z0-9_-]{1,64}):([A-Za-z0-9+/_=-]+)$/.exec(entry.trim()) ?? [];
    const key = Buffer.from(base64 ?? "", "base64");
    return kid !== undefined && key.length >= MIN_KEY_BYTES ? { kid, key } : undefined;
  });
  const known = keys.filter((key) => key !== undefined);
  const distinct = new Set(known.map(({ kid }) => kid)).size === keys.length;
  return known.length === keys.length && distinct ? known : undefined;
}

function introspectionOf(text: string): Config["introspection"] | undefined {
  return text === "authenticated" || text === "open" || text === "off" ? text : undefined;
}

function switchOf(text: string): boolean | undefined {
  return text === "on" || text === "off" ? text === "on" : undefined;
}

/** RFC 6749 appendix A.1, with an end. */
function clientIdOf(text: string): string | undefined {
  return /^[\x20-\x7e]{1,255}$/.test(text) ? text : undefined;
}

/** RFC 6749 §3.3. */
function scopesOf(text: string): string[] | undefined {
  const scopes = text.split(" ");
  return scopes.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)) ? scopes : undefined;
}

function listOf(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** What is wrong with which origin, told by its place in the list. */
function originProblems(origins: readonly string[]): string[] {
  return origins.flatMap((origin, index) => {
    const problem = originProblem(origin);
    return problem === undefined ? [] : [`entry ${index + 1} of ${origins.length} ${problem}`];
  });
}

function addressesOf(text: string): string[] | undefined {
  const addresses = listOf(text);
  return addresses.every(isAddressOrRange) ? addresses : undefined;
}

function isAddressOrRange(text: string): boolean {
  const [address, prefix, ...rest] = text.split("/");
  const version = isIP(address ?? "");
  // An IPv6 zone means something on one host only, and would be dropped silently.
  if (version === 0 || rest.length > 0 || text.includes("%")) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}
