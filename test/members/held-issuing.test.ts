import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { type Answer, GraphqlClient } from "../support/gateway/graphql-client.js";
import { haveTime } from "../support/gateway/have-time.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { issueApiToken, revokeApiToken } from "../support/organization/api-tokens.js";
import {
  access,
  removeMember,
  type ServiceAccount,
  serviceAccount,
  updateMember,
} from "../support/organization/members.js";
import { change, remove } from "../support/organization/oauth-applications.js";

type End = (organization: TestOrganization, account: ServiceAccount) => Promise<Answer>;

const ENDS: Record<string, End> = {
  removed: ({ owner }, { memberId }) => removeMember(owner, memberId),
  demoted: ({ owner }, { memberId }) => updateMember(owner, memberId, "DEVELOPER"),
  disabled: ({ owner }, { application: { id } }) =>
    change(owner, "updateOAuthApplication", { oauthApplicationId: id, enabled: false }),
  deleted: ({ owner }, { application: { id } }) => remove(owner, { oauthApplicationId: id }),
};

/** The races of racing-service-accounts.test.ts, held in the one order that loses a token if nobody waits. */
describe("a token whose issuing began before its issuer's access ended, on postgres", () => {
  haveTime();
  let gateway: TestGateway;
  let holder: Client;

  beforeAll(async () => {
    gateway = await startOauthGateway("postgres");
    holder = new Client({ connectionString: gateway.database.url });
    await holder.connect();
  });
  afterAll(async () => {
    await holder.end();
    await gateway.stop();
  });

  const waiting = (count: number) =>
    expect
      .poll(
        async () => {
          const query =
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
          return new Set((await gateway.database.query(query)).map(({ pid }) => pid)).size;
        },
        { interval: 10 },
      )
      .toBe(count);

  /** While audit events cannot be written, an issuing stands just before its end, holding what it has locked. */
  async function issueDuring(service: GraphqlClient, end: () => Promise<Answer>): Promise<[Answer, Answer]> {
    await holder.query("BEGIN");
    await holder.query("LOCK TABLE audit_events IN SHARE MODE");
    try {
      const issuing = service.send(
        'mutation { createApiToken(input: { name: "Held", role: ADMIN }) { token apiToken { id } } }',
      );
      await waiting(1);
      const ending = end();
      await waiting(2);
      await holder.query("COMMIT");
      return [await issuing, await ending];
    } finally {
      await holder.query("ROLLBACK");
    }
  }

  it.each(Object.entries(ENDS))("does not outlive it when it is %s", async (_name, end) => {
    const organization = await gateway.organization();
    const account = await serviceAccount(gateway, organization, "ADMIN");
    const service = await account.signIn();
    const [issued, ended] = await issueDuring(service, () => end(organization, account));
    expect(ended.errors).toEqual([]);
    expect(issued.errors).toEqual([]);
    const { token } = issued.data.createApiToken;
    expect(await access(new GraphqlClient(gateway.url, token))).toEqual([401, "UNAUTHENTICATED"]);
  });

  it.each(["its issuer", "its issuer's issuer"])("does not outlive it when %s is revoked", async (revoked) => {
    const { owner } = await gateway.organization();
    const parent = await issueApiToken(owner, { role: "ADMIN" });
    const child = await issueApiToken(parent.client, { role: "ADMIN" });
    const { id } = revoked === "its issuer" ? child : parent;
    const [issued, ended] = await issueDuring(child.client, () => revokeApiToken(owner, id));
    expect([...issued.errors, ...ended.errors]).toEqual([]);
    const { token } = issued.data.createApiToken;
    expect(await access(new GraphqlClient(gateway.url, token))).toEqual([401, "UNAUTHENTICATED"]);
  });
});
