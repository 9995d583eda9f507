import type { Transaction } from "../../database/transaction.js";
import type { ClientSecret } from "../../model/client-secret.js";
import type { KeptAnswer } from "../../model/kept-answer.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import type { KeptAnswers } from "../answers/kept-answers.js";
import type { KeyedRequest } from "../answers/keyed-request.js";
import { replaySecret } from "../secrets/rotated-secret.js";
import type { AnswerForms, ShownSecret } from "../secrets/sealing.js";
import { type ChangeTools, changeApplication } from "./changes.js";

/** An application and, when one was issued with it, its first secret as it is shown. */
export interface CreatedApplication {
  oauthApplication: OAuthApplication;
  /** Also null in a repeated answer to a secret that was used or has stopped. */
  clientSecret: string | null;
  /** The first secret as a compact JWE, where it is sealed; then `clientSecret` is null. */
  sealedClientSecret: string | null;
  /** The secret's row, with the hint that may be shown later. */
  secret: ClientSecret | null;
  /** Whether it repeats an earlier answer, and nothing happened. */
  replayed: boolean;
}

export function createdOf(
  oauthApplication: OAuthApplication,
  secret: ClientSecret | null,
  shown: ShownSecret | null,
  replayed = false,
): CreatedApplication {
  const { plaintext: clientSecret = null, sealed: sealedClientSecret = null } = shown ?? {};
  return { oauthApplication, clientSecret, sealedClientSecret, secret, replayed };
}

/** Keeps the answer to a registration; `secret` is null for a public application. */
export async function keepRegistration(
  transaction: Transaction,
  answers: KeptAnswers,
  request: KeyedRequest,
  { id: oauthApplicationId }: OAuthApplication,
  secret: ClientSecret | null,
  shown: ShownSecret | null,
  now: number,
): Promise<void> {
  const subject = { oauthApplicationId, issuedId: secret?.id ?? null, previousSecretId: null };
  await answers.keep(transaction, request, subject, shown, now);
}

/** The answer to a repeated registration: the application as it is now. Throws `not_found` when it was deleted. */
export async function replayRegistration(
  tools: ChangeTools,
  answers: KeptAnswers,
  request: KeyedRequest,
  kept: KeptAnswer,
  forms: AnswerForms,
): Promise<CreatedApplication> {
  const wanted = { oauthApplicationId: kept.oauthApplicationId ?? "" };
  return changeApplication(tools, request.actor, wanted, async (transaction, begun) => {
    const replay = await replaySecret(transaction, begun, answers, request, kept, forms);
    return createdOf(replay.oauthApplication, replay.secret, replay, true);
  });
}
