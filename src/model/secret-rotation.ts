import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { ClientSecret } from "./client-secret.js";
import { Permission } from "./permission.js";
import { Requires } from "./requires.js";

/** Why a rotation is or is not safe to complete. */
export enum RotationReadiness {
  PREVIOUS_NEVER_USED = "PREVIOUS_NEVER_USED",
  PREVIOUS_QUIET = "PREVIOUS_QUIET",
  PREVIOUS_IN_USE = "PREVIOUS_IN_USE",
  PREVIOUS_IMPORTED = "PREVIOUS_IMPORTED",
  CURRENT_NEVER_USED = "CURRENT_NEVER_USED",
  CONFIRMING = "CONFIRMING",
}

registerEnumType(RotationReadiness, {
  name: "RotationReadiness",
  description: "Why a rotation is or is not safe to complete.",
  valuesConfig: {
    PREVIOUS_NEVER_USED: { description: "Safe: nobody ever used the previous secret, which was issued here." },
    PREVIOUS_QUIET: {
      description:
        "Safe: the current secret is in use, and the previous one was not used here for `secretQuietSeconds`; of one that came along, as long has passed since the first use of the current one, too.",
    },
    PREVIOUS_IN_USE: {
      description:
        "Not safe: the previous secret was used within the last `secretQuietSeconds`, be it before the rotation began; someone would be locked out. `safeAt` says until when.",
    },
    PREVIOUS_IMPORTED: {
      description:
        "Not safe: the previous secret came along from another system or gateway, and whoever has it may still use it there, which is not seen here. Safe no earlier than `secretQuietSeconds` after the first use of the current one, from which on `safeAt` says when.",
    },
    CURRENT_NEVER_USED: {
      description:
        "Not safe: the previous secret was in use and nobody has used the current one; it may have reached nobody.",
    },
    CONFIRMING: {
      description:
        "Not safe: it was begun with CONFIRM, and nobody has used the current secret. With its first use the overlap begins; unused until `confirmBy`, it stops and the previous one stays.",
    },
  },
});

/** An open rotation, from the moment a second secret was issued. */
@Requires(Permission.SECRET_READ)
@ObjectType({
  simpleResolvers: true,
  description: "An open rotation: two secrets work. It says whether somebody still needs the previous one.",
})
export class SecretRotation {
  @Field(() => Date, { description: "When the current secret was issued beside the previous one." })
  startedAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description:
      "When the previous secret stops by itself; null when it works until the rotation is completed, and while the current one is to be confirmed.",
  })
  endsAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description:
      "When the time for the first use of the current secret ends, of a rotation that was begun with CONFIRM: unused until then, it stops and the previous one stays alone. Kept once it was used; null for other rotations.",
  })
  confirmBy!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description:
      "When the current secret was used for the first time, by which the overlap began; null before that, and unless the rotation was begun with CONFIRM.",
  })
  confirmedAt!: Date | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "How long the previous secret will work once the current one was used, in seconds, 0 to 7776000 (90 days). While `reason` is CONFIRMING, null says that it will have no end then; null beside any other reason, since no overlap is coming: what has begun ends at `endsAt`.",
  })
  overlapSeconds!: number | null;

  @Field(() => ClientSecret, {
    nullable: true,
    description: "The newer secret, which stays when the rotation is completed.",
  })
  currentSecret!: ClientSecret;

  @Field(() => ClientSecret, {
    nullable: true,
    description: "The older secret, which stops when the rotation is completed.",
  })
  previousSecret!: ClientSecret;

  @Field(() => Int, {
    description: "How often the current secret was used since the rotation began; about a second late.",
  })
  currentSecretUses!: number;

  @Field(() => Int, {
    description:
      "How often the previous secret was used since the rotation began; about a second late. `0` beside `PREVIOUS_IN_USE` is no contradiction: uses from before the rotation count for `safeToComplete`, too, because whoever used it shortly before may come back.",
  })
  previousSecretUses!: number;

  @Field(() => Boolean, { description: "Whether `completeSecretRotation` would lock nobody out, as far as use tells." })
  safeToComplete!: boolean;

  @Field(() => Date, {
    nullable: true,
    description:
      "When `safeToComplete` becomes true if nobody uses the previous secret again; a moment in the past when it is true; null while it also waits for a first use of the current secret.",
  })
  safeAt!: Date | null;

  @Field(() => RotationReadiness, { description: "Why it is or is not safe to complete." })
  reason!: RotationReadiness;
}
