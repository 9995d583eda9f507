import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { holdRow } from "../support/databases/held-row.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { haveTime } from "../support/gateway/have-time.js";
import { startOauthGateway, tokenOf } from "../support/oauth/oauth-endpoints.js";
import { createApiToken, issueApiToken, revokeApiToken } from "../support/organization/api-tokens.js";
import {
  addedMember,
  addMember,
  removeMember,
  type ServiceAccount,
  serviceAccount,
  updateMember,
} from "../support/organization/members.js";
import { change, remove } from "../support/organization/oauth-applications.js";

describe("a change that waits for a row on PostgreSQL while its actor is stopped", () => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway("postgres");
  });
  afterAll(() => gateway.stop());

  /** `other` is there before the account whose secret leaks. */
  async function scene() {
    const organization = await gateway.organization();
    await addedMember(organization.owner, { subject: "owner", role: "OWNER" });
    const victim = await issueApiToken(organization.owner, { role: "ADMIN" });
    const other = await serviceAccount(gateway, organization, "OWNER");
    const account = await serviceAccount(gateway, organization, "OWNER");
    const thief = await account.signIn();
    return { organization, victim, other, account, thief };
  }
  type Scene = Awaited<ReturnType<typeof scene>>;

  const rest = (client: GraphqlClient, path: string, body: object) =>
    fetch(`${gateway.url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${client.token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  const codeOf = async (answer: Promise<{ errors: { extensions: { code: string } }[] }>) =>
    (await answer).errors[0]?.extensions.code;
  const codeOfRest = async (answer: Promise<Response>) =>
    (await answer).status === 401 ? "UNAUTHENTICATED" : (await answer).status;

  /** What the thief's change could have changed. */
  async function state({ organization, account, victim, other }: Scene): Promise<unknown[]> {
    const ofOrganization = `organization_id = '${organization.id}'`;
    const select = (sql: string) => gateway.database.query(sql);
    return [
      await select(`SELECT id, role FROM members WHERE ${ofOrganization} ORDER BY id`),
      await select(`SELECT name, allow_http_redirect_uris FROM organizations WHERE id = '${organization.id}'`),
      await select(
        `SELECT id, version, enabled FROM oauth_applications WHERE ${ofOrganization} AND id <> '${account.application.id}' ORDER BY id`,
      ),
      await select(`SELECT revoked_at FROM api_tokens WHERE id = '${victim.id}'`),
      await select(`SELECT count(*) AS tokens FROM api_tokens WHERE ${ofOrganization}`),
      await select(`SELECT digest FROM access_tokens WHERE oauth_application_id = '${other.application.id}'`),
      await select(`SELECT id FROM audit_events WHERE actor_id = '${account.application.id}'`),
    ];
  }

  const theOrganization = ({ organization }: Scene) => ["organizations", organization.id] as const;
  const theOtherMember = ({ other }: Scene) => ["members", other.memberId] as const;

  type Act = (scene: Scene) => Promise<unknown>;
  const CHANGES: [name: string, waitsFor: typeof theOrganization | typeof theOtherMember, act: Act][] = [
    ["addMember", theOrganization, ({ thief }) => codeOf(addMember(thief, { subject: "accomplice", role: "OWNER" }))],
    ["updateMember", theOrganization, ({ thief, other }) => codeOf(updateMember(thief, other.memberId, "VIEWER"))],
    ["removeMember", theOrganization, ({ thief, other }) => codeOf(removeMember(thief, other.memberId))],
    [
      "updateOrganization",
      theOrganization,
      ({ thief }) =>
        codeOf(
          thief.send("mutation { updateOrganization(input: { allowHttpRedirectUris: true }) { organization { id } } }"),
        ),
    ],
    [
      "a registration with a name of its own",
      theOrganization,
      ({ thief }) => codeOfRest(rest(thief, "/api/v1/oauth-apps", { name: "Late", redirect_uris: [] })),
    ],
    [
      "updateOAuthApplication of an owner",
      theOrganization,
      ({ thief, other }) =>
        codeOf(change(thief, "updateOAuthApplication", { oauthApplicationId: other.application.id, enabled: false })),
    ],
    [
      "deleteOAuthApplication",
      theOrganization,
      ({ thief, other }) => codeOf(remove(thief, { oauthApplicationId: other.application.id })),
    ],
    [
      "rotateSecret of a member",
      theOtherMember,
      ({ thief, other }) => codeOf(thief.rotate(other.application.id, { previousSecret: "REVOKE" })),
    ],
    [
      "revoke_token of a member",
      theOtherMember,
      async ({ thief, other }) => {
        const token = await tokenOf(gateway.url, other.application);
        return codeOfRest(rest(thief, `/v1/oauth_applications/${other.application.id}/revoke_token`, { token }));
      },
    ],
  ];

  it.each(CHANGES)("does not happen after the stop: %s", async (_name, waitsFor, act) => {
    const begun = await scene();
    const [table, id] = waitsFor(begun);
    const holder = await holdRow(gateway.database, table, id);
    const acting = act(begun);
    await holder.waited();
    const before = await state(begun);
    const stop = await begun.organization.owner.rotate(begun.account.application.id, { previousSecret: "REVOKE" });
    await holder.release();
    expect(stop.errors).toEqual([]);
    expect(await acting).toBe("UNAUTHENTICATED");
    expect(await state(begun)).toEqual(before);
  });

  it("does not happen after the stop: addMember of an application whose row is held", async () => {
    const begun = await scene();
    const { id } = await begun.thief.createApplication({ grantTypes: ["CLIENT_CREDENTIALS"] });
    const holder = await holdRow(gateway.database, "oauth_applications", id);
    const adding = codeOf(addMember(begun.thief, { oauthApplicationId: id, role: "OWNER" }));
    await holder.waited();
    const before = await state(begun);
    await begun.organization.owner.rotate(begun.account.application.id, { previousSecret: "REVOKE" });
    await holder.release();
    expect(await adding).toBe("UNAUTHENTICATED");
    expect(await state(begun)).toEqual(before);
  });

  const ISSUES: [name: string, act: Act, row: (begun: Scene) => readonly ["members" | "api_tokens", string]][] = [
    [
      "createApiToken",
      ({ thief }) => codeOf(createApiToken(thief, { role: "OWNER" })),
      ({ account }) => ["members", account.memberId],
    ],
    [
      "revokeApiToken",
      ({ thief, victim }) => codeOf(revokeApiToken(thief, victim.id)),
      ({ victim }) => ["api_tokens", victim.id],
    ],
  ];

  it.each(ISSUES)("is judged by what is there when it waits no more: %s", async (name, act, row) => {
    const begun = await scene();
    const { organization, account } = begun;
    // An API token that was issued later than the one it revokes: rows are held in that order.
    const actor = name === "revokeApiToken" ? await issueApiToken(begun.thief, { role: "OWNER" }) : undefined;
    const holder = await holdRow(gateway.database, ...row(begun));
    const acting = act(actor ? { ...begun, thief: actor.client } : begun);
    await holder.waited();
    const before = await state(begun);
    await (actor
      ? holder.run("UPDATE api_tokens SET revoked_at = 1 WHERE id = $1", [actor.id])
      : holder.run("DELETE FROM access_tokens WHERE oauth_application_id = $1", [account.application.id]));
    await holder.release();
    expect(await acting).toBe("UNAUTHENTICATED");
    expect(await state(begun)).toEqual(before);
    expect((await organization.owner.send("{ viewer { role } }")).errors).toEqual([]);
  });

  it("keeps the stop waiting once it has begun, until it is done", async () => {
    const begun = await scene();
    const { organization, account, thief } = begun;
    const holder = await holdRow(gateway.database, "members", account.memberId);
    const adding = addMember(thief, { subject: "accomplice", role: "VIEWER" });
    await holder.waited();
    const stop = organization.owner.rotate(account.application.id, { previousSecret: "REVOKE" });
    await holder.waited(2);
    await holder.release();
    expect((await adding).errors).toEqual([]);
    expect((await stop).errors).toEqual([]);
  });

  const MUTUAL: [name: string, act: (client: GraphqlClient, whom: ServiceAccount) => Promise<unknown>][] = [
    ["rotate", (client, { application }) => codeOf(client.rotate(application.id, { previousSecret: "REVOKE" }))],
    ["delete", (client, { application }) => codeOf(remove(client, { oauthApplicationId: application.id }))],
  ];

  it.each(MUTUAL)("happens to one of two who %s each other at once", async (_name, act) => {
    const { account, other, thief } = await scene();
    const another = await other.signIn();
    const holder = await holdRow(gateway.database, "members", other.memberId);
    const acting = [act(thief, other), act(another, account)];
    await holder.waited(2);
    await holder.release();
    expect((await Promise.all(acting)).sort()).toEqual(["UNAUTHENTICATED", undefined]);
  });

  const OWN: [name: string, act: (client: GraphqlClient, account: ServiceAccount) => Promise<unknown>][] = [
    [
      "disables",
      (client, { application: { id } }) =>
        codeOf(change(client, "updateOAuthApplication", { oauthApplicationId: id, enabled: false })),
    ],
    [
      "makes public",
      (client, { application: { id } }) =>
        codeOf(change(client, "updateOAuthApplication", { oauthApplicationId: id, public: true })),
    ],
    ["deletes", (client, { application: { id } }) => codeOf(remove(client, { oauthApplicationId: id }))],
    ["rotates", (client, { application: { id } }) => codeOf(client.rotate(id, { previousSecret: "REVOKE" }))],
    ["removes", (client, { memberId }) => codeOf(removeMember(client, memberId))],
    ["demotes", (client, { memberId }) => codeOf(updateMember(client, memberId, "VIEWER"))],
  ];

  it.each(OWN)("is not taken for one when an application %s itself", async (_name, act) => {
    const { account, thief } = await scene();
    expect(await act(thief, account)).toBeUndefined();
  });

  it("is not taken for one when an API token revokes itself", async () => {
    const { victim } = await scene();
    expect(await codeOf(revokeApiToken(victim.client, victim.id))).toBeUndefined();
  });
});
