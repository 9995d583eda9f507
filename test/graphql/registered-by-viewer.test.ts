import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { issueApiToken } from "../support/organization/api-tokens.js";
import { serviceAccount } from "../support/organization/members.js";

const LIST = `query ($filter: OAuthApplicationFilter, $orderBy: OAuthApplicationOrder) {
  oauthApplications(filter: $filter, orderBy: $orderBy) { totalCount edges { node { name mine: createdByViewer } } }
}`;
const EVENTS = `query ($id: ID!) {
  oauthApplication(id: $id) {
    name
    auditEvents { totalCount nodes { action actor { name } } edges { cursor node { targetId } } pageInfo { endCursor } }
  }
}`;

describe.each(DATABASE_KINDS)("what the viewer registered on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** Two developers of an organization who registered three applications each, in turn. */
  async function twoDevelopers() {
    const organization = await gateway.organization();
    const [{ client: ann }, { client: ben }] = [
      await issueApiToken(organization.owner, { role: "DEVELOPER", name: "Developer" }),
      await issueApiToken(organization.owner, { role: "DEVELOPER", name: "Developer" }),
    ];
    const ids: string[] = [];
    for (let index = 0; index < 6; index++) {
      const [client, name] = index % 2 ? [ben, `Ben ${index}`] : [ann, `Ann ${index}`];
      ids.push((await client.createApplication({ name })).id);
    }
    return { ...organization, ann, ben, annsId: ids[0] as string, bensId: ids[1] as string };
  }

  async function listed(client: GraphqlClient, variables: object): Promise<[string, boolean][]> {
    const { totalCount, edges } = (await client.ok(LIST, { ...variables })).oauthApplications;
    expect(totalCount).toBe(edges.length);
    return edges.map(({ node }: { node: { name: string; mine: boolean } }) => [node.name, node.mine]);
  }

  it("is told by a filter and a field, in every order, alone and with other conditions", async () => {
    const { ann } = await twoDevelopers();
    const [mine, others] = [["Ann 0", "Ann 2", "Ann 4"].toReversed(), ["Ben 1", "Ben 3", "Ben 5"].toReversed()];
    const asMine = (names: string[], isMine: boolean) => names.map((name) => [name, isMine]);
    expect(await listed(ann, { filter: { createdByViewer: true } })).toEqual(asMine(mine, true));
    expect(await listed(ann, { filter: { createdByViewer: false } })).toEqual(asMine(others, false));
    expect(await listed(ann, { filter: { createdByViewer: null } })).toHaveLength(6);
    const orderBy = { field: "NAME", direction: "ASC" };
    expect(await listed(ann, { filter: { createdByViewer: true }, orderBy })).toEqual(asMine(mine.toReversed(), true));
    expect(await listed(ann, { filter: { createdByViewer: true, query: "ann 2" } })).toEqual([["Ann 2", true]]);
    expect(await listed(ann, { filter: { createdByViewer: true, query: "ben" } })).toEqual([]);
  });

  it("is nobody else's: not the owner's who issued the token, nor what a service account of the same name registered", async () => {
    const { owner, viewer, ann, ...organization } = await twoDevelopers();
    const account = await serviceAccount(gateway, { owner }, "DEVELOPER", { name: "Developer" });
    const service = await account.signIn();
    await service.createApplication({ name: "By a service" });
    expect(await listed(service, { filter: { createdByViewer: true } })).toEqual([["By a service", true]]);
    expect(await listed(owner, { filter: { createdByViewer: true } })).toEqual([["Developer", true]]);
    expect(await listed(viewer, { filter: { createdByViewer: true } })).toEqual([]);
    const stranger = await gateway.organization();
    for (const client of [stranger.developer, stranger.owner]) {
      const question = "query ($id: ID!) { oauthApplication(id: $id) { createdByViewer auditEvents { totalCount } } }";
      expect(await client.ok(question, { id: organization.annsId })).toEqual({ oauthApplication: null });
      expect(await listed(client, { filter: { createdByViewer: false } })).toEqual([]);
    }
  });

  it("stays theirs when others change it, and is so in what a change answers", async () => {
    const { ann, ben, annsId } = await twoDevelopers();
    const change = `mutation ($id: ID!) {
      updateOAuthApplication(input: { oauthApplicationId: $id, description: "x" }) {
        oauthApplication { createdByViewer auditEvents(first: 1) { nodes { action } } }
      }
    }`;
    const { data, errors } = await ben.send(change, { id: annsId });
    expect(data.updateOAuthApplication.oauthApplication).toEqual({ createdByViewer: false, auditEvents: null });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN"]);
    expect(await ann.ok(change, { id: annsId })).toEqual({
      updateOAuthApplication: {
        oauthApplication: { createdByViewer: true, auditEvents: { nodes: [{ action: "oauth_application.updated" }] } },
      },
    });
  });

  it("has its audit events for them without AUDIT_READ, and for nobody else", async () => {
    const { ann, ben, viewer, admin, annsId, bensId } = await twoDevelopers();
    await ben.rotate(annsId);
    // A document is compiled when it comes again.
    for (const _execution of ["interpreted", "compiled"]) {
      const { oauthApplication } = await ann.ok(EVENTS, { id: annsId });
      expect(oauthApplication.auditEvents).toMatchObject({
        totalCount: 2,
        nodes: ["client_secret.rotated", "oauth_application.created"].map((action) => ({
          action,
          actor: { name: "Developer" },
        })),
        edges: [{ node: { targetId: annsId } }, { node: { targetId: annsId } }],
      });
      expect(await admin.ok(EVENTS, { id: annsId })).toEqual({ oauthApplication });
      for (const [client, id, name] of [
        [ann, bensId, "Ben 1"],
        [viewer, annsId, "Ann 0"],
      ] as const) {
        const { data, errors } = await client.send(EVENTS, { id });
        expect(data).toEqual({ oauthApplication: { name, auditEvents: null } });
        expect(errors).toMatchObject([
          {
            message: "OAuthApplication.auditEvents needs the permission AUDIT_READ.",
            extensions: { code: "FORBIDDEN" },
          },
        ]);
      }
    }
  });

  it("has them in a list, beside applications whose events are refused", async () => {
    const { ann } = await twoDevelopers();
    const question = "{ oauthApplications(first: 2) { nodes { name auditEvents { nodes { action } } } } }";
    for (const _execution of ["interpreted", "compiled"]) {
      const { data, errors } = await ann.send(question);
      expect(data.oauthApplications.nodes).toEqual([
        { name: "Ben 5", auditEvents: null },
        { name: "Ann 4", auditEvents: { nodes: [{ action: "oauth_application.created" }] } },
      ]);
      expect(errors.map(({ path }) => path)).toEqual([["oauthApplications", "nodes", 0, "auditEvents"]]);
    }
  });

  it("opens no other way to audit events", async () => {
    const { ann, admin, annsId } = await twoDevelopers();
    const about = `{ auditEvents(filter: { targetId: "${annsId}" }) { nodes { id } } }`;
    const [{ id }] = (await admin.ok(about)).auditEvents.nodes;
    for (const question of [
      about,
      `{ node(id: "${id}") { id } }`,
      `{ node(id: "${id}") { ... on AuditEvent { action } } }`,
    ]) {
      const { errors } = await ann.send(question);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN"]);
    }
  });
});
