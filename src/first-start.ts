import { WayIn } from "./model/actor.js";
import { CreateApiTokenInput } from "./model/inputs/api-token.inputs.js";
import { CreateOrganizationInput } from "./model/inputs/organization.inputs.js";
import { Role } from "./model/permission.js";
import { commandLineActor } from "./services/members/organizations.js";
import type { Services } from "./services/services.js";

const FIRST_QUERY =
  '{"query":"mutation { createOAuthApplication(input: {name: \\"My service\\"}) { clientSecret oauthApplication { id clientId } } }"}';

/**
 * Creates the organization `default` and an owner token on an empty database. Answers the text to print, or undefined.
 */
export async function firstStart({ organizations, apiTokens }: Services, url: string): Promise<string | undefined> {
  const origin = { wayIn: WayIn.CLI, requestId: null, address: null };
  const naming = Object.assign(new CreateOrganizationInput(), { slug: "default", name: "Default" });
  const owner = Object.assign(new CreateApiTokenInput(), { name: "First owner", role: Role.OWNER });
  const issued = await organizations.createFirst(origin, naming, (manager, { id }) =>
    apiTokens.issue(manager, commandLineActor(id, origin), owner),
  );
  if (!issued) return undefined;
  const { token } = issued;
  return `
The organization "default" was created. This is its owner token; it is shown this once:

  ${token}

Register a first application, whose client secret is shown this once:

  curl -s ${url}/graphql -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/json' -d '${FIRST_QUERY}'

`;
}
