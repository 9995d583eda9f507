import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache, type TypedDocumentNode } from "@apollo/client";
import { RetryLink } from "@apollo/client/link/retry";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type LossyProxy, startLossyProxy } from "../support/clients/lossy-proxy.js";
import { cloudflareAccount } from "../support/dialects/sdks.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { read } from "../support/organization/oauth-applications.js";
import { newKey } from "../support/organization/repeated-requests.js";

const ROTATE = gql`
  mutation Rotate($input: RotateSecretInput!) {
    rotateSecret(input: $input) { replayed clientSecret }
  }
`;

/** The types of another program in this folder want them. */
const OPTIONS = { defaultOptions: { watchQuery: { errorPolicy: "all" }, mutate: { errorPolicy: "all" } } } as const;

/** The first code under a heading of docs/rotation.md. */
async function codeUnder(heading: string): Promise<string> {
  const text = await readFile(join(import.meta.dirname, "../../docs/rotation.md"), "utf8");
  const section = text.slice(text.indexOf(`## ${heading}\n`));
  return /^```bash\n(.*?)^```$/ms.exec(section)?.[1] ?? "";
}

describe("a rotation whose answer a proxy cut off is recovered", () => {
  let gateway: TestGateway;
  let proxy: LossyProxy;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
  });
  beforeEach(async () => {
    proxy = await startLossyProxy(gateway.url);
    return () => proxy.close();
  });
  afterAll(() => gateway.stop());

  async function open() {
    const organization = await gateway.organization();
    const { developer, admin } = organization;
    const application = await developer.createApplication();
    const expectOnce = async (clientSecret: string | null | undefined) => {
      expect(proxy.requests.map(({ status, arrived }) => [status, arrived])).toEqual([
        [200, false],
        [200, true],
      ]);
      expect(await admin.verify(application.clientId, clientSecret ?? "")).toMatchObject({ active: true });
      expect((await read(developer, application.id, "secrets { id }")).secrets).toHaveLength(2);
    };
    proxy.lose(1);
    return { ...organization, application, expectOnce };
  }

  it("by Cloudflare's SDK with the header on that one call", async () => {
    const { id, admin, application, expectOnce } = await open();
    const { oauthClients, account } = cloudflareAccount(new GraphqlClient(proxy.url, admin.token), id);
    const headers = { "Idempotency-Key": newKey() };
    const { client_secret } = await oauthClients.rotateSecret(application.clientId, account, { headers });
    await expectOnce(client_secret);
  });

  it("by Cloudflare's SDK with its `idempotencyHeader`, which makes a key for each call", async () => {
    const { id, admin, application, expectOnce } = await open();
    const { sdk, account } = cloudflareAccount(new GraphqlClient(proxy.url, admin.token), id);
    Object.assign(sdk, { idempotencyHeader: "Idempotency-Key" });
    const { client_secret } = await sdk.iam.oauthClients.rotateSecret(application.clientId, account);
    await expectOnce(client_secret);
    const [first, second] = proxy.requests.map(({ headers }) => headers["idempotency-key"]);
    expect([first, first]).toEqual([expect.stringMatching(/\S{16}/), second]);
    const { client_secret: created } = await sdk.iam.oauthClients.create({
      ...account,
      client_name: "Another",
      grant_types: ["authorization_code"],
      redirect_uris: ["https://app.example.com/callback"],
      response_types: ["code"],
      scopes: ["zone.read"],
      token_endpoint_auth_method: "client_secret_basic",
    } as never);
    expect(created).toMatch(/^ogs_/);
    expect(proxy.requests.at(-1)?.headers["idempotency-key"]).not.toBe(first);
  });

  it("by curl, as docs/rotation.md has it", async () => {
    const { developer, application, expectOnce } = await open();
    const pasted = await codeUnder("A lost answer");
    const env = { GATEWAY: proxy.url, PATH: process.env.PATH, TOKEN: developer.token ?? "", ID: application.id };
    const { stdout } = await promisify(execFile)("bash", ["-c", pasted], { env });
    const { rotateSecret } = JSON.parse(stdout).data;
    expect(rotateSecret.replayed).toBe(true);
    await expectOnce(rotateSecret.clientSecret);
  });

  it("by Apollo Client's RetryLink, as docs/front-ends.md has it", async () => {
    const { developer, application, expectOnce } = await open();
    const headers = { authorization: `Bearer ${developer.token}` };
    const http = new HttpLink({ uri: `${proxy.url}/graphql`, headers });
    const link = ApolloLink.from([new RetryLink({ attempts: { max: 5 }, delay: { initial: 1 } }), http]);
    const client = new ApolloClient({ cache: new InMemoryCache(), link, ...OPTIONS });
    const input = { oauthApplicationId: application.id, idempotencyKey: crypto.randomUUID() };
    const { data } = await client.mutate({
      mutation: ROTATE as TypedDocumentNode<{ rotateSecret: { replayed: boolean; clientSecret: string } }>,
      variables: { input },
      fetchPolicy: "no-cache",
    });
    client.stop();
    expect(data?.rotateSecret.replayed).toBe(true);
    await expectOnce(data?.rotateSecret.clientSecret);
  });
});
