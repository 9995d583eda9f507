import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Permission, Role } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { issueApiToken } from "../support/organization/api-tokens.js";
import { listEvents } from "../support/organization/audit-events.js";
import { access, addedMember, listMembers, removeMember, serviceAccount } from "../support/organization/members.js";
import { refusalOf } from "../support/organization/oauth-applications.js";
import {
  AUDIENCE,
  forge,
  type IssuerKey,
  newIssuerKey,
  type OutsideIssuer,
  startOutsideIssuer,
} from "../support/processes/outside-issuer.js";

const ME = "{ viewer { memberId memberships { id role organization { id slug name } } } }";

/** How a client may write it. */
const LEAVE = [
  "mutation ($id: ID!) { removeMember(input: { memberId: $id }) { removedId } }",
  "mutation ($id: ID!) { ...leave } fragment leave on Mutation { removeMember(input: { memberId: $id }) { removedId } }",
] as const;

describe.each(DATABASE_KINDS)("a member that leaves on %s", (kind) => {
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

  const newSubject = () => `user-${++users}`;
  const signIn = async (sub: string) =>
    new GraphqlClient(gateway.url, await forge(key, { iss: issuer.url, aud: AUDIENCE, sub }));

  it("finds its memberships everywhere, and leaves the one a stranger made by naming that organization", async () => {
    const [home, stranger] = [await gateway.organization(), await gateway.organization()];
    const subject = newSubject();
    const atHome = await addedMember(home.owner, { subject, role: "OWNER" });
    const user = await signIn(subject);
    expect(await access(user)).toEqual([200]);
    const there = await addedMember(stranger.owner, { subject, role: "VIEWER" });
    const shown = ({ id, slug }: typeof home) => ({ id, slug, name: slug });
    expect((await user.ok(ME)).viewer).toEqual({
      memberId: atHome,
      memberships: [
        { id: atHome, role: "OWNER", organization: shown(home) },
        { id: there, role: "VIEWER", organization: shown(stranger) },
      ],
    });
    expect(refusalOf(await removeMember(user, there))).toEqual({ code: "NOT_FOUND" });
    const left = await user.send(LEAVE[0], { id: there }, { "x-organization": stranger.slug });
    expect(left.data).toEqual({ removeMember: { removedId: there } });
    expect(await listMembers(stranger.owner)).toEqual([]);
    const [event] = await listEvents(stranger.owner, { targetId: there });
    expect(event).toMatchObject({
      action: "member.removed",
      actor: { id: there, kind: "USER" },
      details: { subject, left: true },
    });
    expect((await user.ok(ME)).viewer.memberships).toHaveLength(1);
  });

  it("takes what it has issued along", async () => {
    const { owner } = await gateway.organization();
    const subject = newSubject();
    const memberId = await addedMember(owner, { subject, role: "ADMIN" });
    const user = await signIn(subject);
    const { client } = await issueApiToken(user, { role: "ADMIN" });
    expect((await removeMember(user, memberId)).errors).toEqual([]);
    expect((await access(client))[0]).toBe(401);
    expect((await access(user))[0]).not.toBe(200);
  });

  it("may be a service account, whose access tokens end for good", async () => {
    const organization = await gateway.organization();
    const account = await serviceAccount(gateway, organization, "VIEWER");
    const client = await account.signIn();
    const { viewer } = await client.ok(ME);
    expect(viewer.memberId).toBe(account.memberId);
    expect(viewer.memberships).toMatchObject([{ id: account.memberId, organization: { id: organization.id } }]);
    expect((await removeMember(client, account.memberId)).errors).toEqual([]);
    expect(await access(client)).toEqual([401, "UNAUTHENTICATED"]);
    await addedMember(organization.owner, { oauthApplicationId: account.application.id });
    expect(await access(client)).toEqual([401, "UNAUTHENTICATED"]);
  });

  it("is not the last owner", async () => {
    const { owner } = await gateway.organization();
    const subject = newSubject();
    const memberId = await addedMember(owner, { subject, role: "OWNER" });
    const user = await signIn(subject);
    expect(refusalOf(await removeMember(user, memberId))).toEqual({ code: "CONFLICT" });
    await addedMember(owner, { subject: newSubject(), role: "OWNER" });
    expect((await removeMember(user, memberId)).errors).toEqual([]);
  });

  it("works on where it works when it could not leave as the last owner of what a stranger made it one of", async () => {
    const [home, stranger] = [await gateway.organization(), await gateway.organization()];
    const subject = newSubject();
    const atHome = await addedMember(home.owner, { subject, role: "OWNER" });
    const user = await signIn(subject);
    expect((await user.ok(ME)).viewer.memberId).toBe(atHome);
    const mallory = newSubject();
    const malloryId = await addedMember(stranger.owner, { subject: mallory, role: "OWNER" });
    const there = await addedMember(stranger.owner, { subject, role: "OWNER" });
    expect((await removeMember(await signIn(mallory), malloryId)).errors).toEqual([]);
    for (const document of LEAVE) {
      const left = await user.send(document, { id: there }, { "x-organization": stranger.slug });
      expect(refusalOf(left)).toEqual({ code: "CONFLICT" });
      expect((await user.ok(ME)).viewer.memberId).toBe(atHome);
    }
  });

  it("has used a membership in which it removes somebody else", async () => {
    const [home, other] = [await gateway.organization(), await gateway.organization()];
    const subject = newSubject();
    await addedMember(home.owner, { subject, role: "OWNER" });
    const there = await addedMember(other.owner, { subject, role: "OWNER" });
    const id = await addedMember(other.owner, { subject: newSubject() });
    const user = await signIn(subject);
    const removed = await user.send(LEAVE[0], { id }, { "x-organization": other.id });
    expect(removed.errors).toEqual([]);
    expect((await user.ok(ME)).viewer.memberId).toBe(there);
  });

  it("is nobody but itself: a VIEWER removes no other member, whether there is one or not", async () => {
    const organization = await gateway.organization();
    const { owner } = organization;
    const subject = newSubject();
    await addedMember(owner, { subject });
    const other = await addedMember(owner, { subject: newSubject() });
    const account = await serviceAccount(gateway, organization, "VIEWER");
    const before = await listMembers(owner);
    for (const client of [await signIn(subject), await account.signIn()]) {
      for (const id of [other, `mem_${"0".repeat(22)}`, "x"]) {
        expect(refusalOf(await removeMember(client, id))).toEqual({ code: "FORBIDDEN" });
      }
    }
    expect(await listMembers(owner)).toEqual(before);
  });

  it("is no API token, whoever issued it", async () => {
    const organization = await gateway.organization();
    const subject = newSubject();
    const memberId = await addedMember(organization.owner, { subject, role: "ADMIN" });
    const { client } = await issueApiToken(await signIn(subject), { role: "VIEWER" });
    expect(refusalOf(await removeMember(client, memberId))).toEqual({ code: "FORBIDDEN" });
    expect((await client.ok(ME)).viewer).toEqual({ memberId: null, memberships: [] });
    const narrow = await organization.client(Role.OWNER, [Permission.MEMBER_READ]);
    expect(refusalOf(await removeMember(narrow, memberId))).toEqual({ code: "FORBIDDEN" });
  });
});
