import { CompactEncrypt, importJWK } from "jose";
import { DomainError } from "../../model/domain-error.js";
import {
  algorithmOf,
  isSameKey,
  type RecipientKey,
  recipientKeyOf,
  requiredOf,
  thumbprintOf,
} from "../../model/recipient-key.js";

/** How a new secret leaves the gateway: as it is, or so that only one private key opens it. */
export type SecretForm = "plaintext" | "sealed";

/** Which forms the answer of a way in can show. */
export interface AnswerForms {
  /** Throws when the answer does not show a secret in this form, so that nobody would ever have it. */
  demand(form: SecretForm): void;
}

/** What the answer shows of a new secret: one of the two, the other is null. */
export interface ShownSecret {
  plaintext: string | null;
  /** A compact JWE (RFC 7516), whose plaintext is the secret's bytes. */
  sealed: string | null;
}

/** What an answer shows once the secret has arrived. */
export const NOTHING_SHOWN: ShownSecret = { plaintext: null, sealed: null };

/** Throws when an answer does not show what is shown again, in its form. */
export function demandForm({ sealed }: ShownSecret, forms: AnswerForms): void {
  forms.demand(sealed === null ? "plaintext" : "sealed");
}

/** The forms of a way in that shows either. */
export const ANY_FORM: AnswerForms = { demand: () => undefined };

/** The forms of a way in whose vendor knows no sealed secrets. */
export const PLAINTEXT_ONLY: AnswerForms = {
  demand(form) {
    if (form === "plaintext") return;
    throw DomainError.conflict(
      "Every new secret of this application is sealed to its secretRecipientKey, and this API's answer can only show plaintext. Rotate the secret through GraphQL, or clear the key first.",
    );
  },
};

/**
 * The key to which a new secret is sealed: the one that is kept, or the given one; null when there is neither. Throws
 * `conflict` for a given one that is not the kept one.
 */
export function recipientOf(kept: RecipientKey | null, given: object | null | undefined): RecipientKey | null {
  const wanted = given ? recipientKeyOf(given) : null;
  if (kept && wanted && !isSameKey(kept, wanted)) {
    throw DomainError.conflict("The application keeps another secretRecipientKey, to which its secrets are sealed.");
  }
  return kept ?? wanted;
}

/** A new secret as the answer shows it. To be called before COMMIT: a secret that nobody can open must not be kept. */
export async function showSecret(
  plaintext: string,
  recipient: RecipientKey | null,
  forms: AnswerForms,
): Promise<ShownSecret> {
  forms.demand(recipient ? "sealed" : "plaintext");
  return recipient ? { plaintext: null, sealed: await seal(plaintext, recipient) } : { plaintext, sealed: null };
}

/** What audit events tell of it: the thumbprint of the key (RFC 7638). */
export function sealedTo(recipient: RecipientKey | null): { sealedTo?: string } {
  return recipient ? { sealedTo: thumbprintOf(recipient) } : {};
}

async function seal(plaintext: string, recipient: RecipientKey): Promise<string> {
  const alg = algorithmOf(recipient);
  return new CompactEncrypt(Buffer.from(plaintext))
    .setProtectedHeader({ alg, enc: "A256GCM", kid: thumbprintOf(recipient) })
    .encrypt(await importJWK({ ...requiredOf(recipient) }, alg));
}
