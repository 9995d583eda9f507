// Too long for a quick run.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSlowly } from "../support/clients/slow-reader.js";
import { copyApplication } from "../support/databases/copied-applications.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { issueApiToken, revokeApiToken } from "../support/organization/api-tokens.js";

/** Together far more than the network holds between a gateway that sends and a client that does not read. */
const COUNT = 1500;
const REDIRECT_URIS = Array.from({ length: 20 }, (_, n) => `https://app.example.com/${n}/${"x".repeat(1900)}`);
const PAGES = COUNT / 100;

describe.each(DATABASE_KINDS)("a list of %s that is sent while it is read", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  /** How many pages of a list the gateway has asked the database for. */
  let pages = 0;
  /** Whether it waits for the database's answer, not for the reader. */
  let isAsking = false;
  /** Whether the list was told that it is over, by its end or by its reader's going away. */
  let isOver = false;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
    const { id } = await organization.owner.createApplication({ name: "Bulky", redirectUris: REDIRECT_URIS });
    await copyApplication(gateway.database, id, COUNT);
    const { oauthApplications } = gateway.gateway.services;
    const all = oauthApplications.all.bind(oauthApplications);
    oauthApplications.all = async function* (actor) {
      isAsking = true;
      try {
        for await (const page of all(actor)) {
          pages++;
          isAsking = false;
          yield page;
          isAsking = true;
        }
      } finally {
        isAsking = false;
        isOver = true;
      }
    };
  });
  afterAll(() => gateway.stop());

  /** Resolves when the gateway has stopped to ask for pages, because nobody reads. */
  async function stalled(): Promise<number> {
    for (let before = -1, same = 0; same < 10; ) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      same = pages === before && !isAsking ? same + 1 : 0;
      before = pages;
    }
    return pages;
  }

  // Each of the two that stream everything on one database: dialects know nothing of it.
  const streaming = kind === "sqlite" ? "cloudflare" : "meteroid";

  describe.each(CONTRACTS.filter(({ dialect }) => dialect === streaming))("by $dialect", ({ list, names }) => {
    const open = (token = organization.owner.token) => {
      pages = 0;
      return readSlowly(gateway.url + list.path(organization.id, ""), token);
    };
    const idsIn = (text: string) => list.applicationsOf(JSON.parse(text)).map((shown) => shown[names.clientId]);

    it("is held in memory by no more than its reader leaves behind, and arrives whole", async () => {
      const reader = await open();
      expect(reader.status).toBe(200);
      expect(await stalled()).toBeLessThan(PAGES / 2);
      const text = await reader.rest();
      expect(pages).toBe(PAGES);
      expect(text.length).toBeGreaterThan(COUNT * 38_000);
      expect(new Set(idsIn(text)).size).toBe(COUNT);
    });

    it("has each application once, though some come and go in the meantime", async () => {
      const reader = await open();
      await stalled();
      const added = await organization.owner.createApplication({ name: "Late" });
      const rows = await gateway.database.query(
        `SELECT id, client_id FROM oauth_applications WHERE organization_id = '${organization.id}' ORDER BY id LIMIT 1`,
      );
      const [oldest] = rows as { id: string; client_id: string }[];
      await organization.owner.ok(
        `mutation { deleteOAuthApplication(input: { oauthApplicationId: "${oldest?.id}" }) { deletedId } }`,
      );
      const ids = idsIn(await reader.rest());
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).not.toContain(oldest?.client_id);
      expect(ids).toHaveLength(COUNT - 1);
      expect(ids).not.toContain(added.clientId);
    });

    it("ends when its reader goes away: nothing more is asked for, and nothing is wrong", async () => {
      const since = gateway.log().length;
      const reader = await open();
      const before = await stalled();
      reader.leave();
      await expect.poll(() => isOver).toBe(true);
      // At most the page that was being waited for.
      expect(await stalled()).toBeLessThanOrEqual(before + 1);
      expect(gateway.log().slice(since)).not.toMatch(/"level":[456]0/);
      expect(gateway.log().slice(since)).toContain('"msg":"request"');
      expect((await organization.owner.ok("{ viewer { role } }")).viewer.role).toBe("OWNER");
    });

    it("is cut off for a reader whose token is revoked meanwhile", async () => {
      const { token, id } = await issueApiToken(organization.owner);
      const reader = await open(token);
      await stalled();
      await revokeApiToken(organization.owner, id);
      // A look at a token counts for a second.
      await new Promise((resolve) => setTimeout(resolve, 1100));
      await expect(reader.rest()).rejects.toThrow(/aborted/);
      expect(pages).toBeLessThan(PAGES);
    });

    it("is visibly cut off when the database fails in the middle, and the operator is told", async () => {
      const since = gateway.log().length;
      const reader = await open();
      await stalled();
      const { query } = gateway.database;
      await query("ALTER TABLE oauth_applications RENAME TO gone");
      try {
        await expect(reader.rest()).rejects.toThrow(/aborted/);
        await expect.poll(() => gateway.log().slice(since)).toContain('"msg":"unexpected error"');
      } finally {
        await query("ALTER TABLE gone RENAME TO oauth_applications");
      }
    });
  });

  it("holds of Clerk's longest list no more in memory than its reader leaves behind", async () => {
    const { oauthApplications } = gateway.gateway.services;
    const getMany = oauthApplications.getMany.bind(oauthApplications);
    const sizes: number[] = [];
    oauthApplications.getMany = async (actor, ids) => {
      sizes.push(ids.length);
      pages++;
      isAsking = true;
      return getMany(actor, ids).finally(() => {
        isAsking = false;
      });
    };
    try {
      pages = 0;
      const reader = await readSlowly(`${gateway.url}/v1/oauth_applications?limit=500`, organization.owner.token);
      expect(await stalled()).toBeLessThan(10);
      const { data, total_count } = JSON.parse(await reader.rest());
      expect(sizes).toEqual(Array.from({ length: 10 }, () => 50));
      expect([new Set(data.map(({ id }: { id: string }) => id)).size, total_count]).toEqual([500, expect.any(Number)]);
    } finally {
      oauthApplications.getMany = getMany;
    }
  });
});
