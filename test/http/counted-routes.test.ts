import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { exchange } from "../support/gateway/http-exchange.js";

/** Where Fastify tells of each server that it makes. */
const CHANNEL = "fastify.initialization";

describe("RATE_LIMIT_PER_MINUTE=1", () => {
  const routes: { method: string; path: string }[] = [];
  let gateway: TestGateway;

  beforeAll(async () => {
    const watch = (message: unknown) =>
      (message as { fastify: FastifyInstance }).fastify.addHook("onRoute", ({ method, url }) => {
        for (const each of [method].flat()) routes.push({ method: each, path: url.replace(/:\w+|\*/g, "x") });
      });
    subscribe(CHANNEL, watch);
    gateway = await startTestGateway("sqlite", { env: { RATE_LIMIT_PER_MINUTE: "1", TRUST_PROXY: "127.0.0.1" } });
    unsubscribe(CHANNEL, watch);
  });
  afterAll(() => gateway.stop());

  it("counts requests to every route but those of health, whoever sends them", async () => {
    const counted: string[] = [];
    const free: string[] = [];
    for (const [n, { method, path }] of routes.entries()) {
      const headers = { "x-forwarded-for": `203.0.113.${n}` };
      const first = await exchange(gateway.url + path, { method, headers });
      expect(first.status, path).not.toBe(429);
      const { status } = await exchange(gateway.url + path, { method, headers });
      (status === 429 ? counted : free).push(`${method} ${path}`);
    }
    const health = ["/health/live", "/health/ready"];
    expect(free.toSorted()).toEqual(["GET", "HEAD"].flatMap((method) => health.map((path) => `${method} ${path}`)));
    expect(counted.length).toBeGreaterThan(40);
  });
});
