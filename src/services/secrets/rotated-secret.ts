import type { Transaction } from "../../database/transaction.js";
import { ClientSecret } from "../../model/client-secret.js";
import type { ChosenCredentials } from "../../model/inputs/chosen-credentials.inputs.js";
import type { KeptAnswer } from "../../model/kept-answer.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import type { KeptAnswers } from "../answers/kept-answers.js";
import type { KeyedRequest } from "../answers/keyed-request.js";
import { type BegunChange, demandRotator } from "../applications/changes.js";
import { markStatus } from "./rotation-state.js";
import { type AnswerForms, demandForm, NOTHING_SHOWN, type ShownSecret } from "./sealing.js";
import { isUsable } from "./usable.js";

/** Options of a rotation that only some ways in use. */
export interface RotationOptions {
  /** A secret of the actor's choice, which no answer shows. */
  chosen?: ChosenCredentials;
  /** Which forms of the new secret the answer can show; plaintext by default. */
  forms?: AnswerForms;
}

/** What a rotation answers: the new secret as it is shown, its row, and the application after the change. */
export interface RotatedSecret extends ShownSecret {
  /** Null when it was deleted before this answer was asked for again. */
  secret: ClientSecret | null;
  oauthApplication: OAuthApplication;
  /** The secret that was current before the rotation; null when there was none. */
  previousSecret: ClientSecret | null;
  /** Whether it repeats an earlier answer, and nothing happened. */
  replayed: boolean;
}

/** Keeps the answer to a rotation; `shown` is null where it shows no secret. */
export async function keepSecret(
  transaction: Transaction,
  answers: KeptAnswers,
  request: KeyedRequest,
  { oauthApplicationId, id: issuedId }: ClientSecret,
  previousSecret: ClientSecret | null,
  shown: ShownSecret | null,
  now: number,
): Promise<void> {
  const subject = { oauthApplicationId, issuedId, previousSecretId: previousSecret?.id ?? null };
  await answers.keep(transaction, request, subject, shown, now);
}

/**
 * The answer to a repeated request that issued a secret, within a change of its application that has begun: what is there
 * now, and the secret as it was shown, unless it was used or has stopped. Throws `forbidden` for who may not rotate any
 * more.
 */
export async function replaySecret(
  transaction: Transaction,
  { application, secrets: { current, previous }, now }: BegunChange,
  answers: KeptAnswers,
  request: KeyedRequest,
  kept: KeptAnswer,
  forms: AnswerForms,
): Promise<RotatedSecret> {
  demandRotator(request.actor, application);
  const { issuedId, previousSecretId } = kept;
  const tail = `WHERE oauth_application_id = :applicationId AND ${transaction.anyOf("id", "ids")}`;
  const ids = [issuedId, previousSecretId].filter((id) => id !== null);
  const found = await transaction.list(ClientSecret, tail, { applicationId: application.id, ids });
  const usable = [current, previous].filter((secret) => secret !== undefined);
  const byId = new Map([...found, ...usable].map((secret) => [secret.id, secret]));
  markStatus([...byId.values()], now);
  const secret = byId.get(issuedId ?? "") ?? null;
  const previousSecret = byId.get(previousSecretId ?? "") ?? null;
  const isUnseen = secret !== null && secret.firstUsedAt === null && isUsable(secret, now);
  const shown = isUnseen ? answers.open(request, kept) : null;
  if (shown) demandForm(shown, forms);
  return { ...(shown ?? NOTHING_SHOWN), oauthApplication: application, secret, previousSecret, replayed: true };
}
