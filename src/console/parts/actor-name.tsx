import type { ActorKind } from "../api/gql/graphql.js";

export interface ActorNameProps {
  actor: { kind: ActorKind; id: string; name: string | null } | null;
}

/** Who did something, as it was called then. */
export function ActorName({ actor }: ActorNameProps) {
  if (!actor) return "somebody";
  if (actor.kind === "CLI") return "the command line";
  if (actor.kind === "GATEWAY") return "the gateway";
  return <bdi title={actor.id}>{actor.name ?? actor.id}</bdi>;
}
