import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WayIn } from "../../src/model/actor.js";
import { Permission, Role } from "../../src/model/permission.js";
import { fingerprintOf, SecretKeys } from "../../src/services/keys/secret-keys.js";
import { sealHash } from "../../src/services/secrets/foreign-digest.js";
import { copyApplication } from "../support/databases/copied-applications.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { holdApplication } from "../support/databases/held-row.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { createClient } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";
import { runCommand, runCommandWith } from "../support/processes/command.js";
import { expectRefusal } from "../support/processes/command-refusal.js";

// biome-ignore lint/suspicious/noExplicitAny: tests make lines of any shape.
type Line = any;

const newKey = () => randomBytes(32);
const KEY = newKey();
const keysOf = (key: Buffer, kid = "k1") => ({ SECRET_KEYS: `${kid}:${key.toString("base64")}` });
const linesOf = (text: string): Line[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

describe.each(DATABASE_KINDS)("an export between gateways on %s", (kind) => {
  let source: TestGateway;
  let target: TestGateway;
  let from: TestOrganization;
  let to: TestOrganization;

  beforeAll(async () => {
    source = await startTestGateway(kind, { env: keysOf(KEY) });
    target = await startTestGateway(kind, { env: keysOf(KEY) });
  });
  beforeEach(async () => {
    from = await source.organization();
    to = await target.organization();
  });
  afterAll(async () => {
    await source.stop();
    await target.stop();
  });

  async function exported(...args: string[]): Promise<Line[]> {
    const env = { ...source.database.env, ...keysOf(KEY) };
    const { code, stdout, stderr } = await runCommand(env, "export", "--organization", from.slug, ...args);
    expect([code, stderr]).toEqual([0, ""]);
    return linesOf(stdout);
  }

  async function imported(lines: readonly Line[], at = target, organization = to, ...args: string[]): Promise<Line[]> {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    const env = { ...at.database.env, ...keysOf(KEY) };
    const given = ["import", "-", "--organization", organization.slug, "--from", "own", ...args];
    const { stdout, stderr } = await runCommandWith(text, env, ...given);
    // What had to stop says why there, and has no summary.
    if (!stdout.includes('"summary"')) throw new Error(`The import has no report: ${stderr}`);
    return linesOf(stdout).slice(0, -1);
  }

  const countAt = async ({ database }: TestGateway) =>
    (await database.query("SELECT id FROM oauth_applications UNION ALL SELECT id FROM client_secrets")).length;

  it("without digests says nothing of secrets, and brings a confidential application without one", async () => {
    const { id, clientId, clientSecret } = await createClient(from.developer);
    const [line] = await exported();
    expect(line).toMatchObject({ id, clientId, secrets: [] });
    expect(await imported([line])).toEqual([
      expect.objectContaining({
        result: "created",
        notes: [expect.stringMatching(/^It has no secret that works here/)],
      }),
    ]);
    expect(await to.admin.verify(clientId, clientSecret)).toEqual({ active: false });
    const { data } = await to.developer.rotate(id, {});
    expect(await to.admin.verify(clientId, data.rotateSecret.clientSecret)).toMatchObject({ active: true });
  });

  it("brings secrets later to an application that came without, and none to one that has had any", async () => {
    const client = await createClient(from.developer);
    const another = await createClient(from.developer);
    await imported(await exported());
    const { data } = await to.developer.rotate(another.id, {});
    const [first, second] = await imported(await exported("--with-digests"));
    expect([first.result, second.result]).toEqual(["updated", "unchanged"]);
    expect(second.notes).toEqual([expect.stringMatching(/secrets stay those that are here/)]);
    expect(await to.admin.verify(client.clientId, client.clientSecret)).toMatchObject({ active: true });
    expect(await to.admin.verify(another.clientId, another.clientSecret)).toEqual({ active: false });
    const issued = data.rotateSecret.clientSecret;
    expect(await to.admin.verify(another.clientId, issued)).toMatchObject({ active: true });
  });

  it("does not bring back what was stopped or deleted, under whatever client id", async () => {
    const [stopped, deleted] = [await createClient(from.developer), await createClient(from.developer)];
    const lines = await exported("--with-digests");
    await imported(lines);
    await to.developer.rotate(stopped.id, { previousSecret: "REVOKE" });
    await to.owner.ok(
      `mutation { deleteOAuthApplication(input: {oauthApplicationId: "${deleted.id}"}) { deletedId } }`,
    );
    const changed = lines.map((line) => ({ ...line, description: "changed" }));
    const [first, second] = await imported([...changed]);
    expect([first.result, second.result, second.reason]).toEqual([
      ...["updated", "refused", expect.stringMatching(/was deleted here/)],
    ]);
    const [third] = await imported([{ ...lines[1], clientId: "another-client-id" }]);
    expect(third).toMatchObject({ result: "refused", reason: expect.stringMatching(/with this id was deleted here/) });
    expect(await to.admin.verify(stopped.clientId, stopped.clientSecret)).toEqual({ active: false });
    expect(await to.admin.verify("another-client-id", deleted.clientSecret)).toEqual({ active: false });
  });

  it("brings back to no organization what was deleted in another one", async () => {
    const deleted = await createClient(from.developer);
    const [line] = await exported("--with-digests");
    const other = await source.organization();
    await from.owner.ok(
      `mutation { deleteOAuthApplication(input: {oauthApplicationId: "${deleted.id}"}) { deletedId } }`,
    );
    const [item] = await imported([{ ...line, clientId: "under-another-client-id" }], source, other);
    expect(item).toMatchObject({ result: "refused", reason: "The id of the application is taken." });
    const verified = await other.admin.verify("under-another-client-id", deleted.clientSecret);
    expect(verified).toEqual({ active: false });
  });

  it("keeps a client id of 256 characters, which some applications have, and takes none that is new", async () => {
    const client = await createClient(from.developer);
    const long = "c".repeat(256);
    await source.database.query(`UPDATE oauth_applications SET client_id = '${long}' WHERE id = '${client.id}'`);
    const [line] = await exported("--with-digests");
    expect(await imported([{ ...line, id: undefined, secrets: [] }])).toEqual([
      expect.objectContaining({ result: "refused", reason: expect.stringMatching(/255/) }),
    ]);
    expect(await imported([line])).toEqual([expect.objectContaining({ clientId: long, result: "created" })]);
    expect(await to.admin.verify(long, client.clientSecret)).toMatchObject({ active: true });
  });

  it("takes an id once, where a file has it twice", async () => {
    await createClient(from.developer);
    const [line] = await exported();
    const lines = [line, { ...line, clientId: "with-the-same-id" }];
    const tried = await imported(lines, target, to, "--dry-run");
    expect(tried.map(({ result }) => result)).toEqual(["created", "refused"]);
    expect(tried[1].reason).toBe("An earlier item of the file has an id that comes with this one.");
    expect(await imported(lines)).toEqual(tried);
  });

  it("takes the id of a secret once, where a file has it twice, and foresees it", async () => {
    for (let n = 0; n < 2; n++) await createClient(from.developer);
    const [line, other] = await exported("--with-digests");
    const lines = [line, { ...other, secrets: [{ ...other.secrets[0], id: line.secrets[0].id }] }];
    const tried = await imported(lines, target, to, "--dry-run");
    expect(tried.map(({ result }) => result)).toEqual(["created", "refused"]);
    expect(await imported(lines)).toEqual(tried);
  });

  it("keeps the id that it has here, and then takes no digests, which are of the other one", async () => {
    const { clientId, clientSecret } = await createClient(from.developer);
    const [line] = await exported();
    await imported([{ ...line, id: undefined }]);
    expect(await imported([line])).toEqual([
      expect.objectContaining({
        result: "unchanged",
        notes: expect.arrayContaining(["id was not taken: the application has another one here."]),
      }),
    ]);
    expect(await imported(await exported("--with-digests"))).toEqual([
      expect.objectContaining({
        result: "refused",
        reason: "secrets.0 is a digest of another id than the application has here",
      }),
    ]);
    expect(await to.admin.verify(clientId, clientSecret)).toEqual({ active: false });
    expect((await to.admin.ok(`{ oauthApplication(id: "${line.id}") { id } }`)).oauthApplication).toBe(null);
  });

  it.each<[string, string[], RegExp, number]>([
    ["no organization", [], /--organization/, 2],
    ["an unknown organization", ["--organization", "nobody"], /nobody/, 1],
    ["an unknown option", ["--organization", "nobody", "--with-secrets"], /--with-secrets/, 2],
  ])("is refused for %s", async (_what, args, problem, code) => {
    const refused = await runCommand({ ...source.database.env, ...keysOf(KEY) }, "export", ...args);
    expectRefusal(refused, problem);
    expect(refused.code).toBe(code);
  });

  it("brings what works beside a hash that nothing fits by the bounds of this gateway, and says so each time", async () => {
    const { id, clientId, clientSecret } = await createClient(from.developer);
    await from.developer.rotate(id, { previousSecret: "KEEP" });
    const [line] = await exported("--with-digests");
    const keys = new SecretKeys([{ kid: "k1", key: KEY }]);
    const hash = `$scrypt$ln=19,r=8,p=1$${"c2FsdA".repeat(2)}$${"A".repeat(43)}`;
    line.secrets[0].digest = sealHash(keys, { id: line.secrets[0].id, oauthApplicationId: id }, hash);
    line.secrets[0].imported = true;
    const note =
      "secrets.0 lets nobody in here: its hash must need at most 256 MiB of memory. Complete the open rotation (completeSecretRotation) first, then rotate it.";
    for (const result of ["created", "unchanged"]) {
      expect(await imported([line])).toEqual([
        expect.objectContaining({ clientId, result, notes: expect.arrayContaining([note]) }),
      ]);
    }
    expect(await to.admin.verify(clientId, clientSecret)).toMatchObject({ active: true });
  });

  it("clears in a changed line what was cleared at the other gateway", async () => {
    await createClient(from.developer, { homepageUrl: "https://a.example/", description: "text" });
    const [line] = await exported();
    await imported([line]);
    await imported([{ ...line, homepageUrl: null, description: "" }]);
    const { oauthApplication } = await to.owner.ok(
      `{ oauthApplication(id: "${line.id}") { homepageUrl description } }`,
    );
    expect(oauthApplication).toEqual({ homepageUrl: null, description: "" });
  });

  it("brings no secret whose end has come on the way", async () => {
    const client = await createClient(from.developer);
    const { data } = await from.developer.rotate(client.id, { overlapSeconds: 3600 });
    const [line] = await exported("--with-digests");
    line.secrets[1].expiresAt = new Date(Date.now() - 1).toISOString();
    const [report] = await imported([line]);
    expect(report.notes).toEqual([expect.stringMatching(/had ended on .* and does not work here/)]);
    expect(await to.admin.verify(client.clientId, client.clientSecret)).toEqual({ active: false });
    expect(await to.admin.verify(client.clientId, data.rotateSecret.clientSecret)).toMatchObject({ active: true });
  });

  it("brings a previous secret that nobody has confirmed, and that a rotation ends before confirmBy", async () => {
    const client = await createClient(from.developer);
    const { data } = await from.developer.rotate(client.id, { overlapSeconds: 3600 });
    const [line] = await exported("--with-digests");
    const confirmBy = new Date(Date.parse(line.secrets[1].expiresAt) + 1).toISOString();
    line.secrets[1] = { ...line.secrets[1], confirmBy };
    expect(await imported([line])).toEqual([expect.objectContaining({ result: "created" })]);
    for (const secret of [client.clientSecret, data.rotateSecret.clientSecret]) {
      expect(await to.admin.verify(client.clientId, secret)).toMatchObject({ active: true });
    }
    const { oauthApplication } = await to.admin.ok(`{ oauthApplication(id: "${line.id}") { secrets { expiresAt } } }`);
    expect(oauthApplication.secrets).toEqual([{ expiresAt: null }, { expiresAt: line.secrets[1].expiresAt }]);
  });

  // SQLite has one writer at a time.
  if (kind === "postgres")
    it("gives a secret's id once, where another gateway gives it at the same time", async () => {
      const client = await createClient(from.developer);
      await imported(await exported());
      const [line] = await exported("--with-digests");
      const { id } = await to.developer.createApplication();
      const held = await holdApplication(target.database, id);
      await held.run(
        `INSERT INTO client_secrets (id, oauth_application_id, digest, hint) VALUES ($1, $2, 'v1$k1$theirs', '…')`,
        [line.secrets[0].id, id],
      );
      const late = imported([line]);
      await held.waited();
      await held.release();
      const reason = "The id of a secret is taken.";
      expect(await late).toEqual([expect.objectContaining({ result: "refused", reason })]);
      expect(await to.admin.verify(client.clientId, client.clientSecret)).toEqual({ active: false });
    });

  it("is refused where the application is, or another organization has one of its ids, and says not whose", async () => {
    const client = await createClient(from.developer);
    const lines = await exported("--with-digests");
    await imported(lines);
    const other = await target.organization();
    const [line] = lines;
    const secrets = line.secrets.map((secret: Line) => ({ ...secret, expiresAt: "2126-01-01T00:00:00Z" }));
    const theirs = await createClient(other.developer);
    const before = await target.database.query(
      "SELECT id, expires_at, oauth_application_id FROM client_secrets ORDER BY id",
    );
    for (const [wrong, reason] of [
      [line, "This client id is taken."],
      [{ ...line, clientId: "free" }, "The id of the application is taken."],
      [{ ...line, clientId: "free", id: newIdLike(line.id), secrets }, "The id of a secret is taken."],
    ]) {
      expect(await imported([wrong], target, other)).toEqual([expect.objectContaining({ result: "refused", reason })]);
      expect(await imported([wrong], target, other, "--dry-run")).toEqual([expect.objectContaining({ reason })]);
    }
    expect(
      await target.database.query("SELECT id, expires_at, oauth_application_id FROM client_secrets ORDER BY id"),
    ).toEqual(before);
    expect(await imported(lines, source, from)).toEqual([
      expect.objectContaining({ result: "refused", reason: expect.stringMatching(/not imported from this source/) }),
    ]);
    expect(await to.admin.verify(client.clientId, client.clientSecret)).toMatchObject({ active: true });
    expect(await other.admin.verify(theirs.clientId, theirs.clientSecret)).toMatchObject({ active: true });
  });

  it("refuses digests under another key, of another id, and what no gateway would have written", async () => {
    await createClient(from.developer);
    const [line] = await exported("--with-digests");
    const [secret] = line.secrets;
    const withSecret = (more: object) => ({ ...line, secrets: [{ ...secret, ...more }] });
    const later = secret.id.replace(/^sec_./, "sec_7");
    const before = await countAt(target);
    const wrong: [Line, RegExp][] = [
      [
        withSecret({ digest: secret.digest.replace("$k1$", "$k2$") }),
        /digest needs the server key "k2".*does not have/,
      ],
      [withSecret({ keyFingerprint: fingerprintOf({ kid: "k1", key: newKey() }) }), /another server key .* "k1"/],
      [withSecret({ digest: "v1$k1$short" }), /secrets\.0\.digest must be a digest/],
      [withSecret({ digest: `f1$k1$${"A".repeat(60)}` }), /secrets\.0\.digest must be sealed for this secret/],
      [withSecret({ hint: "a-secret-in-clear" }), /secrets\.0\.hint must be a hint/],
      [withSecret({ id: later }), /secrets\.0\.id must not be of a moment that is to come/],
      [withSecret({ id: "sec_1" }), /secrets\.0\.id must be sec_/],
      [withSecret({ useCount: -1 }), /secrets\.0\.useCount must be 0 to 2147483647/],
      [withSecret({ usesBeforeRotation: 1 }), /secrets\.0\.usesBeforeRotation must be 0 to 0/],
      [withSecret({ nextOverlapSeconds: 7_776_001 }), /nextOverlapSeconds must be 0 to 7776000/],
      [withSecret({ confirmBy: "2126-01-01T00:00:00Z" }), /secrets\.0\.expiresAt must not be later than confirmBy/],
      [withSecret({ firstUsedAt: "soon" }), /secrets\.0\.firstUsedAt must be a date-time/],
      [withSecret({ plaintext: "x" }), /secrets\.0 must have no others/],
      [withSecret({ digest: undefined }), /secrets\.0\.digest must be given/],
      [{ ...line, secrets: [secret, secret] }, /secrets\.0 must be newer/],
      [{ ...line, secrets: [secret, secret, secret] }, /secrets\.0 must be newer|more than two/],
      [{ ...line, secrets: "none" }, /secrets must be a list/],
      [{ ...line, id: undefined }, /id must be given, since digests are of it/],
      [{ ...line, id: "org_0123456789012345678901" }, /id must be app_/],
      [{ ...line, public: true, tokenEndpointAuthMethod: "NONE" }, /must not be given to a public application/],
    ];
    // Each with ids of its own, since a file has an id once.
    const report = await imported(
      wrong.map(([one], place) => {
        const end = String(place).padStart(6, "0");
        const ownIds = (all: string, id: string) => all.replaceAll(id, id.slice(0, -6) + end);
        return { ...JSON.parse([line.id, secret.id].reduce(ownIds, JSON.stringify(one))), clientId: `wrong-${place}` };
      }),
    );
    expect(report.map(({ result, reason }) => [result, reason])).toEqual(
      wrong.map(([, reason]) => ["refused", expect.stringMatching(reason)]),
    );
    expect(JSON.stringify(report)).not.toContain(secret.digest);
    expect(await countAt(target)).toBe(before);
    expect(await imported([line])).toEqual([expect.objectContaining({ result: "created" })]);
  });

  it("takes a hash of another system that is here, though none that costs as much comes in any more", async () => {
    const { id, clientId } = await createClient(from.developer);
    const [[secret]] = [
      await source.database.query(`SELECT id FROM client_secrets WHERE oauth_application_id = '${id}'`),
    ];
    // hashlib.pbkdf2_hmac("sha1", …, 1_250_001, 64) of Python 3.11
    const hash =
      "$pbkdf2-sha1$i=1250001,l=64$c2FsdC1vZi0wLjMuMA$4BVH4lz37bkt3XLhnQ7uKao4YQRwU18s3V0y6BQwiJ3Qsl69J3UerEqvdKut804mQ2wz4tv9YXJSQiMF0WBZUw";
    const keys = new SecretKeys([{ kid: "k1", key: KEY }]);
    const sealed = sealHash(keys, { id: String(secret?.id), oauthApplicationId: id }, hash);
    await source.database.query(`UPDATE client_secrets SET digest = '${sealed}' WHERE id = '${secret?.id}'`);
    const [line] = await exported("--with-digests");
    expect(await imported([line])).toEqual([expect.objectContaining({ result: "created" })]);
    expect(await to.admin.verify(clientId, "a-secret-of-a-client-A1")).toMatchObject({ active: true });
  });

  it("is in the audit log when digests leave, and not without them", async () => {
    await createClient(from.developer);
    await exported();
    expect(await listEvents(from.admin, { action: "organization.exported" })).toEqual([]);
    await exported("--with-digests");
    expect(await listEvents(from.admin, { action: "organization.exported" })).toEqual([
      expect.objectContaining({ targetId: from.id, wayIn: "CLI", details: { withDigests: true } }),
    ]);
  });

  it("has every application of the organization, however many, and no other", async () => {
    const { id } = await from.developer.createApplication();
    await copyApplication(source.database, id, 1001);
    await (await source.organization()).developer.createApplication();
    const ids = (await exported()).map((line) => line.id);
    expect([ids.length, new Set(ids).size]).toEqual([1001, 1001]);
    expect(ids).toEqual([...ids].sort());
    expect(await exported("--with-digests")).toHaveLength(1001);
  });

  it("is for who may read applications, and with digests for the gateway's host alone", async () => {
    await createClient(from.developer);
    const { authentication, applicationExports } = source.gateway.services;
    const origin = { wayIn: WayIn.GRAPHQL, requestId: null, address: null };
    const read = async (token: string | null, withDigests: boolean) => {
      const actor = await authentication.authenticate(token ?? "", origin);
      const found = [];
      for await (const one of applicationExports.export(actor, { withDigests })) found.push(one);
      return found;
    };
    expect(await read(from.viewer.token, false)).toEqual([expect.objectContaining({ secrets: [] })]);
    await expect(read(from.owner.token, true)).rejects.toMatchObject({ code: "forbidden" });
    await expect(read(from.viewer.token, true)).rejects.toMatchObject({ code: "forbidden" });
    const issuer = await from.client(Role.ADMIN, [Permission.TOKEN_WRITE]);
    await expect(read(issuer.token, false)).rejects.toMatchObject({ code: "forbidden" });
    expect(await listEvents(from.admin, { action: "organization.exported" })).toEqual([]);
  });
});

/** An id that nobody has, of the same moment. */
function newIdLike(id: string): string {
  return `${id.slice(0, -6)}000000`;
}
