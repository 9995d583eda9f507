/** Schemes that run or embed content instead of leading to an application. */
const ACTIVE_SCHEMES = new Set(["javascript:", "data:", "vbscript:", "file:", "blob:", "about:"]);
const LOOPBACK_HOSTS = new Set(["127.0.0.1", "[::1]", "localhost"]);
/** White space, control and format characters (zero width, text direction). */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Z}\s]/u;
const DOT_SEGMENT = /(?:^|[/\\])(?:\.|%2e){1,2}(?:$|[/\\?])/i;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Why a text may not be registered as a redirection endpoint (RFC 6749 §3.1.2, RFC 8252, RFC 9700 §2.1), or
 * undefined when it may. Plain `http` off loopback is the organization's own decision: `usesPlainHttp`.
 */
export function redirectUriProblem(uri: string): string | undefined {
  if (INVISIBLE.test(uri)) return "must not contain control characters or white space";
  if (uri.includes("*")) return "must not contain a wildcard (*)";
  if (uri.includes("#")) return "must not have a fragment (RFC 6749 §3.1.2)";
  if (!SCHEME.test(uri) || !URL.canParse(uri)) return "must be an absolute URI";
  const url = new URL(uri);
  if (ACTIVE_SCHEMES.has(url.protocol)) return "must not use a scheme that runs or embeds content";
  if (DOT_SEGMENT.test(pathOf(uri))) return "must not contain dot segments";
  if (authorityOf(uri).includes("@")) return "must not contain user information";
  if (isWeb(url) && !hasPlainAuthority(uri, url)) return "must name its host after `//`";
  // `localhost:3000/callback` is not a scheme called localhost.
  if (!uri.slice(url.protocol.length).startsWith("/")) return "must have a `/` after its scheme";
  return undefined;
}

/**
 * Whether a redirect URI sends its code over plain `http` to another machine. The host counts as it is written:
 * a client that compares texts does not know that `127.1` is loopback.
 */
export function usesPlainHttp(uri: string): boolean {
  const host = authorityOf(uri).replace(/:\d*$/, "").toLowerCase();
  return new URL(uri).protocol === "http:" && !LOOPBACK_HOSTS.has(host);
}

/** Why a text is not a serialized web origin (RFC 6454 §6.2), or undefined when it is one. */
export function originProblem(origin: string): string | undefined {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (!url || !isWeb(url) || url.origin !== origin || origin.includes("*")) {
    return "must be an origin: `https://` or `http://`, a host in lower case, a port when it is not the default, and nothing after it";
  }
  return undefined;
}

/** Why a text is not the address of a web page, or undefined when it is one. */
export function webUrlProblem(text: string): string | undefined {
  if (INVISIBLE.test(text)) return "must not contain control characters or white space";
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !isWeb(url) || !hasPlainAuthority(text, url)) return "must be an absolute `https` or `http` URL";
  if (authorityOf(text).includes("@")) return "must not contain user information";
  return undefined;
}

function isWeb(url: URL): boolean {
  return url.protocol === "https:" || url.protocol === "http:";
}

/** WHATWG parsing repairs `https:/host`, `https:host` and back slashes; a client compares the text as it is. */
function hasPlainAuthority(text: string, url: URL): boolean {
  return text.slice(url.protocol.length).startsWith("//") && authorityOf(text) !== "" && !text.includes("\\");
}

function authorityOf(uri: string): string {
  return /^[^:]+:\/\/([^/?#]*)/.exec(uri)?.[1] ?? "";
}

function pathOf(uri: string): string {
  return uri.replace(/^[^:]+:(?:\/\/[^/?#]*)?/, "").replace(/[?#].*$/s, "");
}
