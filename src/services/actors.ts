import { In } from "typeorm";
import type { Database } from "../database/database.js";
import { type Actor, ActorKind, type ActorSummary } from "../model/actor.js";
import { ApiToken } from "../model/api-token.js";
import { Permission } from "../model/permission.js";
import { demand } from "./permissions.js";

/** What rows keep of an actor. */
export type ActorReference = Pick<ActorSummary, "id" | "kind">;

export class Actors {
  constructor(private readonly database: Database) {}

  /** What may be shown of these actors, in their order, in one statement; without a name what is gone. */
  async summaries(actor: Actor, references: readonly ActorReference[]): Promise<ActorSummary[]> {
    demand(actor, Permission.MEMBER_READ);
    const tokens = await this.database.read.findBy(ApiToken, {
      id: In(references.filter(({ kind }) => kind === ActorKind.API_TOKEN).map(({ id }) => id)),
      organizationId: actor.organizationId,
    });
    const names = new Map(tokens.map(({ id, name }) => [id, name]));
    return references.map(({ id, kind }) => ({ id, kind, name: names.get(id) ?? null }));
  }
}
