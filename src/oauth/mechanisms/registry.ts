import type { TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import { clientSecretBasic } from "./client-secret-basic.js";
import { clientSecretPost } from "./client-secret-post.js";
import type { Mechanism, Presented } from "./mechanism.js";

/** All mechanisms, the default first. A new one that presents the secret is a file beside this one and a row here. */
export const MECHANISMS: readonly Mechanism[] = [clientSecretBasic, clientSecretPost];

/** Stands for the mechanism of a request without any proof, and of a public application. */
const DEFAULT = clientSecretBasic;

/** The mechanism that a request uses. */
export function presentedMechanism(request: Presented): Mechanism {
  return MECHANISMS.find(({ isPresented }) => isPresented(request)) ?? DEFAULT;
}

/** The mechanism that an application is registered for. */
export function registeredMechanism(method: TokenEndpointAuthMethod): Mechanism {
  return MECHANISMS.find(({ registered }) => registered === method) ?? DEFAULT;
}
