import { IsOptional } from "class-validator";
import { IsRecipientKey, IsSeconds } from "./constraints.js";
import { IsIdempotencyKey } from "./idempotency-key.js";
import { MAX_OVERLAP_SECONDS } from "./oauth-application-settings.inputs.js";
import { MIN_CONFIRM_SECONDS } from "./secret-rotation.inputs.js";

/** The time that an application has for the first use of a secret that it fetched itself. */
export const DEFAULT_SELF_CONFIRM_SECONDS = 3600;

/** How an application asks for a new secret of its own. */
export class SelfRotationInput {
  @IsIdempotencyKey()
  idempotencyKey!: string;

  /** 60 to 7776000 (90 days); an hour when it is left out. */
  @IsOptional()
  @IsSeconds(MAX_OVERLAP_SECONDS, "", MIN_CONFIRM_SECONDS)
  confirmWithinSeconds?: number | undefined;

  /** A public JWK, to which the secret is sealed. */
  @IsOptional()
  @IsRecipientKey()
  recipientKey?: object | undefined;
}
