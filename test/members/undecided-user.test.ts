import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { access, addedMember, removeMember, serviceAccount } from "../support/organization/members.js";
import {
  AUDIENCE,
  forge,
  type IssuerKey,
  newIssuerKey,
  type OutsideIssuer,
  startOutsideIssuer,
} from "../support/processes/outside-issuer.js";

const MINE = "{ memberships { id role organization { id slug name } } }";
const TO_CHOOSE = [400, "BAD_USER_INPUT"];

describe.each(DATABASE_KINDS)("a user who has to choose an organization on %s", (kind) => {
  let key: IssuerKey;
  let issuer: OutsideIssuer;
  let gateway: TestGateway;
  let users = 0;

  beforeAll(async () => {
    key = await newIssuerKey("first");
    issuer = await startOutsideIssuer([key]);
    gateway = await startOauthGateway(kind, { env: { OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: AUDIENCE } });
  });
  afterAll(async () => {
    await gateway.stop();
    await issuer.stop();
  });

  const newSubject = () => `undecided-${++users}`;
  const tokenOf = (sub: string) => forge(key, { iss: issuer.url, aud: AUDIENCE, sub });
  const signIn = async (sub: string) => new GraphqlClient(gateway.url, await tokenOf(sub));

  async function memberOfTwo() {
    const [one, other] = [await gateway.organization(), await gateway.organization()];
    const subject = newSubject();
    const ids = [
      await addedMember(one.owner, { subject, role: "VIEWER" }),
      await addedMember(other.owner, { subject, role: "ADMIN" }),
    ] as const;
    return { one, other, subject, ids, user: await signIn(subject) };
  }

  it("is shown which ones there are, and acts in the one they name", async () => {
    const { one, other, ids, user } = await memberOfTwo();
    const memberships = [
      { id: ids[0], role: "VIEWER", organization: { id: one.id, slug: one.slug, name: one.slug } },
      { id: ids[1], role: "ADMIN", organization: { id: other.id, slug: other.slug, name: other.slug } },
    ];
    for (const _execution of ["interpreted", "compiled"]) expect(await user.ok(MINE)).toEqual({ memberships });
    const chosen = { "x-organization": memberships[1]?.organization.slug ?? "" };
    expect(await access(user)).toEqual(TO_CHOOSE);
    expect(await access(user, chosen)).toEqual([200]);
    expect((await user.send(MINE, undefined, chosen)).data).toEqual({ memberships });
  });

  it("is shown nothing else, in whatever way it is asked beside", async () => {
    const { user, one, ids } = await memberOfTwo();
    const mine = "memberships { role }";
    for (const document of [
      "{ viewer { role } }",
      `{ ${mine} viewer { role } }`,
      `{ ${mine} ...more } fragment more on Query { organization { id } }`,
      `{ ${mine} ... on Query { oauthApplications { totalCount } } }`,
      `{ memberships: organization { id } }`,
      `{ ${mine} node(id: "${one.id}") { id } }`,
      `{ ${mine} __schema { types { name } } }`,
      "{ __schema { types { name } } }",
      `mutation { removeMember(input: { memberId: "${ids[0]}" }) { removedId } }`,
      'mutation { createOAuthApplication(input: { name: "x" }) { clientSecret } }',
    ]) {
      for (const accept of ["application/json", "application/graphql-response+json"]) {
        const { status, data, errors } = await user.send(document, undefined, { accept });
        expect([document, status, data]).toEqual([document, 400, undefined]);
        expect(errors.map(({ message, extensions }) => [message, extensions.code, extensions.field])).toEqual([
          ["X-Organization must name one of your organizations", "BAD_USER_INPUT", "X-Organization"],
        ]);
      }
    }
    expect((await user.ok(MINE)).memberships).toHaveLength(2);
  });

  it("has acted nowhere by that, so that nobody's adding them decides where they act", async () => {
    const { owner } = await gateway.organization();
    const subject = newSubject();
    await addedMember(owner, { subject, role: "VIEWER" });
    const user = await signIn(subject);
    expect((await user.ok(MINE)).memberships).toHaveLength(1);
    await addedMember((await gateway.organization()).owner, { subject, role: "VIEWER" });
    expect(await access(user)).toEqual(TO_CHOOSE);
    expect((await user.ok(MINE)).memberships).toHaveLength(2);
  });

  it("is not shown what they have lost, and nothing when they are a member of none", async () => {
    const { one, ids, other, user } = await memberOfTwo();
    await removeMember(one.owner, ids[0]);
    expect((await user.ok(MINE)).memberships).toMatchObject([{ id: ids[1] }]);
    await removeMember(other.owner, ids[1]);
    const { status, errors } = await user.send(MINE);
    expect([status, errors[0]?.extensions.code]).toEqual([403, "FORBIDDEN"]);
  });

  it("has to choose first everywhere else", async () => {
    const { user, subject } = await memberOfTwo();
    expect((await user.ok(MINE)).memberships).toHaveLength(2);
    const headers = { authorization: `Bearer ${await tokenOf(subject)}` };
    const body = new URLSearchParams({ client_id: "x", client_secret: "y" });
    const verified = await fetch(`${gateway.url}/oauth/verify`, { method: "POST", headers, body });
    expect([verified.status, await verified.text()]).toEqual([400, expect.stringContaining("X-Organization")]);
    expect((await fetch(`${gateway.url}/v1/oauth_applications`, { headers })).status).toBe(422);
  });

  it("is nobody with a token that is not theirs any more", async () => {
    const { subject } = await memberOfTwo();
    const expired = await forge(key, { iss: issuer.url, aud: AUDIENCE, sub: subject, expiresIn: -3600 });
    const strange = await forge(await newIssuerKey("first"), { iss: issuer.url, aud: AUDIENCE, sub: subject });
    for (const token of [expired, strange]) {
      const { status, data } = await new GraphqlClient(gateway.url, token).send(MINE);
      expect([status, data]).toEqual([401, undefined]);
    }
  });

  it("sees the same as others see of their own: a service account its one, an API token none", async () => {
    const organization = await gateway.organization();
    const account = await serviceAccount(gateway, organization, "VIEWER");
    expect((await (await account.signIn()).ok(MINE)).memberships).toMatchObject([
      { id: account.memberId, organization: { id: organization.id } },
    ]);
    expect(await organization.viewer.ok(MINE)).toEqual({ memberships: [] });
  });
});
