import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestGateway } from "../support/gateway/gateway.js";
import { metricValue, WITH_METRICS } from "../support/gateway/metrics.js";
import {
  basic,
  createClient,
  introspect,
  postAs,
  requestToken,
  startOauthGateway,
} from "../support/oauth/oauth-endpoints.js";

describe("requests at the OAuth endpoints", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway("sqlite", { env: WITH_METRICS });
  });
  afterAll(() => gateway.stop());

  const handled = (route: string, status: number) =>
    metricValue(
      gateway,
      `gateway_http_request_duration_seconds_count{route="${route}",method="POST",status="${status}"}`,
    );

  it("are logged with their route, status and address, without secrets or tokens", async () => {
    const client = await createClient((await gateway.organization()).developer);
    const { json } = await requestToken(gateway.url, client);
    const wrong = { ...client, clientSecret: `${client.clientSecret}x` };
    expect((await requestToken(gateway.url, wrong)).status).toBe(401);
    await introspect(gateway.url, client, json.access_token);
    const { headers } = await postAs(`${gateway.url}/oauth/revoke`, client, { token: json.access_token });
    const lines = gateway
      .log()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const logged = lines.find(({ requestId }) => requestId === headers.get("x-request-id"));
    expect(logged).toMatchObject({ route: "/oauth/revoke", method: "POST", status: 200, address: "127.0.0.1" });
    expect(lines.find(({ route, status }) => route === "/oauth/token" && status === 401)).toBeDefined();
    const encoded = basic(client.clientId, client.clientSecret).slice("Basic ".length);
    for (const value of [json.access_token, client.clientSecret, encoded]) expect(gateway.log()).not.toContain(value);
  });

  it("are counted in metrics, failed authentications also on their own", async () => {
    const client = await createClient((await gateway.organization()).developer);
    const before = [
      await handled("/oauth/token", 200),
      await handled("/oauth/token", 401),
      await metricValue(gateway, "gateway_failed_authentications_total"),
    ];
    await requestToken(gateway.url, client);
    await requestToken(gateway.url, client);
    await requestToken(gateway.url, { ...client, clientSecret: "wrong" });
    expect([
      await handled("/oauth/token", 200),
      await handled("/oauth/token", 401),
      await metricValue(gateway, "gateway_failed_authentications_total"),
    ]).toEqual([(before[0] as number) + 2, (before[1] as number) + 1, (before[2] as number) + 1]);
  });

  it.each(["/oauth/token", "/oauth/introspect", "/oauth/revoke"])("are limited in number at %s", async (path) => {
    const own = await startOauthGateway("sqlite", { env: { RATE_LIMIT_PER_MINUTE: "3" } });
    try {
      const nobody = { clientId: "f".repeat(32), clientSecret: "wrong" };
      const statuses: number[] = [];
      for (let request = 0; request < 4; request++) {
        const answer = await postAs(own.url + path, nobody, { grant_type: "client_credentials", token: "x" });
        statuses.push(answer.status);
        if (answer.status === 429) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      }
      expect(statuses).toEqual([401, 401, 401, 429]);
    } finally {
      await own.stop();
    }
  });
});
