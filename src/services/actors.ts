import { In } from "typeorm";
import type { Database } from "../database/database.js";
import { type Actor, ActorKind, type ActorSummary } from "../model/actor.js";
import { ApiToken } from "../model/api-token.js";
import { Member } from "../model/member.js";
import { OAuthApplication } from "../model/oauth-application.js";
import { Permission } from "../model/permission.js";
import { demand } from "./permissions.js";

/** What rows keep of an actor. */
export type ActorReference = Pick<ActorSummary, "id" | "kind">;

const TABLE = { [ActorKind.API_TOKEN]: ApiToken, [ActorKind.APPLICATION]: OAuthApplication, [ActorKind.USER]: Member };

export class Actors {
  constructor(private readonly database: Database) {}

  /** What may be shown of these actors, in their order, in one statement a kind; without a name what is gone. */
  async summaries(actor: Actor, references: readonly ActorReference[]): Promise<ActorSummary[]> {
    demand(actor, Permission.MEMBER_READ);
    const names = new Map<string, string>();
    for (const [kind, table] of Object.entries(TABLE)) {
      const ids = references.filter((reference) => reference.kind === kind).map(({ id }) => id);
      if (ids.length === 0) continue;
      const where = { id: In(ids), organizationId: actor.organizationId };
      for (const { id, name } of await this.database.read.findBy<ApiToken | OAuthApplication | Member>(table, where)) {
        names.set(id, name);
      }
    }
    return references.map(({ id, kind }) => ({ id, kind, name: names.get(id) ?? null }));
  }
}
