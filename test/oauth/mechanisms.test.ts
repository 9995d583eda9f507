import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TokenEndpointAuthMethod } from "../../src/model/client-metadata.js";
import { type Mechanism, metadataFor } from "../../src/oauth/mechanisms/mechanism.js";
import { MECHANISMS, presentedMechanism } from "../../src/oauth/mechanisms/registry.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { loggedWhile } from "../support/databases/logged-statements.js";
import { shapeOfStatement } from "../support/databases/statement-shapes.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import {
  basic,
  type Client,
  createClient,
  type Presentation,
  postForm,
  type Reply,
  requestToken,
  startOauthGateway,
} from "../support/oauth/oauth-endpoints.js";
import { postFormTo } from "../support/oauth/token-routes.js";

/** As if applications registered for CLIENT_SECRET_POST signed assertions, which no vendor's client does. */
const SIGNING: Mechanism = {
  name: "private_key_jwt",
  registered: TokenEndpointAuthMethod.CLIENT_SECRET_POST,
  isVendors: false,
  isPresented: ({ parameters }) => parameters.client_assertion !== undefined,
  metadata: { ...metadataFor("private_key_jwt"), jwks: { keys: [] } },
};
const VENDORS_PATHS = ["/api/v1/oauth/token", "/csp/gateway/am/api/auth/authorize", "/csp/gateway/am/api/auth/token"];
const GRANT = { grant_type: "client_credentials" };

/** Everything of an answer that another answer could differ in. */
function imprint({ status, text, headers }: Reply): object {
  return { status, text, headers: [...headers].filter(([name]) => name !== "date" && name !== "x-request-id") };
}

/** An assertion of a client that nobody has signed. */
function assertionOf(clientId: string): Record<string, string> {
  const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString("base64url");
  return {
    ...GRANT,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: `${part({ alg: "ES256" })}.${part({ iss: clientId, sub: clientId })}.AAAA`,
  };
}

describe.each(DATABASE_KINDS)("a mechanism whose proof is not the secret, on %s", (kind) => {
  const [first, ...others] = MECHANISMS as [Mechanism, ...Mechanism[]];
  let gateway: TestGateway;
  let signing: Client;
  let presenting: Client;

  beforeAll(async () => {
    (MECHANISMS as Mechanism[]).splice(1, others.length, SIGNING);
    gateway = await startOauthGateway(kind);
    const { developer } = await gateway.organization();
    signing = await createClient(developer, { tokenEndpointAuthMethod: SIGNING.registered });
    presenting = await createClient(developer);
  });
  afterAll(async () => {
    (MECHANISMS as Mechanism[]).splice(0, 2, first, ...others);
    await gateway.stop();
  });

  const unknown = () => ({ ...signing, clientId: "f".repeat(32) });

  /** What a request reads of applications and secrets. */
  const readsOf = async (send: () => Promise<unknown>): Promise<string[]> => {
    const shapes = (await loggedWhile(gateway, send)).map(shapeOfStatement);
    return shapes.filter((shape) => /^SELECT (?:oauth_applications|client_secrets)$/.test(shape));
  };

  it.each<Presentation>(["basic", "post"])("is not replaced by the secret in %s", async (presentation) => {
    expect((await requestToken(gateway.url, signing, {}, presentation)).status).toBe(401);
    const [wrong, other] = [signing, unknown()].map((client) => ({ ...client, clientSecret: "wrong" }));
    const answer = await requestToken(gateway.url, wrong as Client, {}, presentation);
    expect(imprint(answer)).toEqual(imprint(await requestToken(gateway.url, other as Client, {}, presentation)));
  });

  it.each(VENDORS_PATHS)("is not replaced by the secret at %s either", async (path) => {
    const ask = ({ clientId, clientSecret }: Client) =>
      postFormTo(gateway.url, path, GRANT, { authorization: basic(clientId, clientSecret) });
    expect([(await ask(presenting)).status, (await ask(signing)).status]).toEqual([200, 401]);
  });

  it("costs whoever presents a secret what an unknown client costs", async () => {
    const reads = await readsOf(() => requestToken(gateway.url, signing));
    expect(reads).toEqual(["SELECT oauth_applications", "SELECT client_secrets"]);
    expect(await readsOf(() => requestToken(gateway.url, unknown()))).toEqual(reads);
  });

  it("refuses in the same bytes an unknown client, one without a key, and one registered for a secret", async () => {
    const answers: object[] = [];
    for (const { clientId } of [unknown(), signing, presenting]) {
      answers.push(imprint(await postForm(`${gateway.url}/oauth/token`, assertionOf(clientId))));
    }
    expect(answers).toEqual(answers.map(() => answers[0]));
    expect(answers[0]).toMatchObject({ status: 401 });
  });

  it("is told from the others by what is there, wherever it stands in the list", () => {
    const parameters = { client_id: "a", client_assertion: "b" };
    expect(presentedMechanism({ authorization: undefined, parameters }).name).toBe("private_key_jwt");
    expect(presentedMechanism({ authorization: "Basic YTpi", parameters: {} }).name).toBe("client_secret_basic");
  });
});

describe("a request", () => {
  it("presents a secret in its form or in its header, and counts as the default when it presents nothing", () => {
    const nameOf = (authorization: string | undefined, parameters: Record<string, unknown>) =>
      presentedMechanism({ authorization, parameters }).name;
    expect(nameOf("Basic YTpi", { client_id: "a" })).toBe("client_secret_basic");
    expect(nameOf(undefined, { client_id: "a", client_secret: "b" })).toBe("client_secret_post");
    expect(nameOf(undefined, { client_id: "a" })).toBe("client_secret_basic");
  });
});
