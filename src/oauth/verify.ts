import type { Actor } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import type { Services } from "../services/services.js";

/**
 * Whether a client's secret is valid, for an authorization server that keeps its clients here. The answer has the shape
 * of token introspection (RFC 7662 §2.2); every other case is `{active: false}`.
 */
export async function verifyClient(
  { clientAuthentication }: Services,
  actor: Actor | null,
  form: unknown,
): Promise<object> {
  if (!actor) throw DomainError.unauthenticated();
  const [clientId, clientSecret] = [parameter(form, "client_id"), parameter(form, "client_secret")];
  const client = await clientAuthentication.verify(actor, clientId, clientSecret);
  if (!client) return { active: false };
  const { application, secret } = client;
  return {
    active: true,
    client_id: application.clientId,
    oauth_application_id: application.id,
    organization_id: application.organizationId,
    scope: application.scopes.join(" "),
    grant_types: application.grantTypes.map((grant) => grant.toLowerCase()),
    redirect_uris: application.redirectUris,
    secret: { id: secret.id, status: secret.status, expires_at: secret.expiresAt },
  };
}

function parameter(form: unknown, name: string): string {
  const values = form instanceof URLSearchParams ? form.getAll(name) : [];
  const [value] = values;
  if (value === undefined || values.length > 1) {
    throw DomainError.invalidField(name, "required", `${name} must be given once, in a form-encoded body`);
  }
  return value;
}
