import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FORMATS } from "../../src/importing/formats/formats.js";
import { lineOf } from "../../src/importing/formats/own.js";
import { newApplication } from "../../src/services/applications/registration.js";
import { newSettings } from "../../src/services/applications/settings.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { broughtClient, importClient } from "../support/organization/brought-clients.js";
import { changed, read } from "../support/organization/oauth-applications.js";

describe.each(DATABASE_KINDS)("who may rotate, by an exported line, on %s", (kind) => {
  let gateway: TestGateway;
  let acme: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    acme = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  it("an exported line that leaves rotations to an OWNER takes them from the application, and stops it", async () => {
    const actor = { organizationId: acme.id } as Parameters<typeof newApplication>[0];
    const { settings } = broughtClient({ settings: { ownerOnlySecretRotation: true } });
    const there = newApplication(actor, newSettings(settings), "rotators", gateway.now());
    const clientOf = (state: object) => {
      const value = JSON.parse(JSON.stringify(lineOf({ application: Object.assign(there, state), secrets: [] })));
      return FORMATS.own.clientOf({ line: 1, value }, {});
    };
    const bring = (state: object) => importClient(gateway, acme, clientOf(state), { source: "own" });
    expect(await bring({ ownerOnlySecretRotation: false })).toMatchObject({ result: "created" });
    const input = { oauthApplicationId: there.id, selfRotationEnabled: true };
    await changed(acme.owner, "updateOAuthApplication", input);
    expect(await bring({ ownerOnlySecretRotation: true, enabled: false })).toMatchObject({ result: "updated" });
    const here = await read(acme.owner, there.id, "enabled selfRotationEnabled ownerOnlySecretRotation");
    expect(here).toEqual({ enabled: false, selfRotationEnabled: false, ownerOnlySecretRotation: true });
  });
});
