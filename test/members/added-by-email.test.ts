import type { JWTPayload } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { loggedWhile } from "../support/databases/logged-statements.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { issueApiToken } from "../support/organization/api-tokens.js";
import { listEvents } from "../support/organization/audit-events.js";
import {
  access,
  addedMember,
  addMember,
  listMembers,
  removeMember,
  updateMember,
} from "../support/organization/members.js";
import { refusalOf } from "../support/organization/oauth-applications.js";
import {
  AUDIENCE,
  forge,
  type IssuerKey,
  newIssuerKey,
  type OutsideIssuer,
  startOutsideIssuer,
} from "../support/processes/outside-issuer.js";

const MINE = "{ memberships { id role organization { id } } }";
const NO_MEMBER = [403, "FORBIDDEN"];
const TO_CHOOSE = [400, "BAD_USER_INPUT"];

describe.each(DATABASE_KINDS)("a user added by e-mail on %s", (kind) => {
  let key: IssuerKey;
  let issuer: OutsideIssuer;
  let gateway: TestGateway;
  let people = 0;

  beforeAll(async () => {
    key = await newIssuerKey("first");
    issuer = await startOutsideIssuer([key]);
    gateway = await startOauthGateway(kind, { env: { OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: AUDIENCE } });
  });
  afterAll(async () => {
    await gateway.stop();
    await issuer.stop();
  });

  const newPerson = () => ({ sub: `person-${++people}`, email: `person-${people}@example.com` });
  type Person = ReturnType<typeof newPerson>;

  async function signIn(person: Person, claims: JWTPayload = {}): Promise<GraphqlClient> {
    const token = await forge(key, { iss: issuer.url, aud: AUDIENCE, email_verified: true, ...person, ...claims });
    return new GraphqlClient(gateway.url, token);
  }

  const at = ({ id }: TestOrganization) => ({ "x-organization": id });
  const add = ({ owner }: TestOrganization, { email }: Person, input: object = {}) =>
    addedMember(owner, { email, ...input });
  const only = async ({ owner }: TestOrganization) => (await listMembers(owner))[0];

  /** Where a request acts that names no organization. */
  async function place(user: GraphqlClient): Promise<unknown> {
    const { data, status, errors } = await user.send("{ organization { id } }");
    return data?.organization.id ?? [status, errors[0]?.extensions.code];
  }

  it("is pending until they sign in, and then that member under their subject, with an audit event", async () => {
    const organization = await gateway.organization();
    const person = newPerson();
    const id = await add(organization, person, { name: "Ann", role: "DEVELOPER" });
    const shown = { id, kind: "USER", name: "Ann", role: "DEVELOPER", email: person.email, oauthApplication: null };
    expect(await only(organization)).toMatchObject({ ...shown, subject: "", pending: true });
    const user = await signIn(person);
    expect((await user.ok("{ viewer { memberId role actor { id kind name } } }")).viewer).toEqual({
      memberId: id,
      role: "DEVELOPER",
      actor: { id, kind: "USER", name: "Ann" },
    });
    expect(await only(organization)).toMatchObject({ ...shown, subject: person.sub, pending: false });
    const events = await listEvents(organization.owner, { targetId: id });
    expect(events.map(({ action, details, actor }) => [action, details, actor.id === id])).toEqual([
      ["member.bound", { subject: person.sub, email: person.email }, true],
      ["member.added", { email: person.email, role: "DEVELOPER" }, false],
    ]);
  });

  it("is called by the address when no name is given", async () => {
    const organization = await gateway.organization();
    const person = newPerson();
    await add(organization, person);
    expect(await only(organization)).toMatchObject({ name: person.email });
  });

  it("stays the member by their subject when the issuer says another address or none", async () => {
    const organization = await gateway.organization();
    const person = newPerson();
    await add(organization, person);
    expect(await access(await signIn(person))).toEqual([200]);
    for (const email of ["other@example.com", undefined]) {
      expect(await access(await signIn(person, { email, email_verified: false }))).toEqual([200]);
    }
  });

  it("is nobody else who has the address later", async () => {
    const organization = await gateway.organization();
    const person = newPerson();
    const id = await add(organization, person);
    expect(await access(await signIn(person))).toEqual([200]);
    const heir = await signIn(person, { sub: `${person.sub}-heir` });
    expect(await access(heir)).toEqual(NO_MEMBER);
    expect(await access(heir, at(organization))).toEqual(NO_MEMBER);
    expect(refusalOf(await addMember(organization.owner, person.email ? { email: person.email } : {}))).toEqual({
      code: "CONFLICT",
    });
    await removeMember(organization.owner, id);
    for (const user of [heir, await signIn(person)]) expect(await access(user)).toEqual(NO_MEMBER);
  });

  it.each<[string, JWTPayload]>([
    ["is not verified", { email_verified: false }],
    ["is verified by a text", { email_verified: "true" }],
    ["is verified by a number", { email_verified: 1 }],
    ["nothing is said to be verified of", { email_verified: undefined }],
    ["is in no claim", { email: undefined }],
    ["is one of a list", { email: ["person@example.com"] }],
    ["is nobody's", { email: "" }],
    ["belongs to a domain of the same look", { email: "person@examp1e.com" }],
    ["has something around it", { email: " person@example.com" }],
    ["stands in a claim of another name", { email: undefined, preferred_username: "person@example.com" }],
  ])("is no member by an address that %s", async (_what, claims) => {
    const organization = await gateway.organization();
    const id = await addedMember(organization.owner, { email: "person@example.com" });
    const user = await signIn({ sub: `stranger-${++people}`, email: "person@example.com" }, claims);
    const bare = await user.send("{ viewer { role } }", undefined, at(organization));
    expect([bare.status, bare.errors[0]?.extensions.code]).toEqual(NO_MEMBER);
    expect(bare.errors[0]?.message).toMatch(/Ask one of its administrators to add you\.$/);
    expect((await only(organization))?.subject).toBe("");
    await removeMember(organization.owner, id);
  });

  it("is no member by a token that is not accepted, whatever address it has", async () => {
    const organization = await gateway.organization();
    const person = newPerson();
    await add(organization, person);
    const claims = { iss: issuer.url, aud: AUDIENCE, email_verified: true, ...person };
    for (const token of [
      await forge(await newIssuerKey("first"), claims),
      await forge(key, { ...claims, iss: "https://other.example.com" }),
      await forge(key, { ...claims, aud: "https://other.example.com" }),
      await forge(key, { ...claims, sub: "" }),
      await forge(key, { ...claims, nonce: "n" }, { typ: "JWT" }),
    ]) {
      expect((await access(new GraphqlClient(gateway.url, token), at(organization)))[0]).toBe(401);
    }
    expect((await only(organization))?.subject).toBe("");
  });

  it.each([
    ["Case.Of@Example.COM", "cASE.oF@eXAMPLE.com"],
    ["jose\u0301@example.com", "jos\u00e9@example.com"],
    ["idn@bücher.example.com", "idn@xn--bcher-kva.example.com"],
  ])("is found by %s as by %s, and is in an organization once", async (email, same) => {
    const organization = await gateway.organization();
    await addedMember(organization.owner, { email });
    expect(refusalOf(await addMember(organization.owner, { email: same }))).toEqual({ code: "CONFLICT" });
    expect(await access(await signIn({ sub: `same-${++people}`, email: same }))).toEqual([200]);
  });

  it.each([
    ["homograph@example.com", "hom\u043Egraph@example.com"],
    ["dotless@example.com", "dotle\u017F\u017F@example.com"],
    ["wide@example.com", "\uFF57ide@example.com"],
    ["plus@example.com", "plus+tag@example.com"],
  ])("%s is not %s", async (email, other) => {
    const organization = await gateway.organization();
    await addedMember(organization.owner, { email });
    expect(await access(await signIn({ sub: `other-${++people}`, email: other }))).toEqual(NO_MEMBER);
    expect((await addMember(organization.owner, { email: other })).errors).toEqual([]);
  });

  it("is not added by what is no address, which is told without it", async () => {
    const { owner } = await gateway.organization();
    for (const email of [
      ...[
        "",
        " ",
        "ann",
        "ann@localhost",
        "ann@[127.0.0.1]",
        "Ann <ann@example.org>",
        "ann@example.org,bob@example.org",
      ],
      ...["a\u202Enn@example.org", "a\u200Bnn@example.org", '"a b"@example.org', "ann@exam\u00ADple.org"],
      ...["\u212Aelvin@example.org", "kelvin@\u212Aelvin.example.org", "ann@examp\uFF4Ce.org", "ann@e.\u0000org"],
      ...["ann@example.org\r\nBcc: x@example.org", `${"x".repeat(65)}@example.org`, `x@${"a.".repeat(130)}org`],
    ]) {
      const answer = await addMember(owner, { email });
      expect(refusalOf(answer)).toMatchObject({ code: "BAD_USER_INPUT", field: "email" });
      if (email.length > 3) expect(answer.text).not.toContain(JSON.stringify(email).slice(1, -1));
    }
    for (const more of [{ subject: "ann" }, { oauthApplicationId: "app_1" }]) {
      expect(refusalOf(await addMember(owner, { email: "ann@example.com", ...more }))).toMatchObject({
        code: "BAD_USER_INPUT",
        field: "subject",
      });
    }
    expect(await listMembers(owner)).toEqual([]);
  });

  it("needs the same permission and role as one added by subject", async () => {
    const { developer, admin } = await gateway.organization();
    const { email } = newPerson();
    expect(refusalOf(await addMember(developer, { email }))).toEqual({ code: "FORBIDDEN" });
    expect(refusalOf(await addMember(admin, { email, role: "OWNER" }))).toEqual({ code: "FORBIDDEN" });
    const id = await addedMember(admin, { email, role: "DEVELOPER" });
    expect(refusalOf(await updateMember(admin, id, "OWNER"))).toEqual({ code: "FORBIDDEN" });
  });

  it("is given another role while pending, or removed, and then is no member", async () => {
    const organization = await gateway.organization();
    const [changed, removed] = [newPerson(), newPerson()];
    const id = await add(organization, changed, { role: "ADMIN" });
    expect((await updateMember(organization.owner, id, "VIEWER")).errors).toEqual([]);
    expect((await (await signIn(changed)).ok("{ viewer { role } }")).viewer.role).toBe("VIEWER");
    const gone = await add(organization, removed);
    expect((await removeMember(organization.owner, gone)).data).toEqual({ removeMember: { removedId: gone } });
    expect(await access(await signIn(removed))).toEqual(NO_MEMBER);
    expect((await listEvents(organization.owner, { targetId: gone }))[0]).toMatchObject({
      action: "member.removed",
      details: { email: removed.email },
    });
  });

  it("is a new member when added again after the removal, and what they issued stays revoked", async () => {
    const organization = await gateway.organization();
    const person = newPerson();
    const id = await add(organization, person, { role: "ADMIN" });
    const user = await signIn(person);
    const { client } = await issueApiToken(user, { role: "ADMIN" });
    await removeMember(organization.owner, id);
    for (const gone of [user, client]) expect((await access(gone))[0]).not.toBe(200);
    const again = await add(organization, person, { role: "VIEWER" });
    expect((await user.ok("{ viewer { memberId role } }")).viewer).toEqual({ memberId: again, role: "VIEWER" });
    expect((await access(client))[0]).toBe(401);
  });

  it("is no owner who counts while pending, and is removed though nobody else is one", async () => {
    const organization = await gateway.organization();
    const [pending, owner] = [newPerson(), newPerson()];
    const waiting = await add(organization, pending, { role: "OWNER" });
    const id = await addedMember(organization.owner, { subject: owner.sub, role: "OWNER" });
    expect(refusalOf(await removeMember(organization.owner, id))).toEqual({ code: "CONFLICT" });
    expect(refusalOf(await updateMember(organization.owner, id, "ADMIN"))).toEqual({ code: "CONFLICT" });
    expect(await access(await signIn(pending))).toEqual([200]);
    expect((await removeMember(organization.owner, id)).errors).toEqual([]);
    expect(refusalOf(await removeMember(organization.owner, waiting))).toEqual({ code: "CONFLICT" });
    const another = await gateway.organization();
    const alone = await add(another, newPerson(), { role: "OWNER" });
    expect((await updateMember(another.owner, alone, "VIEWER")).errors).toEqual([]);
    expect((await updateMember(another.owner, alone, "OWNER")).errors).toEqual([]);
    expect((await removeMember(another.owner, alone)).errors).toEqual([]);
  });

  it("is not bound twice where they are a member by subject: the pending one waits, and gives nothing", async () => {
    const organization = await gateway.organization();
    const person = newPerson();
    const id = await addedMember(organization.owner, { subject: person.sub, role: "VIEWER" });
    const pending = await add(organization, person, { role: "ADMIN" });
    const user = await signIn(person);
    for (const headers of [undefined, at(organization)]) expect(await access(user, headers)).toEqual([200]);
    expect((await user.ok("{ viewer { memberId role } }")).viewer).toEqual({ memberId: id, role: "VIEWER" });
    expect((await user.ok(MINE)).memberships).toMatchObject([{ id, role: "VIEWER" }]);
    expect(await only(organization)).toMatchObject({ id: pending, pending: true });
  });

  describe("in several organizations", () => {
    it("chooses one, and is awaited in the others until they name them", async () => {
      const [one, other] = [await gateway.organization(), await gateway.organization()];
      const person = newPerson();
      const ids = [await add(one, person, { role: "VIEWER" }), await add(other, person, { role: "ADMIN" })];
      const user = await signIn(person);
      const both = [
        { id: ids[0], role: "VIEWER", organization: { id: one.id } },
        { id: ids[1], role: "ADMIN", organization: { id: other.id } },
      ];
      expect(await place(user)).toEqual(TO_CHOOSE);
      expect((await user.ok(MINE)).memberships).toEqual(both);
      for (const there of [one, other]) expect((await only(there))?.subject).toBe("");
      expect(await access(user, at(one))).toEqual([200]);
      expect((await only(other))?.subject).toBe("");
      expect(await place(user)).toBe(one.id);
      expect((await user.ok(MINE)).memberships).toEqual(both);
      expect((await user.ok(`{ viewer { ${MINE.slice(1, -1)} } }`)).viewer.memberships).toEqual(both);
      // Whoever has the address by then.
      const heir = await signIn(person, { sub: `${person.sub}-heir` });
      expect(await place(heir)).toBe(other.id);
      expect((await user.ok(MINE)).memberships).toEqual(both.slice(0, 1));
      expect(await access(user, at(other))).toEqual(NO_MEMBER);
    });

    it("is not sent to a stranger who knows the address, from where they work", async () => {
      const [home, stranger] = [await gateway.organization(), await gateway.organization()];
      const person = newPerson();
      await addedMember(home.owner, { subject: person.sub });
      const user = await signIn(person);
      expect(await place(user)).toBe(home.id);
      await add(stranger, person, { role: "OWNER" });
      expect(await place(user)).toBe(home.id);
      expect((await only(stranger))?.subject).toBe("");
      expect(await access(user, at(stranger))).toEqual([200]);
    });

    it("is not sent to a stranger who knows the subject, while somebody else awaits the address", async () => {
      const [home, stranger] = [await gateway.organization(), await gateway.organization()];
      const person = newPerson();
      await add(home, person);
      await addedMember(stranger.owner, { subject: person.sub });
      const user = await signIn(person);
      expect(await place(user)).toEqual(TO_CHOOSE);
      expect(await access(user, at(home))).toEqual([200]);
      expect(await place(user)).toBe(home.id);
    });

    it.each([["subject"], ["e-mail"]])(
      "is not sent to a stranger when removed from where they worked, added there by %s",
      async (how) => {
        const [home, stranger] = [await gateway.organization(), await gateway.organization()];
        const person = newPerson();
        const by = how === "subject" ? { subject: person.sub } : { email: person.email };
        const id = await addedMember(home.owner, by);
        const user = await signIn(person);
        expect(await place(user)).toBe(home.id);
        gateway.advance(1000);
        await add(stranger, person);
        gateway.advance(1000);
        await removeMember(home.owner, id);
        expect(await place(user)).toEqual(TO_CHOOSE);
        expect((await only(stranger))?.subject).toBe("");
        expect(await access(user, at(stranger))).toEqual([200]);
        expect(await place(user)).toBe(stranger.id);
      },
    );

    it("goes to the only one that awaits them when that was not added while they worked", async () => {
      const [home, next] = [await gateway.organization(), await gateway.organization()];
      const person = newPerson();
      const id = await addedMember(home.owner, { subject: person.sub });
      const user = await signIn(person);
      expect(await place(user)).toBe(home.id);
      await add(await gateway.organization(), newPerson());
      gateway.advance(1000);
      await removeMember(home.owner, id);
      gateway.advance(1000);
      await add(next, person);
      expect(await place(user)).toBe(next.id);
    });

    it("leaves one that they never wanted by naming it, which is no use of it", async () => {
      const [home, stranger] = [await gateway.organization(), await gateway.organization()];
      const person = newPerson();
      await addedMember(home.owner, { subject: person.sub });
      const user = await signIn(person);
      await add(stranger, person);
      expect(await place(user)).toEqual(TO_CHOOSE);
      const [, { id }] = (await user.ok(MINE)).memberships;
      const leave = "mutation ($id: ID!) { removeMember(input: { memberId: $id }) { removedId } }";
      const { errors } = await user.send(leave, { id }, at(stranger));
      expect(errors).toEqual([]);
      expect(await listMembers(stranger.owner)).toEqual([]);
      expect(await place(user)).toBe(home.id);
    });
  });

  it("is found by the path of a dialect", async () => {
    const organization = await gateway.organization();
    const elsewhere = await gateway.organization();
    const person = newPerson();
    await add(organization, person);
    const { token } = await signIn(person);
    const status = async ({ owner }: TestOrganization) => {
      const { uuid } = (await owner.ok("{ organization { uuid } }")).organization;
      const url = `${gateway.url}/client/v4/accounts/${uuid.replaceAll("-", "")}/oauth_clients`;
      return (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status;
    };
    expect(await status(elsewhere)).toBe(404);
    expect((await only(organization))?.subject).toBe("");
    expect(await status(organization)).toBe(200);
    expect((await only(organization))?.subject).toBe(person.sub);
  });

  it("costs no statement more once they have acted, and nothing is asked by address", async () => {
    const organization = await gateway.organization();
    const person = newPerson();
    await add(organization, person);
    const [user, without] = [await signIn(person), await signIn(person, { email: undefined })];
    expect(await place(user)).toBe(organization.id);
    const statements = (client: GraphqlClient, headers?: Record<string, string>) =>
      loggedWhile(gateway, async () => expect(await access(client, headers)).toEqual([200]));
    for (const headers of [undefined, at(organization)]) {
      const sent = await statements(user, headers);
      expect(sent.filter((sql) => sql.includes("FROM members"))).toHaveLength(1);
      expect(sent.join()).not.toMatch(/email = /);
      expect(await statements(without, headers)).toEqual(sent);
    }
  });

  it("leaves nothing of who has left, once nobody is pending", async () => {
    const organization = await gateway.organization();
    const person = newPerson();
    const id = await addedMember(organization.owner, { subject: person.sub });
    expect(await access(await signIn(person))).toEqual([200]);
    await add(organization, newPerson());
    await removeMember(organization.owner, id);
    const departed = async () => (await gateway.database.query("SELECT subject FROM departures")).length;
    await gateway.gateway.services.maintain();
    expect(await departed()).toBeGreaterThan(0);
    await gateway.database.query("DELETE FROM members WHERE subject = ''");
    await gateway.gateway.services.maintain();
    expect(await departed()).toBe(0);
  });

  it("is bound once by 20 requests of one moment", async () => {
    const organization = await gateway.organization();
    const person = newPerson();
    const id = await add(organization, person);
    const user = await signIn(person);
    const answers = await Promise.all(Array.from({ length: 20 }, () => access(user)));
    expect(answers).toEqual(Array(20).fill([200]));
    const events = await listEvents(organization.owner, { targetId: id });
    expect(events.map(({ action }) => action)).toEqual(["member.bound", "member.added"]);
  });

  it("is one of two who have the address, on two gateways", async () => {
    const organization = await gateway.organization();
    const person = newPerson();
    const id = await add(organization, person);
    const second = await startOauthGateway(kind, {
      database: gateway.database,
      env: { OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: AUDIENCE },
    });
    try {
      const rivals = await Promise.all(["a", "b"].map((end) => signIn(person, { sub: `${person.sub}-${end}` })));
      const asked = rivals.map((rival, n) => new GraphqlClient(n === 0 ? gateway.url : second.url, rival.token));
      const answers = await Promise.all(asked.map((client) => access(client)));
      expect(answers.map(([status]) => status).sort()).toEqual([200, 403]);
      const events = await listEvents(organization.owner, { targetId: id, action: "member.bound" });
      const winner = answers[0]?.[0] === 200 ? "a" : "b";
      expect(events.map(({ details }) => details.subject)).toEqual([`${person.sub}-${winner}`]);
    } finally {
      await second.stop();
    }
  });
});
