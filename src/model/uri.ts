/** Schemes that run or embed content instead of leading to an application. */
const ACTIVE_SCHEMES = new Set(["javascript:", "data:", "vbscript:", "file:", "blob:", "about:"]);
const LOOPBACK_HOSTS = new Set(["127.0.0.1", "[::1]", "localhost"]);
/** White space, control and format characters (zero width, text direction). */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Z}\s]/u;
const DOT_SEGMENT = /(?:^|[/\\])(?:\.|%2e){1,2}(?:$|[/\\?])/i;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const NOT_ASCII = /[^\0-\x7f]/;
const HALF_ENCODED = /%(?![0-9a-f]{2})/i;
/** Matches a character that RFC 3986 allows nowhere in a URI. */
const NOT_OF_URIS = /[^\w.~:/?#[\]@!$&'()*+,;=%-]/;
/** Schemes without encryption, whose traffic everybody on the way can read. */
const CLEAR_SCHEMES = new Set(["http:", "ws:", "ftp:"]);
/** What the host and port of an origin never have; some of it a URL may have. */
const NOT_OF_HOSTS = /[^\w.~:[\]-]/;
const DEFAULT_PORTS: Record<string, number> = { "http:": 80, "https:": 443, "ws:": 80, "wss:": 443, "ftp:": 21 };
const SCHEMES_WITH_HOSTS = new Set([...CLEAR_SCHEMES, "https:", "wss:"]);

/**
 * Why a text may not be registered as a redirection endpoint (RFC 6749 §3.1.2, RFC 3986, RFC 8252, RFC 9700 §2.1), or
 * undefined when it may. Schemes without encryption are the organization's own decision: `isSentInClear`.
 */
export function redirectUriProblem(uri: string): string | undefined {
  if (INVISIBLE.test(uri)) return "must not contain control characters or white space";
  if (uri.includes("*")) return "must not contain a wildcard (*)";
  if (uri.includes("#")) return "must not have a fragment (RFC 6749 §3.1.2)";
  const url = SCHEME.test(uri) ? urlOf(uri) : undefined;
  if (!url) return "must be an absolute URI";
  const spelling = spellingProblem(uri);
  if (spelling) return spelling;
  if (ACTIVE_SCHEMES.has(url.protocol)) return "must not use a scheme that runs or embeds content";
  if (DOT_SEGMENT.test(pathOf(uri))) return "must not contain dot segments";
  if (authorityOf(uri).includes("@")) return "must not contain user information";
  if (SCHEMES_WITH_HOSTS.has(url.protocol) && !hasPlainAuthority(uri, url)) return "must name its host after `//`";
  // `localhost:3000/callback` is not a scheme called localhost.
  if (!uri.slice(url.protocol.length).startsWith("/")) return "must have a `/` after its scheme";
  return undefined;
}

/**
 * Why a URI breaks the spelling of RFC 3986, or undefined. Clients compare it as text, so nobody must have to convert
 * it.
 */
function spellingProblem(uri: string): string | undefined {
  if (NOT_ASCII.test(authorityOf(uri))) return "must have its host in ASCII (RFC 3986): write it in Punycode, `xn--…`";
  if (NOT_ASCII.test(uri)) return "must be ASCII (RFC 3986): percent-encode the UTF-8 of other characters, `%C3%BC`";
  if (HALF_ENCODED.test(uri)) return "must have two hexadecimal digits after every % (RFC 3986 §2.1)";
  if (NOT_OF_URIS.test(uri) || /[[\]]/.test(pathAndQueryOf(uri))) {
    return "must percent-encode what is no character of a URI (RFC 3986 §2), such as quotation marks, `<` and `[`";
  }
  return undefined;
}

/**
 * Whether a redirect URI sends its code unencrypted to another machine. The host counts as it is written: a client that
 * compares texts does not know that `127.1` is loopback.
 */
export function isSentInClear(uri: string): boolean {
  const host = authorityOf(uri).replace(/:\d*$/, "").toLowerCase();
  return CLEAR_SCHEMES.has(new URL(uri).protocol) && !LOOPBACK_HOSTS.has(host);
}

/**
 * Why a text is not a serialized origin (RFC 6454 §6.2) as browsers and web views send it, or undefined when it is one.
 * It is compared exactly, so that what is never sent is refused.
 */
export function originProblem(origin: string): string | undefined {
  if (INVISIBLE.test(origin)) return "must not contain control characters or white space";
  if (origin.includes("*")) return "must not contain a wildcard (*): every origin is named";
  const [, scheme = "", rest = ""] = /^([a-z][a-z0-9+.-]*:)\/\/(.*)$/is.exec(origin) ?? [];
  if (scheme === "") return "must begin with a scheme and `://`, such as `https://` or `capacitor://`";
  if (ACTIVE_SCHEMES.has(scheme.toLowerCase())) return "must not use a scheme that runs or embeds content";
  if (/^[^/?#\\]+\/$/.test(rest)) return "must not end with a slash: an origin has no path";
  if (/[/?#\\]/.test(rest)) return "must end after its host or port: an origin has no path, query or fragment";
  if (rest.includes("@")) return "must not contain user information";
  if (NOT_ASCII.test(rest)) return "must have its host in ASCII: write it in Punycode, `xn--…`";
  if (origin !== origin.toLowerCase()) return "must be in lower case, as browsers send it";
  const url = urlOf(origin);
  if (!url || url.host === "" || NOT_OF_HOSTS.test(rest)) return "must have a host after `://`, and a port at most";
  if (DEFAULT_PORTS[scheme] !== undefined && rest.endsWith(`:${DEFAULT_PORTS[scheme]}`)) {
    return "must not have the port that its scheme has anyway";
  }
  return `${scheme}//${url.host}` === origin ? undefined : "must have its host and port as browsers write them";
}

/** Why a text is not the address of a web page, or undefined when it is one. */
export function webUrlProblem(text: string): string | undefined {
  if (INVISIBLE.test(text)) return "must not contain control characters or white space";
  const url = urlOf(text);
  if (!url || !isWeb(url) || !hasPlainAuthority(text, url)) return "must be an absolute `https` or `http` URL";
  if (authorityOf(text).includes("@")) return "must not contain user information";
  return undefined;
}

/**
 * Parses a URL. Not by `URL.canParse`: Node.js 20's refuses international hosts after some thousand calls, once
 * compiled.
 */
function urlOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
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
  return pathAndQueryOf(uri).replace(/[?#].*$/s, "");
}

function pathAndQueryOf(uri: string): string {
  return uri.replace(/^[^:]+:(?:\/\/[^/?#]*)?/, "");
}
