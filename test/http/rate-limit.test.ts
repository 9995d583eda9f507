import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { type Exchange, exchange, expectRefusal, postGraphql, sendRaw } from "../support/gateway/http-exchange.js";

const QUERY = '{"query":"{ viewer { role } }"}';
const LIMIT = 3;

/** As it is written to a socket. */
function requestOf(token: string | null, connection: string): string {
  const head = `Host: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
  return `POST /graphql HTTP/1.1\r\n${head}Connection: ${connection}\r\nContent-Length: ${QUERY.length}\r\n\r\n${QUERY}`;
}

describe(`RATE_LIMIT_PER_MINUTE=${LIMIT}`, () => {
  let gateway: TestGateway;
  let addresses = 0;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite", {
      env: { RATE_LIMIT_PER_MINUTE: String(LIMIT), TRUST_PROXY: "127.0.0.1" },
    });
  });
  afterAll(() => gateway.stop());

  /** An address that no other test sends from. */
  const newAddress = () => `203.0.113.${++addresses}`;
  const post = (token: string | null, address: string) =>
    postGraphql(gateway.url, token, QUERY, { "x-forwarded-for": address });
  const statuses = async (count: number, send: () => Promise<Exchange>) => {
    const answers: number[] = [];
    for (let index = 0; index < count; index++) answers.push((await send()).status);
    return answers;
  };

  it("answers so many requests of an actor, and then when to come back", async () => {
    const { viewer } = await gateway.organization();
    const address = newAddress();
    expect(await statuses(LIMIT, () => post(viewer.token, address))).toEqual([200, 200, 200]);
    const refused = await post(viewer.token, address);
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get("retry-after"));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(expectRefusal(refused)).toEqual([
      {
        message: `Too many requests. Retry after ${seconds} s.`,
        extensions: { code: "TOO_MANY_REQUESTS", retryAfterSeconds: seconds },
      },
    ]);
  });

  it("counts an actor wherever the requests come from", async () => {
    const { viewer } = await gateway.organization();
    expect(await statuses(LIMIT + 1, () => post(viewer.token, newAddress()))).toEqual([200, 200, 200, 429]);
  });

  it("counts each actor of one address for itself", async () => {
    const { viewer, developer } = await gateway.organization();
    const address = newAddress();
    expect(await statuses(LIMIT + 1, () => post(viewer.token, address))).toEqual([200, 200, 200, 429]);
    expect((await post(developer.token, address)).status).toBe(200);
  });

  it("counts requests at once like requests one after the other", async () => {
    const { viewer } = await gateway.organization();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(viewer.token, newAddress())));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, ...Array(7).fill(429)]);
  });

  it("answers so many of the requests that arrive in one piece", async () => {
    const { viewer } = await gateway.organization();
    const request = (connection: string) => requestOf(viewer.token, connection);
    const answers = await sendRaw(gateway.url, request("keep-alive").repeat(9) + request("close"));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, ...Array(7).fill(429)]);
  });

  it("counts whoever is nobody by address, whatever the token that was tried", async () => {
    const address = newAddress();
    const guess = () => post(`ogt_${crypto.randomUUID().replaceAll("-", "")}${"a".repeat(17)}`, address);
    expect(await statuses(2, guess)).toEqual([401, 401]);
    expect(await statuses(2, () => post(null, address))).toEqual([401, 429]);
    expect((await guess()).status).toBe(429);
    expect((await post(null, newAddress())).status).toBe(401);
  });

  it("does not refuse an actor for what nobody does from the same address", async () => {
    const { viewer } = await gateway.organization();
    const address = newAddress();
    expect(await statuses(LIMIT + 1, () => post(null, address))).toEqual([401, 401, 401, 429]);
    expect((await post(viewer.token, address)).status).toBe(200);
  });

  it("counts the ways in together", async () => {
    const { admin } = await gateway.organization();
    expect(await statuses(LIMIT, () => post(admin.token, newAddress()))).toEqual([200, 200, 200]);
    const refused = await exchange(`${gateway.url}/oauth/verify`, {
      method: "POST",
      headers: { authorization: `Bearer ${admin.token}` },
      body: new URLSearchParams({ client_id: "a", client_secret: "b" }),
    });
    expect([refused.status, expectRefusal(refused)[0]?.extensions.code]).toEqual([429, "TOO_MANY_REQUESTS"]);
  });

  it("leaves health checks alone", async () => {
    for (const path of ["/health/live", "/health/ready"]) {
      expect(await statuses(LIMIT + 2, () => exchange(gateway.url + path))).toEqual(Array(LIMIT + 2).fill(200));
    }
  });
});

describe("RATE_LIMIT_PER_MINUTE=0", () => {
  it("switches the limit off", async () => {
    const gateway = await startTestGateway("sqlite", { env: { RATE_LIMIT_PER_MINUTE: "0" } });
    try {
      const { viewer } = await gateway.organization();
      const answers = await sendRaw(
        gateway.url,
        requestOf(viewer.token, "keep-alive").repeat(1499) + requestOf(viewer.token, "close"),
      );
      expect(answers).toHaveLength(1500);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    } finally {
      await gateway.stop();
    }
  });
});
