import type { errors as Errors, KoaContextWithOIDC } from "oidc-provider";
import { DomainError } from "../model/domain-error.js";
import { SelfRotationInput } from "../model/inputs/self-rotation.inputs.js";
import type { SecretHolder } from "../services/secrets/client-authentication.js";
import type { RotatedSecret } from "../services/secrets/rotated-secret.js";
import type { Services } from "../services/services.js";
import { type Exchange, exchangeOf } from "./exchange.js";

interface Options {
  services: Services;
  errors: typeof Errors;
}

/** What the services call the parts of a request, and what its sender does. */
const WIRE_NAMES = {
  idempotencyKey: "Idempotency-Key",
  confirmWithinSeconds: "confirm_within_seconds",
  recipientKey: "recipient_key",
};

/** A new secret for an authenticated client, which asks for it itself. */
export function selfRotation({ services, errors }: Options) {
  return async (context: KoaContextWithOIDC): Promise<void> => {
    const exchange = exchangeOf(context);
    // 1. Only at its own endpoint.
    demandItsEndpoint(exchange);
    const rotate = async () => {
      // 2. The form and the key, of which only who has proved itself is told.
      const input = inputOf(exchange, context.oidc.params ?? {});
      // 3. The rotation, unless the client was stopped since it was authenticated.
      return services.selfRotations.rotate(exchange.client as SecretHolder, exchange.arrival.origin, input);
    };
    const rotation = await rotate().catch(inWireNames);
    if (rotation.outcome === "stopped") throw new errors.InvalidClientAuth("the secret was stopped meanwhile");
    if (rotation.outcome === "off") {
      throw new errors.UnauthorizedClient("the application may not rotate its own secret: selfRotationEnabled is off");
    }
    // 4. The answer.
    if (rotation.outcome === "open") {
      context.status = 409;
      context.body = { error: "rotation_open", rotation_ends_at: secondsOf(rotation.endsAt) };
      return;
    }
    if (rotation.rotated.replayed) context.set("idempotency-replayed", "true");
    context.body = answerOf(exchange, rotation.rotated);
  };

  function demandItsEndpoint({ arrival }: Exchange): void {
    if (!arrival.selfRotation) throw new errors.UnsupportedGrantType();
  }
}

function inputOf({ arrival }: Exchange, params: Record<string, unknown>): SelfRotationInput {
  const { confirm_within_seconds: seconds, recipient_key: recipient } = params;
  return Object.assign(new SelfRotationInput(), {
    idempotencyKey: arrival.selfRotation?.idempotencyKey(),
    ...(seconds === undefined ? {} : { confirmWithinSeconds: numberOf(seconds) }),
    ...(recipient === undefined ? {} : { recipientKey: jsonOf(recipient) }),
  });
}

/** A whole number in decimal digits; anything else as it is, for which it is refused. */
function numberOf(text: unknown): unknown {
  return typeof text === "string" && /^\d{1,10}$/.test(text) ? Number(text) : text;
}

/** The value of a JSON text; null, which is no key, for what is none. */
function jsonOf(text: unknown): unknown {
  try {
    return JSON.parse(String(text)) ?? "";
  } catch {
    return "";
  }
}

/** Times are in seconds since 1970 (RFC 7591 §3.2.1); 0 is no end. */
function answerOf({ application }: Exchange, { plaintext, sealed, secret, previousSecret }: RotatedSecret): object {
  return {
    client_id: application.clientId,
    ...(sealed === null ? { client_secret: plaintext } : { sealed_client_secret: sealed }),
    client_secret_expires_at: secondsOf(secret?.expiresAt),
    previous_client_secret_expires_at: secondsOf(previousSecret?.expiresAt),
  };
}

function secondsOf(moment: Date | null | undefined): number {
  return moment ? Math.floor(moment.getTime() / 1000) : 0;
}

/** Throws a refusal with the names by which its sender knows what is refused. */
function inWireNames(error: unknown): never {
  if (!(error instanceof DomainError)) throw error;
  const message = Object.entries(WIRE_NAMES).reduce((text, [name, wire]) => text.replaceAll(name, wire), error.message);
  throw new DomainError(error.code, message, error.details);
}
