import { expect } from "vitest";
import type { TestGateway } from "../gateway/gateway.js";
import { GraphqlClient } from "../gateway/graphql-client.js";
import { tokenOf } from "../oauth/oauth-endpoints.js";
import { issueApiToken } from "./api-tokens.js";
import { access } from "./members.js";

/**
 * What a thief makes of a service account's secret: an access token, an API token issued with it, and one issued with
 * that.
 */
export interface Loot {
  accessToken: GraphqlClient;
  apiToken: GraphqlClient;
  grandchild: GraphqlClient;
}

export async function steal(
  { url }: Pick<TestGateway, "url">,
  client: { clientId: string; clientSecret: string },
): Promise<Loot> {
  const accessToken = new GraphqlClient(url, await tokenOf(url, client, { resource: url }));
  const apiToken = (await issueApiToken(accessToken, { role: "OWNER" })).client;
  const grandchild = (await issueApiToken(apiToken, { role: "OWNER" })).client;
  const loot = { accessToken, apiToken, grandchild };
  await expectWorth(loot, true);
  return loot;
}

/** Expects that all of it works, or none. */
export async function expectWorth(loot: Loot, works: boolean): Promise<void> {
  const answers = await Promise.all(Object.values(loot).map((client) => access(client)));
  const answer = works ? [200] : [401, "UNAUTHENTICATED"];
  expect(answers).toEqual([answer, answer, answer]);
}
