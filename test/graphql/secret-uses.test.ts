import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WayIn } from "../../src/model/actor.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { metricValue, WITH_METRICS } from "../support/gateway/metrics.js";
import { createClient, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { read } from "../support/organization/oauth-applications.js";

describe.each(DATABASE_KINDS)("reading who uses secrets on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind, { env: WITH_METRICS });
  });
  afterAll(() => gateway.stop());

  it("is one statement for a page of applications, and none when nobody asks for it", async () => {
    const { developer } = await gateway.organization();
    for (let n = 0; n < 5; n++) await requestToken(gateway.url, await createClient(developer));
    const statementsOf = async (selection: string) => {
      const before = await metricValue(gateway, "gateway_database_statements_total");
      const { oauthApplications } = await developer.ok(`{ oauthApplications { nodes { secrets { ${selection} } } } }`);
      expect(oauthApplications.nodes).toHaveLength(5);
      return (await metricValue(gateway, "gateway_database_statements_total")) - before;
    };
    const none = await statementsOf("id");
    expect(await statementsOf("usedFrom { count }")).toBe(none + 1);
    expect(await statementsOf("usedFrom { count } refusedFrom { count }")).toBe(none + 2);
  });

  it("needs SECRET_READ in the secret's own organization, by every way in", async () => {
    const { viewer, developer } = await gateway.organization();
    const stranger = await gateway.organization();
    const client = await createClient(developer);
    await requestToken(gateway.url, client);
    const [{ id }] = (await read(developer, client.id, "secrets { id }")).secrets;
    const { authentication, secretUses } = gateway.gateway.services;
    const list = async ({ token }: GraphqlClient) => {
      const origin = { wayIn: WayIn.GRAPHQL, requestId: null, address: null };
      return secretUses.listBySecrets(await authentication.authenticate(String(token), origin), [id], false);
    };
    expect(await list(developer)).toMatchObject([[{ count: 1 }]]);
    expect(await list(stranger.owner)).toEqual([[]]);
    await expect(list(viewer)).rejects.toMatchObject({ code: "forbidden" });
  });
});
