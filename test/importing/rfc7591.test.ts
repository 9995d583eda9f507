import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newIssuerKey } from "../support/processes/outside-issuer.js";
import { clientOf, itemsOf } from "./support.js";

describe("registrations as node-oidc-provider answers them (RFC 7591 §3.2.1)", () => {
  let server: Server;
  const register = async (metadata: object) => {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/reg`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(metadata),
    });
    expect(response.status).toBe(201);
    return (await response.json()) as Record<string, unknown>;
  };

  beforeAll(async () => {
    const nothing = async () => undefined;
    const provider = new Provider("http://127.0.0.1", {
      jwks: { keys: [(await newIssuerKey("first")).jwk] },
      cookies: { keys: ["none are set"] },
      adapter: () => ({
        find: nothing,
        findByUserCode: nothing,
        findByUid: nothing,
        upsert: nothing,
        consume: nothing,
        destroy: nothing,
        revokeByGrantId: nothing,
      }),
      features: {
        devInteractions: { enabled: false },
        registration: { enabled: true },
        clientCredentials: { enabled: true },
      },
      clientDefaults: { id_token_signed_response_alg: "ES256" },
    });
    server = createServer(provider.callback());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it("come with the secret that the server issued", async () => {
    const answer = await register({
      client_name: "Registered",
      redirect_uris: ["https://app.example.com/callback"],
      grant_types: ["authorization_code", "refresh_token", "client_credentials"],
      token_endpoint_auth_method: "client_secret_post",
      client_uri: "https://app.example.com/",
      logo_uri: "https://app.example.com/logo.png",
      policy_uri: "https://app.example.com/privacy",
      tos_uri: "https://app.example.com/terms",
      contacts: ["ops@example.com"],
    });
    const [item] = await itemsOf("rfc7591", JSON.stringify([answer]));
    const { clientId, settings, secrets, notes, sharedNotes, takesAnyMethod } = clientOf(
      "rfc7591",
      (item as { value: unknown }).value,
    );
    expect({ clientId, takesAnyMethod }).toEqual({ clientId: answer.client_id, takesAnyMethod: false });
    expect(secrets).toEqual([{ form: "plain", text: answer.client_secret, expiresAt: null }]);
    expect(settings).toMatchObject({
      name: "Registered",
      redirectUris: ["https://app.example.com/callback"],
      grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN", "CLIENT_CREDENTIALS"],
      responseTypes: ["CODE"],
      tokenEndpointAuthMethod: "CLIENT_SECRET_POST",
      homepageUrl: "https://app.example.com/",
      logoUrl: "https://app.example.com/logo.png",
      privacyPolicyUrl: "https://app.example.com/privacy",
      termsOfServiceUrl: "https://app.example.com/terms",
      dialectSettings: {
        rfc7591: expect.objectContaining({
          contacts: ["ops@example.com"],
          client_id_issued_at: answer.client_id_issued_at,
        }),
      },
    });
    expect(notes).toEqual([]);
    expect(sharedNotes).toContainEqual({ text: "Not taken: registration_access_token." });
    expect(JSON.stringify(settings)).not.toContain(answer.registration_access_token);
  });

  it("come as public clients without a secret", async () => {
    const answer = await register({ redirect_uris: ["https://a.example.com/cb"], token_endpoint_auth_method: "none" });
    const { settings, secrets } = clientOf("rfc7591", answer);
    expect(secrets).toEqual([]);
    expect(settings).toMatchObject({ name: answer.client_id, tokenEndpointAuthMethod: "NONE" });
  });
});
