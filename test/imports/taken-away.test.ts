import { describe, expect, it, vi } from "vitest";
import { Database } from "../../src/database/database.js";
import { GrantType, TokenEndpointAuthMethod } from "../../src/model/client-metadata.js";
import type { CreateOAuthApplicationInput } from "../../src/model/inputs/oauth-application.inputs.js";
import { clientOf } from "../importing/support.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { listEvents } from "../support/organization/audit-events.js";
import { broughtClient } from "../support/organization/brought-clients.js";
import { importOpening } from "../support/organization/import-opening.js";

const STAYS_CONFIDENTIAL = expect.stringMatching(
  /^public: the line says so, and a secret works here, .* Make it public here/,
);
const SECRET = "q7Zk2-mV9xLr4Tn8Wp3";
const SET = (fields: string) => `The line has changed; set by it: ${fields}.`;

const SHOWN = `query ($clientId: String!) { oauthApplication(clientId: $clientId) {
  id name public tokenEndpointAuthMethod grantTypes version
} }`;

describe.each(DATABASE_KINDS)("what a changed line takes away, on %s", (kind) => {
  const at = importOpening(kind, SHOWN);
  const { bring, shown } = at;

  const works = async (clientId: string, secret: string) =>
    (await at.organization.admin.verify(clientId, secret)).active as boolean;
  const publicLine = (clientId: string, more: Partial<CreateOAuthApplicationInput> = {}) => {
    const settings = { grantTypes: [GrantType.REFRESH_TOKEN], public: true, ...more };
    return broughtClient({ clientId, secrets: [], settings });
  };

  it("is no secret that works, where it calls the client public: it says so at each import", async () => {
    const { clientId } = await bring(broughtClient());
    const before = await shown(clientId);
    const { data } = await at.organization.owner.rotate(before.id);
    const line = publicLine(clientId, { name: "Renamed" });
    const ends = expect.stringMatching(/^The previous secret stops on/);
    const notes = [SET("name, grantTypes"), STAYS_CONFIDENTIAL, ends];
    expect(await bring(line, { dryRun: true })).toMatchObject({ result: "updated", notes });
    expect(await bring(line)).toMatchObject({ result: "updated", notes });
    for (const secret of [`secret-of-${clientId}`, data.rotateSecret.clientSecret]) {
      expect(await works(clientId, secret)).toBe(true);
    }
    const { public: isPublic, tokenEndpointAuthMethod } = before;
    expect(await shown(clientId)).toMatchObject({
      ...{ name: "Renamed", public: isPublic, tokenEndpointAuthMethod },
      grantTypes: ["REFRESH_TOKEN", "CLIENT_CREDENTIALS"],
    });
    const [event] = await listEvents(at.organization.owner, { action: "oauth_application.updated" });
    expect(event?.details).toEqual({ source: "keycloak", changed: ["name", "grantTypes"] });
    expect(await bring(line)).toMatchObject({ result: "unchanged", notes: [STAYS_CONFIDENTIAL, ends] });
    const end = `mutation ($id: ID!) { updateOAuthApplication(input: { oauthApplicationId: $id, public: true, grantTypes: [REFRESH_TOKEN] }) { oauthApplication { id } } }`;
    await at.organization.owner.ok(end, { id: before.id });
    expect(await bring(line)).toMatchObject({ result: "unchanged", notes: [] });
  });

  it("leaves nothing that stays: its notes do not say so", async () => {
    const { clientId } = await bring(broughtClient());
    const [left, other] = ["secret was not taken: the client does not present it.", "Not taken: jwks."];
    const line = { ...publicLine(clientId), notes: [left, other], leftNotes: [left] };
    expect((await bring(line)).notes).toEqual([other, SET("grantTypes"), STAYS_CONFIDENTIAL]);
    expect((await bring(line)).notes).toEqual([other, STAYS_CONFIDENTIAL]);
    const { id } = await shown(clientId);
    const end = `mutation ($id: ID!) { updateOAuthApplication(input: { oauthApplicationId: $id, public: true, grantTypes: [REFRESH_TOKEN] }) { oauthApplication { id } } }`;
    await at.organization.owner.ok(end, { id });
    expect((await bring(line)).notes).toEqual([left, other]);
  });

  it("says of no client that keeps a grant, or has got one here, that it has none", async () => {
    const line = { client_id: broughtClient().clientId, grant_types: ["client_credentials"], client_secret: SECRET };
    const bringLine = (item: object) => bring(clientOf("rfc7591", item), { source: "rfc7591" });
    await bringLine(line);
    const open = { ...line, client_secret: "", token_endpoint_auth_method: "none", grant_types: ["implicit"] };
    const implicit = "grant_types has implicit, which is no grant here.";
    expect((await bringLine(open)).notes).toEqual([implicit, STAYS_CONFIDENTIAL]);
    const { clientId } = broughtClient();
    const none = { client_id: clientId, client_secret: SECRET, grant_types: ["implicit"] };
    const noGrants = "The client has no grants here, and gets no tokens by itself.";
    for (const _time of ["first", "again"]) expect((await bringLine(none)).notes).toEqual([implicit, noGrants]);
    const give = `mutation ($id: ID!) { updateOAuthApplication(input: { oauthApplicationId: $id, grantTypes: [REFRESH_TOKEN] }) { oauthApplication { id } } }`;
    await at.organization.owner.ok(give, { id: (await shown(clientId)).id });
    expect((await bringLine(none)).notes).toEqual([implicit]);
  });

  it("is no secret either, where it says so by the method", async () => {
    const { clientId } = await bring(broughtClient());
    const line = publicLine(clientId, { public: undefined, tokenEndpointAuthMethod: TokenEndpointAuthMethod.NONE });
    expect(await bring(line)).toMatchObject({ notes: [SET("grantTypes"), STAYS_CONFIDENTIAL] });
    expect(await works(clientId, `secret-of-${clientId}`)).toBe(true);
  });

  it("makes a client public that has no secret here which works", async () => {
    const { clientId } = await bring(broughtClient({ secrets: [] }));
    expect(await bring(publicLine(clientId))).toMatchObject({
      ...{ result: "updated", notes: [SET("public, tokenEndpointAuthMethod, grantTypes")] },
    });
    expect(await shown(clientId)).toMatchObject({ public: true, grantTypes: ["REFRESH_TOKEN"] });
  });

  it("leaves a secret that comes by the same line once its client, public until then, is made confidential here", async () => {
    const { clientId } = await bring(broughtClient({ secrets: [] }));
    await bring(publicLine(clientId));
    const line = broughtClient({ clientId, settings: { public: undefined, name: "Theirs" }, leavesMethod: true });
    const again = { line: "of both", dryRun: false };
    await bring(line, again);
    const { id } = await shown(clientId);
    const set = (settings: string) =>
      at.organization.owner.ok(
        `mutation ($id: ID!) { updateOAuthApplication(input: { oauthApplicationId: $id, ${settings} }) { oauthApplication { id } } }`,
        { id },
      );
    await set('name: "Ours", public: false, tokenEndpointAuthMethod: CLIENT_SECRET_POST');
    expect(await bring(line, again)).toMatchObject({
      result: "updated",
      notes: [
        "The line is the same, and what has changed is what can be told of its secrets.",
        "Its first secret came, in clear.",
      ],
    });
    expect(await shown(clientId)).toMatchObject({ name: "Ours" });
    expect(await works(clientId, `secret-of-${clientId}`)).toBe(true);
  });

  it("is said of one that had a secret here and is confidential here: no import brings another", async () => {
    const { clientId } = await bring(broughtClient());
    const line = publicLine(clientId);
    await bring(line);
    const { id } = await shown(clientId);
    const set = (settings: string) =>
      at.organization.owner.ok(
        `mutation ($id: ID!) { updateOAuthApplication(input: { oauthApplicationId: $id, ${settings} }) { oauthApplication { id } } }`,
        { id },
      );
    await set("public: true, grantTypes: [REFRESH_TOKEN]");
    await set("public: false");
    expect(await bring(line)).toMatchObject({
      result: "unchanged",
      notes: ["It has no secret that works here, and had some: a rotation issues one, and an import none."],
    });
  });

  it("is no secret that is issued while the line is imported", async () => {
    const { clientId } = await bring(broughtClient({ secrets: [] }));
    const { id } = await shown(clientId);
    const change = Database.prototype.change as (...args: unknown[]) => Promise<unknown>;
    let issued = "";
    const spy = vi.spyOn(Database.prototype, "change").mockImplementationOnce(async function (
      this: Database,
      ...args: unknown[]
    ) {
      issued = (await at.organization.owner.rotate(id)).data.rotateSecret.clientSecret;
      return change.apply(this, args) as never;
    });
    const answer = await bring(publicLine(clientId));
    spy.mockRestore();
    expect(answer).toMatchObject({ result: "updated", notes: [SET("grantTypes"), STAYS_CONFIDENTIAL] });
    expect(await works(clientId, issued)).toBe(true);
  });
});
