import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import madeElsewhere from "../foreign-hashes/made-elsewhere.json" with { type: "json" };
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { importText } from "../support/processes/import-command.js";

const hashOf = (kind: string) => madeElsewhere.hashes.find((one) => one.kind === kind)?.hash ?? "";
const FILES = join(import.meta.dirname, "../importing/files");

describe.each(DATABASE_KINDS)("files of other systems on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  /** What became of each client of a file, by client id. */
  const importFile = async (name: string, ...args: string[]) =>
    resultsOf(await readFile(join(FILES, name), "utf8"), ...args);
  const resultsOf = async (text: string, ...args: string[]): Promise<Record<string, string>> => {
    const { report } = await importText(gateway.database.env, organization, text, ...args);
    return Object.fromEntries(report.slice(0, -1).map(({ clientId, result }) => [clientId, result]));
  };
  const tokenStatus = async (clientId: string, clientSecret: string, presentation: "basic" | "post" = "basic") =>
    (await requestToken(gateway.url, { clientId, clientSecret }, {}, presentation)).status;

  it("bring a realm's clients, of which one in rotation goes on with either secret, by Basic and POST", async () => {
    expect(await importFile("keycloak-realm.json", "--from", "keycloak")).toEqual({
      "shop-web": "created",
      "shop-spa": "created",
      billing: "created",
      "ledger-api": "created",
    });
    for (const secret of ["Tq8VnU2yJ5kLwE0xRb3mZs7cHd9fGa1p", "Yh4NpS6vB1jQxD8wKc2rTf9mLz5gJa3e"]) {
      expect(await tokenStatus("shop-web", secret)).toBe(200);
      expect(await tokenStatus("shop-web", secret, "post")).toBe(200);
    }
  });

  it("bring a tenant's clients, which go on with their secret", async () => {
    const secret = "vX_9s2Lk-4TqRb7nYw1cZe6mHu8pJd3fGa5oQi0tVx2sLk4TqRb7nYw1cZe6mHu8";
    const results = await importFile("auth0-clients.json", "--from", "auth0");
    expect(Object.values(results)).toEqual(["created", "created", "created"]);
    expect(await tokenStatus("Q1w2E3r4T5y6U7i8O9p0AsDfGhJkLzXc", secret, "post")).toBe(200);
  });

  it("bring rows of tables by shipped mappings, and refuse what may be a hash", async () => {
    const doorkeeper = await importFile("doorkeeper.csv", "--from", "table", "--mapping", "doorkeeper");
    expect(doorkeeper).toEqual({
      "dk-web": "created",
      "dk-phone": "created",
      "dk-hashed": "refused",
      "dk-rotating": "created",
    });
    expect(await tokenStatus("dk-web", "pZ3kX8vN1qW6tR4yU9iO2aS7dF5gH0jL", "post")).toBe(200);
    expect(await tokenStatus("dk-rotating", "hJ6kL1qW8eR3tY5uI0oP2aS7dF4gZ9xC")).toBe(200);
    const django = await importFile("django-oauth-toolkit.csv", "--from", "table", "--mapping", "django-oauth-toolkit");
    expect(django).toMatchObject({ "dot-service": "created", "dot-old": "created" });
  });

  it("bring a client of Keycloak that is limited to one method, which gets in by no other", async () => {
    const secret = "Lm4TqRb7nYw1cZe6mHu8pJd3fGa5oQi0";
    const attributes = { "client.secret.authentication.allowed.method": "client_secret_post" };
    const client = {
      clientId: "post-only",
      protocol: "openid-connect",
      serviceAccountsEnabled: true,
      secret,
      attributes,
    };
    expect(await resultsOf(JSON.stringify([client]), "--from", "keycloak")).toMatchObject({ "post-only": "created" });
    expect([await tokenStatus("post-only", secret), await tokenStatus("post-only", secret, "post")]).toEqual([
      401, 200,
    ]);
  });

  it("bring a client of Hydra that is in rotation there with both secrets, and none with three", async () => {
    const [older, oldest] = ["older-secret-of-hydra-1", "oldest-secret-of-hydra-1"];
    const row = { client_secret: hashOf("bcrypt 2b"), grant_types: ["client_credentials"], scope: "ledger" };
    const rows = [
      { ...row, id: "rotated-there", rotated_secrets: JSON.stringify([older]) },
      { ...row, id: "rotated-twice", rotated_secrets: JSON.stringify([oldest, older]) },
    ];
    const results = await resultsOf(rows.map((one) => JSON.stringify(one)).join("\n"), "--from", "hydra");
    expect(results).toEqual({ "rotated-there": "created", "rotated-twice": "refused" });
    for (const secret of [madeElsewhere.secret, older]) expect(await tokenStatus("rotated-there", secret)).toBe(200);
    expect(await tokenStatus("rotated-there", oldest)).toBe(401);
  });

  it("bring clients of Hydra's list without a secret", async () => {
    const results = await importFile("hydra-clients.json", "--from", "hydra");
    expect(Object.values(results)).toEqual(["created"]);
  });
});
