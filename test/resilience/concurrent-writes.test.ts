// Too long for a quick run.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { brokenRows } from "../support/databases/integrity.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import type { Answer, CreatedApplication } from "../support/gateway/graphql-client.js";
import { outcomes } from "../support/gateway/outcomes.js";
import { patiently } from "../support/gateway/patience.js";

const CREATE = `mutation ($input: CreateOAuthApplicationInput!) {
  createOAuthApplication(input: $input) { clientSecret oauthApplication { id clientId } }
}`;
const UPDATE = `mutation ($input: UpdateOAuthApplicationInput!) {
  updateOAuthApplication(input: $input) { oauthApplication { id version description } }
}`;
const DELETE =
  "mutation ($input: DeleteOAuthApplicationInput!) { deleteOAuthApplication(input: $input) { deletedId } }";

/** Newest applications, and those that only refused mutations aim at. */
const LOOK = `query {
  newest: oauthApplications(first: 10) { nodes { id name clientSecretHint auditEvents(first: 1) { totalCount } } }
  aimedAt: oauthApplications(first: 50, filter: { query: "untouched" }) { totalCount nodes { version description } }
}`;

const UNKNOWN_ID = "app_0000000000000000000000";

describe.each(DATABASE_KINDS)("200 concurrent mutations on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  const several = (count: number, input: Record<string, unknown>) =>
    Promise.all(Array.from({ length: count }, () => organization.admin.createApplication(input)));

  /** One mutation that must be refused, by turns in one of six ways. */
  function refused(number: number, target: CreatedApplication): { expected: string; send: () => Promise<Answer> } {
    const { admin, viewer } = organization;
    const stale = { oauthApplicationId: target.id, expectedVersion: 7 };
    const ways = [
      { expected: "BAD_USER_INPUT", send: () => admin.send(CREATE, { input: { name: "" } }) },
      {
        expected: "BAD_USER_INPUT",
        send: () =>
          admin.send(UPDATE, {
            input: { oauthApplicationId: target.id, description: "refused", redirectUris: ["http://host.example/"] },
          }),
      },
      { expected: "CONFLICT", send: () => admin.send(UPDATE, { input: { ...stale, description: "refused" } }) },
      { expected: "CONFLICT", send: () => admin.send(DELETE, { input: stale }) },
      { expected: "NOT_FOUND", send: () => admin.rotate(UNKNOWN_ID) },
      { expected: "FORBIDDEN", send: () => viewer.send(CREATE, { input: { name: `refused ${number}` } }) },
    ];
    const way = ways[number % ways.length];
    if (!way) throw new Error("no such way");
    return way;
  }

  it("keeps every good one, refuses every bad one alone, and never shows what is not committed", async () => {
    organization = await gateway.organization();
    const { admin } = organization;
    const [untouched, rotated, updated] = await Promise.all([
      several(11, { name: "Untouched" }),
      several(34, { name: "Rotated" }),
      several(33, { name: "Updated" }),
    ]);

    let running = true;
    const sights: Answer[] = [];
    const watch = async () => {
      while (running) sights.push(await patiently(() => admin.send(LOOK)));
    };
    const watching = watch();

    const bad = Array.from({ length: 66 }, (_, number) =>
      refused(number, untouched[number % 11] as CreatedApplication),
    );
    const [creates, rotations, updates, refusals] = await Promise.all([
      Promise.all(
        Array.from({ length: 67 }, (_, n) => patiently(() => admin.send(CREATE, { input: { name: `Created ${n}` } }))),
      ),
      Promise.all(rotated.map(({ id }) => patiently(() => admin.rotate(id)))),
      Promise.all(
        updated.map(({ id }) =>
          patiently(() => admin.send(UPDATE, { input: { oauthApplicationId: id, description: id } })),
        ),
      ),
      Promise.all(bad.map(({ send }) => patiently(send))),
    ]);
    running = false;
    await watching;

    expect(outcomes([...creates, ...rotations, ...updates])).toEqual({ OK: 134 });
    expect(refusals.map(({ errors }) => errors.map(({ extensions }) => extensions.code))).toEqual(
      bad.map(({ expected }) => [expected]),
    );

    for (const { data } of creates) {
      const { clientSecret, oauthApplication } = data.createOAuthApplication;
      expect(await admin.verify(oauthApplication.clientId, clientSecret)).toMatchObject({ active: true });
    }
    for (const [index, { data }] of rotations.entries()) {
      const { clientId, clientSecret } = rotated[index] as CreatedApplication;
      expect((await admin.verify(clientId, data.rotateSecret.clientSecret)).secret?.status).toBe("CURRENT");
      expect((await admin.verify(clientId, clientSecret ?? "")).secret?.status).toBe("PREVIOUS");
    }
    const { oauthApplications } = await admin.ok(
      `{ oauthApplications(first: 100, filter: { query: "updated" }) { nodes { id description version } } }`,
    );
    expect(oauthApplications.nodes).toHaveLength(33);
    for (const { id, description, version } of oauthApplications.nodes) expect([description, version]).toEqual([id, 2]);

    const events = await admin.ok(`{
      all: auditEvents(first: 1) { totalCount }
      rotated: auditEvents(first: 1, filter: { action: "client_secret.rotated" }) { totalCount }
      updated: auditEvents(first: 1, filter: { action: "oauth_application.updated" }) { totalCount }
      deleted: auditEvents(first: 1, filter: { action: "oauth_application.deleted" }) { totalCount }
      created: auditEvents(first: 1, filter: { action: "oauth_application.created" }) { totalCount }
      tokens: auditEvents(first: 1, filter: { action: "api_token.created" }) { totalCount }
    }`);
    const counts = Object.fromEntries(
      Object.entries(events).map(([name, page]) => [name, Object.values(page as object)[0]]),
    );
    // One event for the organization itself and one for each of its four tokens.
    expect(counts).toEqual({ all: 5 + 78 + 134, rotated: 34, updated: 33, deleted: 0, created: 78 + 67, tokens: 4 });
    expect(await brokenRows(gateway.database)).toEqual([]);

    expect(sights.length).toBeGreaterThan(2);
    for (const { data, errors } of sights) {
      expect(errors).toEqual([]);
      expect(data.aimedAt.totalCount).toBe(11);
      for (const seen of data.aimedAt.nodes) expect(seen).toEqual({ version: 1, description: "" });
      for (const seen of data.newest.nodes) {
        expect(seen.name).toMatch(/^(?:Untouched|Rotated|Updated|Created \d+)$/);
        expect(seen.clientSecretHint).toMatch(/^ogs_…\w{4}$/);
        expect(seen.auditEvents.totalCount).toBeGreaterThan(0);
      }
    }
  });
});
