import { type Actor, ActorKind, type Origin, WayIn } from "../../model/actor.js";
import { permissionsOf, Role } from "../../model/permission.js";

/** Who has no credential and may do everything in the organization. */
function builtInActor(
  { id, kind }: Pick<Actor, "id" | "kind">,
  { organizationId, origin }: Pick<Actor, "organizationId" | "origin">,
): Actor {
  return {
    id,
    kind,
    name: null,
    organizationId,
    role: Role.OWNER,
    permissions: new Set(permissionsOf(Role.OWNER)),
    isDerived: false,
    expiresAt: null,
    accessTokenDigest: null,
    clientSecretId: null,
    origin,
  };
}

/** The actor of what happens by itself; `origin` is of the request that gave the occasion. */
export function gatewayActor(organizationId: string, origin: Origin): Actor {
  const gateway = { id: "gateway", kind: ActorKind.GATEWAY };
  return builtInActor(gateway, { organizationId, origin: { ...origin, wayIn: WayIn.GATEWAY } });
}

/** The actor of the command line: whoever has a shell on the gateway's host may do everything in any organization. */
export function commandLineActor(organizationId: string, origin: Origin): Actor {
  return builtInActor({ id: "cli", kind: ActorKind.CLI }, { organizationId, origin });
}
