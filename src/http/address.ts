import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";
import type { FastifyRequest } from "fastify";
import ipaddr from "ipaddr.js";

/** Where a request comes from, as far as the network tells. */
export interface Client {
  /** An IP address in its shortest form; of a client that has none, the proxy's that passed it on. */
  address: string;
  /** What that proxy calls it instead, at most 64 characters: RFC 7239 §6 has `unknown` and names such as `_hidden`. */
  alias?: string;
}

declare module "fastify" {
  interface FastifyRequest {
    client: Client;
  }
}

const MAX_ALIAS_LENGTH = 64;

/** How IPv4 addresses look to a host that has only IPv6 (RFC 6052 §2.1). */
const TRANSLATED = "64:ff9b::";

/** The network address a request comes from. What a proxy forwards counts only when it is an address. */
export function addressOf({ client }: FastifyRequest): string {
  return client.address;
}

/**
 * Finds who sends a request: what the nearest proxies of `X-Forwarded-For` say, as long as each was named by one that is
 * trusted. `Forwarded` is not read: a proxy that writes only one of the two passes on what its client made up in the other.
 */
export function findClients(proxies: readonly string[]): (request: IncomingMessage) => Client {
  const isTrusted = trustIn(proxies);
  return ({ socket, headers }) => {
    let address = addressIn(socket.remoteAddress ?? "") ?? "";
    if (!isTrusted(address)) return { address };
    const entries = String(headers["x-forwarded-for"] ?? "").split(",");
    for (const entry of entries.map((text) => text.trim()).reverse()) {
      if (entry === "") continue;
      const next = addressIn(hostOf(entry));
      if (next === undefined) return { address, alias: entry.slice(0, MAX_ALIAS_LENGTH) };
      address = next;
      if (!isTrusted(address)) break;
    }
    return { address };
  };
}

/** Tells of an address in its shortest form whether it is among these addresses and CIDR ranges. */
export function trustIn(proxies: readonly string[]): (address: string) => boolean {
  const trusted = new BlockList();
  for (const proxy of proxies) {
    const [address = "", bits] = proxy.split("/");
    if (bits === undefined) trusted.addAddress(address, familyOf(address));
    else trusted.addSubnet(address, Number(bits), familyOf(address));
  }
  return (address) => proxies.length > 0 && trusted.check(address, familyOf(address));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return address.includes(":") ? "ipv6" : "ipv4";
}

/** A node of RFC 7239 §6 without its quotes, brackets and port. */
function hostOf(entry: string): string {
  const node = /^"(.*)"$/.exec(entry)?.[1] ?? entry;
  return /^\[(.*)\](?::[\w.-]+)?$/.exec(node)?.[1] ?? /^([^:]+):[\w.-]+$/.exec(node)?.[1] ?? node;
}

/** An address in its shortest form, without a zone, which means something on one host only. */
export function addressIn(text: string): string | undefined {
  const [address = ""] = text.split("%", 1);
  const version = isIP(address);
  if (version !== 6) return version === 4 ? address : undefined;
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : undefined;
}

export interface Place {
  family: "ipv4" | "ipv6" | "named";
  address: string;
  network: string;
  /** What that belongs to. */
  widerNetwork: string;
  /** Whether one who has the network has its addresses for nothing. */
  isCheap: boolean;
}

/** By what a client is counted: a whole IPv4 address, a /64 of IPv6 (one network of one customer), or a proxy's name. */
export function placeOf({ address, alias }: Client): Place {
  if (alias !== undefined) {
    const network = `${address} unknown`;
    return { family: "named", address: `${address} ${alias}`, network, widerNetwork: network, isCheap: true };
  }
  if (!address.includes(":")) {
    const prefix = (bits: number) => `${address.split(".", bits / 8).join(".")}/${bits}`;
    return { family: "ipv4", address, network: prefix(16), widerNetwork: prefix(8), isCheap: false };
  }
  const { parts } = ipaddr.parse(address) as ipaddr.IPv6;
  if (address.startsWith(TRANSLATED)) return placeOf({ address: parts.slice(6).flatMap(bytesOf).join(".") });
  const groups = parts.map((part) => part.toString(16));
  const prefix = (bits: number) => `${groups.slice(0, bits / 16).join(":")}/${bits}`;
  return { family: "ipv6", address: prefix(64), network: prefix(48), widerNetwork: prefix(32), isCheap: true };
}

function bytesOf(part: number): [number, number] {
  return [part >> 8, part & 255];
}
