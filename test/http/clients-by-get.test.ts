import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

const NAMES = ["Paged 3", "Paged 2", "Paged 1"];

describe("clients that ask by GET, unmodified", () => {
  let gateway: TestGateway;
  let token: string;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
    const { developer } = await gateway.organization();
    for (const name of NAMES.toReversed()) await developer.createApplication({ name });
    token = developer.token ?? "";
  });
  afterAll(() => gateway.stop());

  const run = async (program: string) => {
    const path = join(import.meta.dirname, program);
    const { stdout } = await promisify(execFile)(process.execPath, [path, gateway.url, token], { timeout: 30_000 });
    return JSON.parse(stdout);
  };

  it("are urql's core with its defaults: queries by GET while they are short, everything else by POST", async () => {
    const seen = await run("urql-user.mjs");
    expect(seen).toEqual({
      names: NAMES,
      created: {
        clientSecret: expect.stringMatching(/^ogs_\w{49}$/),
        oauthApplication: { id: expect.stringMatching(/^app_/), name: "From urql" },
      },
      invalid: ["BAD_USER_INPUT"],
      partial: { data: expect.objectContaining({ auditEvents: null }), codes: ["FORBIDDEN"] },
      long: [],
      stranger: { status: 401, codes: ["UNAUTHENTICATED"] },
      methods: ["GET", "GET", "POST", "POST", "GET", "POST", "GET"],
    });
  });

  it("are graphql-request with GET, whose mutations come by POST", async () => {
    expect(await run("graphql-request-user.mjs")).toEqual({
      names: NAMES,
      created: {
        clientSecret: expect.stringMatching(/^ogs_\w{49}$/),
        oauthApplication: { id: expect.stringMatching(/^app_/), name: "From graphql-request" },
      },
      invalid: { status: 200, codes: ["BAD_USER_INPUT"] },
      stranger: { status: 401, codes: ["UNAUTHENTICATED"] },
      methods: ["GET", "GET", "POST", "POST", "GET"],
    });
  });
});
