import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { postGraphql } from "../support/gateway/http-exchange.js";
import { createClient, postAs, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { change, changed, refusalOf } from "../support/organization/oauth-applications.js";

const GRANT = { grant_type: "client_credentials" };
const QUERY = '{"query":"{ viewer { role } }"}';

describe.each(DATABASE_KINDS)("on %s, a client that is wrong about one thing is told", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  it.each([
    ["basic", "post", "client_secret_post", "CLIENT_SECRET_POST"],
    ["post", "basic", "client_secret_basic", "CLIENT_SECRET_BASIC"],
  ] as const)("by %s, that it is registered for %s, if its secret is right", async (wrong, right, name, method) => {
    const { developer } = await gateway.organization();
    const client = await createClient(developer, { tokenEndpointAuthMethod: method });
    for (const path of ["/oauth/token", "/oauth/introspect", "/oauth/revoke"]) {
      const form = { ...GRANT, token: "x" };
      const told = await postAs(gateway.url + path, client, form, wrong);
      expect([path, told.status, told.json.error]).toEqual([path, 401, "invalid_client"]);
      expect(told.json.error_description).toContain(`registered for ${name}`);
      const guess = await postAs(
        gateway.url + path,
        { ...client, clientSecret: `${client.clientSecret}x` },
        form,
        wrong,
      );
      const unknown = await postAs(gateway.url + path, { ...client, clientId: "0".repeat(32) }, form, wrong);
      expect([guess.status, guess.text]).toEqual([401, unknown.text]);
      expect(guess.text).not.toContain(name);
    }
    expect((await postAs(`${gateway.url}/oauth/token`, client, GRANT, right)).status).toBe(200);
  });

  it("at /graphql, that its token is for something else; the gateway is meant with and without a slash", async () => {
    const { developer, owner } = await gateway.organization();
    const client = await createClient(developer);
    await owner.ok("mutation ($input: AddMemberInput!) { addMember(input: $input) { member { id } } }", {
      input: { oauthApplicationId: client.id, role: "VIEWER" },
    });
    const obtain = async (more: Record<string, string>) =>
      (await postAs(`${gateway.url}/oauth/token`, client, { ...GRANT, ...more })).json.access_token as string;
    const elsewhere = await postGraphql(gateway.url, await obtain({}), QUERY);
    expect(elsewhere.status).toBe(401);
    expect(elsewhere.text).toContain(`resource=${gateway.url}`);
    for (const resource of [gateway.url, `${gateway.url}/`]) {
      expect((await postGraphql(gateway.url, await obtain({ resource }), QUERY)).status).toBe(200);
    }
    const stranger = await postGraphql(gateway.url, "x".repeat(43), QUERY);
    expect(stranger.text).not.toContain("resource=");
    const other = await postAs(`${gateway.url}/oauth/token`, client, { ...GRANT, resource: `${gateway.url}//` });
    expect([other.status, other.json.error]).toEqual([400, "invalid_target"]);
  });

  it("that a public application cannot have CLIENT_CREDENTIALS", async () => {
    const { developer } = await gateway.organization();
    const grantTypes = ["CLIENT_CREDENTIALS"];
    for (const who of [{ public: true }, { tokenEndpointAuthMethod: "NONE" }]) {
      const refused = await change(developer, "createOAuthApplication", { name: "x", grantTypes, ...who });
      expect(refusalOf(refused)).toMatchObject({ code: "BAD_USER_INPUT", field: "grantTypes", rule: "public" });
    }
    const { id: oauthApplicationId } = await developer.createApplication({ public: true });
    const refused = await change(developer, "updateOAuthApplication", { oauthApplicationId, grantTypes });
    expect(refusalOf(refused)).toMatchObject({ field: "grantTypes" });
    const both = { oauthApplicationId, grantTypes, public: false };
    expect(await changed(developer, "updateOAuthApplication", both, "public grantTypes")).toEqual({
      public: false,
      grantTypes,
    });
  });
});
