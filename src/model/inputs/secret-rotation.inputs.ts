import { IsBoolean, IsEnum, IsOptional, ValidateIf } from "class-validator";
import { Field, InputType, Int, registerEnumType } from "type-graphql";
import { ApplicationChange } from "./application-change.inputs.js";
import { IsSeconds } from "./constraints.js";
import { IdempotencyKeyField } from "./idempotency-key.js";
import { MAX_OVERLAP_SECONDS } from "./oauth-application-settings.inputs.js";
import { RecipientKeyField } from "./recipient-key.inputs.js";

/** The shortest time that there is for a secret's first use, and the usual one. */
export const MIN_CONFIRM_SECONDS = 60;
export const DEFAULT_CONFIRM_SECONDS = 604_800;

export enum PreviousSecretPolicy {
  REVOKE = "REVOKE",
  EXPIRE = "EXPIRE",
  KEEP = "KEEP",
  CONFIRM = "CONFIRM",
}

registerEnumType(PreviousSecretPolicy, {
  name: "PreviousSecretPolicy",
  description: "What happens to the secret that was current when a new one is issued.",
  valuesConfig: {
    REVOKE: {
      description:
        "For a leaked secret, in any state: every older secret stops at once, and with it what it obtained: tokens for the gateway, API tokens issued with those, and, by `revokeTokens`, all other access tokens. What was done with them stays: `auditEvents(filter: {actorSecretId})` lists it.",
    },
    EXPIRE: { description: "It works for the overlap and then stops by itself. CONFLICT while a rotation is open." },
    KEEP: { description: "It works until `completeSecretRotation`. CONFLICT while a rotation is open." },
    CONFIRM: {
      description:
        "It works without an end until the new secret authenticates for the first time, at `/oauth/token`, introspection, revocation or `/oauth/verify`: an operator's trial counts, too. Then its overlap begins. If the new secret is not used within `confirmWithinSeconds`, that one stops and this one stays alone. CONFLICT while a rotation is open, and without a secret that works.",
    },
  },
});

@InputType({ description: "How to issue a new client secret." })
export class RotateSecretInput extends ApplicationChange {
  @IsEnum(PreviousSecretPolicy)
  @Field(() => PreviousSecretPolicy, {
    defaultValue: PreviousSecretPolicy.EXPIRE,
    description: "What happens to the secret that is current now. Default: EXPIRE.",
  })
  previousSecret: PreviousSecretPolicy = PreviousSecretPolicy.EXPIRE;

  @IsOptional()
  @IsSeconds(MAX_OVERLAP_SECONDS)
  @Field(() => Int, {
    nullable: true,
    description:
      "With EXPIRE: seconds that the previous secret keeps working; with CONFIRM: seconds that it does once the new one was used. 0 to 7776000 (90 days). Default: the application's `secretOverlapSeconds`.",
  })
  overlapSeconds?: number | null;

  @IsOptional()
  @IsSeconds(MAX_OVERLAP_SECONDS, "", MIN_CONFIRM_SECONDS)
  @Field(() => Int, {
    nullable: true,
    description:
      "With CONFIRM only: seconds within which the new secret has to be used for the first time, 60 to 7776000 (90 days). Default: 604800 (7 days).",
  })
  confirmWithinSeconds?: number | null;

  @IsOptional()
  @IsBoolean()
  @Field(() => Boolean, {
    nullable: true,
    description:
      "With REVOKE only: also end the access tokens, for whatever audience, that the stopped secrets obtained. Default: true. Tokens for the gateway itself, and API tokens issued with those, end in any case.",
  })
  revokeTokens?: boolean | null;

  @RecipientKeyField("sealedClientSecret", " CONFLICT when the application keeps another one as `secretRecipientKey`.")
  recipientKey?: object | null;

  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: "How long the overlap that is open now shall last." })
export class UpdateSecretRotationInput extends ApplicationChange {
  @ValidateIf(
    ({ confirmWithinSeconds }, value) => value !== null && !(value === undefined && confirmWithinSeconds != null),
  )
  @IsSeconds(MAX_OVERLAP_SECONDS, ", or null for no end")
  @Field(() => Int, {
    nullable: true,
    description:
      "Must be given, unless `confirmWithinSeconds` is: seconds from now until the previous secret stops, 0 to 7776000 (90 days), or null to let it work until the rotation is completed. While `rotation.reason` is CONFIRMING: seconds that it works once the new one was used, or null for no end then.",
  })
  overlapSeconds?: number | null;

  @IsOptional()
  @IsSeconds(MAX_OVERLAP_SECONDS, "", MIN_CONFIRM_SECONDS)
  @Field(() => Int, {
    nullable: true,
    description:
      "Moves `rotation.confirmBy` to so many seconds from now, 60 to 7776000 (90 days). CONFLICT unless `rotation.reason` is CONFIRMING. Default: it stays where it is.",
  })
  confirmWithinSeconds?: number | null;

  @IsBoolean()
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Take an earlier end even when the previous secret still seems to be in use; any end is earlier than none. Without it that is CONFLICT while `rotation.safeToComplete` is false, as `completeSecretRotation` is. Not needed while `rotation.reason` is CONFIRMING, since nothing ends yet. Default: false.",
  })
  force = false;
}

@InputType({ description: "Which rotation to complete: the previous secret stops now." })
export class CompleteSecretRotationInput extends ApplicationChange {
  @IsBoolean()
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Complete even when the previous secret still seems to be in use, or the new one is to be confirmed; it has no end then. Default: false.",
  })
  force = false;

  @IsBoolean()
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Also end the access tokens, for whatever audience, that the previous secret obtained. Default: false. Tokens for the gateway itself, and API tokens issued with those, end in any case.",
  })
  revokeTokens = false;
}

@InputType({ description: "Which rotation to cancel: the new secret stops, the previous one is current again." })
export class CancelSecretRotationInput extends ApplicationChange {
  @IsBoolean()
  @Field(() => Boolean, {
    defaultValue: false,
    description: "Cancel even when the new secret seems to be in use. Default: false.",
  })
  force = false;

  @IsBoolean()
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Also end the access tokens, for whatever audience, that the new secret obtained. Default: false. Tokens for the gateway itself, and API tokens issued with those, end in any case.",
  })
  revokeTokens = false;
}
