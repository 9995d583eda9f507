import { emailKeyOf } from "./email.js";

/** A user as the outside issuer knows them. */
export interface IssuerUser {
  /** The `sub`, never empty. */
  subject: string;
  /** The address that the issuer says it has verified, as the issuer writes it; null when it says so of none. */
  verifiedEmail: string | null;
}

/** The user's verified address as it is compared; null when there is none. */
export function verifiedKeyOf({ verifiedEmail }: IssuerUser): string | null {
  return verifiedEmail === null ? null : emailKeyOf(verifiedEmail);
}
