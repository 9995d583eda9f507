import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import {
  type Client,
  createClient,
  type Presentation,
  postAs,
  postForm,
  type Reply,
  requestToken,
  startOauthGateway,
} from "../support/oauth/oauth-endpoints.js";
import { changed } from "../support/organization/oauth-applications.js";

const WRONG_SECRET = "ogs_0000000000000000000000000000000000000000000000000";
const METHOD = { basic: "CLIENT_SECRET_BASIC", post: "CLIENT_SECRET_POST" } as const;

/** Everything of an answer that another answer could differ in. */
function imprint({ status, text, headers }: Reply): object {
  return { status, text, headers: [...headers].filter(([name]) => name !== "date" && name !== "x-request-id") };
}

type Break = (
  client: Client,
  organization: TestOrganization,
  how: Presentation,
) => Promise<Partial<Client> | undefined>;

/** What can be wrong, and how a good client comes to be so; answers what to present instead. */
const WRONGS: Record<string, Break> = {
  "an unknown client": async () => ({ clientId: "0123456789abcdef0123456789abcdef" }),
  "a client id of another form": async () => ({ clientId: "nobody" }),
  "a wrong secret": async () => ({ clientSecret: WRONG_SECRET }),
  "another application's secret": async (_client, { developer }) => {
    const { clientSecret } = await createClient(developer);
    return { clientSecret };
  },
  "a secret in other letters": async ({ clientSecret }) => ({ clientSecret: clientSecret.toLowerCase() }),
  "an expired secret": async ({ id }, { developer }) => {
    await developer.rotate(id, { overlapSeconds: 0 });
  },
  "a revoked secret": async ({ id }, { developer }) => {
    await developer.rotate(id, { previousSecret: "REVOKE" });
  },
  "a disabled application": async ({ id }, { developer }) => {
    await changed(developer, "updateOAuthApplication", { oauthApplicationId: id, enabled: false });
  },
  "a public application": async ({ id }, { developer }) => {
    await changed(developer, "updateOAuthApplication", { oauthApplicationId: id, public: true });
  },
  "a deleted application": async ({ id }, { admin }) => {
    await admin.ok(`mutation { deleteOAuthApplication(input: { oauthApplicationId: "${id}" }) { deletedId } }`);
  },
};

describe.each(DATABASE_KINDS)("failed authentication on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  const refused = (path: string, presentation: Presentation) =>
    postAs(
      `${gateway.url}${path}`,
      { clientId: "f".repeat(32), clientSecret: WRONG_SECRET },
      { grant_type: "client_credentials", token: "x" },
      presentation,
    );

  describe.each(["basic", "post"] as const)("with the secret presented by %s", (presentation) => {
    it.each(Object.keys(WRONGS))("answers the same bytes for %s", async (name) => {
      const organization = await gateway.organization();
      const input = { tokenEndpointAuthMethod: METHOD[presentation] };
      const client = await createClient(organization.developer, input);
      expect((await requestToken(gateway.url, client, {}, presentation)).status).toBe(200);
      const instead = (await WRONGS[name]?.(client, organization, presentation)) ?? {};
      const answer = await requestToken(gateway.url, { ...client, ...instead }, {}, presentation);
      expect(imprint(answer)).toEqual(imprint(await refused("/oauth/token", presentation)));
    });

    it.each(["/oauth/introspect", "/oauth/revoke"])("answers the same bytes at %s too", async (path) => {
      const { developer } = await gateway.organization();
      const client = await createClient(developer, { tokenEndpointAuthMethod: METHOD[presentation] });
      const form = { token: "x" };
      const wrong = { ...client, clientSecret: WRONG_SECRET };
      const answer = await postAs(`${gateway.url}${path}`, wrong, form, presentation);
      expect(answer.json.error).toBe("invalid_client");
      expect(imprint(answer)).toEqual(imprint(await refused(path, presentation)));
    });
  });

  it("says invalid_client, challenges who came with Basic, and is stored by nobody", async () => {
    const { status, json, headers } = await refused("/oauth/token", "basic");
    expect(status).toBe(401);
    expect(json).toEqual({ error: "invalid_client", error_description: "client authentication failed" });
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("www-authenticate")).toMatch(/^Basic realm=/);
  });

  it("answers alike for known and unknown clients that present no secret", async () => {
    const { developer } = await gateway.organization();
    const answers: object[] = [];
    for (const clientId of [
      (await createClient(developer)).clientId,
      (await createClient(developer, { tokenEndpointAuthMethod: "CLIENT_SECRET_POST" })).clientId,
      (await developer.createApplication({ public: true })).clientId,
      "f".repeat(32),
    ]) {
      const form = { grant_type: "client_credentials", client_id: clientId };
      answers.push(imprint(await postForm(`${gateway.url}/oauth/token`, form)));
    }
    expect(answers).toEqual(answers.map(() => expect.objectContaining({ status: 401 })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it("answers alike for unknown clients and those that lack the grant, until they have proved who they are", async () => {
    const { developer } = await gateway.organization();
    const client = await createClient(developer, { grantTypes: ["AUTHORIZATION_CODE"] });
    const answer = await requestToken(gateway.url, { ...client, clientSecret: WRONG_SECRET });
    expect(imprint(answer)).toEqual(imprint(await refused("/oauth/token", "basic")));
  });
});
