import { createHash } from "node:crypto";
import type { Actor } from "../../model/actor.js";

/** What can be asked for with an idempotency key. */
export type KeyedOperation = "application.create" | "secret.rotate" | "secret.rotate_own" | "token.create";

/** A request with an idempotency key, as it is recognised when it comes again. */
export interface KeyedRequest {
  actor: Actor;
  operation: KeyedOperation;
  idempotencyKey: string;
  /** All that the sender asked for, in one form whatever the order of its fields. */
  input: string;
  /** Whether it stops the older secrets of its application, so that it is never refused for too many kept answers. */
  endsOlderSecrets?: boolean;
}

/** Null without a key. `input` may hold the key, which is left out, and null for what is not given. */
export function keyedRequest(
  actor: Actor,
  operation: KeyedOperation,
  idempotencyKey: string | null | undefined,
  input: object,
): KeyedRequest | null {
  if (idempotencyKey == null) return null;
  const given = Object.entries(input).filter(([name, value]) => name !== "idempotencyKey" && value != null);
  return { actor, operation, idempotencyKey, input: JSON.stringify(inOrder(Object.fromEntries(given))) };
}

/** Whether an application rotates its own secret. It is no member, and the bounds do not count its answers. */
export function isItsOwn({ operation }: KeyedRequest): boolean {
  return operation === "secret.rotate_own";
}

/** Whose request it is and for what; with the key, it names the request. */
export function subjectOf({ actor, operation }: KeyedRequest): string {
  const { organizationId, kind, id } = actor;
  return ["kept-answer", organizationId, kind, id, operation].join("\0");
}

/** The name by which two of the same request take turns, at gateways with different server keys, too. */
export function turnOf(request: KeyedRequest): string {
  return createHash("sha256")
    .update(subjectOf(request))
    .update("\0")
    .update(request.idempotencyKey)
    .digest("base64url");
}

/** A value with the fields of each object in the order of their names. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  const fields = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(
    fields.sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, one]) => [name, inOrder(one)]),
  );
}
