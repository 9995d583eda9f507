import { createHash, randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createMigratedDatabase,
  DATABASE_KINDS,
  type DatabaseKind,
  type TestDatabase,
} from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { basic, postForm } from "../support/oauth/oauth-endpoints.js";
import { broughtClient, importClient } from "../support/organization/brought-clients.js";
import { changed } from "../support/organization/oauth-applications.js";
import { newRecipient } from "../support/organization/recipients.js";
import { runCommand } from "../support/processes/command.js";
import { importText } from "../support/processes/import-command.js";

/** Columns that are of the gateway where a row is, and not of the application or the secret: uses are those there. */
const OF_THE_GATEWAY = {
  oauth_applications: [
    "organization_id",
    "version",
    "listed_version",
    "created_by_kind",
    "created_by_id",
    "updated_at",
  ],
  client_secrets: ["has_kept_answer", "imported", "first_used_at", "last_used_at", "use_count", "uses_before_rotation"],
} as const;

type Table = keyof typeof OF_THE_GATEWAY;

const ALL = {
  description: "Lines\nof text",
  redirectUris: ["https://a.example/cb", "myapp://cb"],
  postLogoutRedirectUris: ["https://a.example/out"],
  allowedOrigins: ["https://a.example"],
  scopes: ["openid", "a"],
  optionalScopes: ["a"],
  grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
  responseTypes: ["CODE", "ID_TOKEN"],
  tokenEndpointAuthMethod: "CLIENT_SECRET_POST",
  pkceRequired: true,
  consentScreenEnabled: false,
  homepageUrl: "https://a.example/",
  logoUrl: "https://a.example/logo",
  privacyPolicyUrl: "https://a.example/privacy",
  termsOfServiceUrl: "https://a.example/terms",
  secretOverlapSeconds: 60,
  secretQuietSeconds: 61,
  accessTokenTtlSeconds: 62,
};

const ROTATION = `query ($id: ID!) { oauthApplication(id: $id) { hasRotatedSecret secretContestedAt
  rotation { endsAt confirmBy confirmedAt overlapSeconds } secrets { id hint status createdAt expiresAt } } }`;
const USES = `query ($id: ID!) { oauthApplication(id: $id) {
  rotation { reason safeToComplete currentSecretUses previousSecretUses }
  secrets { imported firstUsedAt lastUsedAt useCount } } }`;

/** What the report says of a rotation that goes on: its ends come without anybody having asked for them here. */
const OF_ENDS = /^The (?:current|previous) secret (?:stops on|has no end)/;
const OPEN = ["expiring", "kept", "confirming", "confirmed", "contested"];

/** The rows of a table by id, with what both databases write alike. */
async function rowsOf(database: TestDatabase, table: Table, organizationId: string) {
  const among = `SELECT id FROM oauth_applications WHERE organization_id = '${organizationId}'`;
  const where =
    table === "client_secrets"
      ? `oauth_application_id IN (${among}) AND revoked_at IS NULL`
      : `organization_id = '${organizationId}'`;
  const rows = await database.query(`SELECT * FROM ${table} WHERE ${where}`);
  const left: readonly string[] = OF_THE_GATEWAY[table];
  const written = (value: unknown) => (typeof value === "boolean" ? Number(value) : value);
  return new Map(
    rows.map((row) => [
      String(row.id),
      Object.fromEntries(
        Object.entries(row)
          .filter(([column]) => !left.includes(column))
          .map(([column, value]) => [column, String(written(value))]),
      ),
    ]),
  );
}

describe.each(DATABASE_KINDS)("an export with digests from %s", (kind) => {
  const other: DatabaseKind = DATABASE_KINDS.find((one) => one !== kind) ?? kind;
  const env = { SECRET_KEYS: `k1:${randomBytes(32).toString("base64")}` };
  let source: TestDatabase;
  let target: TestGateway;
  let from: TestOrganization;
  let to: TestOrganization;
  let exported: string;
  let first: Awaited<ReturnType<typeof importAll>>;
  let usesHere: Record<"rotation" | "secrets", unknown>[];
  let rotations: Record<"there" | "here", Record<string, unknown>>;
  let rows: Record<"there" | "here", Record<Table, Awaited<ReturnType<typeof rowsOf>>>>;
  const clients: Record<string, { id: string; clientId: string; works: string[]; stopped?: string }> = {};

  const importAll = async (text = exported, ...args: string[]) => {
    const { code, report } = await importText({ ...target.database.env, ...env }, to, text, "--from", "own", ...args);
    return { code, report };
  };

  async function used(gateway: TestGateway) {
    from = await gateway.organization();
    const { owner, admin } = from;
    const create = async (name: string, input: object = {}) => {
      const { id, clientId, clientSecret } = await owner.createApplication({ name, ...input });
      clients[name] = { id, clientId, works: clientSecret === null ? [] : [clientSecret] };
      return clients[name];
    };
    const rotated = async (name: string, input: object) => {
      const client = await create(name, { grantTypes: ["CLIENT_CREDENTIALS"] });
      await admin.verify(client.clientId, client.works[0] ?? "");
      const answer = await owner.rotate(client.id, { ...input });
      client.works.push(answer.data.rotateSecret.clientSecret);
      return client;
    };
    await create("plain");
    await create("full", { ...ALL, selfRotationEnabled: true });
    await create("owned", { ownerOnlySecretRotation: true });
    await create("public", { public: true });
    const sealed = await create("sealed");
    await owner.ok(
      `mutation ($key: JSONObject) { updateOAuthApplication(input: {
        oauthApplicationId: "${sealed.id}", secretRecipientKey: $key
      }) { oauthApplication { id } } }`,
      { key: newRecipient("X25519").jwk },
    );
    const disabled = await create("disabled");
    await owner.ok(
      `mutation { updateOAuthApplication(input: {oauthApplicationId: "${disabled.id}", enabled: false}) { oauthApplication { id } } }`,
    );
    disabled.works = [];
    await rotated("expiring", { overlapSeconds: 3600 });
    await rotated("kept", { previousSecret: "KEEP" });
    await rotated("confirming", { previousSecret: "CONFIRM", overlapSeconds: 7200 });
    const confirmed = await rotated("confirmed", { previousSecret: "CONFIRM", overlapSeconds: 7200 });
    await admin.verify(confirmed.clientId, confirmed.works[1] ?? "");
    const contested = await create("contested", { grantTypes: ["CLIENT_CREDENTIALS"], selfRotationEnabled: true });
    const ask = () =>
      postForm(
        `${gateway.url}/oauth/client_secret`,
        {},
        {
          authorization: basic(contested.clientId, contested.works[0] ?? ""),
          "idempotency-key": randomUUID(),
        },
      );
    contested.works.push((await ask()).json.client_secret);
    expect((await ask()).json).toMatchObject({ error: "rotation_open" });
    const revoked = await rotated("revoked", { previousSecret: "REVOKE" });
    revoked.stopped = revoked.works.shift();
    const nested = (levels: number) => JSON.parse("[".repeat(levels) + "]".repeat(levels));
    const hash = `{sha256-hex}${createHash("sha256").update("of-another-system").digest("hex")}`;
    const foreign = broughtClient({
      clientId: "foreign",
      secrets: [{ form: "hash", text: hash, expiresAt: null }],
      takesAnyMethod: true,
      settings: { dialectSettings: { keycloak: { a: [1, null], deepest: nested(30) } } },
    });
    await importClient(gateway, from, foreign);
    const { oauthApplication } = await owner.ok('{ oauthApplication(clientId: "foreign") { id } }');
    clients.foreign = { id: oauthApplication.id, clientId: "foreign", works: ["of-another-system"] };
  }

  const rotationsAt = async (organization: TestOrganization) => {
    const found = Object.values(clients).map(async ({ id }) => {
      const { hasRotatedSecret, secretContestedAt, rotation, secrets } = (await organization.admin.ok(ROTATION, { id }))
        .oauthApplication;
      const working = secrets.filter(({ status }: { status: string }) => ["CURRENT", "PREVIOUS"].includes(status));
      return [id, { hasRotatedSecret, secretContestedAt, rotation, secrets: working }];
    });
    return Object.fromEntries(await Promise.all(found)) as Record<string, unknown>;
  };

  const tablesOf = async (database: TestDatabase, { id }: TestOrganization) => ({
    oauth_applications: await rowsOf(database, "oauth_applications", id),
    client_secrets: await rowsOf(database, "client_secrets", id),
  });

  beforeAll(async () => {
    source = await createMigratedDatabase(kind);
    const gateway = await startTestGateway(kind, { database: source, env });
    await used(gateway);
    // Writes what is noted of uses.
    await gateway.gateway.services.drain();
    const there = await rotationsAt(from);
    const { code, stdout } = await runCommand(
      { ...source.env, ...env },
      ...["export", "--organization", from.slug, "--with-digests"],
    );
    expect(code).toBe(0);
    exported = stdout;
    await gateway.stop();
    target = await startTestGateway(other, { env });
    to = await target.organization();
    first = await importAll();
    rotations = { there, here: await rotationsAt(to) };
    const withUses = Object.values(clients).map(({ id }) => to.admin.ok(USES, { id }));
    usesHere = (await Promise.all(withUses)).map(({ oauthApplication }) => oauthApplication);
    rows = { there: await tablesOf(source, from), here: await tablesOf(target.database, to) };
  });
  afterAll(async () => {
    await target.stop();
    await source.drop();
  });

  it("is one line an application, and comes in whole", () => {
    expect(exported.trimEnd().split("\n")).toHaveLength(Object.keys(clients).length);
    expect(first.report.filter(({ result }) => result !== "created").slice(0, -1)).toEqual([]);
    expect(first.code).toBe(0);
    expectNotes(first.report);
  });

  function expectNotes(report: typeof first.report) {
    const noted = report.filter(({ notes = [] }) => notes.length > 0);
    expect(noted.map(({ clientId }) => clientId)).toEqual(OPEN.map((name) => clients[name]?.clientId));
    for (const note of noted.flatMap(({ notes }) => notes)) expect(note).toMatch(OF_ENDS);
  }

  it("has no secret in it", () => {
    for (const { works, stopped = "" } of Object.values(clients)) {
      for (const secret of [...works, stopped].filter((text) => text !== "")) expect(exported).not.toContain(secret);
    }
  });

  it.each(["oauth_applications", "client_secrets"] as const)("brings each column of %s as it is", (table) => {
    const [there, here] = [rows.there[table], rows.here[table]];
    expect(Object.fromEntries(here)).toEqual(Object.fromEntries(there));
    // Each column had something to lose: it is not the same in all rows.
    const [one = {}] = there.values();
    const same = Object.keys(one).filter((column) => new Set([...there.values()].map((row) => row[column])).size === 1);
    expect(same).toEqual(table === "client_secrets" ? ["revoked_at"] : []);
  });

  it("lets every rotation go on where it was", () => {
    expect(rotations.here).toEqual(rotations.there);
  });

  it("brings no use, so that each rotation waits for those who are to come", () => {
    const secrets = usesHere.flatMap((application) => application.secrets);
    const unused = { imported: true, firstUsedAt: null, lastUsedAt: null, useCount: 0 };
    expect(secrets).toEqual(secrets.map(() => unused));
    const open = usesHere.flatMap(({ rotation }) => rotation ?? []);
    const unsafe = { safeToComplete: false, currentSecretUses: 0, previousSecretUses: 0 };
    expect(open).toHaveLength(OPEN.length);
    for (const rotation of open) {
      expect(rotation).toEqual({ ...unsafe, reason: expect.stringMatching(/^(?:PREVIOUS_IMPORTED|CONFIRMING)$/) });
    }
  });

  it("brings every secret that works, and none that was stopped", async () => {
    for (const { clientId, works, stopped } of Object.values(clients)) {
      for (const secret of works) expect(await to.admin.verify(clientId, secret)).toMatchObject({ active: true });
      if (stopped) expect(await to.admin.verify(clientId, stopped)).toEqual({ active: false });
    }
  });

  it("lets the first use of a new secret begin the overlap that was asked for at the other gateway", async () => {
    const { id, clientId, works } = clients.confirming as (typeof clients)[string];
    await to.admin.verify(clientId, works[1] ?? "");
    const { oauthApplication } = await to.admin.ok(ROTATION, { id });
    const { confirmedAt, endsAt } = oauthApplication.rotation;
    expect(Date.parse(endsAt) - Date.parse(confirmedAt)).toBe(7_200_000);
  });

  it("changes nothing the second time", async () => {
    const { code, report } = await importAll();
    expect([code, new Set(report.slice(0, -1).map(({ result }) => result))]).toEqual([0, new Set(["unchanged"])]);
    // That a new secret was to be used first by some moment is no end of one that was used.
    expectNotes(report);
  });

  it("is the same in a newer export after uses there, and another one with another name", async () => {
    const uses = { firstUsedAt: new Date(0), lastUsedAt: new Date(1000), useCount: 7, usesBeforeRotation: 3 };
    const lines = exported
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const used = lines.map((line) => ({
      ...line,
      secrets: line.secrets.map((secret: object) => ({ ...secret, ...uses })),
    }));
    const text = (written: object[]) => written.map((line) => `${JSON.stringify(line)}\n`).join("");
    const { id } = clients.plain as (typeof clients)[string];
    await changed(to.owner, "updateOAuthApplication", { oauthApplicationId: id, name: "plain here" });
    const { report } = await importAll(text(used));
    expect(new Set(report.slice(0, -1).map(({ result }) => result))).toEqual(new Set(["unchanged"]));
    const named = used.map((line) => ({ ...line, name: `${line.name} there` }));
    const last = (await importAll(text(named))).report.slice(0, -1);
    expect(new Set(last.map(({ result }) => result))).toEqual(new Set(["updated"]));
  });
});
