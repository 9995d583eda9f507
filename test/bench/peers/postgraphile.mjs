// A peer: PostGraphile 5, which makes a GraphQL API of the gateway's schema, with the same look at the token in front. It
// knows no tenants: the documents ask for one organization's rows.
import { createServer } from "node:http";
import pg from "pg";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { openStore } from "./store.mjs";

const CONNECTIONS = 20;

const { DATABASE_URL, PORT } = process.env;
const store = await openStore(process.env);
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: CONNECTIONS, idleTimeoutMillis: 0 });

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ pool, schemas: ["public"] })],
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false },
  grafast: { explain: false },
});
const inner = createServer();
const server = instance.createServ(grafserv);
await server.addTo(inner);
await server.ready();
const [serve] = inner.listeners("request");

const outer = createServer(async (request, response) => {
  try {
    if (await store.authenticate(request.headers.authorization)) return serve.call(inner, request, response);
    response.writeHead(401, { "content-type": "application/json" }).end('{"errors":[{"message":"unauthenticated"}]}');
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});
outer.listen(Number(PORT), "127.0.0.1", () => process.stderr.write('"listening"\n'));
