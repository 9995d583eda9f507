import { ConflictError } from "cloudflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isWellFormedSecret } from "../../src/model/secret.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { cloudflareAccount, failure, NEW_CLIENT } from "../support/dialects/sdks.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { changed } from "../support/organization/oauth-applications.js";

describe.each(DATABASE_KINDS)("a rotation by Cloudflare's SDK on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function open() {
    const organization = await gateway.organization();
    const { admin, id } = organization;
    return { ...organization, ...cloudflareAccount(admin, id, { maxRetries: 0 }) };
  }

  it("puts a second secret beside the first, without an end, until the first is deleted", async () => {
    const { oauthClients, account, admin } = await open();
    const { client_id, client_secret: first = "" } = await oauthClients.create({ ...account, ...NEW_CLIENT });
    const works = async (secret: string) => (await admin.verify(client_id, secret)).active;
    const rotated = await oauthClients.rotateSecret(client_id, account);
    expect(Object.keys(rotated)).toEqual(["client_secret"]);
    const second = rotated.client_secret ?? "";
    expect(isWellFormedSecret(second, "ogs_")).toBe(true);
    gateway.advance(400 * 86_400_000);
    expect([await works(first), await works(second)]).toEqual([true, true]);
    const hasRotated = async () => [
      (await oauthClients.get(client_id, account)).has_rotated_secret,
      (await oauthClients.list(account)).result[0]?.has_rotated_secret,
      (await oauthClients.update(client_id, account)).has_rotated_secret,
    ];
    expect(await hasRotated()).toEqual([true, true, true]);
    // The first one was used just now; the vendor's word is obeyed all the same.
    expect(await oauthClients.deleteRotatedSecret(client_id, account)).toStrictEqual({ id: client_id });
    expect([await works(first), await works(second)]).toEqual([false, true]);
    expect(await hasRotated()).toEqual([false, false, false]);
    const shown = await oauthClients.get(client_id, account);
    expect(JSON.stringify([shown, await oauthClients.list(account)])).not.toContain('client_secret"');
  });

  it("is refused a second time, like the deletion of what is not there, for good and changing nothing", async () => {
    const { oauthClients, account, admin } = await open();
    const { client_id, client_secret: first = "" } = await oauthClients.create({ ...account, ...NEW_CLIENT });
    const works = async (secret: string) => (await admin.verify(client_id, secret)).active;
    const refused = async (call: Promise<unknown>) => {
      const { status, errors, headers } = await failure(ConflictError, call);
      return [status, errors[0]?.code, headers.get("x-should-retry")];
    };
    expect(await refused(oauthClients.deleteRotatedSecret(client_id, account))).toEqual([409, 10409, "false"]);
    expect(await works(first)).toBe(true);
    const { client_secret: second = "" } = await oauthClients.rotateSecret(client_id, account);
    expect(await refused(oauthClients.rotateSecret(client_id, account))).toEqual([409, 10409, "false"]);
    expect([await works(first), await works(second)]).toEqual([true, true]);
  });

  it("is seen when it was begun in GraphQL, while its overlap lasts", async () => {
    const { oauthClients, account, developer } = await open();
    const { id, clientId } = await developer.createApplication();
    await developer.rotate(id, { overlapSeconds: 3600 });
    expect((await oauthClients.get(clientId, account)).has_rotated_secret).toBe(true);
    gateway.advance(3_600_000);
    expect((await oauthClients.get(clientId, account)).has_rotated_secret).toBe(false);
    await changed(developer, "updateOAuthApplication", { oauthApplicationId: id, public: true });
    expect((await oauthClients.get(clientId, account)).has_rotated_secret).toBe(false);
  });
});
