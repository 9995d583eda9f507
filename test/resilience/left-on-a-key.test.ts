import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { startTestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { haveTime } from "../support/gateway/have-time.js";
import { createClient } from "../support/oauth/oauth-endpoints.js";
import { broughtClient, importClient, inClear } from "../support/organization/brought-clients.js";

const OPERATING = join(import.meta.dirname, "../../docs/operating.md");

const newKey = (kid: string) => `${kid}:${randomBytes(32).toString("base64")}`;

/** What docs/operating.md tells to paste, as a shell would hand it on. */
async function pasted(kid: string): Promise<string> {
  const section = /^## Replacing a key\n.*?(?=^## )/ms.exec(await readFile(OPERATING, "utf8"))?.[0] ?? "";
  const [, sql = ""] = /sqlite3 -readonly \S+ "(.*?)"\n/s.exec(section) ?? [];
  return sql.replaceAll("$KID", kid).replaceAll("\\$", "$");
}

describe.each(DATABASE_KINDS)("what nobody uses under a key that is to go, on %s", (kind) => {
  let database: TestDatabase;

  haveTime();
  beforeEach(async () => {
    database = await createMigratedDatabase(kind);
  });
  afterEach(() => database.drop());

  const startWith = (...keys: string[]) => startTestGateway(kind, { database, env: { SECRET_KEYS: keys.join(",") } });

  async function left(): Promise<unknown[]> {
    const rows = await database.query(await pasted("old"));
    return rows.map((row) => Object.values(row)[0]).toSorted();
  }

  it("is listed as the document says, keeps the key in use, and is off it once rotated or revoked", async () => {
    const [old, next] = [newKey("old"), newKey("next")];
    const before = await startWith(old);
    const { owner, id: organizationId } = await before.organization();
    const [used, unused, disabled] = [await createClient(owner), await createClient(owner), await createClient(owner)];
    await before.stop();

    const during = await startWith(next, old);
    const same = new GraphqlClient(during.url, owner.token);
    expect((await same.verify(used.clientId, used.clientSecret)).active).toBe(true);
    await same.ok(
      `mutation { updateOAuthApplication(input: {oauthApplicationId: "${disabled.id}", enabled: false}) { oauthApplication { id } } }`,
    );
    const tokens = await database.query(
      `SELECT id FROM api_tokens WHERE organization_id = '${organizationId}' AND digest LIKE 'v1$old$%'`,
    );
    expect(tokens).toHaveLength(3);
    expect(await left()).toEqual([disabled.id, unused.id, ...tokens.map(({ id }) => id)].toSorted());
    await expect(startWith(next)).rejects.toThrow('The key "old" is missing');

    const { clientSecret } = (await same.rotate(unused.id, { previousSecret: "REVOKE" })).data.rotateSecret;
    await same.ok(`mutation { deleteOAuthApplication(input: {oauthApplicationId: "${disabled.id}"}) { deletedId } }`);
    for (const { id } of tokens) {
      await same.ok(`mutation { revokeApiToken(input: {apiTokenId: "${id}"}) { apiToken { id } } }`);
    }
    expect(await left()).toEqual([]);
    await during.stop();

    const after = await startWith(next);
    const last = new GraphqlClient(after.url, owner.token);
    expect((await last.verify(unused.clientId, clientSecret)).active).toBe(true);
    expect((await last.verify(unused.clientId, unused.clientSecret)).active).toBe(false);
    await after.stop();
  });

  it("is not what came along and is still in use at the old system only", async () => {
    const [old, next] = [newKey("old"), newKey("next")];
    const before = await startWith(old);
    const acme = await before.organization();
    const secret = "a-secret-that-came-along";
    const idOf = async (clientId: string): Promise<string> => {
      const client = broughtClient({ clientId, secrets: [inClear(secret)] });
      await importClient(before, acme, client);
      return (
        await acme.developer.ok("query ($clientId: String!) { oauthApplication(clientId: $clientId) { id } }", {
          clientId,
        })
      ).oauthApplication.id;
    };
    const [movedOver, toCome] = [await idOf("moved-over"), await idOf("to-come")];
    expect(await acme.admin.verify("moved-over", secret)).toMatchObject({ active: true });
    await before.stop();

    const during = await startWith(next, old);
    const listed = await left();
    expect([listed.includes(movedOver), listed.includes(toCome)]).toEqual([true, false]);
    await expect(startWith(next)).rejects.toThrow('The key "old" is missing');
    const same = new GraphqlClient(during.url, acme.owner.token);
    expect(await same.verify("to-come", secret)).toMatchObject({ active: true });
    await during.stop();
    const rows = await database.query(`SELECT digest FROM client_secrets WHERE oauth_application_id = '${toCome}'`);
    expect(rows).toEqual([{ digest: expect.stringMatching(/^v1\$next\$/) }]);
  });
});
