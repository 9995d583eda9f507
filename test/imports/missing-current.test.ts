import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { clientOf } from "../importing/support.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { readKeys } from "../support/databases/server-keys.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { listEvents } from "../support/organization/audit-events.js";
import { broughtClient, importClient } from "../support/organization/brought-clients.js";
import { importText } from "../support/processes/import-command.js";

const HOUR_MS = 3_600_000;
const MASK = "**********";
const [CURRENT, ROTATED] = ["Tq8VnU2yJ5kLwE0xRb3mZs7cHd9fGa1p", "Yh4NpS6vB1jQxD8wKc2rTf9mLz5gJa3e"];

const SECRETS = `query ($id: String!) { oauthApplication(clientId: $id) {
  id description redirectUris secrets { id status expiresAt imported }
} }`;
const CANCEL =
  "mutation ($id: ID!) { cancelSecretRotation(input: { oauthApplicationId: $id }) { oauthApplication { id } } }";
const DESCRIBE =
  "mutation ($id: ID!, $description: String!) { updateOAuthApplication(input: { oauthApplicationId: $id, description: $description }) { oauthApplication { id } } }";
const SET_PUBLIC =
  "mutation ($id: ID!, $isPublic: Boolean!) { updateOAuthApplication(input: { oauthApplicationId: $id, public: $isPublic }) { oauthApplication { id } } }";
const standsIn = (field: string) => `${field} only stands for a secret, which is not in the file.`;
const MASKED = standsIn("secret");
const BY_ANOTHER =
  "An import that has it brings it, unless one is issued or revoked here before; a rotation issues another.";
const BY_NONE = "No import brings it any more: a rotation issues another.";
const missing = (end: Date | null, by = BY_ANOTHER) =>
  `Its current secret did not come: what works here is the previous one${end ? ` until ${end.toISOString()}` : " without an end"}. ${by}`;
const NONE_ANY_MORE = "It has no secret that works here, and had some: a rotation issues one, and an import none.";

describe.each(DATABASE_KINDS)("a client whose line has no secret but a previous one, on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let clientId: string;
  let ends: Date;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  beforeEach(async () => {
    organization = await gateway.organization();
    ({ clientId } = broughtClient());
    ends = new Date(Math.ceil(gateway.now() / 1000) * 1000 + HOUR_MS);
  });
  afterAll(() => gateway.stop());

  const itemOf = (secret: string | null, rotated: string | null = ROTATED, end: Date | null = ends) => ({
    ...{ clientId, serviceAccountsEnabled: true, standardFlowEnabled: false, secret },
    attributes: {
      "client.secret.rotated": rotated,
      "client.secret.rotated.expiration.time": end && String(end.getTime() / 1000),
    },
  });
  const bring = async (item: ReturnType<typeof itemOf>, dryRun = false) => {
    const { result, notes, lacksSecret } = await importClient(gateway, organization, clientOf("keycloak", item), {
      ...{ line: JSON.stringify(item), dryRun },
    });
    return { result, notes, lacksSecret };
  };
  const works = async (...secrets: string[]) =>
    Promise.all(secrets.map(async (secret) => (await organization.admin.verify(clientId, secret)).active));
  const found = async () => (await organization.owner.ok(SECRETS, { id: clientId })).oauthApplication;
  const changed = expect.stringMatching(/^The line has changed/);
  const stale = expect.stringMatching(/^The line has a secret that does not work here/);

  it.each([
    ["masked", MASK, [MASKED]],
    ["missing", null, []],
  ])("lets the previous one in, and says that the current one did not come: %s", async (_how, secret, masked) => {
    const said = { notes: [...masked, missing(ends)], lacksSecret: true };
    expect(await bring(itemOf(secret), true)).toEqual({ result: "created", ...said });
    expect(await bring(itemOf(secret))).toEqual({ result: "created", ...said });
    expect(await works(CURRENT, ROTATED)).toEqual([false, true]);
    expect(await bring(itemOf(secret))).toEqual({ result: "unchanged", ...said });
  });

  it("gets the current one from a later import, beside the previous one", async () => {
    await bring(itemOf(MASK));
    const stops = `The previous secret stops on ${ends.toISOString()}: its client needs another one by then.`;
    const updated = {
      ...{ result: "updated", lacksSecret: false },
      notes: [changed, "Its current secret came, in clear.", stops],
    };
    expect(await bring(itemOf(CURRENT), true)).toEqual(updated);
    expect(await works(CURRENT)).toEqual([false]);
    expect(await bring(itemOf(CURRENT))).toEqual(updated);
    expect(await works(CURRENT, ROTATED)).toEqual([true, true]);
    expect((await found()).secrets).toMatchObject([
      { status: "CURRENT", expiresAt: null, imported: true },
      { status: "PREVIOUS", expiresAt: ends.toISOString(), imported: true },
    ]);
    expect(await bring(itemOf(CURRENT))).toEqual({ result: "unchanged", notes: [stops], lacksSecret: false });
    expect((await bring(itemOf("another-secret-of-its-source-A1"))).notes).toEqual([stale, stops]);
    expect(await works("another-secret-of-its-source-A1")).toEqual([false]);
  });

  it("begins a rotation then, before which the previous one may have been used", async () => {
    const ROTATION =
      "query ($id: String!) { oauthApplication(clientId: $id) { rotation { previousSecretUses previousSecret { useCount } } } }";
    const uses = async () => {
      const { rotation } = (await organization.owner.ok(ROTATION, { id: clientId })).oauthApplication;
      return [rotation.previousSecretUses, rotation.previousSecret.useCount];
    };
    await bring(itemOf(MASK));
    await works(ROTATED, ROTATED, ROTATED);
    await bring(itemOf(CURRENT));
    expect(await uses()).toEqual([0, 3]);
    await works(ROTATED);
    await expect.poll(uses).toEqual([1, 4]);
  });

  it("shows none that comes now, and says at once of an address with it that it stays", async () => {
    const at = `https://app.example.com/${CURRENT}/cb`;
    const showing = (secret: string) => ({ ...itemOf(secret), redirectUris: [at] });
    await bring(showing(MASK));
    const { id } = await found();
    await organization.owner.ok(DESCRIBE, { id, description: `It is ${CURRENT}.` });
    const stays = expect.stringMatching(/^redirectUris\.0 has a secret of the client in it, .*: it stays/);
    const tried = await bring(showing(CURRENT), true);
    const item = await bring(showing(CURRENT));
    expect([item.result, item.notes]).toEqual(["updated", expect.arrayContaining([stays])]);
    expect(item.notes[0]).toMatch(/^The line has changed; set by it: .*description/);
    expect(tried).toEqual(item);
    expect(await found()).toMatchObject({ description: "", redirectUris: [at] });
    expect(await bring(showing(CURRENT))).toMatchObject({
      result: "unchanged",
      notes: expect.arrayContaining([stays]),
    });
  });

  it("shows what it shows of one that does not come", async () => {
    await bring(itemOf(MASK));
    const { id } = await found();
    await organization.owner.ok(DESCRIBE, { id, description: `It is ${CURRENT}.` });
    for (const isPublic of [true, false]) await organization.owner.ok(SET_PUBLIC, { id, isPublic });
    await bring(itemOf(CURRENT));
    expect(await found()).toMatchObject({ description: `It is ${CURRENT}.` });
  });

  it("gets it also when the previous one has ended, which stays so", async () => {
    await bring(itemOf(MASK));
    gateway.advance(2 * HOUR_MS);
    expect((await bring(itemOf(MASK))).notes).toEqual([
      MASKED,
      expect.stringMatching(/^attributes\.client\.secret\.rotated had ended on/),
      `Its current secret did not come: the previous one has stopped. ${BY_ANOTHER}`,
    ]);
    const { result, notes, lacksSecret } = await bring(itemOf(CURRENT, ROTATED, null));
    expect(notes).toContain("Its current secret came, in clear.");
    expect([result, lacksSecret, await works(CURRENT, ROTATED)]).toEqual(["updated", false, [true, false]]);
  });

  it("gets none once a secret was issued here, also if that was taken back", async () => {
    await bring(itemOf(MASK));
    const { id } = await found();
    await organization.owner.rotate(id, { previousSecret: "KEEP" });
    expect(await bring(itemOf(MASK))).toMatchObject({ lacksSecret: false });
    await organization.owner.ok(CANCEL, { id });
    for (const secret of [MASK, CURRENT]) {
      const { notes, lacksSecret } = await bring(itemOf(secret));
      expect([notes.at(-1), lacksSecret]).toEqual([missing(null, BY_NONE), true]);
    }
    expect(await works(CURRENT, ROTATED)).toEqual([false, true]);
    await organization.owner.rotate(id, { previousSecret: "REVOKE" });
    expect(await bring(itemOf(CURRENT))).toMatchObject({ notes: [stale], lacksSecret: false });
    expect(await works(CURRENT, ROTATED)).toEqual([false, false]);
  });

  it("gets none once the previous one was revoked here, also by way of one that was issued here", async () => {
    await bring(itemOf(MASK));
    const { id } = await found();
    const stopAll = async () => {
      for (const isPublic of [true, false]) await organization.owner.ok(SET_PUBLIC, { id, isPublic });
    };
    for (const secret of [CURRENT, MASK]) {
      await stopAll();
      const { notes, lacksSecret } = await bring(itemOf(secret));
      expect([notes.at(-1), lacksSecret]).toEqual([NONE_ANY_MORE, true]);
      expect(await works(CURRENT, ROTATED)).toEqual([false, false]);
      await organization.owner.rotate(id);
    }
  });

  it("gets none once the server key of the previous one is gone, which the line may call the current one by now", async () => {
    await bring(itemOf(MASK));
    const { id } = await found();
    gateway.advance(2 * HOUR_MS);
    const [{ kid }] = await readKeys(gateway.database);
    // Marked as ended: by the clock of a command it has not, and none starts where the key of one that works is gone.
    await gateway.database.query(
      `UPDATE client_secrets SET revoked_at = expires_at WHERE oauth_application_id = '${id}'`,
    );
    for (const [table, column] of [
      ["client_secrets", "digest"],
      ["imported_clients", "reading"],
    ]) {
      await gateway.database.query(
        `UPDATE ${table} SET ${column} = REPLACE(${column}, 'v1$${kid}$', 'v1$gone$') WHERE oauth_application_id = '${id}'`,
      );
    }
    for (const item of [itemOf(ROTATED, null, null), itemOf(CURRENT)]) {
      const { notes, lacksSecret } = await bring(item);
      expect([notes.at(-1), lacksSecret]).toEqual([NONE_ANY_MORE, true]);
    }
    expect(await works(CURRENT, ROTATED)).toEqual([false, false]);
  });

  it("gets the current one in clear beside the hash of the previous one, which nobody has used", async () => {
    const bringHydra = (client_secret: string) => {
      const digest = createHash("sha256").update(ROTATED).digest("hex");
      const item = { client_id: clientId, client_secret, rotated_secrets: [`{sha256-hex}${digest}`] };
      const client = clientOf("hydra", item);
      return importClient(gateway, organization, client, { source: "hydra", line: JSON.stringify(item) });
    };
    await bringHydra("");
    expect((await bringHydra(CURRENT)).notes).toContain("Its current secret came, in clear.");
    expect(await works(CURRENT, ROTATED)).toEqual([true, true]);
  });

  it("lacks a previous one that is masked beside the current one, as long as that works neither there nor here", async () => {
    const rotated = "attributes.client.secret.rotated";
    const said = { notes: [standsIn(rotated)], lacksSecret: false };
    expect(await bring(itemOf(CURRENT, MASK), true)).toEqual({ result: "created", ...said });
    expect(await bring(itemOf(CURRENT, MASK))).toEqual({ result: "created", ...said });
    expect(await bring(itemOf(CURRENT, MASK))).toEqual({ result: "unchanged", ...said });
    const looks = `${rotated} looks like what only stands for a secret, and was not taken: --secrets plain takes it as one of a client that is new here.`;
    expect((await bring(itemOf(CURRENT, "****Ja3e"))).notes).toEqual([looks]);
    const past = new Date(ends.getTime() - 2 * HOUR_MS);
    expect((await bring(itemOf(CURRENT, MASK, past))).notes).toEqual([]);
    await organization.owner.rotate((await found()).id, { previousSecret: "REVOKE" });
    expect((await bring(itemOf(CURRENT, MASK))).notes).toEqual([stale]);
  });

  it("does not lack one that has ended at its source, which changes nothing here", async () => {
    const bringHydra = (client_secret: string, expiresAt = 0) => {
      const item = {
        client_id: clientId,
        client_secret,
        client_secret_expires_at: expiresAt,
        rotated_secrets: [ROTATED],
      };
      return importClient(gateway, organization, clientOf("hydra", item), {
        ...{ source: "hydra", line: JSON.stringify(item) },
      });
    };
    const updates = () => listEvents(organization.owner, { action: "oauth_application.updated" });
    expect((await bringHydra("")).notes).toEqual([missing(null)]);
    const past = new Date(Math.floor(gateway.now() / 1000) * 1000 - HOUR_MS);
    for (const _time of ["first", "again"]) {
      expect(await bringHydra(CURRENT, past.getTime() / 1000)).toMatchObject({
        ...{ result: "unchanged", lacksSecret: false },
        notes: [`client_secret had ended on ${past.toISOString()}, and does not work here.`],
      });
    }
    expect(await updates()).toEqual([]);
    const [before] = (await found()).secrets;
    expect((await bringHydra("the-next-secret-of-its-source-A1")).notes).toContain(
      "Its current secret came, in clear.",
    );
    const [now] = (await found()).secrets;
    expect((await updates()).map(({ details }) => details)).toEqual([
      expect.objectContaining({ secretId: now.id, previousSecretId: before.id }),
    ]);
  });

  it("has it already where the line calls the previous one the current one by now", async () => {
    await bring(itemOf(MASK));
    const { notes, lacksSecret } = await bring(itemOf(ROTATED, null, null));
    expect([notes.some((note) => note.startsWith("Its current secret")), lacksSecret]).toEqual([false, false]);
    expect((await found()).secrets).toHaveLength(1);
  });

  it("gets the current one as a hash, too", async () => {
    const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");
    const bringHash = async (client_secret: string) => {
      const item = { client_id: clientId, client_secret, rotated_secrets: [hashOf(ROTATED)] };
      const client = clientOf("hydra", item, { secrets: "sha256-hex" });
      return importClient(gateway, organization, client, { source: "hydra", line: JSON.stringify(item) });
    };
    expect((await bringHash("")).notes).toContain(missing(null));
    expect((await bringHash(hashOf(CURRENT))).notes).toContain("Its current secret came, as a hash.");
    expect(await works(CURRENT, ROTATED)).toEqual([true, true]);
  });

  describe("and as a hash", () => {
    const hashOf = (text: string) => `{sha256-hex}${createHash("sha256").update(text).digest("hex")}`;
    const bringHydra = async (client_secret: string, rotated: string[] = [], end?: Date) => {
      const item = { client_id: clientId, client_secret, rotated_secrets: rotated };
      const client = clientOf("hydra", item);
      for (const secret of client.secrets) Object.assign(secret, { expiresAt: end ?? null });
      return importClient(gateway, organization, client, { source: "hydra", line: JSON.stringify(item) });
    };

    it("does not get the current one once the previous one has ended, since nothing tells them apart, and is told so", async () => {
      await bringHydra("", [hashOf(ROTATED)], ends);
      gateway.advance(2 * HOUR_MS);
      const untold =
        "Its current secret did not come: the previous one has stopped. Whether that of the line is the one which has stopped cannot be told, so that it does not come: a rotation issues another.";
      for (const _time of ["first", "again"]) {
        const { notes, lacksSecret } = await bringHydra(hashOf(CURRENT));
        expect([notes.at(-1), lacksSecret]).toEqual([untold, true]);
      }
      expect(await works(CURRENT, ROTATED)).toEqual([false, false]);
    });

    it("gets the current one by the same line as soon as a use of the previous one tells them apart", async () => {
      await bringHydra("", [hashOf(ROTATED)]);
      expect((await bringHydra(CURRENT)).notes).toContainEqual(expect.stringMatching(/shows when it is used/));
      expect(await works(CURRENT, ROTATED)).toEqual([false, true]);
      const { result, notes } = await bringHydra(CURRENT);
      expect([result, notes.slice(0, 2)]).toEqual([
        "updated",
        [
          "The line is the same, and what has changed is what can be told of its secrets.",
          "Its current secret came, in clear.",
        ],
      ]);
      expect(await works(CURRENT, ROTATED)).toEqual([true, true]);
      expect((await bringHydra(CURRENT)).result).toBe("unchanged");
    });
  });

  it("stops where its source disables it, though nobody says what its current one is, and gets that later", async () => {
    const hash = createHash("sha256").update(CURRENT).digest("hex");
    const bringHash = (client_secret: string, enabled: boolean, options: { secrets?: "plain" } = {}) => {
      const item = { client_id: clientId, client_secret, rotated_secrets: [ROTATED] };
      const line = JSON.stringify({ ...item, enabled });
      const client = { ...clientOf("hydra", item, options), enabled };
      return importClient(gateway, organization, client, { source: "hydra", line });
    };
    const refused = expect.stringMatching(/^client_secret is a secret or the hash of one/);
    await bringHash("", true);
    expect(await bringHash(hash, true)).toMatchObject({ result: "refused", reason: refused });
    expect(await works(ROTATED)).toEqual([true]);
    expect(await bringHash(hash, false)).toMatchObject({ result: "updated", notes: expect.arrayContaining([refused]) });
    expect(await works(ROTATED)).toEqual([false]);
    expect(await bringHash(hash, false)).toMatchObject({
      result: "unchanged",
      notes: [refused, missing(null)],
    });
    const { result, notes } = await bringHash(hash, false, { secrets: "plain" });
    expect([result, notes[1]]).toEqual(["updated", "Its current secret came, in clear."]);
  });

  it("does not lack a previous one that came and was let go here, though it is masked by now", async () => {
    await bring(itemOf(CURRENT));
    const complete =
      "mutation ($id: ID!) { completeSecretRotation(input: { oauthApplicationId: $id, force: true }) { oauthApplication { id } } }";
    await organization.owner.ok(complete, { id: (await found()).id });
    for (const _time of ["first", "again"]) expect((await bring(itemOf(CURRENT, MASK, null))).notes).toEqual([]);
  });

  it("is counted among those without a secret", async () => {
    const text = JSON.stringify({ clients: [itemOf(MASK)] });
    const { report, stderr } = await importText(gateway.database.env, organization, text, "--from", "keycloak");
    expect(report.at(-1)).toMatchObject({ summary: { withoutSecret: 1 }, secrets: { clear: 1 } });
    expect(stderr).toMatch(
      /^1 confidential client has no secret that works here, or none but a previous one; the report/,
    );
    // After a rotation no import would bring the one that is in use there.
    expect(stderr).toMatch(
      /\nThe console's export hides secrets; .*Where the report says that an import brings it, first import a file that has theirs; then issue one/,
    );
  });
});
