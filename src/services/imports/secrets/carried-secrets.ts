import { ClientSecret } from "../../../model/client-secret.js";
import { DomainError } from "../../../model/domain-error.js";
import { ID_PREFIX, type IdPrefix, prefixOf, timeOf } from "../../../model/identifier.js";
import { MAX_OVERLAP_SECONDS } from "../../../model/inputs/oauth-application-settings.inputs.js";
import type { OAuthApplication } from "../../../model/oauth-application.js";
import { kidOf, type SecretKeys } from "../../keys/secret-keys.js";
import { isForeign, openHash } from "../../secrets/foreign-digest.js";
import { isEarlier } from "../../secrets/secret-ends.js";
import { isUnconfirmed } from "../../secrets/unconfirmed.js";
import type { BroughtClient, CarriedSecret } from "../brought-client.js";
import { isMoment } from "./brought-secrets.js";

/** A digest (secret-keys.ts), or another system's hash that is sealed (foreign-digest.ts), which has at most 1024 bytes. */
const DIGEST = /^(?:v1\$[A-Za-z0-9_-]{1,64}\$[A-Za-z0-9_-]{43}|f1\$[A-Za-z0-9_-]{1,64}\$[A-Za-z0-9_-]{39,1403})$/;

/** What hints look like, so that no secret is put in the place of one. */
const HINT = /^(?:ogs_…[0-9A-Za-z]{4}|…(?:[\x21-\x7e]{2})?)$/;

const MAX_USES = 2_147_483_647;

/** How far another gateway's clock may be ahead: the newest secret is the current one, so that none is of the future. */
const CLOCK_DIFFERENCE_MS = 300_000;

const MOMENTS = ["firstUsedAt", "lastUsedAt", "confirmBy", "confirmedAt", "contestedAt"] as const;

/**
 * Throws `invalid` for ids and secrets that another gateway cannot have had so, or whose digests let nobody in here: those
 * under a server key that this gateway does not have, or of another application. `id` is that of the application here.
 */
export function demandCarried(keys: SecretKeys, client: BroughtClient, now: number, id = client.id): void {
  if (client.id !== undefined) demandId(client.id, ID_PREFIX.oauthApplication, "id", now);
  const carried = client.secrets.filter((secret) => secret.form === "digest");
  carried.forEach((secret, place) => {
    const field = `secrets.${place}`;
    if (client.id === undefined) throw refusal("id", "required", "must be given, since digests are of it");
    if (client.id !== id)
      throw refusal(field, "application", "is a digest of another id than the application has here");
    demandId(secret.state.id, ID_PREFIX.clientSecret, `${field}.id`, now);
    demandDigest(keys, secret, client.id, `${field}.digest`);
    demandState(secret, field);
    const older = carried[place + 1];
    if (older && older.state.id >= secret.state.id) throw refusal(field, "order", "must be newer than the next one");
  });
}

/**
 * The row of a carried secret, which is not saved yet. Whoever used it there may still do so until they move over, so that
 * only uses here tell who needs it: they are counted from 0, as those of any other secret that came along.
 */
export function carriedRow({ id }: OAuthApplication, { text, expiresAt, state }: CarriedSecret): ClientSecret {
  return Object.assign(new ClientSecret(), {
    ...state,
    oauthApplicationId: id,
    digest: text,
    expiresAt,
    revokedAt: null,
    firstUsedAt: null,
    lastUsedAt: null,
    useCount: 0,
    usesBeforeRotation: 0,
    hasKeptAnswer: false,
    imported: true,
  });
}

function demandId(id: string, prefix: IdPrefix, field: string, now: number): void {
  if (prefixOf(id) !== prefix) throw refusal(field, "id", `must be ${prefix} and 22 letters and digits`);
  if (timeOf(id).getTime() <= now + CLOCK_DIFFERENCE_MS) return;
  throw refusal(field, "moment", "must not be of a moment that is to come");
}

function demandDigest(keys: SecretKeys, secret: CarriedSecret, oauthApplicationId: string, field: string): void {
  const { text: digest, keyFingerprint } = secret;
  if (!DIGEST.test(digest)) throw refusal(field, "digest", "must be a digest as an export has it: v1$… or f1$…");
  const kid = kidOf(digest) ?? "";
  const known = keys.fingerprint(kid);
  if (known === undefined)
    throw refusal(field, "key", `needs the server key "${kid}", which this gateway does not have`);
  if (known !== keyFingerprint) {
    throw refusal(field, "key", `needs another server key than the one that is called "${kid}" here`);
  }
  // What these keys have sealed was taken in at the other gateway, perhaps by a version with other bounds.
  if (isForeign(digest)) demandOpen(keys, { id: secret.state.id, oauthApplicationId, digest }, field);
}

function demandOpen(keys: SecretKeys, secret: Parameters<typeof openHash>[1], field: string): void {
  try {
    openHash(keys, secret);
  } catch {
    throw refusal(field, "sealed", "must be sealed for this secret of this application");
  }
}

function demandState({ expiresAt, state }: CarriedSecret, field: string): void {
  if (!HINT.test(state.hint)) throw refusal(`${field}.hint`, "hint", "must be a hint as an export has it");
  const wrong = MOMENTS.find((name) => !isMoment(state[name]));
  if (wrong) throw refusal(`${field}.${wrong}`, "moment", "must be in the years 1970 to 9999");
  demandWithin(state.useCount, MAX_USES, `${field}.useCount`);
  demandWithin(state.usesBeforeRotation, state.useCount, `${field}.usesBeforeRotation`);
  demandWithin(state.nextOverlapSeconds ?? 0, MAX_OVERLAP_SECONDS, `${field}.nextOverlapSeconds`);
  // A rotation may have given it an earlier end.
  if (isUnconfirmed(state) && isEarlier(state.confirmBy, expiresAt)) {
    throw refusal(`${field}.expiresAt`, "confirmBy", "must not be later than confirmBy until the first use");
  }
}

function demandWithin(value: number, limit: number, field: string): void {
  if (Number.isInteger(value) && value >= 0 && value <= limit) return;
  throw refusal(field, "range", `must be 0 to ${limit}`, limit);
}

function refusal(field: string, rule: string, text: string, limit?: number): DomainError {
  return DomainError.invalidField(field, rule, `${field} ${text}`, limit);
}
