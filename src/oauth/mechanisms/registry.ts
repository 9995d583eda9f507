import type { TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import { clientSecretBasic } from "./client-secret-basic.js";
import { clientSecretPost } from "./client-secret-post.js";
import type { Mechanism, Parameters } from "./mechanism.js";

/** Every mechanism that is offered, the default first: a new one is a file beside this one and a row here. */
export const MECHANISMS: readonly Mechanism[] = [clientSecretBasic, clientSecretPost];

/** Stands in for a client that may not authenticate, so that it costs what others cost. */
export const DECOY = clientSecretBasic;

export function presentedMechanism(parameters: Parameters): Mechanism {
  return MECHANISMS.find(({ isPresented }) => isPresented(parameters)) ?? DECOY;
}

export function registeredMechanism(method: TokenEndpointAuthMethod): Mechanism {
  return MECHANISMS.find(({ registered }) => registered === method) ?? DECOY;
}
