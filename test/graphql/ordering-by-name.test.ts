import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { listing, sendListing, walk } from "../support/organization/listing.js";
import { changed } from "../support/organization/oauth-applications.js";

/** Nearly in order, which is that of the bytes of NFKC and case folding, here lower case: by that `𝒳` is an x. */
const ORDERED = [
  '"quoted"',
  "-dash",
  "10",
  "9",
  "_under",
  "Alpha",
  "alpha beta",
  "ＡＬＰＨＡ full width",
  "Beta",
  "Zulu",
  "~tilde",
  "Äpfel",
  "éclair",
  "Ёж",
  "日本",
  "\u{ffdc}halfwidth",
  "𝒳",
  "🚀",
] as const;
const key = (name: string) => Buffer.from(name.normalize("NFKC").toLowerCase());
const EXPECTED = [...ORDERED].sort((one, other) => Buffer.compare(key(one), key(other)));

const BY_NAME = { field: "NAME", direction: "ASC" };
const BY_NAME_DOWN = { field: "NAME", direction: "DESC" };

describe.each(DATABASE_KINDS)("applications ordered by name on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function withNames(names: readonly string[]) {
    const organization = await gateway.organization();
    const ids: string[] = [];
    for (const name of names) ids.push((await organization.developer.createApplication({ name })).id);
    return { ...organization, ids };
  }

  it("orders without regard to case, and letters of all scripts alike on both databases", async () => {
    const { viewer } = await withNames([...ORDERED].reverse());
    const names = async (orderBy: object) =>
      (await listing(viewer, { first: 100, orderBy })).nodes.map(({ name }) => name);
    expect(await names(BY_NAME)).toEqual(EXPECTED);
    expect(await names(BY_NAME_DOWN)).toEqual(EXPECTED.toReversed());
    expect(EXPECTED.slice(0, 8)).toEqual(ORDERED.slice(0, 8));
    expect(EXPECTED.slice(8, 12)).toEqual(["Beta", "𝒳", "Zulu", "~tilde"]);
  });

  it.each([1, 2, 5])("pages in either direction, %i at once", async (size) => {
    const { viewer } = await withNames(ORDERED);
    for (const direction of ["forward", "backward"] as const) {
      expect(await walk(viewer, direction, size, { orderBy: BY_NAME })).toEqual(EXPECTED);
      expect(await walk(viewer, direction, size, { orderBy: BY_NAME_DOWN })).toEqual(EXPECTED.toReversed());
    }
  });

  it("breaks ties by id, in the direction of the order", async () => {
    const { viewer, ids } = await withNames(["same", "SAME", "Same", "ｓａｍｅ", "same"]);
    for (const [orderBy, expected] of [
      [BY_NAME, ids],
      [BY_NAME_DOWN, ids.toReversed()],
    ] as const) {
      const found: string[] = [];
      for (let after: string | null = null; found.length < 5; ) {
        const page = await listing(viewer, { orderBy, first: 2, after });
        found.push(...page.nodes.map(({ id }) => id));
        after = page.pageInfo.endCursor;
      }
      expect(found).toEqual(expected);
    }
  });

  it("follows a change of name", async () => {
    const { developer, ids } = await withNames(["a", "b"]);
    await changed(developer, "updateOAuthApplication", { oauthApplicationId: ids[0], name: "C" });
    expect(await walk(developer, "forward", 1, { orderBy: BY_NAME })).toEqual(["b", "C"]);
  });

  it.each([
    ["emoji", "🚀".repeat(256)],
    ["letters that stand for 18 others", "\ufdfa".repeat(256)],
    [
      "many different ones of those",
      Array.from({ length: 256 }, (_, index) => String.fromCodePoint(0x3300 + ((index * 97) % 256))).join(""),
    ],
  ])("pages past names of 256 %s with its own cursors", async (_what, name) => {
    const { viewer } = await withNames([name, name, name]);
    const page = await sendListing(viewer, { orderBy: BY_NAME, first: 1 });
    expect(page.errors).toEqual([]);
    expect(await walk(viewer, "forward", 1, { orderBy: BY_NAME })).toEqual([name, name, name]);
    expect(await walk(viewer, "backward", 1, { orderBy: BY_NAME_DOWN })).toEqual([name, name, name]);
    expect((await listing(viewer, { filter: { query: name } })).totalCount).toBe(3);
  });
});
