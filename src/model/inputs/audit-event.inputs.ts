import { IsOptional, ValidateNested } from "class-validator";
import { ArgsType, Field, ID, InputType } from "type-graphql";
import { ANY_ACTION, AUDIT_ACTIONS } from "../audit-event.js";
import { ID_PREFIX, prefixOf } from "../identifier.js";
import { IsMoment, IsText, IsTextThat } from "./constraints.js";
import { PageArgs } from "./page.inputs.js";

const MAX_KEY_LENGTH = 256;

/** Refuses a mistyped secret id: an empty list would read as if the secret had done nothing. */
function secretIdProblem(text: string): string | undefined {
  return prefixOf(text) === ID_PREFIX.clientSecret ? undefined : "must be the identifier of a client secret (sec_…)";
}

/** Refuses a mistyped action, as a mistyped secret id. */
function actionProblem(text: string): string | undefined {
  const actions: readonly string[] = AUDIT_ACTIONS;
  return actions.includes(text) ? undefined : `must be one of ${actions.join(", ")}`;
}

@InputType({ description: "Which audit events to list; conditions are combined with AND." })
export class AuditEventFilter {
  @IsOptional()
  @IsTextThat("action", { min: 1, max: MAX_KEY_LENGTH }, actionProblem)
  @Field(() => String, {
    nullable: true,
    description: `Only events with this action, 1 to 256 characters: ${ANY_ACTION}. BAD_USER_INPUT for any other.`,
  })
  action?: string | null;

  @IsOptional()
  @IsText({ min: 1, max: MAX_KEY_LENGTH })
  @Field(() => ID, {
    nullable: true,
    description: "Only events about what has this identifier, such as an application's.",
  })
  targetId?: string | null;

  @IsOptional()
  @IsText({ min: 1, max: MAX_KEY_LENGTH })
  @Field(() => ID, { nullable: true, description: "Only events of the actor with this identifier, `Actor.id`." })
  actorId?: string | null;

  @IsOptional()
  @IsTextThat("secretId", { min: 1, max: MAX_KEY_LENGTH }, secretIdProblem)
  @Field(() => ID, {
    nullable: true,
    description:
      "Only events of actors whose credential was obtained with the client secret that has this identifier (`sec_…`), `AuditEvent.actorSecretId`: what was done with a leaked secret. BAD_USER_INPUT for what is no such identifier.",
  })
  actorSecretId?: string | null;

  @IsOptional()
  @IsMoment()
  @Field(() => Date, { nullable: true, description: "Only events at or after this moment." })
  since?: Date | null;

  @IsOptional()
  @IsMoment()
  @Field(() => Date, { nullable: true, description: "Only events before this moment." })
  until?: Date | null;
}

@ArgsType()
export class AuditEventsArgs extends PageArgs {
  @IsOptional()
  @ValidateNested()
  @Field(() => AuditEventFilter, { nullable: true, description: "Which events; all when left out." })
  filter?: AuditEventFilter | null;
}
