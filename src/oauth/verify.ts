import type { Actor } from "../model/actor.js";
import { softwareName } from "../model/client-software.js";
import { DomainError } from "../model/domain-error.js";
import { addressIn } from "../model/network-address.js";
import { Permission } from "../model/permission.js";
import { demand } from "../services/actors/permissions.js";
import type { ReportedClient } from "../services/secrets/client-authentication.js";
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
  demand(actor, Permission.SECRET_VERIFY);
  const [clientId, clientSecret] = [parameter(form, "client_id"), parameter(form, "client_secret")];
  const client = await clientAuthentication.verify(actor, clientId, clientSecret, reportedClient(form));
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

/** The client that presented the secret to the server that asks; undefined when that says nothing of it. */
function reportedClient(form: unknown): ReportedClient | undefined {
  const [sentAddress, sentSoftware] = [optional(form, "client_address"), optional(form, "client_user_agent")];
  if (sentAddress === undefined && sentSoftware === undefined) return undefined;
  const address = sentAddress === undefined ? null : addressIn(sentAddress);
  if (address === undefined) {
    throw DomainError.invalidField(
      "client_address",
      "ip",
      "client_address must be an IPv4 or IPv6 address, without a port",
    );
  }
  return { address, clientSoftware: sentSoftware === undefined ? null : softwareName(sentSoftware) };
}

function parameter(form: unknown, name: string): string {
  const [value, another] = valuesOf(form, name);
  if (value === undefined || another !== undefined) {
    throw DomainError.invalidField(name, "required", `${name} must be given once, in a form-encoded body`);
  }
  return value;
}

/** A parameter without a value counts as left out (RFC 6749 §3.1). */
function optional(form: unknown, name: string): string | undefined {
  const [value, another] = valuesOf(form, name);
  if (another !== undefined) throw DomainError.invalidField(name, "once", `${name} must be given at most once`);
  return value || undefined;
}

function valuesOf(form: unknown, name: string): string[] {
  return form instanceof URLSearchParams ? form.getAll(name) : [];
}
