import type { AdapterPayload } from "oidc-provider";
import type { ClientAuthentication } from "../services/secrets/client-authentication.js";
import type { SecretPurpose } from "../services/secrets/retirement-tripwire.js";
import type { Exchange } from "./exchange.js";
import type { Mechanism } from "./mechanisms/mechanism.js";
import { registeredMechanism } from "./mechanisms/registry.js";

/** Finds and authenticates the client of a request. The application is read once per request. */
export class Clients {
  constructor(private readonly clientAuthentication: ClientAuthentication) {}

  /**
   * The client as oidc-provider needs it. What is presented decides, not what the application is or is registered for:
   * then an unknown client costs what a known one costs. Why: docs/decisions/0003-decoy-client.md
   */
  async find(exchange: Exchange, clientId: string, presented: Mechanism): Promise<AdapterPayload> {
    exchange.claimed = await this.clientAuthentication.find(clientId);
    return presented.metadata;
  }

  /** Whether the secret is the client's, and came as it may. False for the decoy, after the same comparisons. */
  async prove(exchange: Exchange, secret: string, presented: Mechanism, purpose: SecretPurpose): Promise<boolean> {
    const method = takesAny(exchange, presented) ? undefined : presented.registered;
    const { origin, secretAsSent } = exchange.arrival;
    exchange.proved = await this.clientAuthentication.authenticate(exchange.claimed, secret, {
      purpose,
      method,
      origin,
      asSent: secretAsSent,
      onOtherMethod: (registered) => {
        exchange.mechanismInstead = registeredMechanism(registered).name;
      },
    });
    return exchange.proved !== null;
  }
}

/** A vendor's client may use another mechanism than the registered one, if the vendor's clients know both. */
function takesAny({ arrival, claimed }: Exchange, presented: Mechanism): boolean {
  if (!arrival.takesAnyMechanism || !claimed || !presented.isVendors) return false;
  return registeredMechanism(claimed.application.tokenEndpointAuthMethod).isVendors;
}
