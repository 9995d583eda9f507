import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Role } from "../../src/model/permission.js";
import { newSecret } from "../../src/model/secret.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { contractOrganization, expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import { dialectClient } from "../support/dialects/dialects.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { startOauthGateway, tokenOf } from "../support/oauth/oauth-endpoints.js";
import { issueApiToken } from "../support/organization/api-tokens.js";
import { removeMember, serviceAccount } from "../support/organization/members.js";
import {
  AUDIENCE,
  forge,
  type IssuerKey,
  newIssuerKey,
  type OutsideIssuer,
  startOutsideIssuer,
} from "../support/processes/outside-issuer.js";

describe.each(DATABASE_KINDS)("a credential that is not accepted on %s", (kind) => {
  let key: IssuerKey;
  let issuer: OutsideIssuer;
  let gateway: TestGateway;
  let organization: TestOrganization;
  let claims: { iss: string; aud: string; sub: string };

  beforeAll(async () => {
    key = await newIssuerKey("first");
    issuer = await startOutsideIssuer([key]);
    gateway = await startOauthGateway(kind, { env: { OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: AUDIENCE } });
    organization = await gateway.organization();
    claims = { iss: issuer.url, aud: AUDIENCE, sub: "zoe" };
  });
  afterAll(async () => {
    await gateway.stop();
    await issuer.stop();
  });

  /** What the request's line in the log says, and the answer's status. */
  async function logged(headers: Record<string, string>): Promise<[number, unknown]> {
    const { status, headers: answered } = await gateway.anonymous.send("{ viewer { role } }", undefined, headers);
    const id = answered.get("x-request-id");
    const line = () =>
      gateway
        .log()
        .split("\n")
        .find((text) => text.includes(`"requestId":"${id}"`) && text.includes('"msg":"request"'));
    await expect.poll(line, { interval: 5 }).toBeDefined();
    return [status, JSON.parse(line() as string).refused];
  }

  const bearer = (token: string | null) => ({ authorization: `Bearer ${token}` });
  const user = async (more: Parameters<typeof forge>[1], header: Parameters<typeof forge>[2] = {}) =>
    bearer(await forge(key, { ...claims, ...more }, header));

  const WAYS: Record<string, [() => Promise<Record<string, string>>, number, string]> = {
    none: [async () => ({}), 401, "no_credential"],
    "with the scheme Basic": [async () => ({ authorization: "Basic YTpi" }), 401, "wrong_scheme"],
    "without a scheme": [async () => ({ authorization: organization.owner.token as string }), 401, "wrong_scheme"],
    "with nothing but a scheme": [async () => ({ authorization: "Bearer" }), 401, "malformed"],
    "that is a part of an API token": [
      async () => bearer(organization.owner.token?.slice(0, -1) ?? ""),
      401,
      "malformed",
    ],
    "that is no token": [async () => bearer("nonsense"), 401, "unknown_token"],
    "that was revoked": [
      async () => {
        const { client, apiToken } = await issueApiToken(organization.owner, { role: Role.VIEWER });
        await organization.owner.ok(
          `mutation { revokeApiToken(input: { apiTokenId: "${apiToken.id}" }) { apiToken { id } } }`,
        );
        return bearer(client.token);
      },
      401,
      "revoked",
    ],
    "of another organization than the named one": [
      async () => ({ ...bearer(organization.owner.token), "x-organization": "nobody" }),
      401,
      "other_organization",
    ],
    "that is an access token for something else": [
      async () => {
        const { application } = await serviceAccount(gateway, organization, "VIEWER");
        return bearer(await tokenOf(gateway.url, application));
      },
      401,
      "audience",
    ],
    "of a service account that was removed": [
      async () => {
        const { memberId, signIn } = await serviceAccount(gateway, organization, "VIEWER");
        const { token } = await signIn();
        await removeMember(organization.owner, memberId);
        return bearer(token);
      },
      401,
      "unknown_token",
    ],
    "that is no JWT": [async () => bearer("a.b.c"), 401, "malformed"],
    "of another issuer": [() => user({ iss: "https://issuer.example.com" }), 401, "issuer"],
    "for another audience": [() => user({ aud: "https://other.example.com" }), 401, "audience"],
    "of a user that has expired": [() => user({ expiresIn: -90 }), 401, "expired"],
    "of a user that is not valid yet": [() => user({ nbf: Math.floor(Date.now() / 1000) + 90 }), 401, "not_yet_valid"],
    "of a user without an end": [() => user({ expiresIn: null }), 401, "claims"],
    "that is an id token": [() => user({ typ: "ID" }), 401, "token_type"],
    "that is bound to a key": [() => user({ cnf: {} }), 401, "sender_constrained"],
    "under an unknown key": [() => user({}, { kid: "unknown" }), 401, "unknown_key"],
    "that somebody else signed": [
      async () => bearer(await forge(await newIssuerKey("first"), claims)),
      401,
      "signature",
    ],
    "with a shared secret": [
      async () => bearer(await forge({ kid: "first", algorithm: "HS256", privateKey: new Uint8Array(64) }, claims)),
      401,
      "algorithm",
    ],
    "of a user who is no member": [() => user({}), 403, "not_a_member"],
    "of a user who is no member of the named organization": [
      async () => ({ ...(await user({})), "x-organization": organization.slug }),
      403,
      "not_a_member",
    ],
  };

  it.each(Object.entries(WAYS))(
    "is told of in the log by its reason: one %s",
    async (_name, [headers, ...expected]) => {
      const sent = await headers();
      expect(await logged(sent)).toEqual(expected);
      for (const part of (sent.authorization ?? "").split(/[ .]/).filter((text) => text.length > 8)) {
        expect(gateway.log()).not.toContain(part);
      }
    },
  );

  it("by its end is told of as well", async () => {
    const { client } = await issueApiToken(organization.owner, {
      role: Role.VIEWER,
      expiresAt: new Date(gateway.now() + 60_000).toISOString(),
    });
    gateway.advance(60_000);
    expect(await logged(bearer(client.token))).toEqual([401, "expired"]);
    expect(await logged(bearer(newSecret("ogt_")))).toEqual([401, "unknown_token"]);
  });

  it("is not spoken of in the line of one that is", async () => {
    expect(await logged(bearer(organization.owner.token))).toEqual([200, undefined]);
  });

  describe.each(CONTRACTS)("through $dialect", (contract) => {
    it("is a user's who is no member: 403 in the vendor's shape, and in words that say so", async () => {
      const { id } = await contractOrganization(gateway, contract);
      const client = dialectClient(gateway.url, await forge(key, claims));
      const path = contract.list.path(id, "");
      const answer = await client.request(contract.list.method, path);
      const message = expectRefused(contract, answer, { status: 403 });
      expect(message).toContain("You are signed in, but you are not a member of any organization here.");
      const unknown = await client.request(contract.list.method, contract.list.path(`org_${"0".repeat(22)}`, ""));
      expect(expectRefused(contract, unknown, { status: 403 })).toBe(message);
    });

    it("names the missing Bearer in its 401", async () => {
      const { owner, call } = await contractOrganization(gateway, contract);
      const bare = dialectClient(gateway.url, null);
      const client = {
        ...bare,
        request: (method: string, path: string) =>
          bare.request(method, path, { headers: { authorization: String(owner.token) } }),
      };
      const message = expectRefused(contract, await call(contract.list, "", client), { status: 401 });
      expect(message).toContain("The scheme Bearer is missing");
    });
  });
});
