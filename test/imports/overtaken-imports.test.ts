import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Database } from "../../src/database/database.js";
import { GrantType } from "../../src/model/client-metadata.js";
import { ID_PREFIX, newId } from "../../src/model/identifier.js";
import { newSecret } from "../../src/model/secret.js";
import type { ImportOptions } from "../../src/services/imports/taken-client.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { sentWhile } from "../support/databases/sent-statements.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { listEvents } from "../support/organization/audit-events.js";
import { broughtClient, importClient } from "../support/organization/brought-clients.js";
import { carrying } from "../support/organization/carried-secrets.js";

const HOUR_MS = 3_600_000;
const IN_CLEAR = "http://intranet.example.com/cb";
type Client = ReturnType<typeof broughtClient>;

const CHANGE =
  "mutation ($input: UpdateOAuthApplicationInput!) { updateOAuthApplication(input: $input) { oauthApplication { id } } }";
const SHOWN = `query ($clientId: String!) { oauthApplication(clientId: $clientId) {
  id name public scopes redirectUris secrets { status }
} }`;

/** Each judgement of a client begins with what decides about its client id. */
const isJudgement = (sql: string) => sql.includes("retired_client_ids");

describe.each(DATABASE_KINDS)("an import that is overtaken by another change, on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  haveTime();
  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  beforeEach(async () => {
    organization = await gateway.organization();
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  afterAll(() => gateway.stop());

  const bring = (client: Client, options: Partial<ImportOptions> = {}) =>
    importClient(gateway, organization, client, options);
  const shown = async (clientId: string) => (await organization.owner.ok(SHOWN, { clientId })).oauthApplication;
  const change = (id: string, input: object) =>
    organization.owner.ok(CHANGE, { input: { oauthApplicationId: id, ...input } });

  const allowHttp = (allowHttpRedirectUris: boolean) =>
    organization.owner.ok(
      "mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { organization { id } } }",
      { input: { allowHttpRedirectUris } },
    );

  /** Does something between the moment in which the next change is judged and the one in which it is made, so many times. */
  function beforeChanges(times: number, work: (time: number) => Promise<unknown>): void {
    const go = Database.prototype.change as (...args: unknown[]) => Promise<unknown>;
    let time = 0;
    let isInside = false;
    vi.spyOn(Database.prototype, "change").mockImplementation(async function (this: Database, ...args: unknown[]) {
      if (!isInside && time < times) {
        isInside = true;
        await work(++time).finally(() => {
          isInside = false;
        });
      }
      return go.apply(this, args) as never;
    });
  }

  it("names what somebody has changed meanwhile, and the line sets back", async () => {
    const { clientId } = await bring(broughtClient({ settings: { name: "Theirs", scopes: ["a"] } }));
    const { id } = await shown(clientId);
    beforeChanges(1, () => change(id, { name: "Ours" }));
    const line = broughtClient({ clientId, settings: { name: "Theirs", scopes: ["b"] } });
    expect(await bring(line)).toMatchObject({
      result: "updated",
      notes: [
        "The line has changed; set by it: name, scopes.",
        "Overwritten, though somebody had changed it here since the last import: name.",
      ],
    });
    expect(await shown(clientId)).toMatchObject({ name: "Theirs", scopes: ["b"] });
  });

  it("adds redirect URIs in clear to those that somebody has set meanwhile", async () => {
    const client = broughtClient({ settings: { redirectUris: [IN_CLEAR] } });
    await bring(client);
    const { id } = await shown(client.clientId);
    const ours = "https://ours.example.com/cb";
    beforeChanges(1, () => change(id, { redirectUris: [ours] }));
    expect(await bring(client, { allowsHttp: true })).toMatchObject({ result: "updated" });
    expect(await shown(client.clientId)).toMatchObject({ redirectUris: [ours, IN_CLEAR] });
  });

  it.each([
    ["a new client", undefined],
    ["a client that is here", { redirectUris: ["https://a.example.com/cb"] }],
    ["a client of which they wait", { redirectUris: [IN_CLEAR] }],
  ])(
    "adds no redirect URI in clear that the organization has ceased to allow meanwhile: %s",
    async (_what, settings) => {
      const { clientId } = settings ? await bring(broughtClient({ settings })) : broughtClient();
      await allowHttp(true);
      beforeChanges(1, () => allowHttp(false));
      expect(await bring(broughtClient({ clientId, settings: { redirectUris: [IN_CLEAR] } }))).toMatchObject({
        notes: expect.arrayContaining([expect.stringMatching(/^redirectUris\.0 .* allowHttpRedirectUris would allow/)]),
      });
      expect((await shown(clientId)).redirectUris).toEqual([]);
    },
  );

  it("gives no secret to an application that has become public meanwhile", async () => {
    const { clientId } = await bring(broughtClient({ secrets: [] }));
    const { id } = await shown(clientId);
    beforeChanges(1, () => change(id, { public: true, grantTypes: ["AUTHORIZATION_CODE"] }));
    await bring(broughtClient({ clientId, settings: { grantTypes: [GrantType.AUTHORIZATION_CODE] } }));
    expect(await shown(clientId)).toMatchObject({ public: true, secrets: [] });
  });

  it("revives no secret that waited for its first use, and whose time was over meanwhile", async () => {
    const id = newId(ID_PREFIX.oauthApplication, gateway.now());
    const carried = await carrying(gateway);
    const [secret, confirmBy] = [newSecret("ogs_"), new Date(gateway.now() + HOUR_MS)];
    const state = { confirmBy, nextOverlapSeconds: 600 };
    const waiting = { ...carried(id, secret, gateway.now(), state), expiresAt: confirmBy };
    const previous = carried(id, newSecret("ogs_"), gateway.now() - HOUR_MS);
    const { clientId } = await bring(broughtClient({ id, secrets: [waiting, previous] }), { source: "own" });
    const confirmed = {
      ...waiting,
      expiresAt: null,
      state: { ...waiting.state, confirmedAt: new Date(gateway.now()) },
    };
    beforeChanges(1, async () => gateway.advance(2 * HOUR_MS));
    const line = broughtClient({ id, clientId, secrets: [confirmed, previous] });
    expect(await bring(line, { source: "own" })).toMatchObject({
      notes: expect.arrayContaining([
        "The line has a secret that does not work here: secrets stay those that are here.",
      ]),
    });
    expect((await organization.owner.verify(clientId, secret)).active).toBe(false);
    expect(await listEvents(organization.owner, { action: "client_secret.rotation_confirmed" })).toEqual([]);
  });

  it("finds a client unchanged whose first secret another import has brought meanwhile", async () => {
    const { clientId } = await bring(broughtClient({ secrets: [] }));
    const line = broughtClient({ clientId });
    beforeChanges(1, async () => expect(await bring(line)).toMatchObject({ result: "updated" }));
    expect(await bring(line)).toMatchObject({ result: "unchanged", notes: [], lacksSecret: false });
    expect((await shown(clientId)).secrets).toHaveLength(1);
    expect(await listEvents(organization.owner, { action: "oauth_application.updated" })).toHaveLength(1);
  });

  it("remembers no line beside the settings of another one", async () => {
    const { clientId } = await bring(broughtClient({ settings: { scopes: ["a"] } }));
    const [as, bs] = ["a", "b"].map((scope) => broughtClient({ clientId, settings: { scopes: [scope] } }));
    beforeChanges(1, async () => expect(await bring(bs as Client, { line: "b" })).toMatchObject({ result: "updated" }));
    expect(await bring(as as Client, { line: "a, with other spaces" })).toMatchObject({ result: "updated" });
    expect(await shown(clientId)).toMatchObject({ scopes: ["a"] });
  });

  it("asks once more for an id that somebody has, since another import of its client may have been faster", async () => {
    const { id } = await (await gateway.organization()).owner.createApplication();
    const line = broughtClient({ id, secrets: [] });
    const sent = await sentWhile(kind, async () => {
      const reason = "The id of the application is taken.";
      expect(await bring(line, { source: "own" })).toMatchObject({ result: "refused", reason });
    });
    expect(sent.filter(isJudgement)).toHaveLength(2);
  });

  it("asks once whether somebody has the id of a secret of a client that is here", async () => {
    const id = newId(ID_PREFIX.oauthApplication, gateway.now());
    const { clientId } = await bring(broughtClient({ id, secrets: [] }), { source: "own" });
    const another = await shown((await bring(broughtClient())).clientId);
    const taken = (await organization.owner.ok(`{ oauthApplication(id: "${another.id}") { secrets { id } } }`))
      .oauthApplication.secrets[0].id;
    const carried = await carrying(gateway);
    const line = broughtClient({
      ...{ id, clientId },
      secrets: [carried(id, newSecret("ogs_"), gateway.now(), { id: taken })],
    });
    const sent = await sentWhile(kind, async () => {
      const reason = "The id of a secret is taken.";
      expect(await bring(line, { source: "own" })).toMatchObject({ result: "refused", reason });
    });
    expect(sent.filter(isJudgement)).toHaveLength(1);
  });

  it.each([2, 4])("takes a client in that is overtaken %i times", async (times) => {
    const { clientId } = await bring(broughtClient());
    const { id } = await shown(clientId);
    beforeChanges(times, (time) => change(id, { name: `Ours ${time}` }));
    const line = broughtClient({ clientId, settings: { scopes: ["b"] } });
    expect(await bring(line)).toMatchObject({ result: "updated" });
    expect(await shown(clientId)).toMatchObject({ name: clientId, scopes: ["b"] });
  });

  it.each([
    ["its settings", { settings: { scopes: ["b"] } }, "updated"],
    ["its line alone", {}, "unchanged"],
  ])("refuses a client that is overtaken five times, and says what to do: %s", async (_what, changes, result) => {
    const { clientId } = await bring(broughtClient());
    const { id } = await shown(clientId);
    beforeChanges(5, (time) => change(id, { description: `Ours ${time}` }));
    const line = broughtClient({ clientId, ...changes });
    expect(await bring(line, { line: "another" })).toMatchObject({
      result: "refused",
      reason: "Somebody changed the application here at the same time, again and again: run the import again.",
    });
    expect(await bring(line, { line: "another" })).toMatchObject({ result });
  });
});
