import type { Database } from "../../database/database.js";
import { type Actor, ActorKind, type ActorSummary } from "../../model/actor.js";
import { Permission } from "../../model/permission.js";
import { demand } from "./permissions.js";

/** The part of an actor that rows keep, such as `createdById` and `createdByKind`. */
export type ActorReference = Pick<ActorSummary, "id" | "kind">;

const TABLE = {
  [ActorKind.API_TOKEN]: "api_tokens",
  [ActorKind.APPLICATION]: "oauth_applications",
  [ActorKind.USER]: "members",
};

/** Names of actors, for those who may read who did what. */
export class Actors {
  constructor(private readonly database: Database) {}

  /**
   * What may be shown of these actors, in the given order; the name is null when the row is gone. One statement per
   * kind.
   */
  async summaries(actor: Actor, references: readonly ActorReference[]): Promise<ActorSummary[]> {
    demand(actor, Permission.MEMBER_READ);
    const { read } = this.database;
    const { organizationId } = actor;
    const names = new Map<unknown, unknown>();
    for (const [kind, table] of Object.entries(TABLE)) {
      const ids = references.filter((reference) => reference.kind === kind).map(({ id }) => id);
      if (ids.length === 0) continue;
      const text = `SELECT id, name FROM ${table} WHERE ${read.anyOf("id", "ids")} AND organization_id = :organizationId`;
      for (const { id, name } of await read.rows(text, { ids, organizationId })) names.set(id, name);
    }
    return references.map(({ id, kind }) => ({ id, kind, name: (names.get(id) as string | undefined) ?? null }));
  }
}
