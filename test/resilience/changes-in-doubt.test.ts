import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { LOST_COMMITS, silentDatabase } from "../support/databases/silent-commit.js";
import { contractOrganization, expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import type { DialectAnswer } from "../support/dialects/dialects.js";
import type { TestOrganization } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { type SilentGateway, startSilentGateway } from "../support/gateway/silent-gateway.js";
import { basic, type Client, createClient, requestToken, tokenOf } from "../support/oauth/oauth-endpoints.js";
import { runCommand } from "../support/processes/command.js";
import { runCli } from "../support/processes/gateway-process.js";

const IN_DOUBT = "The database did not confirm the change. It may have been done: look before you ask for it again.";
const UNCHANGED = "The database does not answer. Nothing was changed.";

describe.each(DATABASE_KINDS)("a database that falls silent on %s", (kind) => {
  let gateway: SilentGateway;
  let organization: TestOrganization;
  let owner: GraphqlClient;

  beforeAll(async () => {
    gateway = await startSilentGateway(kind);
    organization = await gateway.organization();
    ({ owner } = organization);
  });
  afterAll(() => gateway.stop());

  /** A connection that broke is known to the pool only when it is used. */
  const version = async (id: string) => {
    const read = () => owner.ok("query ($id: ID!) { oauthApplication(id: $id) { version } }", { id });
    return (await read()).oauthApplication.version;
  };

  it.each(LOST_COMMITS)(
    "$when COMMIT is answered says in GraphQL that it may have been done",
    async ({ when, isDone }) => {
      const { id } = await owner.createApplication();
      await gateway.loseCommit("client_secrets", when);
      const { errors, data } = await owner.rotate(id, { previousSecret: "REVOKE" });
      expect(errors).toEqual([
        expect.objectContaining({
          message: IN_DOUBT,
          path: ["rotateSecret"],
          extensions: { code: "SERVICE_UNAVAILABLE" },
        }),
      ]);
      expect(data).toEqual({ rotateSecret: null });
      expect(await version(id)).toBe(isDone ? 2 : 1);
    },
  );

  it.each(CONTRACTS)("says so in $dialect, in the vendor's shape", async (contract) => {
    const { application, call } = await contractOrganization(gateway, contract);
    const { key } = await application();
    await gateway.loseCommit("client_secrets", "after");
    const answer = await call(contract.rotations[0], key);
    expect(expectRefused(contract, answer, { status: 503 })).toBe(IN_DOUBT);
    expect(answer.headers.get("retry-after")).toBeNull();
  });

  describe("while a token is issued", () => {
    let client: Client;

    beforeEach(async () => {
      client = await createClient(owner);
      // Its first use is written now, not then.
      await tokenOf(gateway.url, client);
    });

    it("says so at /oauth/token", async () => {
      await gateway.loseCommit("access_tokens", "after");
      const { status, headers, json } = await requestToken(gateway.url, client);
      expect([status, json]).toEqual([503, { error: "temporarily_unavailable", error_description: IN_DOUBT }]);
      expect(headers.get("retry-after")).toBeNull();
    });

    it("says so where CSP issues tokens, in its shape", async () => {
      await gateway.loseCommit("access_tokens", "after");
      const response = await fetch(`${gateway.url}/csp/gateway/am/api/auth/authorize`, {
        method: "POST",
        headers: { authorization: basic(client.clientId, client.clientSecret) },
        body: new URLSearchParams({ grant_type: "client_credentials" }),
      });
      expect(response.status).toBe(503);
      expect(((await response.json()) as DialectAnswer["body"]).message).toBe(IN_DOUBT);
    });
  });

  it("says plainly that nothing was changed when it was before COMMIT", async () => {
    const { id } = await owner.createApplication();
    gateway.loseStatement("client_secrets");
    const { errors } = await owner.rotate(id, { previousSecret: "REVOKE" });
    expect(errors).toMatchObject([
      { message: UNCHANGED, extensions: { code: "SERVICE_UNAVAILABLE", retryAfterSeconds: 1 } },
    ]);
    gateway.loseStatement("nothing");
    expect(await version(id)).toBe(1);
  });
});

it("the command line says so, too, and exits with 1", async () => {
  const silent = await silentDatabase("postgres");
  const { env } = silent.database;
  try {
    expect(await runCommand(env, "organization", "create", "acme", "--name", "Acme")).toMatchObject({ code: 0 });
    silent.loseCommit("api_tokens", "after");
    const issued = await runCli(env, "token", "create", "--organization", "acme", "--role", "OWNER");
    expect(issued).toEqual({ code: 1, stdout: "", stderr: `${IN_DOUBT}\n` });
  } finally {
    await silent.drop();
  }
});
