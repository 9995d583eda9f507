import { DomainError } from "../model/domain-error.js";
import type { OAuthApplication } from "../model/oauth-application.js";
import type { RouteContext } from "./dialect.js";

/** The application. Throws `not_found`, in which `word` is the vendor's word for it. */
export async function foundApplication(
  { services, actor }: RouteContext,
  key: { id: string } | { clientId: string },
  word = "OAuth application",
): Promise<OAuthApplication> {
  const application = await services.oauthApplications.get(actor, key);
  if (!application) throw DomainError.notFound(word);
  return application;
}
