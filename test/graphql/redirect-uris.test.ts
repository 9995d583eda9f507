import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { change, changed, read, refusalOf } from "../support/organization/oauth-applications.js";
import {
  DISGUISED_LOOPBACK,
  GOOD,
  PLAIN_HTTP,
  REFUSED_EVERYWHERE,
} from "../support/organization/redirect-uri-samples.js";

const LISTS = ["redirectUris", "postLogoutRedirectUris"] as const;

describe.each(DATABASE_KINDS)("redirect URIs on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  const create = (input: object) =>
    change(organization.developer, "createOAuthApplication", { name: "Test", ...input });

  it.each(LISTS)("stores good %s exactly as given, in their order", async (list) => {
    const { id } = await organization.developer.createApplication({ [list]: GOOD });
    expect((await read(organization.developer, id, list))[list]).toEqual(GOOD);
  });

  describe.each(Object.entries(REFUSED_EVERYWHERE))("with %s", (_reason, uris) => {
    it.each(uris)("refuses %j in both lists, and names the place", async (uri) => {
      for (const list of LISTS) {
        const answer = await create({ [list]: ["https://app.example.com/good", uri] });
        expect(refusalOf(answer)).toMatchObject({ code: "BAD_USER_INPUT", field: `${list}.1` });
        if (uri.length > 4) expect(answer.text).not.toContain(JSON.stringify(uri).slice(1, -1));
      }
    });
  });

  it.each([...PLAIN_HTTP, ...DISGUISED_LOOPBACK])("refuses %s, which is plain http to another host", async (uri) => {
    for (const list of LISTS) {
      const answer = await create({ [list]: ["http://localhost/good", "https://app.example.com/good", uri] });
      expect(refusalOf(answer)).toMatchObject({ code: "BAD_USER_INPUT", field: `${list}.2` });
      expect(answer.text).not.toContain(uri);
    }
  });

  it("accepts plain http to any host when the organization allows it, and nothing else on top", async () => {
    const { developer, owner } = await gateway.organization();
    const { id: oauthApplicationId } = await developer.createApplication();
    const allow = (allowHttpRedirectUris: boolean) =>
      owner.ok(
        "mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { organization { id } } }",
        {
          input: { allowHttpRedirectUris },
        },
      );
    const update = (input: object) => change(developer, "updateOAuthApplication", { oauthApplicationId, ...input });
    await allow(true);
    for (const list of LISTS) {
      const application = await changed(
        developer,
        "updateOAuthApplication",
        { oauthApplicationId, [list]: PLAIN_HTTP },
        list,
      );
      expect(application[list]).toEqual(PLAIN_HTTP);
      for (const uri of ["http://user@app.example.com/", "http://app.example.com/#x", "http:app.example.com"]) {
        expect(refusalOf(await update({ [list]: [uri] }))).toMatchObject({
          code: "BAD_USER_INPUT",
          field: `${list}.0`,
        });
      }
    }
    await allow(false);
    expect((await update({ name: "Renamed" })).errors).toEqual([]);
    expect((await read(developer, oauthApplicationId, "redirectUris")).redirectUris).toEqual(PLAIN_HTTP);
    // Those that it has stay its own, those that it has not are refused.
    const others = PLAIN_HTTP.map((uri) => `${uri}2`);
    expect(refusalOf(await update({ redirectUris: [...PLAIN_HTTP, ...others] }))).toMatchObject({
      field: `redirectUris.${PLAIN_HTTP.length}`,
    });
    expect((await update({ redirectUris: PLAIN_HTTP.slice(1) })).errors).toEqual([]);
    expect(refusalOf(await update({ redirectUris: PLAIN_HTTP }))).toMatchObject({ field: "redirectUris.0" });
  });

  it.each([
    ["https://bücher.example/cb", "Punycode"],
    ["https://app.example.com/café", "percent-encode"],
    ["https://app.example.com/%zz", "hexadecimal"],
    ['https://app.example.com/"', "percent-encode"],
  ])("says of %s which form to use", async (uri, form) => {
    const answer = await create({ redirectUris: [uri] });
    expect(answer.errors[0]?.message).toMatch(
      new RegExp(`^redirectUris\\.0 must .*RFC 3986.*${form}|${form}.*RFC 3986`),
    );
  });

  describe("of an application from before the rules", () => {
    const OLD = ["https://bücher.example/cb", "https://app.example.com/%zz", "ftp://files.example.com/cb"];
    const NEW = "https://new.example.com/cb";
    const OLDER = {
      name: "\u200b",
      description: "An escape \u001b[31m",
      redirectUris: OLD,
      postLogoutRedirectUris: OLD,
      homepageUrl: "gopher://example.com",
    };

    async function older() {
      const { developer } = organization;
      const { id } = await developer.createApplication();
      await gateway.database.query(`UPDATE oauth_applications SET name = '${OLDER.name}',
        description = '${OLDER.description}', homepage_url = '${OLDER.homepageUrl}',
        redirect_uris = '${JSON.stringify(OLD)}', post_logout_redirect_uris = '${JSON.stringify(OLD)}' WHERE id = '${id}'`);
      const update = (input: object) =>
        change(developer, "updateOAuthApplication", { oauthApplicationId: id, ...input });
      return { id, update, shown: () => read(developer, id) };
    }

    it("takes back all that it shows", async () => {
      const { update, shown } = await older();
      expect((await update({ ...OLDER, pkceRequired: true })).errors).toEqual([]);
      expect(await shown()).toMatchObject({ ...OLDER, pkceRequired: true });
    });

    it("takes some of them beside new ones, in another order", async () => {
      const { update, shown } = await older();
      expect((await update({ redirectUris: [NEW, OLD[1], OLD[0]] })).errors).toEqual([]);
      expect(await shown()).toMatchObject({ redirectUris: [NEW, OLD[1], OLD[0]], postLogoutRedirectUris: OLD });
      // What it gave up is not its own any more.
      expect(refusalOf(await update({ redirectUris: OLD }))).toMatchObject({ field: "redirectUris.2" });
    });

    it.each([
      [{ redirectUris: [...OLD, "https://bücher.example/other"] }, "redirectUris.3"],
      [{ redirectUris: [...OLD, OLD[0]] }, "redirectUris.3"],
      [{ ...OLDER, description: "Another escape \u001b[31m" }, "description"],
      [{ ...OLDER, name: "\u3164" }, "name"],
      [{ allowedOrigins: OLD }, "allowedOrigins.0"],
      [{ ...OLDER, homepageUrl: OLD[2] }, "homepageUrl"],
    ])("refuses beside them what is new, %j", async (input, field) => {
      const { update, shown } = await older();
      const before = await shown();
      expect(refusalOf(await update(input))).toMatchObject({ code: "BAD_USER_INPUT", field });
      expect(await shown()).toEqual(before);
    });

    it("is of no use to another application", async () => {
      await older();
      const { developer } = organization;
      const { id: oauthApplicationId } = await developer.createApplication();
      const answer = await change(developer, "updateOAuthApplication", { oauthApplicationId, redirectUris: OLD });
      expect(refusalOf(answer)).toMatchObject({ field: "redirectUris.0" });
    });
  });

  it.each(LISTS)("accepts 50 %s of 2048 characters and refuses one more of either", async (list) => {
    const uris = Array.from({ length: 50 }, (_, index) => `https://app.example.com/${index}/`.padEnd(2048, "x"));
    expect((await create({ [list]: uris })).errors).toEqual([]);
    const tooMany = [...uris.map((uri) => uri.slice(0, 40)), "https://app.example.com/51"];
    expect(refusalOf(await create({ [list]: tooMany }))).toMatchObject({
      code: "BAD_USER_INPUT",
      field: list,
      limit: 50,
    });
    const tooLong = [...uris.slice(0, 2), `${uris[2]}x`];
    const refusal = refusalOf(await create({ [list]: tooLong }));
    expect(refusal).toMatchObject({ code: "BAD_USER_INPUT", field: `${list}.2`, limit: 2048 });
  });

  it.each(LISTS)("refuses %s that repeat, exactly compared", async (list) => {
    const uris = ["https://app.example.com/a", "https://app.example.com/A", "https://app.example.com/a"];
    expect((await create({ [list]: uris.slice(0, 2) })).errors).toEqual([]);
    expect(refusalOf(await create({ [list]: uris }))).toMatchObject({ code: "BAD_USER_INPUT", field: `${list}.2` });
  });

  it("changes nothing when one URI of an update is refused", async () => {
    const { id: oauthApplicationId } = await organization.developer.createApplication({ redirectUris: [GOOD[0]] });
    const before = await read(organization.developer, oauthApplicationId);
    const input = { oauthApplicationId, name: "Renamed", redirectUris: ["https://new.example.com", "http://evil.com"] };
    const answer = await change(organization.developer, "updateOAuthApplication", input);
    expect(refusalOf(answer)).toMatchObject({ field: "redirectUris.1" });
    expect(await read(organization.developer, oauthApplicationId)).toEqual(before);
  });
});
