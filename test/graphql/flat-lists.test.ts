import { type GraphQLNamedType, type GraphQLSchema, getNamedType, isEnumType, isInputObjectType } from "graphql";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createSchema } from "../../src/graphql/schema.js";
import { copyApplication, copyEvent } from "../support/databases/copied-applications.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import {
  type Asked,
  pagesReadOnSqlite,
  type RowsRead,
  recordAsked,
  rowsReadOnPostgres,
} from "../support/databases/rows-read.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { change } from "../support/organization/oauth-applications.js";

/** More than twice what a statement may read. */
const MANY = 25_000;

/** What one statement may read: up to 10,000 entries of an index or rows that it found, and a page of 100. */
const MOST_ROWS = 11_000;

/** The same on SQLite, where reading all applications is four times as much. */
const MOST_PAGES = 2_000;

/** Texts that conditions compare, beside one that nothing has: one that all rows have, and of a few the first. */
const TEXTS: Record<string, (seen: Seen) => string[]> = {
  query: ({ clientId }) => ["one of many", "odd one", "o", clientId],
  targetId: ({ id }) => [id],
  actorId: ({ actorId }) => [actorId],
  action: () => ["client_secret.rotated", "oauth_application.updated", "member.added"],
  actorSecretId: () => ["sec_0351AXMailugjqvHW8aDrV"],
};

interface Seen {
  id: string;
  clientId: string;
  actorId: string;
}

const LISTS = {
  oauthApplications: { filter: "OAuthApplicationFilter", orderBy: "OAuthApplicationOrder" },
  auditEvents: { filter: "AuditEventFilter" },
  apiTokens: {},
  members: {},
} as const;

describe.each(DATABASE_KINDS)("the lists of an organization with %s and many rows", (kind) => {
  let gateway: TestGateway;
  let schema: GraphQLSchema;
  let organization: TestOrganization;
  let seen: Seen;
  let asked: Asked[];
  let rowsRead: RowsRead | undefined;
  /** What was looked at in this test: again, it would read the same. */
  let lookedAt: Set<string>;

  beforeAll(async () => {
    schema = await createSchema();
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
    const { developer } = organization;
    const odd = await developer.createApplication({ name: "Odd one", public: true, grantTypes: [] });
    const { id, clientId } = await developer.createApplication({ name: "One of many" });
    await developer.rotate(id, {});
    await change(developer, "updateOAuthApplication", { oauthApplicationId: odd.id, enabled: false });
    const { actor } = (await developer.ok("{ viewer { actor { id } } }")).viewer;
    seen = { id, clientId, actorId: actor.id };
    await copyApplication(gateway.database, id, MANY);
    // Of the odd one: by the same actor as all others.
    await copyEvent(gateway.database, organization.id, MANY);
    await gateway.database.query("ANALYZE");
    if (kind === "postgres") rowsRead = await rowsReadOnPostgres(gateway.database.url);
  });
  afterAll(async () => {
    await rowsRead?.close();
    await gateway.stop();
  });
  beforeEach(() => {
    lookedAt = new Set();
    asked = recordAsked(kind);
    return () => vi.restoreAllMocks();
  });

  function values(condition: string, type: GraphQLNamedType): unknown[] {
    if (type.name === "Boolean") return [true, false];
    if (isEnumType(type)) return type.getValues().map(({ name }) => name);
    if (type.name.startsWith("DateTime")) return ["2001-01-01T00:00:00Z", "2999-01-01T00:00:00Z"];
    return condition === "action" ? (TEXTS.action?.(seen) ?? []) : ["no such thing", ...textsOf(condition)];
  }

  function textsOf(condition: string): string[] {
    const texts = TEXTS[condition];
    if (!texts) throw new Error(`${condition}: which texts do all rows have?`);
    return texts(seen).filter((text) => condition !== "actorSecretId" || text.startsWith("sec_"));
  }

  /** Each condition of a filter with each value, alone. */
  function filters(name: string): Record<string, unknown>[] {
    const type = schema.getType(name);
    if (!isInputObjectType(type)) throw new Error(`${name} is no filter.`);
    return Object.values(type.getFields()).flatMap((field) =>
      values(field.name, getNamedType(field.type))
        .filter((value) => field.name !== "actorSecretId" || value !== "no such thing")
        .map((value) => ({ [field.name]: value })),
    );
  }

  function orders(name: string): (Record<string, unknown> | null)[] {
    const type = schema.getType(name);
    const all = isInputObjectType(type) ? Object.values(type.getFields()) : [];
    return all.reduce<Record<string, unknown>[]>(
      (orders, field) =>
        orders.flatMap((order) =>
          values(field.name, getNamedType(field.type)).map((value) => ({ ...order, [field.name]: value })),
        ),
      [{}],
    );
  }

  async function ask(list: string, page: string, args: Record<string, unknown>, count: boolean) {
    const types = { filter: "Filter", orderBy: "Order" } as Record<string, string>;
    const entity = list === "oauthApplications" ? "OAuthApplication" : "AuditEvent";
    const names = Object.keys(args);
    const declared = names.map((name) => `$${name}: ${entity}${types[name]}`).join(", ");
    const given = [page, ...names.map((name) => `${name}: $${name}`)].join(", ");
    const fields = `${list}(${given}) { nodes { id } ${count ? "totalCount totalCountIsExact" : ""} }`;
    return (await organization.owner.ok(`query ${declared ? `(${declared})` : ""} { ${fields} }`, args))[list];
  }

  /** The statements that read too much, of those that were sent since. */
  async function tooMuch(): Promise<string[]> {
    const found: string[] = [];
    for (const one of asked.splice(0)) {
      const key = JSON.stringify(one);
      if (!/^\s*(?:SELECT|WITH)/.test(one.sql) || /pg_advisory/.test(one.sql) || lookedAt.has(key)) continue;
      lookedAt.add(key);
      if (!rowsRead) {
        const pages = await pagesReadOnSqlite(gateway.database.url.replace("sqlite:", ""), one);
        if (pages > MOST_PAGES) found.push(`${pages} pages: ${one.sql}`);
        continue;
      }
      for (const isGeneric of one.isKept ? [false, true] : [false]) {
        const rows = await rowsRead.of(one, isGeneric);
        if (rows > MOST_ROWS) found.push(`${rows} rows, ${isGeneric ? "any" : "these"} values: ${one.sql}`);
      }
    }
    return found;
  }

  it.each(Object.entries(LISTS))("read no more than a page and a bound for %s, whatever is asked", async (list, of) => {
    const conditions = "filter" in of ? [null, ...filters(of.filter)] : [null];
    const wanted = "orderBy" in of ? orders(of.orderBy) : [null];
    const failed: string[] = [];
    for (const filter of conditions) {
      for (const [index, orderBy] of wanted.entries()) {
        const args = { ...(filter ? { filter } : {}), ...(orderBy ? { orderBy } : {}) };
        for (const page of orderBy ? ["first: 100"] : ["first: 100", "last: 100"]) {
          await ask(list, page, args, index === 0 && page === "first: 100");
          failed.push(...(await tooMuch()).map((what) => `${JSON.stringify(args)} ${page} ${what}`));
        }
      }
    }
    expect(failed).toEqual([]);
  });

  it("reads no more for a page behind all but a few of those that meet a condition", async () => {
    const { nodes } = await ask("oauthApplications", "last: 50", {}, false);
    await ask("oauthApplications", `first: 100, after: "${nodes[0].id}"`, { filter: { query: "one of many" } }, false);
    expect(await tooMuch()).toEqual([]);
  });

  it.each([
    [{}, MANY + 1, true],
    [{ filter: { enabled: false } }, 1, true],
    [{ filter: { enabled: true } }, 10_000, false],
    [{ filter: { query: "odd" } }, 1, true],
    [{ filter: { query: "one of many", hasRotatedSecret: true } }, 10_001, false],
    [{ filter: { query: "odd", hasRotatedSecret: false } }, 1, true],
  ])("counts %j: %i, exact: %s", async (args, totalCount, totalCountIsExact) => {
    expect(await ask("oauthApplications", "first: 1", args, true)).toMatchObject({ totalCount, totalCountIsExact });
  });

  it("counts no more than 10,000 events, and says so", async () => {
    const counted = await ask("auditEvents", "first: 1", {}, true);
    expect(counted).toMatchObject({ totalCount: 10_000, totalCountIsExact: false });
  });
});
