import type { FastifyRequest } from "fastify";
import { beforeEach, describe, expect, it } from "vitest";
import type { Client } from "../../src/http/address.js";
import { createRateLimiter, type RateLimiter } from "../../src/http/rate-limit.js";
import type { Actor } from "../../src/model/actor.js";
import { DomainError } from "../../src/model/domain-error.js";

const LIMIT = 5;
const MINUTE_MS = 60_000;
interface Sender {
  actor: string;
  organization: string;
  isDerived?: boolean;
}

const SOMEWHERE: Client = { address: "192.0.2.1" };

/** More than there is room for. */
const FLOOD = 20_600;

describe("the allowance under a clock of its own", () => {
  let now = 0;
  let limitRate: RateLimiter;

  beforeEach(() => {
    now = 1000;
    limitRate = createRateLimiter({ perMinute: LIMIT, clock: () => now });
  });

  const requestOf = (sender: Sender | Client | string) => {
    const client = typeof sender === "string" ? { address: sender } : "address" in sender ? sender : SOMEWHERE;
    const actor = typeof sender !== "string" && "actor" in sender ? actorOf(sender) : null;
    return { taken: 0, client, actor } as FastifyRequest;
  };
  const actorOf = ({ actor: id, organization: organizationId, isDerived = true }: Sender) =>
    ({ id, organizationId, isDerived }) as Actor;
  /** The seconds after which to come back, or 0. */
  const ask = (request: FastifyRequest, amount?: number): number => {
    try {
      limitRate(request, amount);
      return 0;
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      return (error as DomainError).details.retryAfterSeconds as number;
    }
  };
  const send = (sender: Parameters<typeof requestOf>[0], amount?: number) => ask(requestOf(sender), amount);
  const times = <T>(count: number, work: (n: number) => T) => Array.from({ length: count }, (_, n) => work(n));
  const ALICE = { actor: "alice", organization: "acme" };
  const BOB = { actor: "bob", organization: "acme" };

  it("is whole again a minute after it was first taken from", () => {
    expect(times(LIMIT, () => send(ALICE))).toEqual(Array(LIMIT).fill(0));
    now += 40_500;
    expect(send(ALICE)).toBe(20);
    now += 19_500;
    expect(times(LIMIT + 1, () => send(ALICE))).toEqual([...Array(LIMIT).fill(0), 60]);
  });

  it("takes from a request what it costs in all, once", () => {
    const request = requestOf(ALICE);
    expect([ask(request), ask(request), ask(request, 4), ask(request, 4)]).toEqual([0, 0, 0, 0]);
    expect([send(ALICE), send(ALICE)]).toEqual([0, 60]);
  });

  it("takes nothing for what is refused: what costs less still passes", () => {
    expect([send(ALICE, 3), send(ALICE, 3), send(ALICE, 2), send(ALICE)]).toEqual([0, 60, 0, 60]);
  });

  it("lets what costs more than the limit pass when nothing else was asked for", () => {
    const request = requestOf(ALICE);
    expect([ask(request), ask(request, 100), send(ALICE)]).toEqual([0, 0, 60]);
  });

  it("takes as much from the organization", () => {
    expect(times(10, (n) => send({ actor: `actor-${n}`, organization: "acme" }, LIMIT))).toEqual(Array(10).fill(0));
    expect(send(BOB)).toBe(60);
    expect(send({ ...BOB, organization: "other" })).toBe(0);
  });

  it("is an actor's own when nobody in the organization can make such ones, and still takes from the organization's", () => {
    const owner = { actor: "owner", organization: "acme", isDerived: false };
    expect(times(10, (n) => send({ actor: `actor-${n}`, organization: "acme" }, LIMIT))).toEqual(Array(10).fill(0));
    expect([send(BOB), send(owner, LIMIT), send(owner)]).toEqual([60, 0, 60]);
    const other = { ...owner, actor: "other owner", organization: "other" };
    expect([send(other, LIMIT), ...times(9, (n) => send({ actor: `${n}`, organization: "other" }, LIMIT))]).toEqual(
      Array(10).fill(0),
    );
    expect(send({ ...BOB, organization: "other" })).toBe(60);
  });

  it("keeps what actors and addresses have taken through a flood from everywhere", () => {
    expect(times(LIMIT + 1, () => send(ALICE)).at(-1)).toBe(60);
    expect(times(LIMIT + 1, () => send("192.0.2.1")).at(-1)).toBe(60);
    for (let n = 0; n < FLOOD; n++) send(`10.${n >> 14}.${(n >> 7) & 127}.${n & 127}`);
    expect([send(ALICE), send(BOB), send("192.0.2.1")]).toEqual([60, 0, 60]);
  });

  it("counts addresses that there is no room for by their network, until others' minutes are over", () => {
    for (let n = 0; n < FLOOD; n++) send(`10.${n >> 14}.${(n >> 7) & 127}.${n & 127}`);
    // What was over 20,000 came from 10.1.0.0/16.
    const answers = times(2 * 10 * LIMIT, (n) => send(`10.1.200.${n}`));
    expect(answers).toEqual(Array(2 * 10 * LIMIT).fill(60));
    expect(times(10 * LIMIT + 1, () => send("198.51.100.7"))).toEqual([...Array(10 * LIMIT).fill(0), 60]);
    expect(send("198.51.100.8")).toBe(60);
    expect(send("203.0.113.1")).toBe(0);
    now += MINUTE_MS;
    expect(times(LIMIT + 1, () => send("198.51.100.8"))).toEqual([...Array(LIMIT).fill(0), 60]);
  });

  it("keeps a window for every address of IPv4 through a flood from two sites of IPv6", () => {
    limitRate = createRateLimiter({ perMinute: 1200, clock: () => now });
    for (let n = 0; n < FLOOD; n++) expect(send(`2001:db8:${n % 2}:${(n >> 1).toString(16)}::1`)).toBe(0);
    expect(times(1201, () => send("198.51.100.7"))).toEqual([...Array(1200).fill(0), 60]);
    expect(send("198.51.100.8")).toBe(0);
  });

  it("keeps a window for every address through a flood of names that two proxies give", () => {
    limitRate = createRateLimiter({ perMinute: 1200, clock: () => now });
    for (let n = 0; n < FLOOD; n++) expect(send({ address: `10.0.0.${n % 2}`, alias: `_${n}` })).toBe(0);
    for (const [one, another] of [
      ["198.51.100.7", "198.51.100.8"],
      ["2001:db8:0:1::1", "2001:db8:0:2::1"],
    ] as const) {
      expect(times(1201, () => send(one))).toEqual([...Array(1200).fill(0), 60]);
      expect(send(another)).toBe(0);
    }
  });

  it("counts networks of IPv6 that there is no room for by their site", () => {
    for (let n = 0; n < FLOOD; n++) send(`2001:db8:${Math.floor(n / 50).toString(16)}:${n % 50}::1`);
    expect(times(10 * LIMIT + 1, () => send("2a00:1:1:7::1"))).toEqual([...Array(10 * LIMIT).fill(0), 60]);
    expect([send("2a00:1:1:8::1"), send("2a00:1:2:7::1")]).toEqual([60, 0]);
  });

  it("counts sites of IPv6 that there is no room for by what they belong to", () => {
    for (let n = 0; n < FLOOD; n++) send(`2001:db8:${n.toString(16)}::1`);
    const answers = times(10 * LIMIT + 1, (n) => send(`2a00:1:${n.toString(16)}:7::1`));
    expect(answers).toEqual([...Array(10 * LIMIT).fill(0), 60]);
    expect([send("2a00:1:ffff::1"), send("2a00:2:ffff::1")]).toEqual([60, 0]);
    expect(times(LIMIT, () => send("2001:db8:5::1"))).toEqual([0, 0, 0, 0, 60]);
    now += MINUTE_MS;
    expect(times(LIMIT + 1, () => send("2a00:1:ffff::1"))).toEqual([...Array(LIMIT).fill(0), 60]);
  });

  it("knows IPv4 addresses apart behind a translator to IPv6", () => {
    expect(times(LIMIT + 1, () => send("64:ff9b::c000:201")).at(-1)).toBe(60);
    expect(send("64:ff9b::c000:202")).toBe(0);
  });

  it("is taken off for each MiB of an answer, without refusing that, by whatever was not taken for its cost", () => {
    const MIB = 1024 ** 2;
    const answer = (sender: Sender, cost: number, bytes: number) => {
      const request = requestOf(sender);
      expect(ask(request, cost)).toBe(0);
      limitRate.charge(request, bytes);
    };
    answer(ALICE, 1, MIB);
    answer(ALICE, 1, 2 * MIB + 1);
    expect([send(ALICE), send(ALICE)]).toEqual([0, 60]);
    answer(BOB, 3, 3 * MIB);
    answer(BOB, 1, 50 * MIB);
    expect(send(BOB)).toBe(60);
    now += MINUTE_MS;
    expect(send(BOB)).toBe(0);
  });

  it("is taken off the organization's for the bytes of its actors' answers as well", () => {
    for (let n = 0; n < 10; n++) {
      const request = requestOf({ actor: `actor-${n}`, organization: "acme" });
      expect(ask(request)).toBe(0);
      limitRate.charge(request, LIMIT * 1024 ** 2);
    }
    expect(send(BOB)).toBe(60);
  });

  it("is not taken off for what is not counted at all", () => {
    const request = requestOf("192.0.2.1");
    limitRate.charge(request, 100 * 1024 ** 2);
    expect(times(LIMIT, () => send("192.0.2.1"))).toEqual(Array(LIMIT).fill(0));
  });

  it("is nobody's with a limit of 0", () => {
    limitRate = createRateLimiter({ perMinute: 0 });
    expect(times(100, () => send(ALICE, 1000))).toEqual(Array(100).fill(0));
  });
});
