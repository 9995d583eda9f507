// An authorization server that keeps its clients in the gateway. GATEWAY_TOKEN needs APPLICATION_READ and SECRET_VERIFY.
import Provider from "oidc-provider";
import MemoryAdapter from "oidc-provider/lib/adapters/memory_adapter.js";

const { GATEWAY_URL, GATEWAY_TOKEN, PORT } = process.env;
const authorization = `Bearer ${GATEWAY_TOKEN}`;

const CLIENT = `query ($clientId: String!) { oauthApplication(clientId: $clientId) {
  enabled public redirectUris grantTypes responseTypes tokenEndpointAuthMethod
} }`;

/** What oidc-provider has to know of a client. Its secrets stay where they are. */
async function findClient(clientId) {
  const response = await fetch(`${GATEWAY_URL}/graphql`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ query: CLIENT, variables: { clientId } }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  const application = data.oauthApplication;
  if (!application?.enabled) return undefined;
  return {
    client_id: clientId,
    client_secret: application.public ? undefined : "kept in the gateway",
    redirect_uris: application.redirectUris,
    grant_types: application.grantTypes.map((grant) => grant.toLowerCase()),
    response_types: application.responseTypes.map((type) => type.toLowerCase()),
    token_endpoint_auth_method: application.tokenEndpointAuthMethod.toLowerCase(),
  };
}

/** Whether a client's secret is good: any of those that work, during a rotation both. */
async function isGood(clientId, clientSecret) {
  const response = await fetch(`${GATEWAY_URL}/oauth/verify`, {
    method: "POST",
    headers: { authorization },
    body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret }),
  });
  if (!response.ok) throw new Error(`The gateway answered ${response.status}.`);
  return (await response.json()).active;
}

const provider = new Provider(`http://127.0.0.1:${PORT}`, {
  adapter: (kind) => Object.assign(new MemoryAdapter(kind), kind === "Client" ? { find: findClient } : {}),
  features: { clientCredentials: { enabled: true } },
});
provider.Client.prototype.compareClientSecret = function (clientSecret) {
  return isGood(this.clientId, clientSecret);
};
provider.listen(Number(PORT), "127.0.0.1", () => console.log("listening"));
