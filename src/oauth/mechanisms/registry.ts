import type { TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import { clientSecretBasic } from "./client-secret-basic.js";
import { clientSecretPost } from "./client-secret-post.js";
import type { Mechanism, Parameters } from "./mechanism.js";

/** All mechanisms, the default first. A new one is a file beside this one and a row here. */
export const MECHANISMS: readonly Mechanism[] = [clientSecretBasic, clientSecretPost];

/** The mechanism of the decoy for clients that may not authenticate. Why: docs/decisions/0003-decoy-client.md */
export const DECOY = clientSecretBasic;

/** The mechanism that a request uses, or the decoy's when it presents nothing. */
export function presentedMechanism(parameters: Parameters): Mechanism {
  return MECHANISMS.find(({ isPresented }) => isPresented(parameters)) ?? DECOY;
}

/** The mechanism that an application is registered for, or the decoy's for a public one. */
export function registeredMechanism(method: TokenEndpointAuthMethod): Mechanism {
  return MECHANISMS.find(({ registered }) => registered === method) ?? DECOY;
}
