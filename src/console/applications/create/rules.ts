const LOOPBACK = /^(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d+)?$/;
const PLAIN = ["http", "ws", "ftp"];
const ENCRYPTED = ["https", "wss"];
const FORBIDDEN = ["javascript", "data", "vbscript", "file", "blob", "about"];

const MAX_LENGTH = 2048;

/** The lines of a field in which each line is a value. */
export function linesOf(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

/** What is wrong with a list, in words that begin with the value's place: the first thing, or nothing. */
export function problemOfList(
  values: readonly string[],
  problemOf: (value: string) => string | undefined,
  max = 50,
): string | undefined {
  if (values.length > max) return `At most ${max}; these are ${values.length}.`;
  for (const [position, value] of values.entries()) {
    const problem = values.indexOf(value) < position ? "is there twice" : problemOf(value);
    if (problem) return `Number ${position + 1} ${problem}.`;
  }
  return undefined;
}

/** What the gateway would refuse of a redirect URI, as far as a page can tell; the gateway decides. */
export function problemOfRedirectUri(uri: string, allowsHttp: boolean): string | undefined {
  if (uri.length > MAX_LENGTH) return `has more than ${MAX_LENGTH} characters`;
  if (!/^[\x21-\x7e]*$/.test(uri)) return "has characters beyond ASCII: write them in Punycode, or percent-encoded";
  const [, scheme = "", authority] = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?/i.exec(uri.toLowerCase()) ?? [];
  if (scheme === "") return "needs a scheme, as in https://…";
  if (FORBIDDEN.includes(scheme)) return `may not be ${scheme}:`;
  if ([...PLAIN, ...ENCRYPTED].includes(scheme) && !authority) return `needs a host, as in ${scheme}://app.example.com`;
  if (uri.includes("#")) return "may not have a fragment (#…)";
  if (authority?.includes("@")) return "may not have a user name or a password";
  if (uri.includes("*")) return "may not have a wildcard (*)";
  if (/["<>\\^`{|}]|%(?![0-9a-f]{2})/i.test(uri) || /[[\]]/.test(uri.replace(/\/\/\[[^\]]*\]/, ""))) {
    return "has a character that no URI has: percent-encode it";
  }
  if (!URL.canParse(uri)) return "is no whole address";
  if (/\/(?:\.|%2e){1,2}(?:\/|$)/i.test(uri.replace(/\?.*/, ""))) return "may not have dot segments (/../)";
  if (PLAIN.includes(scheme) && !allowsHttp && !LOOPBACK.test(authority ?? "")) {
    return `may use ${scheme}:// on 127.0.0.1, [::1] and localhost only; elsewhere it has to be https`;
  }
  return undefined;
}

/** The same for an origin: a scheme, a host and perhaps a port. */
export function problemOfOrigin(origin: string): string | undefined {
  if (origin.length > MAX_LENGTH) return `has more than ${MAX_LENGTH} characters`;
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/?#@*\s]+$/.test(origin))
    return "has to be scheme and host alone, as in https://app.example.com";
  return undefined;
}

/** The same for a scope (RFC 6749 §3.3). */
export function problemOfScope(scope: string): string | undefined {
  if (scope.length > 256) return "has more than 256 characters";
  return /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope) ? undefined : 'has a character that no scope may have, as " or \\';
}
