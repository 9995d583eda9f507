import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { csp } from "../support/dialects/contracts/csp.js";
import type { DialectAnswer } from "../support/dialects/dialects.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { basic, createClient, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { postFormTo } from "../support/oauth/token-routes.js";

const LIMIT = 3;

describe(`RATE_LIMIT_PER_MINUTE=${LIMIT} at CSP's token routes`, () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway("sqlite", {
      env: { RATE_LIMIT_PER_MINUTE: String(LIMIT), TRUST_PROXY: "127.0.0.1" },
    });
  });
  afterAll(() => gateway.stop());

  it.each(["authorize", "token"])("is refused in CSP's shape, with Retry-After: %s", async (name) => {
    const client = await createClient((await gateway.organization()).developer);
    const headers = {
      authorization: basic(client.clientId, client.clientSecret),
      "x-forwarded-for": `203.0.113.${name.length}`,
    };
    const ask = () =>
      postFormTo(gateway.url, `/csp/gateway/am/api/auth/${name}?grant_type=client_credentials`, "", headers);
    const answers: DialectAnswer[] = [];
    for (let n = 0; n <= LIMIT; n++) answers.push(await ask());
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    const refused = answers.at(-1) as DialectAnswer;
    const seconds = Number(refused.headers.get("retry-after"));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(expectRefused(csp, refused, { status: 429 })).toContain(`${seconds} s`);
    // Another address has its own allowance, and the standard's path counts with this one's.
    expect((await requestToken(gateway.url, client)).status).toBe(200);
    const standard = await fetch(`${gateway.url}/oauth/token`, {
      method: "POST",
      headers,
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    expect(standard.status).toBe(429);
  });
});
