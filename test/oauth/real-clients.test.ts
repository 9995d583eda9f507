import { randomBytes } from "node:crypto";
import * as oauth4webapi from "oauth4webapi";
import * as openidClient from "openid-client";
import { ClientCredentials } from "simple-oauth2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SecretKeys } from "../../src/services/keys/secret-keys.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import {
  type Client,
  createClient,
  introspect,
  type Presentation,
  startOauthGateway,
} from "../support/oauth/oauth-endpoints.js";

const KEY = { kid: "k1", key: randomBytes(32) };
const METHOD = { basic: "CLIENT_SECRET_BASIC", post: "CLIENT_SECRET_POST" } as const;

/** Every printable character that form-encoding changes, and some that implementations forget. */
const AWKWARD_SECRET = `Aa1 +%&=:;/?@$,#[]!'()*~"<>\\^\`{|}%2B%zz+`;

/** What the libraries' errors say. */
interface Refused {
  error?: string;
  status?: number;
  output?: { statusCode: number };
}

/** What a library does for its user: discover what it can, get a token, and end it when `revoke` is called. */
type Library = (
  issuer: string,
  client: Client,
  presentation: Presentation,
) => Promise<{ token: string; scope?: string; revoke(): Promise<unknown> }>;

/** oauth4webapi, which finds the endpoints by one document or the other. */
function webApi(algorithm: "oauth2" | "oidc"): Library {
  return async (issuer, { clientId, clientSecret }, presentation) => {
    const { ClientSecretBasic, ClientSecretPost, allowInsecureRequests } = oauth4webapi;
    const authentication = { basic: ClientSecretBasic, post: ClientSecretPost }[presentation](clientSecret);
    const insecure = { [allowInsecureRequests]: true };
    const discovery = { algorithm, ...insecure };
    const response = await oauth4webapi.discoveryRequest(new URL(issuer), discovery);
    const server = await oauth4webapi.processDiscoveryResponse(new URL(issuer), response);
    const client = { client_id: clientId };
    const granted = await oauth4webapi.processClientCredentialsResponse(
      server,
      client,
      await oauth4webapi.clientCredentialsGrantRequest(
        server,
        client,
        authentication,
        { scope: "orders:read" },
        insecure,
      ),
    );
    const { access_token: token, scope } = granted;
    const revoke = async () =>
      oauth4webapi.processRevocationResponse(
        await oauth4webapi.revocationRequest(server, client, authentication, token, insecure),
      );
    return { token, scope, revoke };
  };
}

const LIBRARIES: Record<string, Library> = {
  async "openid-client"(issuer, { clientId, clientSecret }, presentation) {
    const { ClientSecretBasic, ClientSecretPost, allowInsecureRequests } = openidClient;
    const authentication = { basic: ClientSecretBasic, post: ClientSecretPost }[presentation](clientSecret);
    const found = await openidClient.discovery(new URL(issuer), clientId, undefined, authentication, {
      execute: [allowInsecureRequests],
    });
    const { access_token: token, scope } = await openidClient.clientCredentialsGrant(found, { scope: "orders:read" });
    expect(await openidClient.tokenIntrospection(found, token)).toMatchObject({ active: true, client_id: clientId });
    return { token, scope, revoke: () => openidClient.tokenRevocation(found, token) };
  },

  "oauth4webapi by OAuth's metadata": webApi("oauth2"),

  "oauth4webapi by OpenID's": webApi("oidc"),

  async "simple-oauth2"(tokenHost, { clientId: id, clientSecret: secret }, presentation) {
    const authorizationMethod = ({ basic: "header", post: "body" } as const)[presentation];
    const library = new ClientCredentials({
      client: { id, secret },
      auth: { tokenHost },
      // Its default demands JSON of every answer, also of a revocation's, which is empty (RFC 7009 §2.2).
      http: { json: true },
      options: { authorizationMethod },
    });
    const accessToken = await library.getToken({ scope: "orders:read" });
    expect(accessToken.expired()).toBe(false);
    const { access_token: token, scope } = accessToken.token;
    return { token, scope, revoke: () => accessToken.revoke("access_token") };
  },
};

describe.each(Object.keys(LIBRARIES))("%s, unmodified", (name) => {
  const library = LIBRARIES[name] as Library;
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway("sqlite", { env: { SECRET_KEYS: `k1:${KEY.key.toString("base64")}` } });
  });
  afterAll(() => gateway.stop());

  describe.each(["basic", "post"] as const)("with %s", (presentation) => {
    const start = async () => {
      const { developer } = await gateway.organization();
      const scopes = ["orders:read", "orders:write"];
      const client = await createClient(developer, { scopes, tokenEndpointAuthMethod: METHOD[presentation] });
      return { client, onlooker: await createClient(developer) };
    };

    it("gets a token, and ends it", async () => {
      const { client, onlooker } = await start();
      const { token, scope, revoke } = await library(gateway.url, client, presentation);
      expect(scope).toBe("orders:read");
      expect((await introspect(gateway.url, onlooker, token)).json).toMatchObject({ active: true, scope });
      await revoke();
      expect((await introspect(gateway.url, onlooker, token)).json).toEqual({ active: false });
    });

    it("gets a token with a secret that needs form-encoding", async () => {
      const { client, onlooker } = await start();
      const digest = new SecretKeys([KEY]).digest(client.id, AWKWARD_SECRET);
      const change = `UPDATE client_secrets SET digest = '${digest}' WHERE oauth_application_id = '${client.id}'`;
      await gateway.database.query(change);
      const awkward = { ...client, clientSecret: AWKWARD_SECRET };
      const { token } = await library(gateway.url, awkward, presentation);
      expect((await introspect(gateway.url, onlooker, token)).json).toMatchObject({ client_id: client.clientId });
    });

    it("is told invalid_client for a wrong secret", async () => {
      const { client } = await start();
      const refused = library(gateway.url, { ...client, clientSecret: "wrong" }, presentation);
      // oauth4webapi and openid-client tell of the challenge that comes with Basic, simple-oauth2 of the status.
      const told = ({ error, status, output }: Refused) => error ?? status ?? output?.statusCode;
      expect(["invalid_client", 401]).toContain(await refused.then(() => "a token", told));
    });
  });
});
