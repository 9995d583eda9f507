import type { AdapterPayload } from "oidc-provider";
import type { ClientAuthentication } from "../services/secrets/client-authentication.js";
import type { SecretPurpose } from "../services/secrets/retirement-tripwire.js";
import type { Exchange } from "./exchange.js";
import type { Mechanism } from "./mechanisms/mechanism.js";
import { DECOY, registeredMechanism } from "./mechanisms/registry.js";

/** Finds and authenticates the client of a request. The application is read once per request. */
export class Clients {
  constructor(private readonly clientAuthentication: ClientAuthentication) {}

  /** The client as oidc-provider needs it: the decoy for one that is unknown, disabled or public. */
  async find(exchange: Exchange, clientId: string, presented: Mechanism): Promise<AdapterPayload> {
    const claimed = await this.clientAuthentication.find(clientId);
    exchange.claimed = claimed;
    if (!claimed?.known || !claimed.application.enabled || claimed.application.public) return DECOY.metadata;
    if (takesAny(exchange, presented)) return presented.metadata;
    return registeredMechanism(claimed.application.tokenEndpointAuthMethod).metadata;
  }

  /** Whether the secret is the client's. False for the decoy, after the same comparisons. */
  async prove(exchange: Exchange, secret: string, presented: Mechanism, purpose: SecretPurpose): Promise<boolean> {
    const method = takesAny(exchange, presented) ? undefined : presented.registered;
    const { origin } = exchange.arrival;
    exchange.proved = await this.clientAuthentication.authenticate(exchange.claimed, secret, {
      purpose,
      method,
      origin,
    });
    return exchange.proved !== null;
  }
}

function takesAny({ arrival }: Exchange, { isVendors }: Mechanism): boolean {
  return arrival.takesAnyMechanism && isVendors;
}
