import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Permission, Role } from "../../src/model/permission.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { createClient, type Presentation, postAs, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";
import { changed, read } from "../support/organization/oauth-applications.js";
import { onFreePort } from "../support/processes/ports.js";

interface AuthorizationServer {
  url: string;
  stop(): Promise<unknown>;
}

/** The example of docs/oauth.md, in a process of its own. */
async function startAuthorizationServer(gatewayUrl: string, token: string, port: number): Promise<AuthorizationServer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "authorization-server.mjs")], {
    env: { PATH: process.env.PATH, GATEWAY_URL: gatewayUrl, GATEWAY_TOKEN: token, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const exited = once(child, "exit");
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (chunk) => String(chunk).includes("listening") && resolve());
    exited.then(([code]) => reject(new Error(`The authorization server exited with ${code}: ${stderr}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

describe("a stock oidc-provider that keeps its clients in the gateway", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let server: AuthorizationServer;

  beforeAll(async () => {
    gateway = await startOauthGateway("sqlite");
    organization = await gateway.organization();
    const { token } = await organization.client(Role.ADMIN, [Permission.APPLICATION_READ, Permission.SECRET_VERIFY]);
    server = await onFreePort((port) => startAuthorizationServer(gateway.url, String(token), port));
  });
  afterAll(async () => {
    await server.stop();
    await gateway.stop();
  });

  const ask = (client: { clientId: string; clientSecret: string }, presentation: Presentation = "basic") =>
    postAs(`${server.url}/token`, client, { grant_type: "client_credentials" }, presentation);

  it.each([
    { tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC", presentation: "basic" },
    { tokenEndpointAuthMethod: "CLIENT_SECRET_POST", presentation: "post" },
  ] as const)("gives a token to a client with $tokenEndpointAuthMethod, whose use is noted", async (way) => {
    const client = await createClient(organization.developer, {
      tokenEndpointAuthMethod: way.tokenEndpointAuthMethod,
    });
    const { status, json } = await ask(client, way.presentation);
    expect(json).toMatchObject({ access_token: expect.any(String), token_type: "Bearer" });
    expect(status).toBe(200);
    const { secrets } = await read(organization.developer, client.id, "secrets { useCount }");
    expect(secrets).toEqual([{ useCount: 1 }]);
  });

  it("takes both secrets while a rotation is open, and then the new one only", async () => {
    const client = await createClient(organization.developer);
    const { data } = await organization.developer.rotate(client.id, { previousSecret: "KEEP" });
    const current = { ...client, clientSecret: data.rotateSecret.clientSecret };
    expect([(await ask(client)).status, (await ask(current)).status]).toEqual([200, 200]);
    await changed(organization.developer, "completeSecretRotation", { oauthApplicationId: client.id, force: true });
    expect([(await ask(client)).status, (await ask(current)).status]).toEqual([401, 200]);
  });

  it("refuses a wrong secret, an unknown client, and a client of another organization", async () => {
    const client = await createClient(organization.developer);
    const stranger = await createClient((await gateway.organization()).developer);
    for (const presented of [{ ...client, clientSecret: "wrong" }, { ...client, clientId: "f".repeat(32) }, stranger]) {
      const { status, json } = await ask(presented);
      expect([status, json.error]).toEqual([401, "invalid_client"]);
    }
  });

  it("refuses a retired secret, which the gateway notices", async () => {
    const client = await createClient(organization.developer);
    const { data } = await organization.developer.rotate(client.id, { previousSecret: "REVOKE" });
    expect((await ask(client)).status).toBe(401);
    const filter = { action: "client_secret.used_after_retirement", targetId: client.id };
    await expect.poll(async () => (await listEvents(organization.admin, filter)).length).toBe(1);
    const [event] = await listEvents(organization.admin, filter);
    expect(event?.details).toEqual({
      secretId: data.rotateSecret.previousSecret.id,
      askedFor: "verification",
    });
  });

  it("refuses a client as soon as its application is disabled", async () => {
    const client = await createClient(organization.developer);
    expect((await ask(client)).status).toBe(200);
    await changed(organization.developer, "updateOAuthApplication", { oauthApplicationId: client.id, enabled: false });
    expect((await ask(client)).status).toBe(401);
  });
});
