import type { Transaction } from "../../database/transaction.js";
import { ApiToken } from "../../model/api-token.js";
import { DomainError } from "../../model/domain-error.js";
import type { KeptAnswer } from "../../model/kept-answer.js";
import { rejectBeyond } from "../actors/permissions.js";
import type { KeptAnswers } from "../answers/kept-answers.js";
import type { KeyedRequest } from "../answers/keyed-request.js";
import { type AnswerForms, demandForm, NOTHING_SHOWN } from "../secrets/sealing.js";
import { isUsable } from "../secrets/usable.js";
import type { ShownToken } from "./shown-token.js";

/** What issuing a token answers; a repeated answer to one that was used or has stopped shows nothing of it. */
export interface AnsweredToken extends ShownToken {
  /** Whether it repeats an earlier answer, and nothing happened. */
  replayed: boolean;
}

/** Keeps the answer that shows a token. */
export async function keepToken(
  transaction: Transaction,
  answers: KeptAnswers,
  request: KeyedRequest,
  { apiToken, token: plaintext, sealedToken: sealed }: ShownToken,
  now: number,
): Promise<void> {
  const subject = { oauthApplicationId: null, issuedId: apiToken.id, previousSecretId: null };
  await answers.keep(transaction, request, subject, { plaintext, sealed }, now);
}

/**
 * The answer to a repeated request that issued a token: the token as it is now. Throws `not_found` when it is gone, and
 * `forbidden` for who could not issue it any more.
 */
export async function replayToken(
  transaction: Transaction,
  answers: KeptAnswers,
  request: KeyedRequest,
  kept: KeptAnswer,
  forms: AnswerForms,
  now: number,
): Promise<AnsweredToken> {
  const { organizationId } = request.actor;
  const apiToken = await transaction.find(ApiToken, { id: kept.issuedId ?? "", organizationId });
  if (!apiToken) throw DomainError.notFound("API token");
  rejectBeyond(request.actor, apiToken.role, apiToken.permissions);
  const isUnseen = apiToken.firstUsedAt === null && isUsable(apiToken, now);
  const shown = isUnseen ? answers.open(request, kept) : null;
  if (shown) demandForm(shown, forms);
  const { plaintext, sealed } = shown ?? NOTHING_SHOWN;
  return { apiToken, token: plaintext, sealedToken: sealed, replayed: true };
}
