import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { beginAccepted } from "../support/clients/slow-body.js";
import { DATABASE_KINDS, type DatabaseKind } from "../support/databases/databases.js";
import { holdFile } from "../support/databases/held-file.js";
import { holdApplication } from "../support/databases/held-row.js";
import { watchAskedChanges } from "../support/gateway/asked-changes.js";
import { stopDurations } from "../support/gateway/durations.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import type { Answer, GraphqlClient } from "../support/gateway/graphql-client.js";
import { haveTime } from "../support/gateway/have-time.js";
import { issueApiToken, revokeApiToken } from "../support/organization/api-tokens.js";

/** A look at a credential counts for one second. */
const TRUST_MS = 1000;
const MINUTE = 60_000;

const ENDINGS = ["is revoked", "expires"] as const;

describe.each(DATABASE_KINDS)("a token that ends while its request is on the way on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** An application and a token of a developer that ends in a minute of the gateway's clock. */
  async function scene(role = "DEVELOPER") {
    const organization = await gateway.organization();
    const application = await organization.owner.createApplication();
    const expiresAt = new Date(gateway.now() + MINUTE).toISOString();
    const token = await issueApiToken(organization.owner, { role, expiresAt });
    return { organization, application, token };
  }

  async function end(how: (typeof ENDINGS)[number], owner: GraphqlClient, tokenId: string): Promise<void> {
    if (how === "expires") return gateway.advance(MINUTE);
    expect((await revokeApiToken(owner, tokenId)).errors).toEqual([]);
  }

  const versionAndSecrets = async ({ owner }: TestOrganization, id: string) =>
    (await owner.ok("query ($id: ID!) { oauthApplication(id: $id) { version secrets { id } } }", { id }))
      .oauthApplication;

  const rotation = (id: string) =>
    JSON.stringify({
      query: "mutation ($id: ID!) { rotateSecret(input: { oauthApplicationId: $id }) { clientSecret } }",
      variables: { id },
    });

  it.each(ENDINGS)("changes nothing when it %s between headers and body", async (how) => {
    const { organization, application, token } = await scene();
    const before = await versionAndSecrets(organization, application.id);
    const durations = stopDurations();
    const request = await beginAccepted(
      gateway,
      token.client,
      "/graphql",
      "application/json",
      rotation(application.id),
    );
    await end(how, organization.owner, token.id);
    durations.advance(TRUST_MS);
    const { status, text } = await request.finish();
    expect(status, text).toBe(401);
    expect(JSON.parse(text).errors[0].extensions.code).toBe("UNAUTHENTICATED");
    expect(await versionAndSecrets(organization, application.id)).toEqual(before);
  });

  it("works on when it does not end, however slowly the body comes", async () => {
    const { application, token } = await scene();
    const durations = stopDurations();
    const request = await beginAccepted(
      gateway,
      token.client,
      "/graphql",
      "application/json",
      rotation(application.id),
    );
    durations.advance(TRUST_MS);
    const { status, text } = await request.finish();
    expect(status, text).toBe(200);
    expect(JSON.parse(text).data.rotateSecret.clientSecret).toMatch(/^ogs_/);
  });

  it("learns nothing of a secret at /oauth/verify", async () => {
    const { organization, application, token } = await scene("ADMIN");
    const form = `client_id=${application.clientId}&client_secret=${application.clientSecret}`;
    const durations = stopDurations();
    const request = await beginAccepted(
      gateway,
      token.client,
      "/oauth/verify",
      "application/x-www-form-urlencoded",
      form,
    );
    await end("is revoked", organization.owner, token.id);
    durations.advance(TRUST_MS);
    const { status, text } = await request.finish();
    expect([status, text.includes("active")], text).toEqual([401, false]);
  });

  /** Refused by the transaction itself: what is refused before it has neither `data` nor a path. */
  function expectRefusedInside({ status, data, errors }: Answer, path: string): void {
    expect({ status, data, errors }).toMatchObject({
      status: 200,
      data: { [path]: null },
      errors: [{ path: [path], extensions: { code: "UNAUTHENTICATED" } }],
    });
  }

  const endings = (wanted: DatabaseKind) => (kind === wanted ? ENDINGS : []);

  it.each(endings("postgres"))("changes nothing when it %s while it waits for a row", async (how) => {
    const { organization, application, token } = await scene();
    const before = await versionAndSecrets(organization, application.id);
    const holder = await holdApplication(gateway.database, application.id);
    const rotating = token.client.rotate(application.id);
    try {
      await holder.waited();
      await end(how, organization.owner, token.id);
    } finally {
      await holder.release();
    }
    expectRefusedInside(await rotating, "rotateSecret");
    expect(await versionAndSecrets(organization, application.id)).toEqual(before);
  });

  it.each(endings("sqlite"))("changes nothing when it %s while it waits for the file", async (how) => {
    const { organization, application, token } = await scene();
    const before = await versionAndSecrets(organization, application.id);
    const holder = await holdFile(gateway.database);
    const asked = watchAskedChanges();
    const waiting = Promise.all([
      token.client.rotate(application.id),
      token.client.send('mutation { createOAuthApplication(input: { name: "Too late" }) { clientSecret } }'),
    ]);
    try {
      await asked.of(2);
      // Whoever holds the file is the only one who can revoke.
      if (how === "expires") gateway.advance(MINUTE);
      else await holder.run(`UPDATE api_tokens SET revoked_at = ${gateway.now()} WHERE id = '${token.id}'`);
    } finally {
      await holder.release();
    }
    const [rotated, created] = await waiting;
    expectRefusedInside(rotated, "rotateSecret");
    expectRefusedInside(created, "createOAuthApplication");
    expect(await versionAndSecrets(organization, application.id)).toEqual(before);
    const { oauthApplications } = await organization.owner.ok("{ oauthApplications { totalCount } }");
    expect(oauthApplications.totalCount).toBe(1);
  });
});
