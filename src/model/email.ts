import { domainToASCII } from "node:url";
import { isEmail } from "class-validator";

/** RFC 5321 §4.5.3.1.3: a path has 256 octets, with its angle brackets. */
export const MAX_EMAIL_LENGTH = 254;

/** Characters that show nothing, or change how the text around them is shown. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{C}]/u;

/** Characters beyond ASCII that NFC makes ASCII, such as the sign of Kelvin. */
const ASCII_IN_DISGUISE = /[\u037e\u1fef\u212a]/;

/**
 * An e-mail address as it is compared; null for a text that is none. The domain is the one that DNS knows (UTS #46:
 * lower case, `xn--…`), so that two that only look alike differ for whoever reads them. The local part is NFC and, since
 * no mail service tells its people apart by it, with a to z in lower case; letters beyond ASCII are compared exactly, for
 * what is one letter in lower case may be two in upper case.
 */
export function emailKeyOf(text: string): string | null {
  const address = text.normalize("NFC");
  if (ASCII_IN_DISGUISE.test(text) || UNSEEN.test(address) || !isEmail(address)) return null;
  const at = address.lastIndexOf("@");
  const domain = domainToASCII(address.slice(at + 1));
  if (domain === "") return null;
  const local = address.slice(0, at).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const key = `${local}@${domain}`;
  return key.length <= MAX_EMAIL_LENGTH ? key : null;
}

/** Why a text is no e-mail address, as the rest of a sentence, or undefined when it is one. */
export function emailProblem(text: string): string | undefined {
  return emailKeyOf(text) === null ? "must be an e-mail address, such as ann@example.com" : undefined;
}
