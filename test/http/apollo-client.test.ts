import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

const PROGRAM = join(import.meta.dirname, "apollo-client-user.mjs");

describe.each(DATABASE_KINDS)("a program that uses Apollo Client, with %s behind the gateway", (kind) => {
  let gateway: TestGateway;
  // biome-ignore lint/suspicious/noExplicitAny: it is what the program printed.
  let seen: any;
  let names: string[];

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    const { developer } = await gateway.organization();
    names = Array.from({ length: 45 }, (_, index) => `Application ${String(index).padStart(2, "0")}`);
    // Registered backwards, so that the order of names is not that of creation.
    for (const name of names.toReversed()) await developer.createApplication({ name });
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, gateway.url, developer.token ?? ""], {
      timeout: 30_000,
    });
    seen = JSON.parse(stdout);
  });
  afterAll(() => gateway.stop());

  it("pages through everything with fetchMore and relayStylePagination", () => {
    expect(seen.paging).toEqual({ totalCount: 45, sizes: [20, 40, 45], names, requests: 3 });
  });

  it("registers an application and gets its secret", () => {
    expect(seen.created).toEqual({
      __typename: "OAuthApplication",
      id: expect.stringMatching(/^app_\w{22}$/),
      clientId: expect.stringMatching(/^[0-9a-f]{32}$/),
      name: "From Apollo Client",
      version: 1,
      hasRotatedSecret: false,
      clientSecret: expect.stringMatching(/^ogs_\w{49}$/),
    });
  });

  it("rotates, and its cache knows at once", () => {
    expect(seen.rotated).toMatchObject({
      clientSecret: expect.stringMatching(/^ogs_\w{49}$/),
      previousSecret: { status: "PREVIOUS" },
      oauthApplication: { version: 2, hasRotatedSecret: true },
    });
    expect(seen.cached).toMatchObject({ version: 2, hasRotatedSecret: true });
  });

  it("reads CONFLICT from a third secret and from a stale version", () => {
    expect(seen.third).toEqual([{ path: ["rotateSecret"], code: "CONFLICT" }]);
    expect(seen.stale).toEqual([{ path: ["rotateSecret"], code: "CONFLICT" }]);
  });

  it("reads which field is wrong from BAD_USER_INPUT", () => {
    expect(seen.invalid).toEqual([
      { path: ["createOAuthApplication"], code: "BAD_USER_INPUT", field: "name", limit: 256 },
    ]);
    expect(seen.unknownType).toEqual([{ code: "BAD_USER_INPUT" }]);
  });

  it("gets the rest of an answer of which a part is refused", () => {
    expect(seen.partial).toEqual({
      data: { viewer: { __typename: "Viewer", role: "DEVELOPER" }, auditEvents: null },
      codes: ["FORBIDDEN"],
    });
  });

  it("can tell that its token is not good", () => {
    expect(seen.unauthenticated).toEqual([{ code: "UNAUTHENTICATED" }]);
  });
});
