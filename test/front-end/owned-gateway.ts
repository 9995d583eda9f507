import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { startGatewayProcess } from "../support/processes/gateway-process.js";
import { firstOwnerToken } from "../support/processes/owner-token.js";

/** A gateway as a front-end developer meets it: a URL and a token. */
export interface OwnedGateway {
  url: string;
  /** Where its database file is. */
  folder: string;
  /** The first owner's. */
  token: string;
  /** The owner, past the front end. */
  owner: GraphqlClient;
  /** A new token of a lesser role, or with fewer permissions. */
  tokenOf(role: "VIEWER" | "DEVELOPER" | "ADMIN", permissions?: string[]): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a gateway in a process of its own on a new SQLite database. */
export async function startOwnedGateway(env: Record<string, string> = {}): Promise<OwnedGateway> {
  const folder = await mkdtemp(join(tmpdir(), "gateway-front-end-"));
  const gateway = await startGatewayProcess({ DATABASE_URL: `sqlite:${join(folder, "gateway.sqlite")}`, ...env });
  const token = await firstOwnerToken(gateway);
  const owner = new GraphqlClient(gateway.url, token);
  return {
    url: gateway.url,
    folder,
    token,
    owner,
    async tokenOf(role, permissions) {
      const document = "mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { token } }";
      return (await owner.ok(document, { input: { name: role, role, permissions } })).createApiToken.token;
    },
    async stop() {
      await gateway.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
