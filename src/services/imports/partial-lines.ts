import { CreateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import type { BroughtClient } from "./brought-client.js";

/** Said at each import while a line that does not say how its client authenticates has a secret of a public one. */
export const SECRET_LEFT =
  "The secret was not taken: the application is public here, and the line, a part of its client, does not say otherwise.";

/** What a line says of an application that is here: where it is a part of its client, nothing that is guessed from it. */
export function saidOf(brought: BroughtClient, application: OAuthApplication): BroughtClient {
  const client = (!application.public && brought.ifConfidential) || brought;
  const { guessed, settings } = client;
  if (!guessed) return client;
  const unsaid = Object.fromEntries(guessed.map((field) => [field, undefined]));
  return { ...client, settings: Object.assign(new CreateOAuthApplicationInput(), settings, unsaid) };
}

/** Whether the line has a secret, and its client presents none by what is known of it here. */
export function isSecretLeft({ public: isPublic }: OAuthApplication, { guessed, secrets }: BroughtClient): boolean {
  return isPublic && secrets.length > 0 && (guessed?.includes("tokenEndpointAuthMethod") ?? false);
}
