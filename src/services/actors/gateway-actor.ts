import { type Actor, ActorKind, type Origin, WayIn } from "../../model/actor.js";
import { permissionsOf, Role } from "../../model/permission.js";

/** The actor of what happens by itself; `origin` is of the request that gave the occasion. */
export function gatewayActor(organizationId: string, origin: Origin): Actor {
  return {
    id: "gateway",
    kind: ActorKind.GATEWAY,
    name: null,
    organizationId,
    role: Role.OWNER,
    permissions: new Set(permissionsOf(Role.OWNER)),
    isDerived: false,
    expiresAt: null,
    accessTokenDigest: null,
    clientSecretId: null,
    origin: { ...origin, wayIn: WayIn.GATEWAY },
  };
}
