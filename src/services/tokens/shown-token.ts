import type { ApiToken } from "../../model/api-token.js";
import type { CreateApiTokenInput } from "../../model/inputs/api-token.inputs.js";
import { type AnswerForms, recipientOf, sealedTo, showSecret } from "../secrets/sealing.js";

/** An API token and its plaintext, which is stored nowhere and leaves the process once. */
export interface IssuedToken {
  apiToken: ApiToken;
  token: string;
}

/** An API token as the answer that issues it shows it: in plaintext or sealed, the other is null. */
export interface ShownToken {
  apiToken: ApiToken;
  token: string | null;
  /** A compact JWE (RFC 7516), whose plaintext is the token's bytes. */
  sealedToken: string | null;
}

/** To be called before COMMIT: a token that nobody can open must not be kept. */
export async function showToken(
  { apiToken, token }: IssuedToken,
  { recipientKey }: CreateApiTokenInput,
  forms: AnswerForms,
): Promise<ShownToken> {
  const { plaintext, sealed } = await showSecret(token, recipientOf(null, recipientKey), forms);
  return { apiToken, token: plaintext, sealedToken: sealed };
}

/** What the token's audit event tells of the key to which it is sealed. */
export function tokenSealedTo({ recipientKey }: CreateApiTokenInput): { sealedTo?: string } {
  return sealedTo(recipientOf(null, recipientKey));
}
