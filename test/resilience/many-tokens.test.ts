// Too long for a quick run.
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { loggedWhile } from "../support/databases/logged-statements.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import type { Answer } from "../support/gateway/graphql-client.js";
import { issueApiToken, revokeApiToken } from "../support/organization/api-tokens.js";
import { listEvents } from "../support/organization/audit-events.js";
import { insertChains, insertTokens } from "../support/organization/many-tokens.js";
import { removeMember, type ServiceAccount, serviceAccount, updateMember } from "../support/organization/members.js";
import { change, remove } from "../support/organization/oauth-applications.js";

/** More than one statement has parameters for: 32,766 on SQLite, 65,535 on PostgreSQL. */
const MANY = { sqlite: 33_000, postgres: 66_000 };
/** The same statements as with 150 have no more parameters, however many follow: what is taken to the limit is one end. */
const MORE = 1500;
const TAKEN_TO_THE_LIMIT = "its member removed";

type End = (organization: TestOrganization, account: ServiceAccount) => Promise<Answer>;

const ENDS: Record<string, End> = {
  "its member removed": ({ owner }, { memberId }) => removeMember(owner, memberId),
  "its member demoted": ({ owner }, { memberId }) => updateMember(owner, memberId, "DEVELOPER"),
  "its application disabled": ({ owner }, { application: { id } }) =>
    change(owner, "updateOAuthApplication", { oauthApplicationId: id, enabled: false }),
  "its application deleted": ({ owner }, { application: { id } }) => remove(owner, { oauthApplicationId: id }),
};

describe.each(DATABASE_KINDS)(
  "a credential that has issued more API tokens than a statement has parameters for on %s",
  (kind) => {
    let gateway: TestGateway;

    beforeAll(async () => {
      // No upkeep: its statements would be counted.
      vi.useFakeTimers({ toFake: ["setInterval"] });
      gateway = await startTestGateway(kind);
      vi.useRealTimers();
    });
    afterAll(() => gateway.stop());

    /** The statements that `end` took; it has to succeed. */
    async function statementsOf(end: () => Promise<Answer>): Promise<string[]> {
      const logged = await loggedWhile(gateway, async () => expect((await end()).errors).toEqual([]));
      expect(logged.length).toBeGreaterThan(0);
      return logged.toSorted();
    }

    async function liveOf({ id }: TestOrganization): Promise<number> {
      const [row] = await gateway.database.query(
        `SELECT count(*) AS live FROM api_tokens WHERE organization_id = '${id}' AND name = 'Many' AND revoked_at IS NULL`,
      );
      return Number(row?.live);
    }

    /** The details of the events about revoked tokens, and what they are about. */
    async function told({ owner }: TestOrganization) {
      const events = await listEvents(owner, { action: "api_token.revoked" });
      return events.map(({ targetId, details }) => [targetId, details]);
    }

    /** Ends the access of an issuer of `count` tokens. Answers with which statements. */
    async function endOf(end: End, count: number): Promise<string[]> {
      const organization = await gateway.organization();
      const account = await serviceAccount(gateway, organization, "ADMIN");
      const issuer = { id: account.application.id, kind: "APPLICATION" } as const;
      await insertTokens(gateway.database, organization.id, issuer, count);
      expect(await liveOf(organization)).toBe(count);
      const needed = await statementsOf(() => end(organization, account));
      expect(await liveOf(organization)).toBe(0);
      expect(await told(organization)).toEqual([[issuer.id, { revokedTokens: count }]]);
      return needed;
    }

    it.each(Object.entries(ENDS))(
      "loses them all when it has %s, in the same statements as with 150",
      async (name, end) => {
        const count = name === TAKEN_TO_THE_LIMIT ? MANY[kind] : MORE;
        expect(await endOf(end, count)).toEqual(await endOf(end, 150));
      },
    );

    it.each(
      Object.entries({
        "its member removed": ENDS["its member removed"] as End,
        "its secret revoked": ({ owner }, { application: { id } }) => owner.rotate(id, { previousSecret: "REVOKE" }),
      } satisfies Record<string, End>),
    )(
      "has %s in the same statements as without chains of tokens that are over, which stay as they are",
      async (name, end) => {
        const neededWith = async (over: number) => {
          const organization = await gateway.organization();
          const account = await serviceAccount(gateway, organization, "ADMIN");
          const issuer = { id: account.application.id, kind: "APPLICATION" } as const;
          await insertTokens(gateway.database, organization.id, issuer, 150);
          if (over) {
            const expiresAt = gateway.now() - 600_000;
            await insertChains(gateway.database, organization.id, issuer, { count: over, length: 1000, expiresAt });
          }
          const needed = await statementsOf(() => end(organization, account));
          expect(await liveOf(organization)).toBe(0);
          expect(await told(organization)).toEqual([[issuer.id, { revokedTokens: 150 }]]);
          const [row] = await gateway.database.query(
            `SELECT count(*) AS untouched FROM api_tokens
         WHERE organization_id = '${organization.id}' AND name = 'Chained' AND revoked_at IS NULL`,
          );
          expect(Number(row?.untouched)).toBe(over);
          return needed;
        };
        const over = name === TAKEN_TO_THE_LIMIT ? MANY[kind] : MORE;
        expect(await neededWith(over)).toEqual(await neededWith(0));
      },
    );

    it("loses a chain as long as there may be", async () => {
      const organization = await gateway.organization();
      const { id } = await issueApiToken(organization.owner, { role: "ADMIN" });
      const chain = { count: 10_000, length: 10_000, expiresAt: gateway.now() + 3_600_000 };
      await insertChains(gateway.database, organization.id, { id, kind: "API_TOKEN" }, chain);
      await statementsOf(() => revokeApiToken(organization.owner, id));
      expect(await told(organization)).toEqual([[id, { revokedTokens: 10_001 }]]);
    });

    it("loses them all when it is revoked, in the same statements as with 150", async () => {
      const revocationOf = async (count: number) => {
        const organization = await gateway.organization();
        const { id } = await issueApiToken(organization.owner, { role: "ADMIN" });
        await insertTokens(gateway.database, organization.id, { id, kind: "API_TOKEN" }, count);
        const needed = await statementsOf(() => revokeApiToken(organization.owner, id));
        expect(await liveOf(organization)).toBe(0);
        expect(await told(organization)).toEqual([[id, { revokedTokens: count + 1 }]]);
        return needed;
      };
      expect(await revocationOf(MANY[kind])).toEqual(await revocationOf(150));
    });

    it("has an event for each of 100, which names the token it was revoked with, and one for 101", async () => {
      const organization = await gateway.organization();
      const issue = async (count: number) => {
        const { id } = await issueApiToken(organization.owner, { role: "ADMIN" });
        await insertTokens(gateway.database, organization.id, { id, kind: "API_TOKEN" }, count);
        await revokeApiToken(organization.owner, id);
        return id;
      };
      const first = await issue(98);
      const events = await told(organization);
      expect(events).toHaveLength(99);
      expect(events.filter(([, details]) => isDeepStrictEqual(details, { issuedWith: first }))).toHaveLength(98);
      expect(events).toContainEqual([first, {}]);
      const second = await issue(100);
      expect((await told(organization))[0]).toEqual([second, { revokedTokens: 101 }]);
    });
  },
);
