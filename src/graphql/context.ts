import type { Actor } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import type { Services } from "../services/services.js";
import { createLoaders, type Loaders } from "./loaders.js";

/** What resolvers know of one request. */
export interface GatewayContext {
  /** Null only for a request without a token while introspection is open; only introspection resolvers see it. */
  readonly actor: Actor | null;
  readonly requestId: string;
  readonly services: Services;
  readonly loaders: Loaders;
  /** Takes an operation's cost off the allowance; throws `too_many_requests` when there is not so much left. */
  readonly spend: (cost: number) => void;
  /** How many fields were refused so far; see field-authorization.ts. */
  refusals: number;
}

/** The context of one request; `spend` takes the operation's cost off the allowance. */
export function createContext(
  services: Services,
  actor: Actor | null,
  requestId: string,
  spend: GatewayContext["spend"],
): GatewayContext {
  const loaders = createLoaders(services, () => actorOf({ actor }));
  return { actor, requestId, services, loaders, spend, refusals: 0 };
}

/** The actor of a request; throws `unauthenticated` when there is none. */
export function actorOf({ actor }: Pick<GatewayContext, "actor">): Actor {
  if (!actor) throw DomainError.unauthenticated();
  return actor;
}
