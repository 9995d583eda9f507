import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Role } from "../../src/model/permission.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { issueApiToken, revokeApiToken } from "../support/organization/api-tokens.js";
import { access, addedMember, serviceAccount } from "../support/organization/members.js";
import { AUDIENCE, newIssuerKey, type OutsideIssuer, startOutsideIssuer } from "../support/processes/outside-issuer.js";
import { onFreePort } from "../support/processes/ports.js";

const LIMIT = 4;
/** An organization has ten times the allowance of one of its actors. */
const LIMIT_OF_ORGANIZATION = 10 * LIMIT;
const REFUSED = [429, "TOO_MANY_REQUESTS"];

describe("the allowance of an organization", () => {
  let issuer: OutsideIssuer;
  let gateway: TestGateway;

  beforeAll(async () => {
    issuer = await startOutsideIssuer([await newIssuerKey("key-1")]);
    const oidc = { OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: AUDIENCE };
    gateway = await onFreePort((port) =>
      startTestGateway("sqlite", { env: { PORT: String(port), RATE_LIMIT_PER_MINUTE: String(LIMIT), ...oidc } }),
    );
  });
  afterAll(async () => {
    await gateway?.stop();
    await issuer?.stop();
  });

  /** Tokens that tokens of the organization have issued; each of those that issue has asked for one and no more. */
  async function issued(organization: TestOrganization, count: number): Promise<GraphqlClient[]> {
    const clients: GraphqlClient[] = [];
    for (let n = 0; n < count; n++) clients.push((await issueApiToken(await organization.client(Role.ADMIN))).client);
    return clients;
  }

  /** How often a client was answered before it, or its organization, had nothing left. */
  async function answered(client: GraphqlClient): Promise<number> {
    for (let n = 0; n <= LIMIT; n++) {
      const outcome = await access(client);
      if (outcome[0] === 200) continue;
      expect(outcome).toEqual(REFUSED);
      return n;
    }
    throw new Error(`${LIMIT + 1} requests of one actor were answered`);
  }

  /** Takes all of it by tokens that the organization's tokens have issued. */
  async function exhaust(organization: TestOrganization): Promise<GraphqlClient[]> {
    const clients = await issued(organization, 11);
    for (const client of clients) await answered(client);
    return clients;
  }

  it("is not raised by issuing tokens, and is its own", async () => {
    const [one, other] = [await gateway.organization(), await gateway.organization()];
    const tokens = 9;
    let sum = 0;
    for (const client of await issued(one, tokens + 2)) sum += await answered(client);
    // The tokens that issued them have taken one request each.
    expect(sum).toBe(LIMIT_OF_ORGANIZATION - (tokens + 2));
    const [fresh] = await issued(other, 1);
    expect(await access(fresh as GraphqlClient)).toEqual([200]);
  });

  it("refuses service accounts and issued tokens, says when to come back", async () => {
    const organization = await gateway.organization();
    const account = await serviceAccount(gateway, organization, Role.ADMIN);
    const application = await account.signIn();
    const [sibling] = await issued(organization, 1);
    await exhaust(organization);
    for (const client of [application, sibling]) {
      const refused = await (client as GraphqlClient).send("{ viewer { role } }");
      expect([refused.status, refused.errors[0]?.extensions.code]).toEqual(REFUSED);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    }
  });

  it("keeps nobody out whom no actor of the organization can make", async () => {
    const organization = await gateway.organization();
    const { owner, admin } = organization;
    const application = await owner.createApplication();
    await addedMember(owner, { subject: "alice", role: Role.ADMIN });
    const evil = await issueApiToken(admin);
    await exhaust(organization);
    expect(await access(evil.client)).toEqual(REFUSED);
    // An authorization server, the owner, who stops a thief, and a person, with tokens from outside the organization.
    const server = await organization.client(Role.OWNER);
    expect(await server.verify(application.clientId, application.clientSecret as string)).toMatchObject({
      active: true,
    });
    expect((await owner.rotate(application.id, { previousSecret: "REVOKE" })).errors).toEqual([]);
    expect((await revokeApiToken(owner, evil.id)).errors).toEqual([]);
    const alice = new GraphqlClient(gateway.url, await issuer.tokenFor("alice"));
    expect(await answered(alice)).toBe(LIMIT);
    // The allowance of each is still its own and no more.
    expect(await access(owner)).toEqual(REFUSED);
  });
});
