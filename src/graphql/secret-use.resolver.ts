import { FieldResolver, Resolver } from "type-graphql";
import { ClientSecret } from "../model/client-secret.js";
import { Permission } from "../model/permission.js";
import { Requires } from "../model/requires.js";
import { SecretUse } from "../model/secret-use.js";
import { askedAt } from "../services/secrets/contested.js";
import { Row, type RowOf } from "./row.js";

/** Who uses a secret. */
@Resolver(() => ClientSecret)
export class SecretUseResolver {
  @Requires(Permission.SECRET_READ)
  @FieldResolver(() => [SecretUse], {
    nullable: true,
    description:
      "From where the secret authenticated someone in the last 90 days: the sources that came last, at most 10, the latest first. That of the secret's first use is written at once, others about a second late. `useCount` may be more than their sum: of further sources nothing else is kept. Without AUDIT_READ two of them may look alike.",
  })
  usedFrom(@Row() { row, context }: RowOf<ClientSecret>): Promise<SecretUse[]> {
    return context.loaders.secretUses.load(row.id);
  }

  @Requires(Permission.SECRET_READ)
  @FieldResolver(() => [SecretUse], {
    nullable: true,
    description:
      "From where the secret was presented in the last 90 days after it had stopped, in vain, by a client that was forgotten or by a thief: the sources that came last, at most 10, the latest first, about a second late. Empty while the secret works.",
  })
  refusedFrom(@Row() { row, context }: RowOf<ClientSecret>): Promise<SecretUse[]> {
    return context.loaders.secretRefusals.load(row.id);
  }

  @FieldResolver(() => Date, {
    nullable: true,
    description:
      "When somebody with this secret, as the previous one, last asked for another new one in a rotation that the application had begun itself, to the minute: two parties hold the application's secrets; null while nobody did.",
  })
  contestedAt(@Row() { row }: RowOf<ClientSecret, "createdAt" | "contestedAt">): Date | null {
    return askedAt(row);
  }
}
