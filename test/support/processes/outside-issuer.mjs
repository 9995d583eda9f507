// A stock oidc-provider in a process of its own. Whoever asks for a token as a client is the token's `sub`.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const { ISSUER, AUDIENCE, JWKS, ALGORITHM } = process.env;
const nothing = async () => undefined;

/** Every client there may be, with one secret. */
const client = (clientId) => ({
  client_id: clientId,
  client_secret: "known-to-the-tests",
  token_endpoint_auth_method: "client_secret_post",
  grant_types: ["client_credentials"],
  redirect_uris: [],
  response_types: [],
  id_token_signed_response_alg: ALGORITHM,
});

const provider = new Provider(ISSUER, {
  jwks: JSON.parse(JWKS),
  cookies: { keys: ["none are set"] },
  adapter: (kind) => ({
    find: kind === "Client" ? async (id) => client(id) : nothing,
    ...{ upsert: nothing, consume: nothing, destroy: nothing, revokeByGrantId: nothing },
  }),
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => AUDIENCE,
      getResourceServerInfo: (_context, resource) => ({
        scope: "",
        audience: resource,
        accessTokenFormat: "jwt",
        jwt: { sign: { alg: ALGORITHM } },
      }),
    },
  },
});

createServer(provider.callback()).listen(Number(new URL(ISSUER).port), "127.0.0.1", () => console.log("listening"));
