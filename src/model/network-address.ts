import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** The prefix of IPv4 addresses as an IPv6-only host sees them (RFC 6052 §2.1). */
const TRANSLATED = "64:ff9b::";

/**
 * An IP address in its shortest form, without the zone, which means something on one host only; undefined for other
 * text. An IPv4 address inside IPv6 (`::ffff:…`) becomes one.
 */
export function addressIn(text: string): string | undefined {
  const [address = ""] = text.split("%", 1);
  const version = isIP(address);
  if (version !== 6) return version === 4 ? address : undefined;
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : undefined;
}

/** The IPv4 address that an IPv6 address in its shortest form translates; undefined when it translates none. */
export function translatedIn(address: string): string | undefined {
  if (!address.startsWith(TRANSLATED)) return undefined;
  const { parts } = ipaddr.parse(address) as ipaddr.IPv6;
  const bytes = parts.slice(6).flatMap((part) => [part >> 8, part & 255]);
  return bytes.join(".");
}

/** The network of an address in its shortest form: the /24 of IPv4, the /48 of IPv6. */
export function networkOf(address: string): string {
  const own = translatedIn(address) ?? address;
  return own.includes(":")
    ? `${ipaddr.IPv6.networkAddressFromCIDR(`${own}/48`)}/48`
    : `${ipaddr.IPv4.networkAddressFromCIDR(`${own}/24`)}/24`;
}

/**
 * Whose an address in its shortest form is, as far as that can be told: the address itself of IPv4; the /48 of IPv6, of
 * which one customer may use every address.
 */
export function placeIn(address: string): string {
  const own = translatedIn(address) ?? address;
  return own.includes(":") ? networkOf(own) : own;
}
