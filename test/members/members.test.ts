import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Permission, Role } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { createClient } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";
import {
  addedMember,
  addMember,
  listMembers,
  MEMBER,
  removeMember,
  updateMember,
} from "../support/organization/members.js";
import { refusalOf } from "../support/organization/oauth-applications.js";

const { APPLICATION_READ, MEMBER_READ, MEMBER_WRITE } = Permission;
const ROLES = Object.values(Role);

describe.each(DATABASE_KINDS)("members on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  it("need a name when their own would not be one that people can read", async () => {
    const { admin } = await gateway.organization();
    for (const subject of ["x\u202egro.live", "\u3164"]) {
      const { errors } = await addMember(admin, { subject });
      expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field: "name" });
      expect((await addMember(admin, { subject, name: "Ann" })).errors).toEqual([]);
    }
  });

  it("are shown as they were added, listed newest first, and fetched again by their id", async () => {
    const { owner, admin } = await gateway.organization();
    const application = await createClient(owner, { name: "Deployer" });
    const { viewer } = await admin.ok("{ viewer { actor { id kind name } } }");
    const { data: first } = await addMember(admin, { oauthApplicationId: application.id, role: "DEVELOPER" });
    const { data: second } = await addMember(admin, { subject: "auth0|ann", name: "Ann", role: "ADMIN" });
    expect(first.addMember.member).toEqual({
      id: expect.stringMatching(/^mem_[0-9A-Za-z]{22}$/),
      kind: "APPLICATION",
      subject: application.id,
      email: null,
      pending: false,
      name: "Deployer",
      role: "DEVELOPER",
      createdAt: expect.any(String),
      oauthApplication: { id: application.id },
      createdBy: viewer.actor,
    });
    expect(second.addMember.member).toMatchObject({ kind: "USER", subject: "auth0|ann", name: "Ann", role: "ADMIN" });
    expect(second.addMember.member.oauthApplication).toBeNull();
    expect(await listMembers(admin)).toEqual([second.addMember.member, first.addMember.member]);
    for (const member of await listMembers(admin)) {
      const { node } = await admin.ok(`query ($id: ID!) { node(id: $id) { ... on Member { ${MEMBER} } } }`, member);
      expect(node).toEqual(member);
    }
  });

  it("change their role and are removed, each with an audit event", async () => {
    const { admin } = await gateway.organization();
    const id = await addedMember(admin, { subject: "ann", role: "DEVELOPER" });
    const { data } = await updateMember(admin, id, "ADMIN");
    expect(data.updateMember.member).toMatchObject({ id, role: "ADMIN", subject: "ann", name: "ann" });
    expect((await removeMember(admin, id)).data).toEqual({ removeMember: { removedId: id } });
    expect(await listMembers(admin)).toEqual([]);
    expect((await admin.ok("query ($id: ID!) { node(id: $id) { id } }", { id })).node).toBeNull();
    const events = await listEvents(admin, { targetId: id });
    expect(events.map(({ action, details }) => [action, details])).toEqual([
      ["member.removed", { subject: "ann" }],
      ["member.updated", { from: "DEVELOPER", to: "ADMIN" }],
      ["member.added", { subject: "ann", role: "DEVELOPER" }],
    ]);
  });

  it("are never given, changed to, or taken from a role above one's own", async () => {
    const { admin, owner } = await gateway.organization();
    const forbidden = { code: "FORBIDDEN" };
    expect(refusalOf(await addMember(admin, { subject: "new", role: "OWNER" }))).toEqual(forbidden);
    const ann = await addedMember(admin, { subject: "ann", role: "ADMIN" });
    expect(refusalOf(await updateMember(admin, ann, "OWNER"))).toEqual(forbidden);
    const [olga] = [await addedMember(owner, { subject: "olga", role: "OWNER" })];
    await addedMember(owner, { subject: "otto", role: "OWNER" });
    expect(refusalOf(await updateMember(admin, olga, "ADMIN"))).toEqual(forbidden);
    expect(refusalOf(await removeMember(admin, olga))).toEqual(forbidden);
    const roles = (await listMembers(admin)).map(({ subject, role }) => [subject, role]);
    expect(roles).toEqual([
      ["otto", "OWNER"],
      ["olga", "OWNER"],
      ["ann", "ADMIN"],
    ]);
  });

  it("are never given or taken more than a narrowed token carries", async () => {
    const organization = await gateway.organization();
    const narrowed = await organization.client(Role.OWNER, [MEMBER_WRITE, MEMBER_READ, APPLICATION_READ]);
    const ids = new Map<string, string>();
    for (const role of ROLES) ids.set(role, await addedMember(organization.owner, { subject: role, role }));
    await addedMember(organization.owner, { subject: "another owner", role: "OWNER" });
    const before = await listMembers(organization.owner);
    for (const role of ROLES.filter((role) => role !== Role.VIEWER)) {
      const id = ids.get(role) as string;
      expect(refusalOf(await addMember(narrowed, { subject: "new", role }))).toEqual({ code: "FORBIDDEN" });
      expect(refusalOf(await updateMember(narrowed, ids.get("VIEWER") as string, role))).toEqual({ code: "FORBIDDEN" });
      expect(refusalOf(await updateMember(narrowed, id, "VIEWER"))).toEqual({ code: "FORBIDDEN" });
      expect(refusalOf(await removeMember(narrowed, id))).toEqual({ code: "FORBIDDEN" });
    }
    expect(await listMembers(organization.owner)).toEqual(before);
    expect((await addMember(narrowed, { subject: "new", role: "VIEWER" })).errors).toEqual([]);
    expect((await removeMember(narrowed, ids.get("VIEWER") as string)).errors).toEqual([]);
  });

  it("cannot be added twice, not by 10 who try at once", async () => {
    const { owner } = await gateway.organization();
    const { id: oauthApplicationId } = await createClient(owner);
    for (const who of [{ oauthApplicationId }, { subject: "ann" }]) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => addMember(owner, who)));
      const codes = answers.map(({ errors }) => errors[0]?.extensions.code ?? "OK").sort();
      expect(codes).toEqual([...Array(9).fill("CONFLICT"), "OK"]);
      expect(refusalOf(await addMember(owner, { ...who, role: "ADMIN" }))).toEqual({ code: "CONFLICT" });
    }
    expect((await listMembers(owner)).map(({ role }) => role)).toEqual(["VIEWER", "VIEWER"]);
  });

  it.each([
    ["public", { public: true, grantTypes: ["AUTHORIZATION_CODE"] }],
    ["without the client credentials grant", { grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"] }],
  ])("are no application that is %s", async (_what, input) => {
    const { owner } = await gateway.organization();
    const { data } = await owner.send(
      "mutation ($input: CreateOAuthApplicationInput!) { createOAuthApplication(input: $input) { oauthApplication { id } } }",
      { input: { name: "No member", ...input } },
    );
    const oauthApplicationId = data.createOAuthApplication.oauthApplication.id;
    expect(refusalOf(await addMember(owner, { oauthApplicationId }))).toEqual({ code: "CONFLICT" });
    expect(await listMembers(owner)).toEqual([]);
  });

  it("are no application of another organization, which is answered as one that does not exist", async () => {
    const [{ owner }, other] = [await gateway.organization(), await gateway.organization()];
    const { id } = await createClient(other.owner);
    const foreign = await addMember(owner, { oauthApplicationId: id });
    const unknown = await addMember(owner, { oauthApplicationId: `${id.slice(0, -1)}${id.endsWith("0") ? "1" : "0"}` });
    expect(refusalOf(foreign)).toEqual({ code: "NOT_FOUND" });
    expect(foreign.text).toBe(unknown.text);
    for (const oauthApplicationId of ["", "app_", "x"]) {
      expect(refusalOf(await addMember(owner, { oauthApplicationId }))).toEqual({ code: "NOT_FOUND" });
    }
    expect(await listMembers(owner)).toEqual([]);
  });

  it("are exactly one of an application and a user", async () => {
    const { owner } = await gateway.organization();
    const { id } = await createClient(owner);
    for (const input of [{}, { oauthApplicationId: id, subject: "ann" }, { oauthApplicationId: null, subject: null }]) {
      expect(refusalOf(await addMember(owner, input))).toMatchObject({ code: "BAD_USER_INPUT", field: "subject" });
    }
    for (const subject of ["", "x".repeat(256), "a\u0000b"]) {
      const answer = await addMember(owner, { subject });
      expect(refusalOf(answer)).toMatchObject({ code: "BAD_USER_INPUT", field: "subject" });
    }
    expect(await listMembers(owner)).toEqual([]);
  });

  it("are another organization's own business", async () => {
    const [{ owner }, other] = [await gateway.organization(), await gateway.organization()];
    const id = await addedMember(other.owner, { subject: "ann" });
    expect((await owner.ok("query ($id: ID!) { node(id: $id) { id } }", { id })).node).toBeNull();
    expect(refusalOf(await updateMember(owner, id, "ADMIN"))).toEqual({ code: "NOT_FOUND" });
    expect(refusalOf(await removeMember(owner, id))).toEqual({ code: "NOT_FOUND" });
    expect(await listMembers(owner)).toEqual([]);
    expect(await listMembers(other.owner)).toMatchObject([{ id, role: "VIEWER" }]);
  });
});
