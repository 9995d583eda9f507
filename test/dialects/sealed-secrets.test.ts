import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { keptState } from "../support/databases/kept-state.js";
import { type CspOrganization, chosenSecret, cspOrganization, REQUIRED } from "../support/dialects/csp.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { ITEM, type Target } from "../support/gateway/ways-in.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { createSealed, newRecipient } from "../support/organization/recipients.js";

const recipient = newRecipient("X25519");

/** Every vendor's answer that would show a new secret of an application that exists. */
const SHOWING: Record<string, [method: string, path: (target: Target) => string, body?: object]> = {
  "Clerk's rotate_secret": ["POST", (target) => `${ITEM.clerk(target)}/rotate_secret`],
  "Cloudflare's rotate_secret": ["POST", (target) => `${ITEM.cloudflare(target)}/rotate_secret`],
  "Meteroid's rotate": ["POST", (target) => `${ITEM.meteroid(target)}/rotate`],
  "CSP's PUT secret": ["PUT", (target) => `${ITEM.csp(target)}/secret`, {}],
};

describe.each(DATABASE_KINDS)("an application whose secrets are sealed, by the dialects on %s", (kind) => {
  let gateway: TestGateway;
  let organization: CspOrganization;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
    organization = await cspOrganization(gateway);
  });
  afterAll(() => gateway.stop());

  async function keeping(): Promise<{ target: Target; clientSecret: string }> {
    const { data } = await createSealed(organization.owner, { secretRecipientKey: recipient.jwk });
    const { oauthApplication, sealedClientSecret } = data.createOAuthApplication;
    const { id, clientId } = oauthApplication;
    const { plaintext } = recipient.open(sealedClientSecret);
    return { target: { organizationId: organization.id, id, clientId }, clientSecret: plaintext };
  }

  it.each(Object.entries(SHOWING))("is a conflict for %s, which says why and does nothing", async (_name, way) => {
    const [method, path, body] = way;
    const { target, clientSecret } = await keeping();
    const before = await keptState(gateway.database);
    const answer = await organization.as("owner").request(method, path(target), body ? { body } : {});
    expect([answer.status, await keptState(gateway.database)]).toEqual([409, before]);
    expect(answer.text).toMatch(/sealed to its secretRecipientKey.*only show plaintext/);
    expect(answer.text).not.toMatch(/ogs_[0-9A-Za-z]{8}/);
    expect(await organization.good(target.clientId, clientSecret)).toBe(true);
  });

  it("takes a secret that the caller brings along, since nothing is shown", async () => {
    const { target, clientSecret } = await keeping();
    const [rotated, replaced] = [chosenSecret(), chosenSecret()];
    const path = ITEM.csp(target);
    const asked = { newClientSecret: rotated };
    const begun = await organization.as("owner").request("POST", `${path}/secret`, { body: asked });
    expect([begun.status, begun.text]).toEqual([200, ""]);
    expect(await organization.good(target.clientId, rotated)).toBe(true);
    expect(await organization.good(target.clientId, clientSecret)).toBe(true);
    const body = { ...REQUIRED, secret: replaced };
    const patched = await organization.as("owner").request("PATCH", path, { body });
    expect([patched.status, await organization.good(target.clientId, replaced)]).toEqual([200, true]);
    for (const text of [begun.text, patched.text]) expect(text).not.toContain(replaced);
  });

  it("keeps its key through every vendor's change of its settings", async () => {
    const { target } = await keeping();
    const owner = organization.as("owner");
    const changes = [
      await owner.request("PATCH", ITEM.clerk(target), { body: { name: "Clerk's" } }),
      await owner.request("PATCH", ITEM.cloudflare(target), { body: { client_name: "Cloudflare's" } }),
      await owner.request("PATCH", ITEM.csp(target), { body: REQUIRED }),
    ];
    expect(changes.map(({ status }) => status)).toEqual([200, 200, 200]);
    const { oauthApplication } = await organization.owner.ok(
      "query ($id: ID!) { oauthApplication(id: $id) { secretRecipientKey selfRotationEnabled } }",
      { id: target.id },
    );
    expect(oauthApplication).toEqual({ secretRecipientKey: recipient.jwk, selfRotationEnabled: false });
  });
});
