import { ClerkAPIResponseError } from "@clerk/backend/errors";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { clerkSdk, failure } from "../support/dialects/sdks.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

describe.each(DATABASE_KINDS)("Clerk's SDK lists on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** An organization with applications of these names, made in this order. */
  async function withApplications(...names: string[]) {
    const { developer, viewer } = await gateway.organization();
    const made = [];
    for (const name of names) {
      made.push(await developer.createApplication({ name }));
      gateway.advance(1000);
    }
    const clerk = clerkSdk(gateway.url, viewer.token);
    type Listing = Parameters<typeof clerk.list>[0];
    const list = async (params?: Listing) => {
      const { data, totalCount } = await clerk.list(params);
      return { names: data.map(({ name }) => name), totalCount };
    };
    const refused = async (params: Record<string, unknown>) => {
      const { status, message, errors } = await failure(ClerkAPIResponseError, clerk.list(params as Listing));
      return [status, message, errors.length, errors[0]?.code, errors[0]?.meta?.paramName];
    };
    return { clerk, list, refused, made };
  }

  it("applications of the vendor's own class, each as it is read, without secrets", async () => {
    const { clerk } = await withApplications("One", "Two");
    const { data, totalCount } = await clerk.list();
    expect(totalCount).toBe(2);
    for (const application of data) {
      expect(application.constructor.name).toMatch(/^_?OAuthApplication$/);
      expect(application.clientSecret).toBeUndefined();
      expect(application).toEqual(await clerk.get(application.id));
    }
  });

  it("an empty list where there is nothing", async () => {
    const { clerk } = await withApplications();
    expect(await clerk.list()).toEqual({ data: [], totalCount: 0 });
  });

  it("the ten newest, unless told otherwise, and counts all", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `Application ${index + 1}`);
    const { list } = await withApplications(...names);
    const newest = [...names].reverse();
    expect(await list()).toEqual({ names: newest.slice(0, 10), totalCount: 12 });
    // The SDK never sends a zero.
    expect(await list({ limit: 0, offset: 0 })).toEqual({ names: newest.slice(0, 10), totalCount: 12 });
    expect(await list({ limit: 500 })).toEqual({ names: newest, totalCount: 12 });
    expect(await list({ limit: 5, offset: 5 })).toEqual({ names: newest.slice(5, 10), totalCount: 12 });
    expect(await list({ limit: 1, offset: 11 })).toEqual({ names: newest.slice(11), totalCount: 12 });
    expect(await list({ limit: 5, offset: 12 })).toEqual({ names: [], totalCount: 12 });
  });

  it("by creation and by name, with and without a sign", async () => {
    const { list } = await withApplications("b", "C", "a", "B");
    const order = async (orderBy?: "name" | "+name" | "-name" | "created_at" | "+created_at" | "-created_at") =>
      (await list(orderBy ? { orderBy } : {})).names.join(" ");
    expect(await order()).toBe("B a C b");
    expect(await order("-created_at")).toBe("B a C b");
    expect(await order("+created_at")).toBe("b C a B");
    expect(await order("created_at")).toBe("b C a B");
    expect(await order("+name")).toBe("a b B C");
    expect(await order("name")).toBe("a b B C");
    expect(await order("-name")).toBe("C B b a");
  });

  it("in the first of several orders", async () => {
    const { list } = await withApplications("b", "a");
    const orderBy = ["+name", "-name"] as unknown as "+name";
    expect((await list({ orderBy })).names).toEqual(["a", "b"]);
  });

  it("what has a part of its name, in any case, or exactly a client id", async () => {
    const { list, made } = await withApplications("Web Shop", "webhook", "Phone", "100% web_shop");
    expect(await list({ nameQuery: "WEB" })).toEqual({
      names: ["100% web_shop", "webhook", "Web Shop"],
      totalCount: 3,
    });
    expect(await list({ nameQuery: "b_s" })).toEqual({ names: ["100% web_shop"], totalCount: 1 });
    expect(await list({ nameQuery: "%" })).toEqual({ names: ["100% web_shop"], totalCount: 1 });
    expect(await list({ nameQuery: "b s" })).toEqual({ names: ["Web Shop"], totalCount: 1 });
    expect(await list({ nameQuery: "nothing of the kind" })).toEqual({ names: [], totalCount: 0 });
    const clientId = made[2]?.clientId ?? "";
    expect(await list({ nameQuery: clientId })).toEqual({ names: ["Phone"], totalCount: 1 });
    expect(await list({ nameQuery: clientId.slice(0, 31) })).toEqual({ names: [], totalCount: 0 });
    expect(await list({ nameQuery: "web", limit: 1, offset: 1, orderBy: "name" })).toEqual({
      names: ["Web Shop"],
      totalCount: 3,
    });
  });

  it("only its own organization's", async () => {
    const { list } = await withApplications("Ours");
    const { made } = await withApplications("Theirs");
    expect((await list()).names).toEqual(["Ours"]);
    expect(await list({ nameQuery: made[0]?.clientId ?? "" })).toEqual({ names: [], totalCount: 0 });
  });

  it.each([
    ["limit", 501],
    ["limit", -1],
    ["limit", 1.5],
    ["limit", "many"],
    ["offset", -1],
    ["offset", 0.5],
    ["orderBy", "updated_at"],
    ["orderBy", "*name"],
    ["nameQuery", "n".repeat(257)],
  ])("nothing for %s %s, and names the parameter as the vendor does", async (name, value) => {
    const { refused } = await withApplications("One");
    const parameter = { limit: "limit", offset: "offset", orderBy: "order_by", nameQuery: "name_query" }[name];
    expect(await refused({ [name]: value })).toEqual([
      422,
      "Unprocessable Entity",
      1,
      "form_param_format_invalid",
      parameter,
    ]);
  });
});
