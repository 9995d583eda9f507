import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { issueApiToken } from "../support/organization/api-tokens.js";
import { listEvents } from "../support/organization/audit-events.js";
import { access, addedMember, removeMember, serviceAccount, updateMember } from "../support/organization/members.js";
import {
  AUDIENCE,
  forge,
  type IssuerKey,
  newIssuerKey,
  type OutsideIssuer,
  startOutsideIssuer,
} from "../support/processes/outside-issuer.js";

const REFUSED = [401, "UNAUTHENTICATED"];
const NO_MEMBER = [403, "FORBIDDEN"];

describe.each(DATABASE_KINDS)("a user of an outside issuer on %s", (kind) => {
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
  const signIn = async (subject: string) => new GraphqlClient(gateway.url, await issuer.tokenFor(subject));

  it("works with the role of the membership, and stands under its name in the audit log", async () => {
    const { id, slug, owner } = await gateway.organization();
    const subject = newSubject();
    const memberId = await addedMember(owner, { subject, name: "Ann", role: "ADMIN" });
    const ann = await signIn(subject);
    const actor = { id: memberId, kind: "USER", name: "Ann" };
    expect(await ann.ok("{ viewer { role actor { id kind name } organization { id slug } } }")).toEqual({
      viewer: { role: "ADMIN", actor, organization: { id, slug } },
    });
    const application = await ann.createApplication();
    expect((await ann.verify(application.clientId, application.clientSecret ?? "")).active).toBe(true);
    const [created] = await listEvents(owner, { targetId: application.id });
    expect(created).toMatchObject({ action: "oauth_application.created", actor });
    const { oauthApplication } = await owner.ok(
      "query ($id: ID) { oauthApplication(id: $id) { createdBy { id kind name } } }",
      { id: application.id },
    );
    expect(oauthApplication.createdBy).toEqual(actor);
  });

  it("is told that it is no member without a membership", async () => {
    const { status, errors } = await (await signIn(newSubject())).send("{ viewer { role } }");
    expect([status, errors[0]?.extensions.code]).toEqual(NO_MEMBER);
    expect(errors[0]?.message).toMatch(/^You are signed in, but you are not a member of any organization here\./);
  });

  it("can do no more than its role", async () => {
    const { owner } = await gateway.organization();
    const subject = newSubject();
    await addedMember(owner, { subject, role: "VIEWER" });
    const { errors } = await (await signIn(subject)).send(
      'mutation { createOAuthApplication(input: { name: "Mine" }) { clientSecret } }',
    );
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN"]);
  });

  it("loses its access at once when it is removed, with all that it has issued", async () => {
    const { owner } = await gateway.organization();
    const subject = newSubject();
    const memberId = await addedMember(owner, { subject, role: "ADMIN" });
    const user = await signIn(subject);
    const child = await issueApiToken(user, { role: "ADMIN" });
    const grandchild = await issueApiToken(child.client, { role: "VIEWER" });
    const all = [user, child.client, grandchild.client];
    for (const client of all) expect(await access(client)).toEqual([200]);
    expect((await removeMember(owner, memberId)).errors).toEqual([]);
    expect(await access(user)).toEqual(NO_MEMBER);
    for (const { client } of [child, grandchild]) expect(await access(client)).toEqual(REFUSED);
  });

  it("is lowered at once by a demotion, which revokes what it has issued", async () => {
    const { owner } = await gateway.organization();
    const subject = newSubject();
    const memberId = await addedMember(owner, { subject, role: "ADMIN" });
    const user = await signIn(subject);
    const child = await issueApiToken(user, { role: "VIEWER" });
    await updateMember(owner, memberId, "DEVELOPER");
    expect((await user.ok("{ viewer { role } }")).viewer.role).toBe("DEVELOPER");
    expect(await access(child.client)).toEqual(REFUSED);
  });

  it("issues nothing that outlives its own token by more than the clock's skew", async () => {
    const { owner } = await gateway.organization();
    const subject = newSubject();
    await addedMember(owner, { subject, role: "ADMIN" });
    const token = await forge(key, { iss: issuer.url, aud: AUDIENCE, sub: subject, expiresIn: 120 });
    const { apiToken } = await issueApiToken(new GraphqlClient(gateway.url, token), { role: "ADMIN" });
    expect(Date.parse(apiToken.expiresAt)).toBeLessThanOrEqual(Date.now() + 180_000);
  });

  it("is not the service account whose identifier it has as its subject", async () => {
    const organization = await gateway.organization();
    const { application, memberId } = await serviceAccount(gateway, organization, "ADMIN");
    for (const subject of [application.id, memberId, application.clientId]) {
      expect(await access(await signIn(subject))).toEqual(NO_MEMBER);
    }
  });

  describe("of several organizations", () => {
    async function memberOfTwo() {
      const [one, other] = [await gateway.organization(), await gateway.organization()];
      const subject = newSubject();
      await addedMember(one.owner, { subject, role: "VIEWER" });
      await addedMember(other.owner, { subject, role: "ADMIN" });
      return { one, other, user: await signIn(subject) };
    }

    const WHERE_AM_I = "{ viewer { role organization { id } } }";

    it("names one by its identifier or its slug, and has the role it has there", async () => {
      const { one, other, user } = await memberOfTwo();
      for (const [{ id, slug }, role] of [
        [one, "VIEWER"],
        [other, "ADMIN"],
      ] as const) {
        for (const name of [id, slug]) {
          const { data } = await user.send(WHERE_AM_I, undefined, { "x-organization": name });
          expect(data).toEqual({ viewer: { role, organization: { id } } });
        }
      }
    });

    it("is asked to name one, by the name of the header", async () => {
      const { user } = await memberOfTwo();
      const { status, errors, data } = await user.send(WHERE_AM_I);
      expect([status, data]).toEqual([400, undefined]);
      expect(errors.map(({ extensions }) => [extensions.code, extensions.field])).toEqual([
        ["BAD_USER_INPUT", "X-Organization"],
      ]);
    });

    it("is told that it is no member of one that it is not in, or that does not exist, alike", async () => {
      const { user } = await memberOfTwo();
      const foreign = await gateway.organization();
      const texts: string[] = [];
      for (const name of [foreign.id, foreign.slug, "no-such-slug", "org_0000000000000000000000", "%", "' OR 1=1 --"]) {
        const { status, errors, text } = await user.send(WHERE_AM_I, undefined, { "x-organization": name });
        expect([status, errors[0]?.extensions.code]).toEqual(NO_MEMBER);
        texts.push(text);
      }
      expect(new Set(texts).size).toBe(1);
    });

    it("needs to name none when it is a member of one only, and may", async () => {
      const [{ id, slug, owner }, foreign] = [await gateway.organization(), await gateway.organization()];
      const subject = newSubject();
      await addedMember(owner, { subject });
      const user = await signIn(subject);
      for (const headers of [undefined, { "x-organization": id }, { "x-organization": slug }]) {
        expect(await access(user, headers)).toEqual([200]);
      }
      expect(await access(user, { "x-organization": foreign.id })).toEqual(NO_MEMBER);
    });
  });
});
