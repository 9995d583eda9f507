import { consoleLink } from "./console-link.js";
import { WayIn } from "./model/actor.js";
import { CreateApiTokenInput } from "./model/inputs/api-token.inputs.js";
import { CreateOrganizationInput } from "./model/inputs/organization.inputs.js";
import { Role } from "./model/permission.js";
import { commandLineActor } from "./services/actors/built-in-actors.js";
import type { Services } from "./services/services.js";

const FIRST_QUERY =
  '{"query":"mutation { createOAuthApplication(input: {name: \\"My service\\", grantTypes: [CLIENT_CREDENTIALS]}) { clientSecret oauthApplication { id clientId } } }"}';

export interface FirstStartOptions {
  /** Where the gateway listens. */
  url: string;
  /** Where people open its web page; undefined when it has none. */
  consoleUrl: string | undefined;
}

/**
 * Creates the organization `default`, an owner token and a link to the console on an empty database. Answers the text
 * to print, or undefined.
 */
export async function firstStart(
  { organizations, apiTokens, signInCodes }: Services,
  { url, consoleUrl }: FirstStartOptions,
): Promise<string | undefined> {
  const origin = { wayIn: WayIn.CLI, requestId: null, address: null };
  const naming = Object.assign(new CreateOrganizationInput(), { slug: "default", name: "Default" });
  const owner = Object.assign(new CreateApiTokenInput(), { name: "First owner", role: Role.OWNER });
  const issued = await organizations.createFirst(origin, naming, async (transaction, { id }) => {
    const actor = commandLineActor(id, origin);
    const { token } = await apiTokens.issue(transaction, actor, owner);
    const code = consoleUrl && (await signInCodes.issue(transaction, actor, Role.OWNER));
    return { token, link: code && consoleLink(consoleUrl, code) };
  });
  if (!issued) return undefined;
  const { token, link } = issued;
  const invitation = link
    ? `
Open the console with this link, which signs in once, within ten minutes:

  ${link}
`
    : "";
  return `
The organization "default" was created. This is its owner token; it is shown this once:

  ${token}
${invitation}
Register a first application, whose client secret is shown this once:

  curl -s ${url}/graphql -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/json' -d '${FIRST_QUERY}'

`;
}
