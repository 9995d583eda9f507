import { GrantType } from "../../model/client-metadata.js";
import { CreateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import type { BroughtClient } from "./brought-client.js";

/** Said at each import while a line that does not say how its client authenticates has a secret of a public one. */
export const SECRET_LEFT =
  "The secret was not taken: the application is public here, and the line does not say otherwise.";

/** Said of a line with a grant that only a client with a secret may use. */
export const OWN_GRANT_LEFT =
  "grantTypes come without CLIENT_CREDENTIALS, which a public client may not have (RFC 6749 §4.4).";

/** What a line says of an application that is here: where it is a part of its client, nothing that is guessed from it. */
export function saidOf(brought: BroughtClient, application: OAuthApplication): BroughtClient {
  const client = (!application.public && brought.ifConfidential) || brought;
  const { guessed = [] } = client;
  const unsaid = Object.fromEntries(guessed.map((field) => [field, undefined]));
  const said = guessed.length > 0 ? { ...client, settings: settingsOf(client, unsaid) } : client;
  return isPublicHereAlone(application, said) ? withoutOwnGrant(application, said) : said;
}

/** Whether the line has a secret, and its client presents none by what is known of it here. */
export function isSecretLeft(application: OAuthApplication, client: BroughtClient): boolean {
  return isPublicHereAlone(application, client) && client.secrets.length > 0;
}

/** Whether an application is public, and its line does not say whether it is. */
function isPublicHereAlone(application: OAuthApplication, { leavesMethod = false, settings }: BroughtClient): boolean {
  return application.public && leavesMethod && settings.public === undefined;
}

/** What the application has already may come again. */
function withoutOwnGrant({ grantTypes: had }: OAuthApplication, client: BroughtClient): BroughtClient {
  const { CLIENT_CREDENTIALS } = GrantType;
  const { grantTypes } = client.settings;
  if (!grantTypes?.includes(CLIENT_CREDENTIALS) || had.includes(CLIENT_CREDENTIALS)) return client;
  const others = grantTypes.filter((grant) => grant !== CLIENT_CREDENTIALS);
  return {
    ...client,
    settings: settingsOf(client, { grantTypes: others }),
    notes: [...client.notes, OWN_GRANT_LEFT],
  };
}

function settingsOf(
  { settings }: BroughtClient,
  others: Partial<CreateOAuthApplicationInput>,
): CreateOAuthApplicationInput {
  return Object.assign(new CreateOAuthApplicationInput(), settings, others);
}
