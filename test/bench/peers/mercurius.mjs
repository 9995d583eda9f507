// A peer: mercurius with graphql-jit on Fastify, loaders and SQL by hand; the fastest GraphQL server of Node that we know.
import Fastify from "fastify";
import mercurius from "mercurius";
import { openStore } from "./store.mjs";

const store = await openStore(process.env);

const schema = `
  type Query {
    oauthApplication(id: ID): OAuthApplication
    oauthApplications(first: Int!, after: String): OAuthApplicationConnection
  }
  type Mutation { rotateSecret(input: RotateSecretInput!): RotateSecretPayload }
  enum PreviousSecretPolicy { REVOKE EXPIRE KEEP }
  input RotateSecretInput { oauthApplicationId: ID!, previousSecret: PreviousSecretPolicy! }
  type RotateSecretPayload {
    clientSecret: String
    secret: ClientSecret
    previousSecret: ClientSecret
    oauthApplication: OAuthApplication
  }
  type OAuthApplicationConnection { nodes: [OAuthApplication!], pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean!, endCursor: String }
  type OAuthApplication {
    id: ID!
    clientId: String!
    name: String!
    enabled: Boolean!
    redirectUris: [String!]!
    createdAt: String!
    version: Int!
    secrets: [ClientSecret!]
    organization: Organization
  }
  type ClientSecret { id: ID!, hint: String!, status: String!, expiresAt: String }
  type Organization { id: ID!, name: String! }
`;

const resolvers = {
  Query: {
    oauthApplication: (_root, { id }, { actor }) => store.application(actor, id),
    oauthApplications: (_root, { first, after }, { actor }) => store.page(actor, first, after),
  },
  Mutation: {
    rotateSecret: (_root, { input }, { actor }) => store.rotate(actor, input.oauthApplicationId),
  },
};

const loaders = {
  OAuthApplication: {
    secrets: (queries) => store.secrets(queries.map(({ obj }) => obj.id)),
    async organization(queries) {
      const ids = [...new Set(queries.map(({ obj }) => obj.organizationId))];
      const found = new Map(await Promise.all(ids.map(async (id) => [id, await store.organization(id)])));
      return queries.map(({ obj }) => found.get(obj.organizationId));
    },
  },
};

const app = Fastify();
app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
  done(null, new URLSearchParams(body)),
);
app.decorateRequest("actor", null);

async function authenticate(request, reply) {
  request.actor = await store.authenticate(request.headers.authorization);
  if (!request.actor) return reply.code(401).send({ errors: [{ message: "unauthenticated" }] });
}

app.post("/oauth/verify", { onRequest: authenticate }, ({ actor, body }) =>
  store.verifySecret(actor, body.get("client_id"), body.get("client_secret")),
);
const secretPath = "/client/v4/accounts/:account/oauth_clients/:clientId/rotate_secret";
const enveloped = (result) => ({ success: true, errors: [], messages: [], result });
app.post(secretPath, { onRequest: authenticate }, async ({ actor, params }) =>
  enveloped(await store.addSecret(actor, params.clientId)),
);
app.delete(secretPath, { onRequest: authenticate }, async ({ actor, params }) =>
  enveloped(await store.deletePreviousSecret(actor, params.clientId)),
);
app.post("/oauth/token", async (request, reply) => {
  return (await store.issueToken(request.headers.authorization)) ?? reply.code(401).send({ error: "invalid_client" });
});
app.register(async (scope) => {
  scope.addHook("onRequest", authenticate);
  await scope.register(mercurius, { schema, resolvers, loaders, jit: 1, context: ({ actor }) => ({ actor }) });
});

await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
process.stderr.write('"listening"\n');
