import { isIP } from "node:net";

// What the texts of environment variables mean; undefined for a text that means nothing.

export function wholeOf(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

export function portOf(text: string): number | undefined {
  const port = wholeOf(text);
  return port !== undefined && port <= 65_535 ? port : undefined;
}

export function databaseUrlOf(text: string): string | undefined {
  if (/^postgres(?:ql)?:\/\//.test(text)) return URL.canParse(text) ? text : undefined;
  // `sqlite://name` is ambiguous: as a URL it has a host, as a path it starts at the root.
  return /^sqlite:(?!\/\/(?!\/)|:memory:).+/.test(text) ? text : undefined;
}

/** Not normalized, since tokens must name their issuer character by character. */
export function issuerOf(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) && !url.search && !url.hash ? text : undefined;
}

/** An http or https URL without query, fragment or slash at its end; undefined for a text that is none. */
export function publicUrlOf(text: string): string | undefined {
  const scheme = /^https?:/i.exec(text)?.[0] ?? "";
  return issuerOf(text)?.replace(scheme, scheme.toLowerCase()).replace(/\/+$/, "");
}

export function switchOf(text: string): boolean | undefined {
  return text === "on" || text === "off" ? text === "on" : undefined;
}

/** RFC 6749 appendix A.1, with an end. */
export function clientIdOf(text: string): string | undefined {
  return /^[\x20-\x7e]{1,255}$/.test(text) ? text : undefined;
}

/** RFC 6749 §3.3. */
export function scopesOf(text: string): string[] | undefined {
  const scopes = text.split(" ");
  return scopes.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)) ? scopes : undefined;
}

export function listOf(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

export function addressesOf(text: string): string[] | undefined {
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
