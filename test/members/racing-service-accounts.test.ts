import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import type { Answer } from "../support/gateway/graphql-client.js";
import { haveTime } from "../support/gateway/have-time.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { removeMember, type ServiceAccount, serviceAccount, updateMember } from "../support/organization/members.js";
import { change, remove } from "../support/organization/oauth-applications.js";

const ROUNDS = 6;
const ISSUERS = 8;

type End = (organization: TestOrganization, account: ServiceAccount) => Promise<Answer>;

const ENDS: Record<string, End> = {
  removed: ({ owner }, { memberId }) => removeMember(owner, memberId),
  demoted: ({ owner }, { memberId }) => updateMember(owner, memberId, "DEVELOPER"),
  disabled: ({ owner }, { application: { id } }) =>
    change(owner, "updateOAuthApplication", { oauthApplicationId: id, enabled: false }),
  deleted: ({ owner }, { application: { id } }) => remove(owner, { oauthApplicationId: id }),
};

describe.each(DATABASE_KINDS)("a service account that issues while its access ends on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  it.each(Object.entries(ENDS))("leaves no live token when it is %s", async (_name, end) => {
    for (let round = 0; round < ROUNDS; round++) {
      const organization = await gateway.organization();
      const account = await serviceAccount(gateway, organization, "ADMIN");
      const service = await account.signIn();
      const issue = () =>
        service.send('mutation { createApiToken(input: { name: "Raced", role: ADMIN }) { token apiToken { id } } }');
      const issuing = Array.from({ length: ISSUERS }, issue);
      const [ended] = await Promise.all([end(organization, account), ...issuing]);
      expect(ended.errors).toEqual([]);
      for (const { errors } of await Promise.all(issuing)) {
        expect(["OK", "UNAUTHENTICATED", "FORBIDDEN"]).toContain(errors[0]?.extensions.code ?? "OK");
      }
      expect(await liveTokensOf(gateway.database, account)).toEqual([]);
    }
  });
});

async function liveTokensOf(database: TestDatabase, { application }: ServiceAccount) {
  return database.query(
    `SELECT id FROM api_tokens WHERE created_by_id = '${application.id}' AND revoked_at IS NULL ORDER BY id`,
  );
}
