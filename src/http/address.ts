import type { IncomingMessage } from "node:http";
import { BlockList } from "node:net";
import type { FastifyRequest } from "fastify";
import ipaddr from "ipaddr.js";
import type { Origin } from "../model/actor.js";
import { softwareName } from "../model/client-software.js";
import { addressIn, translatedIn } from "../model/network-address.js";

/** The sender of a request, as far as the network tells. */
export interface Client {
  /**
   * An IP address in its shortest form. For a client without one, the address of the proxy that forwarded the request.
   */
  address: string;
  /**
   * The proxy's name for a client without an address (RFC 7239 §6: `unknown`, or names such as `_hidden`), cut to 64
   * characters.
   */
  alias?: string;
}

declare module "fastify" {
  interface FastifyRequest {
    client: Client;
  }
}

const MAX_ALIAS_LENGTH = 64;

/** The network address of a request's sender. */
export function addressOf({ client }: FastifyRequest): string {
  return client.address;
}

/** What the network and the headers say of where a request comes from. */
export function sentFrom(request: FastifyRequest): Pick<Origin, "requestId" | "address" | "software"> {
  return { requestId: request.id, address: addressOf(request), software: softwareOf(request) };
}

/** What a request's sender calls itself (RFC 9110 §10.1.5), as it may be shown; null when it says nothing. */
function softwareOf({ headers }: FastifyRequest): string | null {
  const sent = headers["user-agent"];
  return sent === undefined ? null : softwareName(textOf(sent));
}

/** Node reads headers as Latin-1; clients that write other letters send UTF-8. */
function textOf(header: string): string {
  const text = Buffer.from(header, "latin1").toString("utf8");
  return text.includes("\ufffd") ? header : text;
}

/**
 * Finds a request's sender by X-Forwarded-For, from right to left as long as each entry was added by a trusted proxy.
 * `Forwarded` is ignored: a proxy that sets only one of the two headers passes the other on as its client wrote it.
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

/** Answers whether an address in its shortest form is among these addresses and CIDR ranges. */
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

/** The host of a node (RFC 7239 §6), without quotes, brackets and port. */
function hostOf(entry: string): string {
  const node = /^"(.*)"$/.exec(entry)?.[1] ?? entry;
  return /^\[(.*)\](?::[\w.-]+)?$/.exec(node)?.[1] ?? /^([^:]+):[\w.-]+$/.exec(node)?.[1] ?? node;
}

export interface Place {
  family: "ipv4" | "ipv6" | "named";
  address: string;
  network: string;
  /** The network that `network` is part of. */
  widerNetwork: string;
  /** Whether whoever has the network can use all its addresses freely. */
  isCheap: boolean;
}

/**
 * The units by which clients are counted: an IPv4 address, a /64 of IPv6 (one customer's network), or a proxy's name
 * for one.
 */
export function placeOf({ address, alias }: Client): Place {
  if (alias !== undefined) {
    const network = `${address} unknown`;
    return { family: "named", address: `${address} ${alias}`, network, widerNetwork: network, isCheap: true };
  }
  if (!address.includes(":")) {
    const prefix = (bits: number) => `${address.split(".", bits / 8).join(".")}/${bits}`;
    return { family: "ipv4", address, network: prefix(16), widerNetwork: prefix(8), isCheap: false };
  }
  const translated = translatedIn(address);
  if (translated !== undefined) return placeOf({ address: translated });
  const { parts } = ipaddr.parse(address) as ipaddr.IPv6;
  const groups = parts.map((part) => part.toString(16));
  const prefix = (bits: number) => `${groups.slice(0, bits / 16).join(":")}/${bits}`;
  return { family: "ipv6", address: prefix(64), network: prefix(48), widerNetwork: prefix(32), isCheap: true };
}
