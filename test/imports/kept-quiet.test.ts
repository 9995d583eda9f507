import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ApplicationRegistry } from "../../src/services/applications/application-registry.js";
import type { BroughtClient } from "../../src/services/imports/brought-client.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { broughtClient, importClient, inClear } from "../support/organization/brought-clients.js";
import { changed } from "../support/organization/oauth-applications.js";

const QUIET_SECONDS = 600;
const STAYS = expect.stringMatching(/^secretQuietSeconds stays as it is here/);
const SHOWN = `query ($clientId: String!) { oauthApplication(clientId: $clientId) {
  id enabled description secretQuietSeconds rotation { reason }
} }`;

describe.each(DATABASE_KINDS)("a line that lowers secretQuietSeconds beside an open rotation, on %s", (kind) => {
  let gateway: TestGateway;
  let acme: TestOrganization;
  let client: BroughtClient;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  beforeEach(async () => {
    acme = await gateway.organization();
    const secrets = ["current", "previous"].map((which) => inClear(`${which}-secret-of-the-client`));
    client = broughtClient({ secrets, settings: { secretQuietSeconds: QUIET_SECONDS } });
    expect(await bring()).toMatchObject({ result: "created" });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  afterAll(() => gateway.stop());

  const bring = (more: { enabled?: boolean; settings?: object } = {}, dryRun = false) =>
    importClient(
      gateway,
      acme,
      { ...client, ...more, settings: Object.assign(Object.create(client.settings), client.settings, more.settings) },
      { dryRun },
    );
  const shown = async () => (await acme.owner.ok(SHOWN, { clientId: client.clientId })).oauthApplication;
  const works = async (which: string) =>
    (await acme.admin.verify(client.clientId, `${which}-secret-of-the-client`)).active;
  const lower = { secretQuietSeconds: 0, description: "new" };

  it("stops what it stops, and changes what else it says; that alone stays, and is named then", async () => {
    const line = { enabled: false, settings: lower };
    const tried = await bring(line, true);
    const item = await bring(line);
    expect(item).toMatchObject({ result: "updated", notes: expect.arrayContaining([STAYS]) });
    expect(item.notes[0]).toBe("The line has changed; set by it: description, enabled.");
    expect(tried).toEqual(item);
    expect(await shown()).toMatchObject({ enabled: false, description: "new", secretQuietSeconds: QUIET_SECONDS });
    expect(await bring(line)).toMatchObject({ result: "unchanged", notes: expect.not.arrayContaining([STAYS]) });
  });

  it("is named where it says nothing else new", async () => {
    const line = { settings: { secretQuietSeconds: 0 } };
    expect(await bring(line)).toMatchObject({ result: "unchanged", notes: expect.arrayContaining([STAYS]) });
  });

  it("says nothing of what was raised here where the line has not changed", async () => {
    const { id } = await shown();
    const raised = QUIET_SECONDS * 1000;
    await changed(acme.owner, "updateOAuthApplication", { oauthApplicationId: id, secretQuietSeconds: raised });
    const item = await bring();
    expect(item).toMatchObject({ result: "unchanged", notes: expect.not.arrayContaining([STAYS]) });
    expect(await shown()).toMatchObject({ secretQuietSeconds: raised });
  });

  it("lowers it once the previous secret is quiet", async () => {
    expect(await works("current")).toBe(true);
    gateway.advance(QUIET_SECONDS * 1000);
    const { notes } = await bring({ settings: lower });
    expect(notes).not.toContainEqual(STAYS);
    expect(await shown()).toMatchObject({ secretQuietSeconds: 0, rotation: { reason: "PREVIOUS_QUIET" } });
  });

  it("raises it at any time", async () => {
    expect(await bring({ settings: { secretQuietSeconds: QUIET_SECONDS + 1 } })).toMatchObject({ result: "updated" });
    expect(await shown()).toMatchObject({ secretQuietSeconds: QUIET_SECONDS + 1 });
  });

  it("is judged anew when the previous secret is used meanwhile", async () => {
    expect(await works("current")).toBe(true);
    gateway.advance(QUIET_SECONDS * 1000);
    const update = ApplicationRegistry.prototype.update;
    vi.spyOn(ApplicationRegistry.prototype, "update").mockImplementationOnce(async function (
      this: ApplicationRegistry,
      ...args
    ) {
      expect(await works("previous")).toBe(true);
      return update.apply(this, args);
    });
    expect(await bring({ settings: lower })).toMatchObject({
      result: "updated",
      notes: expect.arrayContaining([STAYS]),
    });
    expect(await shown()).toMatchObject({ description: "new", secretQuietSeconds: QUIET_SECONDS });
  });
});
