import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { change } from "../support/organization/oauth-applications.js";
import { runCommand } from "../support/processes/command.js";
import { expectRefusal } from "../support/processes/command-refusal.js";
import { type CommandResult, runCli } from "../support/processes/gateway-process.js";

const ID_LINE = /^org_[0-9A-Za-z]{22}\n$/;
const TOKEN_LINE = /^ogt_[0-9A-Za-z]{49}\n$/;

describe.each(DATABASE_KINDS)("the command line beside a running gateway on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  const shell = (...args: string[]) => runCli(gateway.database.env, ...args);
  /** The same without a process. */
  const cli = (...args: string[]) => runCommand(gateway.database.env, ...args);
  const done = (stdout: unknown) => ({ code: 0, stderr: "", stdout });
  const clientOf = ({ stdout }: CommandResult) => new GraphqlClient(gateway.url, stdout.trim());

  it("creates an organization, prints nothing but its id, and lists it as a JSON line", async () => {
    const created = await shell("organization", "create", "acme", "--name", "Acme & Söhne");
    expect(created).toEqual(done(expect.stringMatching(ID_LINE)));
    const listed = await shell("organization", "list");
    const lines = listed.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({ id: created.stdout.trim(), slug: "acme", name: "Acme & Söhne" }),
    );
  });

  it("issues a token that works at once and prints nothing else", async () => {
    const { id, slug } = await gateway.organization("issues");
    const issued = await shell("token", "create", "--organization", slug, "--role", "DEVELOPER", "--name", "Deploy");
    expect(issued).toEqual(done(expect.stringMatching(TOKEN_LINE)));
    expect(await clientOf(issued).ok("{ viewer { role actor { kind name } organization { id } } }")).toEqual({
      viewer: { role: "DEVELOPER", actor: { kind: "API_TOKEN", name: "Deploy" }, organization: { id } },
    });
  });

  it("narrows a token to the permissions it was given", async () => {
    const { slug } = await gateway.organization("narrows");
    const narrow = ["--permission", "APPLICATION_READ", "SECRET_ROTATE"];
    const issued = await cli("token", "create", "--organization", slug, "--role", "OWNER", ...narrow);
    const { viewer } = await clientOf(issued).ok("{ viewer { role permissions } }");
    expect(viewer).toEqual({ role: "OWNER", permissions: ["APPLICATION_READ", "SECRET_ROTATE"] });
    const { errors } = await clientOf(issued).send(
      'mutation { createOAuthApplication(input: { name: "No" }) { clientSecret } }',
    );
    expect(errors[0]?.extensions.code).toBe("FORBIDDEN");
  });

  it("takes the lowest role that has the permissions when it is given none", async () => {
    const { slug } = await gateway.organization("lowest");
    const issued = await cli("token", "create", "--organization", slug, "--permission", "SECRET_VERIFY");
    const { viewer } = await clientOf(issued).ok("{ viewer { role permissions } }");
    expect(viewer).toEqual({ role: "ADMIN", permissions: ["SECRET_VERIFY"] });
  });

  it("ends a token when --expires-in says so", async () => {
    const { slug } = await gateway.organization("expires");
    const before = Date.now();
    const issued = await cli("token", "create", "--organization", slug, "--role", "VIEWER", "--expires-in", "90d");
    const listed = await cli("token", "list", "--organization", slug);
    const tokens = listed.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const { expiresAt } = tokens.find(({ hint }) => hint.slice(-4) === issued.stdout.trim().slice(-4));
    expect(Date.parse(expiresAt) - before).toBeGreaterThanOrEqual(90 * 86_400_000);
    expect(Date.parse(expiresAt)).toBeLessThanOrEqual(Date.now() + 90 * 86_400_000);
  });

  it("lists tokens as JSON lines without anything that could be used", async () => {
    const { slug } = await gateway.organization("lists");
    const issued = await cli("token", "create", "--organization", slug, "--role", "ADMIN");
    const listed = await cli("token", "list", "--organization", slug);
    expect(listed).toEqual(done(expect.any(String)));
    const tokens = listed.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    // The four of the test's own organization and this one.
    expect(tokens.map(({ role }) => role)).toEqual(["VIEWER", "DEVELOPER", "ADMIN", "OWNER", "ADMIN"]);
    expect(tokens[4]).toMatchObject({
      name: "Command line",
      hint: `ogt_…${issued.stdout.trim().slice(-4)}`,
      revokedAt: null,
    });
    expect(listed.stdout).not.toContain(issued.stdout.trim());
    expect(listed.stdout).not.toMatch(/v1\$|digest/);
  });

  it("stops a token and what was issued with it at once", async () => {
    const { slug } = await gateway.organization("revokes");
    const client = clientOf(await cli("token", "create", "--organization", slug, "--role", "ADMIN"));
    const { viewer } = await client.ok("{ viewer { actor { id } } }");
    const { createApiToken } = await client.ok(
      'mutation { createApiToken(input: { name: "Child", role: VIEWER }) { token } }',
    );
    expect(await cli("token", "revoke", viewer.actor.id)).toEqual(done(`${viewer.actor.id}\n`));
    for (const stopped of [client, new GraphqlClient(gateway.url, createApiToken.token)]) {
      expect((await stopped.send("{ viewer { role } }")).status).toBe(401);
    }
    expectRefusal(await cli("token", "revoke", viewer.actor.id), /revoked already/);
  });

  it("leaves audit events of the actor kind CLI that came in by CLI", async () => {
    const created = await cli("organization", "create", "audited", "--name", "Audited");
    const client = clientOf(await cli("token", "create", "--organization", "audited", "--role", "OWNER"));
    const { viewer } = await client.ok("{ viewer { actor { id } } }");
    const { auditEvents } = await client.ok(
      "{ auditEvents { nodes { action targetId wayIn requestId address actor { kind id } } } }",
    );
    const byCli = { wayIn: "CLI", requestId: null, address: null, actor: { kind: "CLI", id: "cli" } };
    expect(auditEvents.nodes).toEqual([
      { action: "api_token.created", targetId: viewer.actor.id, ...byCli },
      { action: "organization.created", targetId: created.stdout.trim(), ...byCli },
    ]);
  });

  it("adds the first user of an organization, who needs no other way in", async () => {
    const { slug, owner } = await gateway.organization("first-user");
    const added = await cli("member", "add", "--organization", slug, "--subject", "ada", "--role", "OWNER");
    expect(added).toEqual(done(expect.stringMatching(/^mem_[0-9A-Za-z]{22}\n$/)));
    const { members } = await owner.ok("{ members { nodes { id kind subject role } } }");
    expect(members.nodes).toEqual([{ id: added.stdout.trim(), kind: "USER", subject: "ada", role: "OWNER" }]);
  });

  it("says of the only owner, whose subject was mistyped, what to do first", async () => {
    const { slug } = await gateway.organization("mistyped");
    const add = async (subject: string) =>
      (await cli("member", "add", "--organization", slug, "--subject", subject, "--role", "OWNER")).stdout.trim();
    const mistyped = await add("adda");
    expectRefusal(await cli("member", "remove", mistyped), /The last owner .* Make somebody else an owner first\.$/m);
    await add("ada");
    expect(await cli("member", "remove", mistyped)).toEqual(done(`${mistyped}\n`));
  });

  it("says of an application that becomes a member when it is disabled, and nothing of another", async () => {
    const { slug, owner } = await gateway.organization("disabled-member");
    const add = (id: string) => cli("member", "add", "--organization", slug, "--role", "OWNER", "--application", id);
    for (const [enabled, stderr] of [
      [true, ""],
      [false, "The application is disabled: as a member it can do nothing until it is enabled.\n"],
    ]) {
      const { id } = await owner.createApplication({ grantTypes: ["CLIENT_CREDENTIALS"] });
      await change(owner, "updateOAuthApplication", { oauthApplicationId: id, enabled });
      expect(await add(id)).toEqual({ ...done(expect.stringMatching(/^mem_/)), stderr });
    }
  });

  it("lists all members, newest first, beyond one page, and ends a membership by its id", async () => {
    const { slug, owner } = await gateway.organization("many-members");
    const { createOAuthApplication } = await owner.ok(
      'mutation { createOAuthApplication(input: { name: "Bot", grantTypes: [CLIENT_CREDENTIALS] }) { oauthApplication { id } } }',
    );
    const { id: applicationId } = createOAuthApplication.oauthApplication;
    const add = (...who: string[]) => cli("member", "add", "--organization", slug, "--role", "VIEWER", ...who);
    const ids = [await add("--application", applicationId), await add("--email", "ada@example.com")];
    const newestFirst = ids.map(({ stdout }) => stdout.trim()).reverse();
    for (let count = 0; count < 100; count++) {
      const { addMember } = await owner.ok(
        `mutation { addMember(input: { subject: "user-${count}", role: VIEWER }) { member { id } } }`,
      );
      newestFirst.unshift(addMember.member.id);
    }
    const list = async () => {
      const { stdout } = await cli("member", "list", "--organization", slug);
      return stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
    };
    const listed = await list();
    expect(listed.map(({ id }) => id)).toEqual(newestFirst);
    expect(listed.slice(-2)).toEqual([
      expect.objectContaining({ kind: "USER", subject: null, email: "ada@example.com", pending: true, role: "VIEWER" }),
      expect.objectContaining({ kind: "APPLICATION", name: "Bot", subject: applicationId, pending: false }),
    ]);
    const [last = ""] = newestFirst;
    expect(await cli("member", "remove", last)).toEqual(done(`${last}\n`));
    expect((await list()).map(({ id }) => id)).toEqual(newestFirst.slice(1));
  });

  it("migrates an up-to-date database without a word", async () => {
    expect(await cli("migrate")).toEqual(done(""));
  });
});
