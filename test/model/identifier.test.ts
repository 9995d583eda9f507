import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firstIdAt, ID_PREFIX, isClientId, newId, prefixOf, timeOf } from "../../src/model/identifier.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

const ALPHABET = [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"];
const MAX_UUID = 2n ** 128n - 1n;

/** The UUID in an identifier, read without the code under test. */
function uuidOf(id: string): string {
  const value = [...id.slice(4)].reduce((sum, digit) => sum * 62n + BigInt(ALPHABET.indexOf(digit)), 0n);
  expect(value).toBeLessThanOrEqual(MAX_UUID);
  const hex = value.toString(16).padStart(32, "0");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const millisecondsOf = (id: string) => Number.parseInt(uuidOf(id).replaceAll("-", "").slice(0, 12), 16);

describe("a new identifier", () => {
  it.each(Object.values(ID_PREFIX))("is %s and 22 base62 characters of a UUIDv7 of its moment", (prefix) => {
    const now = Date.UTC(2026, 1, 3, 4, 5, 6, 789);
    const id = newId(prefix, now);
    expect(id).toMatch(new RegExp(`^${prefix}[0-9A-Za-z]{22}$`));
    expect(uuidOf(id)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(millisecondsOf(id)).toBe(now);
    expect(timeOf(id).getTime()).toBe(now);
    expect(prefixOf(id)).toBe(prefix);
  });

  it.each([0, 1, 999, Date.UTC(2025, 0, 1), Date.UTC(9999, 11, 31)])("keeps the millisecond %d", (time) => {
    expect(timeOf(newId("app_", time)).getTime()).toBe(time);
  });

  it("keeps the millisecond whatever its other bits are", () => {
    for (let round = 0; round < 20_000; round++) {
      const time = Math.floor(Math.random() * 2 ** (round % 49));
      expect(timeOf(newId("app_", time)).getTime()).toBe(time);
      expect(timeOf(firstIdAt("app_", time)).getTime()).toBe(time);
    }
  });

  it("sorts after those made before, also within one millisecond", () => {
    const start = Date.UTC(2026, 0, 1);
    const ids = Array.from({ length: 2000 }, (_, index) => newId("evt_", start + Math.floor(index / 500)));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("cannot be guessed from the one before it", () => {
    const now = Date.now();
    const tails = Array.from({ length: 200 }, () => uuidOf(newId("app_", now)).slice(19));
    expect(new Set(tails).size).toBe(200);
    expect(new Set(tails.map((tail) => tail.slice(-2))).size).toBeGreaterThan(50);
  });

  it("stands at or after the bound of its millisecond, and before that of the next", () => {
    const now = Date.now();
    const id = newId("sec_", now);
    expect(firstIdAt("sec_", now) <= id).toBe(true);
    expect(id < firstIdAt("sec_", now + 1)).toBe(true);
  });
});

describe("a text that is no identifier", () => {
  const body = "0".repeat(22);

  it.each([
    "",
    "app_",
    `app_${body}0`,
    `app_${body.slice(1)}`,
    `APP_${body}`,
    `xxx_${body}`,
    `app_${body}\n`,
    `app-${body}`,
  ])("has no prefix: %j", (text) => {
    expect(prefixOf(text)).toBeUndefined();
  });

  it.each(["", " ", "a b", "a\0", "é", "\x7f", "a".repeat(257), 'a"b', "a'b", "a\\b"])(
    "is no client id: %j",
    (text) => {
      expect(isClientId(text)).toBe(false);
    },
  );

  it("may be a client id of any visible ASCII but quotes and the backslash", () => {
    const visible = Array.from({ length: 0x7e - 0x20 }, (_, n) => String.fromCharCode(0x21 + n));
    expect(visible.filter((one) => !isClientId(one))).toEqual(['"', "'", "\\"]);
  });
});

describe.each(DATABASE_KINDS)("the identifiers of an answer on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  it("tell when what they identify was created", async () => {
    const { owner } = await gateway.organization();
    const { id } = await owner.createApplication();
    await owner.rotate(id);
    const data = await owner.ok(
      `query ($id: ID) {
        organization { id createdAt }
        oauthApplication(id: $id) { id createdAt secrets { id createdAt } }
        apiTokens { nodes { id createdAt } }
        auditEvents { nodes { id createdAt } }
      }`,
      { id },
    );
    const { secrets, ...application } = data.oauthApplication;
    const all = [data.organization, application, ...secrets, ...data.apiTokens.nodes, ...data.auditEvents.nodes];
    expect(all.length).toBeGreaterThanOrEqual(12);
    for (const one of all) {
      expect(one.id).toMatch(/^(org|app|sec|tok|evt)_[0-9A-Za-z]{22}$/);
      expect(uuidOf(one.id)).toMatch(/^.{14}7.{4}[89ab].{16}$/);
      expect(new Date(one.createdAt).getTime()).toBe(millisecondsOf(one.id));
      expect(Math.abs(Date.now() - millisecondsOf(one.id))).toBeLessThan(60_000);
    }
  });

  it("order a list by creation, whatever the database's collation is", async () => {
    const { owner } = await gateway.organization();
    const created: string[] = [];
    for (let index = 0; index < 20; index++) created.push((await owner.createApplication()).id);
    const { oauthApplications } = await owner.ok("{ oauthApplications { nodes { id } } }");
    expect(oauthApplications.nodes.map(({ id }: { id: string }) => id)).toEqual(created.toReversed());
    expect(created.toSorted()).toEqual(created);
  });

  it("give each application a client id of 32 lower-case hexadecimal characters of its own", async () => {
    const { owner } = await gateway.organization();
    const created = await Promise.all(Array.from({ length: 10 }, () => owner.createApplication()));
    expect(new Set(created.map(({ clientId }) => clientId)).size).toBe(10);
    for (const { clientId } of created) expect(clientId).toMatch(/^[0-9a-f]{32}$/);
  });
});
