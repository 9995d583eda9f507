import type { Actor } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import type { UndecidedUser } from "../model/undecided-user.js";
import type { Services } from "../services/services.js";
import { createLoaders, type Loaders } from "./loaders.js";

/** What resolvers know of one request. */
export interface GatewayContext {
  /** Null only for a request without a token while introspection is open; only introspection resolvers see it. */
  readonly actor: Actor | null;
  /** A user of several organizations who has named none. There is no actor then; see undecided.ts. */
  readonly undecided: UndecidedUser | null;
  readonly requestId: string;
  readonly services: Services;
  readonly loaders: Loaders;
  /** Takes an operation's cost off the allowance; throws `too_many_requests` when there is not so much left. */
  readonly spend: (cost: number) => void;
  /** How many fields were refused so far; see field-authorization.ts. */
  refusals: number;
  /** Called when a mutation of the request gets the answer to an earlier one. */
  readonly onReplay: () => void;
}

/** What is known of a request and of who sends it. */
type Sent = Pick<GatewayContext, "actor" | "undecided"> & { id: string };

/** The context of one request, and what its operation asks of the way in. */
export function createContext(
  services: Services,
  { id: requestId, actor, undecided }: Sent,
  { spend, onReplay }: Pick<GatewayContext, "spend" | "onReplay">,
): GatewayContext {
  const loaders = createLoaders(services, () => actorOf({ actor, undecided }));
  return { actor, undecided, requestId, services, loaders, spend, refusals: 0, onReplay };
}

/** The actor of a request. Throws `unauthenticated` when there is none, and what an undecided user is told. */
export function actorOf({ actor, undecided }: Pick<GatewayContext, "actor" | "undecided">): Actor {
  if (!actor) throw undecided ?? DomainError.unauthenticated();
  return actor;
}
