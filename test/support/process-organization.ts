import { runCli } from "./gateway-process.js";
import { GraphqlClient } from "./graphql-client.js";

/** Creates an organization and an owner token with the command line; answers clients for any gateway on the database. */
export async function organizationByCli(
  env: Record<string, string>,
  slug = "acme",
): Promise<{ id: string; token: string; owner(url: string): GraphqlClient }> {
  const created = await runCli(env, "organization", "create", slug, "--name", slug);
  const issued = await runCli(env, "token", "create", "--organization", slug, "--role", "OWNER");
  if (created.code !== 0 || issued.code !== 0) throw new Error(created.stderr + issued.stderr);
  const token = issued.stdout.trim();
  return { id: created.stdout.trim(), token, owner: (url) => new GraphqlClient(url, token) };
}
