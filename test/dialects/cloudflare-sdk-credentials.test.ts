import Cloudflare, { AuthenticationError, type ClientOptions } from "cloudflare";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { uuidOf } from "../../src/model/identifier.js";
import { type LossyProxy, startLossyProxy } from "../support/clients/lossy-proxy.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { failure, NEW_CLIENT } from "../support/dialects/sdks.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { metricValue, WITH_METRICS } from "../support/gateway/metrics.js";

const EMAIL = "ann@example.com";

/** Each way in which the SDK presents a token. */
const CREDENTIALS: [string, (token: string) => ClientOptions, string[]][] = [
  ["a bearer token", (apiToken) => ({ apiToken }), ["authorization"]],
  ["an e-mail and a key", (apiKey) => ({ apiEmail: EMAIL, apiKey }), ["x-auth-email", "x-auth-key"]],
  ["a service key", (userServiceKey) => ({ userServiceKey }), ["x-auth-user-service-key"]],
  [
    "all of them at once",
    (token) => ({ apiToken: token, apiEmail: EMAIL, apiKey: token, userServiceKey: token }),
    ["authorization", "x-auth-email", "x-auth-key", "x-auth-user-service-key"],
  ],
];
const NAMES = ["authorization", "x-auth-email", "x-auth-key", "x-auth-user-service-key"];

describe.each(DATABASE_KINDS)("Cloudflare's SDK presents its credentials on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let proxy: LossyProxy;

  beforeAll(async () => {
    gateway = await startTestGateway(kind, { env: WITH_METRICS });
    proxy = await startLossyProxy(gateway.url);
  });
  beforeEach(async () => {
    organization = await gateway.organization();
    proxy.requests.length = 0;
  });
  afterAll(async () => {
    await proxy.close();
    await gateway.stop();
  });

  function sdk(options: ClientOptions) {
    const { oauthClients } = new Cloudflare({ baseURL: `${proxy.url}/client/v4`, maxRetries: 0, ...options }).iam;
    return { oauthClients, account: { account_id: uuidOf(organization.id) } };
  }

  describe.each(CREDENTIALS)("as %s", (_what, options, sent) => {
    it("and is let in, to do what the token may", async () => {
      const { oauthClients, account } = sdk(options(organization.developer.token ?? ""));
      const { client_id } = await oauthClients.create({ ...account, ...NEW_CLIENT });
      await oauthClients.rotateSecret(client_id, account);
      await oauthClients.deleteRotatedSecret(client_id, account);
      expect((await oauthClients.list(account)).result.map((client) => client.client_id)).toEqual([client_id]);
      expect(gateway.log()).not.toContain(organization.developer.token);
      for (const { headers } of proxy.requests) expect(NAMES.filter((name) => name in headers)).toEqual(sent);
    });

    it("and is refused when they are not good, which is counted as a failed authentication", async () => {
      const { oauthClients, account } = sdk(options("ogt_nobody"));
      const before = await metricValue(gateway, "gateway_failed_authentications_total");
      const { status, errors, headers } = await failure(AuthenticationError, oauthClients.list(account));
      expect([status, errors[0]?.code]).toEqual([401, 10000]);
      expect(headers.get("www-authenticate")).toBe('Bearer realm="oauth-app-gateway", error="invalid_token"');
      expect(await metricValue(gateway, "gateway_failed_authentications_total")).toBe(before + 1);
    });
  });

  it("and is refused with 401 without any, of which the SDK itself thinks nothing", async () => {
    const { oauthClients, account } = sdk({});
    const error = await failure(AuthenticationError, oauthClients.list(account));
    expect([error.status, error.errors[0]?.code]).toEqual([401, 10000]);
    expect(error.headers.get("www-authenticate")).toBe('Bearer realm="oauth-app-gateway"');
    expect(proxy.requests.map(({ headers }) => NAMES.filter((name) => name in headers))).toEqual([[]]);
    await failure(AuthenticationError, oauthClients.create({ ...account, ...NEW_CLIENT }));
    await failure(AuthenticationError, oauthClients.delete("0".repeat(32), { account_id: "0".repeat(32) }));
  });

  it("and is refused with an e-mail alone, which is no credential", async () => {
    const { oauthClients, account } = sdk({ apiEmail: EMAIL });
    await failure(AuthenticationError, oauthClients.list(account));
  });

  it("and is judged by the bearer token when there are others", async () => {
    const good = organization.viewer.token ?? "";
    const { oauthClients, account } = sdk({ apiToken: "ogt_nobody", apiEmail: EMAIL, apiKey: good });
    await failure(AuthenticationError, oauthClients.list(account));
  });

  it("and gets a new secret for a request without a body or a content type", async () => {
    const { oauthClients, account } = sdk({ apiToken: organization.developer.token });
    const { client_id } = await oauthClients.create({ ...account, ...NEW_CLIENT });
    await oauthClients.rotateSecret(client_id, account);
    const { headers, body, path } = proxy.requests[1] ?? {};
    expect(path).toBe(`/client/v4/accounts/${uuidOf(organization.id)}/oauth_clients/${client_id}/rotate_secret`);
    expect([body, headers?.["content-type"], headers?.["content-length"]]).toEqual(["", undefined, "0"]);
    await oauthClients.update(client_id, account);
    expect(proxy.requests[2]?.body).toBe("{}");
  });
});
