import { type Actor, ActorKind, type Origin } from "../../model/actor.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { Role } from "../../model/permission.js";

/** An application as the actor of audit events about itself, without any permission. */
export function applicationActor({ id, name, organizationId }: OAuthApplication, origin: Origin): Actor {
  return {
    id,
    kind: ActorKind.APPLICATION,
    name,
    organizationId,
    role: Role.VIEWER,
    permissions: new Set(),
    isDerived: true,
    expiresAt: null,
    accessTokenDigest: null,
    clientSecretId: null,
    origin,
  };
}
