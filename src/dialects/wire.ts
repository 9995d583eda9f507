import Type, { type Static, type TSchema } from "typebox";
import type { Actor } from "../model/actor.js";
import { ClientSecretStatus } from "../model/client-secret.js";
import type { OAuthApplication } from "../model/oauth-application.js";
import { Permission } from "../model/permission.js";
import type { CreatedApplication } from "../services/applications/created-application.js";
import type { Services } from "../services/services.js";

/** A schema that also allows `null`, without an `anyOf`, whose error messages would be worse. */
export function nullable<T extends TSchema>(schema: T) {
  return Type.Unsafe<Static<T> | null>({ ...schema, type: [(schema as { type?: string }).type, "null"] });
}

/** The values of an enum as OAuth spells them. */
export type Wire<E extends string> = Lowercase<`${E}`>;

/** A schema of what is shown, whichever way in has set it: every value of the enum. */
export function shownValue(values: Record<string, string>) {
  return Type.Enum(Object.values(values).map(toWire));
}

/** An enum's value as OAuth spells it (RFC 7591 §2): `AUTHORIZATION_CODE` becomes `authorization_code`. */
export function toWire(value: string): string {
  return value.toLowerCase();
}

/** The enum's value of OAuth's spelling; undefined stays undefined. The schema has checked that it is one. */
export function fromWire<T extends string>(value: string | undefined): T | undefined {
  return value?.toUpperCase() as T | undefined;
}

/** As `fromWire`, for a list. */
export function listFromWire<T extends string>(values: readonly string[] | undefined): T[] | undefined {
  return values?.map((value) => value.toUpperCase() as T);
}

/** An input of the services, without properties that are undefined: the services treat every property as given. */
export function inputOf<T extends object>(kind: new () => T, values: Partial<T>): T {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.assign(new kind(), Object.fromEntries(given));
}

/** The first secret of an application: empty where it has none, null in a repeated answer to one that was used. */
export function shownSecret({ oauthApplication, clientSecret, secret }: CreatedApplication): string | null {
  return clientSecret ?? (oauthApplication.public && !secret ? "" : null);
}

/** A secret that a repeatable operation shows. */
export const RepeatableSecret = nullable(
  Type.String({
    description: "In this answer only; null in a repeated answer to a secret that was used or has stopped.",
  }),
);

/** What may be shown of an application's secrets. */
export interface SecretSummary {
  /** The current secret's hint; null when there is none. */
  hint: string | null;
  hasRotatedSecret: boolean;
}

/** The summary of a new application, without a read, whose failure would lose the secret. */
export function summarizeFirstSecret(actor: Actor, { secret }: CreatedApplication): SecretSummary | undefined {
  if (!actor.permissions.has(Permission.SECRET_READ)) return undefined;
  return { hint: secret?.hint ?? null, hasRotatedSecret: false };
}

/** The summaries of several applications, by id. Empty for an actor without SECRET_READ. */
export async function summarizeSecrets(
  services: Services,
  actor: Actor,
  applications: readonly OAuthApplication[],
): Promise<Map<string, SecretSummary>> {
  if (!actor.permissions.has(Permission.SECRET_READ) || applications.length === 0) return new Map();
  const ids = applications.map(({ id }) => id);
  const secrets = await services.clientSecrets.listByApplications(actor, ids, "standing");
  return new Map(
    ids.map((id, index) => {
      const own = secrets[index] ?? [];
      const current = own.find(({ status }) => status === ClientSecretStatus.CURRENT);
      const hasRotatedSecret = own.some(({ status }) => status === ClientSecretStatus.PREVIOUS);
      return [id, { hint: current?.hint ?? null, hasRotatedSecret }];
    }),
  );
}
