import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { exchange, postGraphql, type Sent } from "../support/gateway/http-exchange.js";

const QUERY = '{"query":"{ viewer { role } }"}';
const LIMIT = 3;
const ORIGIN = "https://app.example.com";

describe(`RATE_LIMIT_PER_MINUTE=${LIMIT} for those who are nobody`, () => {
  let gateway: TestGateway;
  let addresses = 0;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite", {
      env: { RATE_LIMIT_PER_MINUTE: String(LIMIT), TRUST_PROXY: "127.0.0.1", CORS_ORIGINS: ORIGIN },
    });
  });
  afterAll(() => gateway.stop());

  const newAddress = () => `203.0.113.${++addresses}`;
  const nobody = async (forwarded: string) =>
    (await postGraphql(gateway.url, null, QUERY, { "x-forwarded-for": forwarded })).status;
  const statuses = async (count: number, send: (n: number) => Promise<number>) => {
    const answers: number[] = [];
    for (let n = 0; n < count; n++) answers.push(await send(n));
    return answers;
  };

  it("knows an address again whatever its port and spelling", async () => {
    const [v4, v6] = [newAddress(), "2001:db8:a::1"];
    const spellings = [`${v4}:1`, `"${v4}:2"`, `[::ffff:${v4}]:3`, v4];
    expect(await statuses(4, (n) => nobody(spellings[n] ?? ""))).toEqual([401, 401, 401, 429]);
    const others = [`[${v6}]:1`, `"[${v6}]"`, "2001:0DB8:000a::0001", v6];
    expect(await statuses(4, (n) => nobody(others[n] ?? ""))).toEqual([401, 401, 401, 429]);
  });

  it("does not let one client behind a proxy lock the others out, ports or not", async () => {
    const [one, other] = [newAddress(), newAddress()];
    expect(await statuses(4, (n) => nobody(`${one}:${50_000 + n}`))).toEqual([401, 401, 401, 429]);
    expect(await nobody(`${other}:50000`)).toBe(401);
  });

  it.each(["unknown", "_hidden", "203.0.113.7 or so"])("does not lock others out for %s", async (name) => {
    expect(await statuses(4, () => nobody(name))).toEqual([401, 401, 401, 429]);
    expect(await nobody(`${name}2`)).toBe(401);
    expect(await nobody(newAddress())).toBe(401);
    expect((await exchange(`${gateway.url}/openapi.json`)).status).toBe(200);
  });

  it("gives those that a proxy names by no address ten times as much together", async () => {
    const own = await startTestGateway("sqlite", { env: { RATE_LIMIT_PER_MINUTE: "1", TRUST_PROXY: "127.0.0.1" } });
    try {
      const send = async (n: number) =>
        (await postGraphql(own.url, null, QUERY, { "x-forwarded-for": `made up ${n}` })).status;
      expect(await statuses(12, send)).toEqual([...Array(10).fill(401), 429, 429]);
    } finally {
      await own.stop();
    }
  });

  it("counts a /64 of IPv6 as one address, and gives a /48 ten times as much", async () => {
    expect(await statuses(4, (n) => nobody(`2001:db8:b:1:${n}::1`))).toEqual([401, 401, 401, 429]);
    expect(await nobody("2001:db8:b:2::1")).toBe(401);
    const answers = await statuses(11 * LIMIT, (n) => nobody(`2001:db8:c:${n}::1`));
    expect(answers).toEqual([...Array(10 * LIMIT).fill(401), ...Array(LIMIT).fill(429)]);
    expect(await nobody("2001:db8:d::1")).toBe(401);
  });

  it("does not count what an actor sends against its address", async () => {
    const address = newAddress();
    const { viewer, developer } = await gateway.organization();
    for (const { token } of [viewer, developer]) {
      const send = async () => (await postGraphql(gateway.url, token, QUERY, { "x-forwarded-for": address })).status;
      expect(await statuses(4, send)).toEqual([200, 200, 200, 429]);
    }
    expect(await nobody(address)).toBe(401);
  });

  it.each<[string, string, Sent]>([
    [
      "preflights",
      "/graphql",
      { method: "OPTIONS", headers: { origin: ORIGIN, "access-control-request-method": "POST" } },
    ],
    ["preflights that are none", "/graphql", { method: "OPTIONS" }],
    ["unknown paths", "/nothing/here", {}],
    ["unknown paths of a dialect", "/client/v4/nothing", {}],
    ["paths that are no URL", "/%zz", {}],
    ["methods that a path does not have", "/oauth/token", { method: "DELETE" }],
    ["bodies that are too large", "/oauth/token", { method: "POST", body: "x".repeat(300_000) }],
    ["bodies of another type", "/graphql", { method: "POST", body: "x", headers: { "content-type": "text/csv" } }],
  ])("counts %s", async (_what, path, init) => {
    const forwarded = newAddress();
    const send = async () =>
      (await exchange(gateway.url + path, { ...init, headers: { ...init.headers, "x-forwarded-for": forwarded } }))
        .status;
    const answers = await statuses(LIMIT + 1, send);
    expect(answers.at(-1)).toBe(429);
    expect(answers.slice(0, -1)).not.toContain(429);
    expect(await nobody(forwarded)).toBe(429);
  });
});
