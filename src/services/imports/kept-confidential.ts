import { GrantType, TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import type { CreateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import type { KnownClient } from "./standing.js";

type Brought = Pick<CreateOAuthApplicationInput, "public" | "tokenEndpointAuthMethod" | "grantTypes">;

/** Said at each import while a line calls a client public that has a secret here. */
export const STAYS_CONFIDENTIAL =
  "public: the line says so, and a secret works here, which no import stops: public, tokenEndpointAuthMethod and the grant CLIENT_CREDENTIALS stay as they are here. Make it public here if it is.";

/** Whether what is brought says that its client is public. */
export function saysPublic({ public: isPublic, tokenEndpointAuthMethod }: Brought): boolean {
  return isPublic ?? tokenEndpointAuthMethod === TokenEndpointAuthMethod.NONE;
}

/** Whether what is brought would turn one confidential. */
export function turnsConfidential(
  application: OAuthApplication,
  { public: isPublic, tokenEndpointAuthMethod: method = TokenEndpointAuthMethod.NONE }: Brought,
): boolean {
  return application.public && !(isPublic ?? method === TokenEndpointAuthMethod.NONE);
}

/** Whether a client that is public by its line is confidential here, and has a secret that works. */
export function staysConfidential(
  { application, secrets }: Pick<KnownClient, "application" | "secrets">,
  brought: Brought,
): boolean {
  return !application.public && saysPublic(brought) && secrets.current !== undefined;
}

/** What is brought without what follows from being public: that would end the secrets, or of a service what it is for. */
export function keptConfidential({ grantTypes: had }: OAuthApplication, { grantTypes }: Brought): Brought {
  const { CLIENT_CREDENTIALS } = GrantType;
  const isService = had.includes(CLIENT_CREDENTIALS) && grantTypes && !grantTypes.includes(CLIENT_CREDENTIALS);
  return {
    public: undefined,
    tokenEndpointAuthMethod: undefined,
    grantTypes: isService ? [...grantTypes, CLIENT_CREDENTIALS] : grantTypes,
  };
}
