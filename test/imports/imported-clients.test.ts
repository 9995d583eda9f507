import { describe, expect, it, vi } from "vitest";
import { Reader } from "../../src/database/reader.js";
import { Permission, Role } from "../../src/model/permission.js";
import type { ImportOptions } from "../../src/services/imports/taken-client.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { holdFile } from "../support/databases/held-file.js";
import { holdApplication } from "../support/databases/held-row.js";
import { listEvents } from "../support/organization/audit-events.js";
import { broughtClient, importClient, inClear } from "../support/organization/brought-clients.js";
import { importOpening } from "../support/organization/import-opening.js";
import { remove } from "../support/organization/oauth-applications.js";

const SHOWN = `query ($clientId: String!) { oauthApplication(clientId: $clientId) {
  id clientId name enabled public redirectUris postLogoutRedirectUris allowedOrigins scopes grantTypes version
  tokenEndpointAuthMethod secrets { status } createdBy { kind }
} }`;

const SECRETS_STAY = expect.stringMatching(/secrets stay those that are here/);
const STAYS_DISABLED = expect.stringMatching(/^enabled: it is disabled here and stays so/);
const FIRST = "Its first secrets came, in clear.";
const ENDLESS = expect.stringMatching(/^The previous secret has no end/);
const changed = (fields = "") =>
  expect.stringMatching(new RegExp(`^The line has changed${fields && `; set by it: ${fields}`}\\.$`));

describe.each(DATABASE_KINDS)("an import of clients on %s", (kind) => {
  const at = importOpening(kind, SHOWN);
  const { bring, shown } = at;

  const deleteIt = async (clientId: string) =>
    remove(at.organization.owner, { oauthApplicationId: (await shown(clientId)).id });
  /** Everything that an import could have written in the organization, where nobody uses a secret meanwhile. */
  const kept = async () => {
    const ofIt = `(SELECT id FROM oauth_applications WHERE organization_id = '${at.organization.id}')`;
    const selections = [
      `oauth_applications WHERE organization_id = '${at.organization.id}' ORDER BY id`,
      `audit_events WHERE organization_id = '${at.organization.id}' ORDER BY id`,
      `client_secrets WHERE oauth_application_id IN ${ofIt} ORDER BY id`,
      `imported_clients WHERE oauth_application_id IN ${ofIt} ORDER BY oauth_application_id`,
    ];
    const rows = [];
    for (const selection of selections) rows.push(await at.gateway.database.query(`SELECT * FROM ${selection}`));
    return rows;
  };

  it("registers one with its id, settings and secret, and an audit event that names the source", async () => {
    const settings = { scopes: ["orders:read"], redirectUris: ["https://app.example.com/cb"] };
    const client = broughtClient({ settings, enabled: false });
    expect(await bring(client)).toMatchObject({ result: "created", notes: [] });
    const application = await shown(client.clientId);
    expect(application).toMatchObject({
      ...settings,
      clientId: client.clientId,
      enabled: false,
      secrets: [{ status: "CURRENT" }],
      createdBy: { kind: "CLI" },
    });
    const [event] = await listEvents(at.organization.owner, { targetId: application.id });
    expect(event).toMatchObject({
      action: "oauth_application.created",
      wayIn: "CLI",
      details: { source: "keycloak", secretId: expect.stringMatching(/^sec_/) },
    });
  });

  it("skips a line that has not changed, whatever happened here meanwhile", async () => {
    const client = broughtClient();
    await bring(client);
    const { id } = await shown(client.clientId);
    await at.organization.owner.ok(
      `mutation ($id: ID!) { updateOAuthApplication(input: { oauthApplicationId: $id, name: "Ours", enabled: false }) { oauthApplication { id } } }`,
      { id },
    );
    await at.organization.owner.rotate(id, { previousSecret: "REVOKE" });
    const before = await kept();
    expect(await bring(client)).toMatchObject({ result: "unchanged", notes: [STAYS_DISABLED, SECRETS_STAY] });
    expect(await kept()).toEqual(before);
    expect(await at.organization.admin.verify(client.clientId, `secret-of-${client.clientId}`)).toEqual({
      active: false,
    });
  });

  it("takes the settings of a line that has changed, and no secret that it brings", async () => {
    const client = broughtClient({ settings: { scopes: ["a"] } });
    await bring(client);
    const { id } = await shown(client.clientId);
    await at.organization.owner.rotate(id, { previousSecret: "REVOKE" });
    const another = broughtClient({
      clientId: client.clientId,
      enabled: true,
      settings: { scopes: ["b"], name: "Renamed" },
      secrets: [...client.secrets, inClear("another-secret-1")],
    });
    const notes = [changed("name, scopes"), SECRETS_STAY];
    expect(await bring(another)).toMatchObject({ result: "updated", notes });
    expect(await shown(client.clientId)).toMatchObject({ id, name: "Renamed", scopes: ["b"] });
    for (const secret of [`secret-of-${client.clientId}`, "another-secret-1"]) {
      expect(await at.organization.admin.verify(client.clientId, secret)).toEqual({ active: false });
    }
    const [event] = await listEvents(at.organization.owner, { targetId: id, action: "oauth_application.updated" });
    expect(event).toMatchObject({
      details: { source: "keycloak", changed: ["name", "scopes"] },
    });
    expect(await bring(another)).toMatchObject({ result: "unchanged" });
    expect(await bring(client)).toMatchObject({ result: "updated" });
  });

  it("stops what its line stops, and never enables what is disabled here", async () => {
    const client = broughtClient();
    await bring(client);
    const { id } = await shown(client.clientId);
    expect(await bring({ ...client, enabled: false })).toMatchObject({
      ...{ result: "updated", notes: [changed("enabled")] },
    });
    expect(await shown(client.clientId)).toMatchObject({ enabled: false });
    const again = broughtClient({ clientId: client.clientId, settings: { name: "Again" } });
    const result = { result: "updated", notes: [changed("name"), STAYS_DISABLED] };
    expect(await bring(again, { dryRun: true })).toMatchObject(result);
    expect(await bring(again)).toMatchObject(result);
    expect(await shown(client.clientId)).toMatchObject({ id, name: "Again", enabled: false });
    expect(await at.organization.admin.verify(client.clientId, `secret-of-${client.clientId}`)).toEqual({
      active: false,
    });
  });

  it("takes the secret of a line that had none before, and none once there was one", async () => {
    const { clientId } = broughtClient();
    const masked = broughtClient({ clientId, secrets: [] });
    const whole = broughtClient({ clientId, secrets: [inClear("came-later-A1"), inClear("and-before-A1")] });
    expect(await bring(masked)).toMatchObject({ result: "created" });
    const { id, version } = await shown(clientId);
    const notes = [changed(), FIRST, ENDLESS];
    const result = {
      clientId,
      result: "updated",
      notes,
      lacksSecret: false,
      sharedNotes: [],
      working: ["clear", "clear"],
    };
    expect(await bring(whole, { dryRun: true })).toEqual(result);
    expect((await shown(clientId)).secrets).toEqual([]);
    expect(await bring(whole)).toEqual(result);
    expect(await shown(clientId)).toMatchObject({
      version: version + 1,
      secrets: [{ status: "CURRENT" }, { status: "PREVIOUS" }],
    });
    expect(await at.organization.admin.verify(clientId, "came-later-A1")).toMatchObject({ active: true });
    const [event] = await listEvents(at.organization.owner, { targetId: id, action: "oauth_application.updated" });
    expect(event?.details).toMatchObject({ secretId: expect.any(String), previousSecretId: expect.any(String) });
    await at.organization.owner.rotate(id, { previousSecret: "REVOKE" });
    const again = broughtClient({ clientId, secrets: [inClear("once-more-A1")] });
    expect(await bring(again)).toMatchObject({ result: "unchanged", notes: [SECRETS_STAY] });
    for (const secret of ["came-later-A1", "once-more-A1"]) {
      expect(await at.organization.admin.verify(clientId, secret)).toEqual({ active: false });
    }
  });

  it("refuses one whose application was deleted here, also by another way and from another source", async () => {
    const client = broughtClient();
    await bring(client);
    await deleteIt(client.clientId);
    for (const options of [{}, { line: "changed" }, { source: "hydra" }]) {
      expect(await bring(client, options)).toMatchObject({
        result: "refused",
        reason: expect.stringMatching(/deleted/),
      });
    }
    expect(await shown(client.clientId)).toBeNull();
  });

  it("refuses an id that another organization has or had, in the same words", async () => {
    const other = await at.gateway.organization();
    const held = broughtClient();
    await importClient(at.gateway, other, held);
    const { clientId: gone, id } = await other.owner.createApplication();
    await other.owner.ok(
      "mutation ($id: ID!) { deleteOAuthApplication(input: { oauthApplicationId: $id }) { deletedId } }",
      { id },
    );
    const refused = { result: "refused", reason: "This client id is taken." };
    expect(await bring(held)).toMatchObject(refused);
    expect(await bring(broughtClient({ clientId: gone }))).toMatchObject(refused);
    expect(await listEvents(at.organization.owner, { action: "oauth_application.created" })).toEqual([]);
  });

  it("leaves an application alone that did not come from this source", async () => {
    const own = await at.organization.owner.createApplication();
    const client = broughtClient();
    await bring(client);
    for (const [clientId, source] of [
      [own.clientId, "keycloak"],
      [client.clientId, "hydra"],
    ]) {
      const before = await shown(clientId as string);
      expect(await bring(broughtClient({ clientId: clientId as string }), { source: source as string })).toMatchObject({
        result: "refused",
        reason: expect.stringMatching(/not imported from this source/),
      });
      expect(await shown(clientId as string)).toEqual(before);
    }
  });

  it("leaves out addresses that may not be here, and says of each what would mend it", async () => {
    const settings = {
      redirectUris: [
        "https://app.example.com/cb",
        "https://app.example.com/*",
        "http://intranet.example.com/cb",
        "https://app.example.com/cb#top",
        "/relative",
        "https://user:hunter2@app.example.com/cb",
        "https://app.example.com/cb",
      ],
      postLogoutRedirectUris: ["http://localhost:3000/bye", "javascript:alert(1)"],
      allowedOrigins: ["https://app.example.com", "+"],
    };
    const client = broughtClient({ settings });
    const { result, notes } = await bring(client);
    expect(result).toBe("created");
    expect(notes).toEqual([
      expect.stringMatching(
        /^redirectUris\.1 \(https:\/\/app\.example\.com\/\*\) was left out: it must not .*wildcard/,
      ),
      expect.stringMatching(
        /^redirectUris\.2 \(http:\/\/intranet\.example\.com\/cb\) .*allowHttpRedirectUris.*; with https it could be added\.$/,
      ),
      expect.stringMatching(/^redirectUris\.3 .*fragment.*; without its fragment it could be added\.$/),
      expect.stringMatching(/^redirectUris\.4 was left out: it .*absolute/),
      expect.stringMatching(/^redirectUris\.5 \(https:\/\/…@app\.example\.com\/cb\).*user information/),
      expect.stringMatching(/^redirectUris\.6 .*already/),
      expect.stringMatching(/^postLogoutRedirectUris\.1 .*scheme/),
      expect.stringMatching(/^allowedOrigins\.1 /),
    ]);
    expect(JSON.stringify(notes)).not.toContain("hunter2");
    expect(await shown(client.clientId)).toMatchObject({
      redirectUris: ["https://app.example.com/cb"],
      postLogoutRedirectUris: ["http://localhost:3000/bye"],
      allowedOrigins: ["https://app.example.com"],
    });
  });

  it("looks at a bounded number of addresses, and names a bounded number of those it leaves out", async () => {
    const wrong = Array.from({ length: 3000 }, (_, n) => `https://app.example.com/${n}/*`);
    const right = Array.from({ length: 60 }, (_, n) => `https://app.example.com/${n}`);
    const settings = { redirectUris: [...wrong.slice(0, 60), ...right], allowedOrigins: wrong };
    const client = broughtClient({ settings });
    const { result, notes } = await bring(client);
    expect([result, notes.length]).toEqual(["created", 50 + 2 + 50 + 2]);
    expect(notes[50]).toBe("redirectUris: 10 more were left out.");
    expect(notes.slice(-3)).toEqual([
      "allowedOrigins: 450 more were left out.",
      expect.stringMatching(/^redirectUris: the last 10 were left out, since there may be at most 50/),
      expect.stringMatching(/^allowedOrigins: the last 2500 were left out/),
    ]);
    expect((await shown(client.clientId)).redirectUris).toEqual(right.slice(0, 50));
  });

  it("brings addresses in clear once the organization allows them, and takes none back when it does not", async () => {
    const redirectUris = ["http://intranet.example.com/cb"];
    const client = broughtClient({ settings: { redirectUris } });
    expect((await bring(client)).notes).toHaveLength(1);
    expect(await bring(client)).toMatchObject({ result: "unchanged" });
    const allow = (allowHttpRedirectUris: boolean) =>
      at.organization.owner.ok(
        "mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { organization { id } } }",
        {
          input: { allowHttpRedirectUris },
        },
      );
    await allow(true);
    expect(await bring(client)).toMatchObject({ result: "updated" });
    expect(await shown(client.clientId)).toMatchObject({ redirectUris });
    await allow(false);
    expect(await bring(client)).toMatchObject({ result: "unchanged" });
    expect(await bring(client, { line: "changed" })).toMatchObject({ result: "unchanged" });
    expect(await shown(client.clientId)).toMatchObject({ redirectUris });
  });

  it("answers the same when it only tries, and writes nothing", async () => {
    const known = broughtClient();
    await bring(known);
    const redirectUris = ["http://intranet.example.com/cb", "https://app.example.com/*"];
    const cases: [ReturnType<typeof broughtClient>, object][] = [
      [broughtClient({ settings: { redirectUris } }), { allowsHttp: true }],
      [known, {}],
      [broughtClient({ clientId: known.clientId, settings: { redirectUris } }), { allowsHttp: true }],
      [broughtClient({ settings: { secretOverlapSeconds: -1 } }), {}],
      [broughtClient({ clientId: known.clientId, settings: { secretOverlapSeconds: -1 } }), {}],
    ];
    const before = await kept();
    const tried = [];
    for (const [client, options] of cases) tried.push(await bring(client, { ...options, dryRun: true }));
    expect(await kept()).toEqual(before);
    const done = [];
    for (const [client, options] of cases) done.push(await bring(client, options));
    expect(tried).toEqual(done);
    expect(done.map(({ result }) => result)).toEqual(["created", "unchanged", "updated", "refused", "refused"]);
  });

  it("undoes no rotation whose time is over when it only tries, and judges as if it were undone", async () => {
    const { clientId } = await bring(broughtClient());
    const { id } = await shown(clientId);
    const rotation = { previousSecret: "CONFIRM", confirmWithinSeconds: 60 };
    expect((await at.organization.owner.rotate(id, rotation)).errors).toEqual([]);
    at.gateway.advance(61_000);
    const line = broughtClient({ clientId, settings: { name: "Renamed" } });
    const before = await kept();
    const tried = await bring(line, { dryRun: true });
    expect(tried).toMatchObject({ result: "updated", notes: [changed("name")] });
    expect(await kept()).toEqual(before);
    expect(await bring(line)).toEqual(tried);
    expect(await listEvents(at.organization.owner, { action: "client_secret.rotation_undone" })).toHaveLength(1);
  });

  it("waits for nobody who changes the same application when it only tries", async () => {
    const { clientId } = await bring(broughtClient({ secrets: [] }));
    const { id } = await shown(clientId);
    const held =
      kind === "sqlite" ? await holdFile(at.gateway.database) : await holdApplication(at.gateway.database, id);
    const line = broughtClient({ clientId, settings: { name: "Renamed" } });
    const tried = await bring(line, { dryRun: true }).finally(() => held.release());
    expect(await bring(line)).toEqual(tried);
  });

  it.each<[string, Parameters<typeof broughtClient>[0], RegExp]>([
    ["an id that no client has here", { clientId: "no spaces" }, /^clientId must/],
    ["an id without end", { clientId: "x".repeat(100_000) }, /^clientId must be at most 255/],
    ["a number beyond its bounds", { settings: { secretOverlapSeconds: -1 } }, /^secretOverlapSeconds must/],
    [
      "a hash in a secret's place",
      { secrets: [{ form: "hash", text: "$2b$10$x", expiresAt: null }] },
      /^clientSecret is a hash/,
    ],
    ["a secret with a space", { secrets: [inClear("has a space")] }, /^clientSecret must be 1 to 512/],
    ["a secret of nothing", { secrets: [inClear("")] }, /^clientSecret must be 1 to 512/],
    ["a secret without end", { secrets: [inClear("x".repeat(513))] }, /^clientSecret must be 1 to 512/],
    ["a previous secret that is none", { secrets: [inClear("a"), inClear("ü")] }, /^previousClientSecret must be/],
    ["three secrets", { secrets: [inClear("a"), inClear("b"), inClear("c")] }, /^clientSecret has more than two/],
    ["an end that is no moment", { secrets: [inClear("a", new Date(Number.NaN))] }, /^clientSecret must end/],
    ["an end beyond all dates", { secrets: [inClear("a", new Date(8.64e15))] }, /^clientSecret must end/],
    [
      "a secret of a public application",
      { settings: { public: true, grantTypes: [] } },
      /^clientSecret must not be given/,
    ],
    ["a public one with its own credentials", { settings: { public: true }, secrets: [] }, /^grantTypes must not/],
  ])("refuses %s, and says which field", async (_what, client, reason) => {
    const refused = { result: "refused", reason: expect.stringMatching(reason) };
    expect(await bring(broughtClient(client))).toMatchObject(refused);
    expect(await at.organization.owner.ok("{ oauthApplications { totalCount } }")).toEqual({
      oauthApplications: { totalCount: 0 },
    });
  });

  it("is for those who may register applications", async () => {
    const { id } = at.organization;
    const { applicationImports } = at.gateway.gateway.services;
    const actor = {
      ...{ id: "tok_x", kind: "API_TOKEN", name: null, organizationId: id, role: Role.VIEWER, isDerived: true },
      ...{ expiresAt: null, accessTokenDigest: null, clientSecretId: null },
      permissions: new Set([Permission.APPLICATION_READ]),
      origin: { wayIn: "CLI", requestId: null, address: null },
    } as unknown as Parameters<typeof applicationImports.import>[0];
    await expect(
      applicationImports.import(actor, broughtClient(), { source: "keycloak", line: "" }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  it.each<[string, { id?: string }]>([
    ["without an id of its own", {}],
    ["with one", { id: "app_0000000000000000000001" }],
  ])("takes in the same client once when imports run at the same time: %s", async (_what, own) => {
    const client = broughtClient(own);
    const answers = await Promise.all([bring(client), bring(client), bring(client)]);
    expect(answers.map(({ result }) => result).sort()).toEqual(["created", "unchanged", "unchanged"]);
    expect(
      await at.gateway.database.query(
        `SELECT client_id FROM oauth_applications WHERE client_id = '${client.clientId}'`,
      ),
    ).toHaveLength(1);
  });

  it.each<[string, { id?: string }, Partial<ImportOptions>]>([
    ["without an id of its own", {}, {}],
    ["with one", { id: "app_0000000000000000000002" }, {}],
    ["with one, in a dry run", { id: "app_0000000000000000000003" }, { dryRun: true }],
  ])("finds a client unchanged that came after it was looked for: %s", async (_what, own, options) => {
    const client = broughtClient(own);
    const read = Reader.prototype.listEach as (...args: unknown[]) => Promise<unknown>;
    const spy = vi.spyOn(Reader.prototype, "listEach").mockImplementationOnce(async function (
      this: Reader,
      ...args: unknown[]
    ) {
      const before = await read.apply(this, args);
      expect(await bring(client)).toMatchObject({ result: "created" });
      return before as never;
    });
    const answer = await bring(client, options);
    spy.mockRestore();
    expect(answer).toMatchObject({ result: "unchanged" });
  });
});
