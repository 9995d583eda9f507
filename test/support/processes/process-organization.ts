import { readConfig } from "../../../src/config.js";
import { WayIn } from "../../../src/model/actor.js";
import { CreateApiTokenInput } from "../../../src/model/inputs/api-token.inputs.js";
import { CreateOrganizationInput } from "../../../src/model/inputs/organization.inputs.js";
import { Role } from "../../../src/model/permission.js";
import { openServices } from "../../../src/open-services.js";
import { commandLineActor } from "../../../src/services/actors/built-in-actors.js";
import { connected } from "../databases/connected.js";
import { GraphqlClient } from "../gateway/graphql-client.js";

const ORIGIN = { wayIn: WayIn.CLI, requestId: null, address: null };

/**
 * Creates an organization and an owner token as the command line does, without processes. Answers clients for any
 * gateway of the database.
 */
export async function organizationAt(
  env: Record<string, string>,
  slug = "acme",
): Promise<{ id: string; token: string; owner(url: string): GraphqlClient }> {
  const { services, close } = await connected(() => openServices(readConfig(env)));
  try {
    const named = Object.assign(new CreateOrganizationInput(), { slug, name: slug });
    const { id } = await services.organizations.create(ORIGIN, named);
    const wanted = Object.assign(new CreateApiTokenInput(), { name: "Command line", role: Role.OWNER });
    const { token } = await services.apiTokens.create(commandLineActor(id, ORIGIN), wanted);
    if (token === null) throw new Error("A token without a recipient key is shown.");
    return { id, token, owner: (url) => new GraphqlClient(url, token) };
  } finally {
    await close();
  }
}
