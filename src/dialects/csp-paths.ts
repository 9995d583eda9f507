import Type from "typebox";
import type { RouteContext } from "./dialect.js";
import { nullable } from "./wire.js";

export const APPLICATIONS = "/orgs/:orgId/oauth-apps";

export const OrganizationPath = Type.Object({ orgId: Type.String({ description: "The organization, as a GUID." }) });
export const ApplicationPath = Type.Object({
  ...OrganizationPath.properties,
  oauthAppId: Type.String({ description: "The client id, percent-encoded." }),
});

export const Credentials = Type.Object({
  clientId: Type.String(),
  clientSecret: nullable(
    Type.String({
      description:
        "In this answer only; empty for a public client, null in a repeated answer to a secret that was used or has stopped.",
    }),
  ),
});

/** The id of the application whose client id a path names. Throws `not_found`. */
export function applicationId({ services, actor }: RouteContext, clientId: string): Promise<string> {
  return services.oauthApplications.idOf(actor, clientId);
}
