import type { EntityManager, EntityTarget, ObjectLiteral } from "typeorm";
import { isPostgres, type Parameters, query, select } from "./select.js";

/** A list of entities, narrowed condition by condition. Conditions are SQL on columns; values come by name. */
export class Listing<T extends ObjectLiteral> {
  private readonly conditions: string[] = [];
  private readonly parameters: Parameters = {};

  constructor(
    private readonly manager: EntityManager,
    private readonly entity: EntityTarget<T>,
  ) {}

  where(condition: string, parameters: Parameters = {}): this {
    this.conditions.push(condition);
    Object.assign(this.parameters, parameters);
    return this;
  }

  /** Another list that can be narrowed without changing this one. */
  copy(): Listing<T> {
    return new Listing(this.manager, this.entity).where(this.conditions.join(" AND "), this.parameters);
  }

  get isPostgres(): boolean {
    return isPostgres(this.manager);
  }

  /** The column of one of the entity's own properties. */
  column(property: keyof T & string): string {
    return this.metadata.findColumnWithPropertyName(property)?.databaseName as string;
  }

  /** The first `limit` items behind `offset` others, in an order such as `id DESC`. */
  first(limit: number, order: string, offset = 0): Promise<T[]> {
    const tail = `WHERE ${this.conditions.join(" AND ")} ORDER BY ${order} LIMIT :limit OFFSET :offset`;
    return select(this.manager, this.entity, tail, { ...this.parameters, limit, offset });
  }

  async count(): Promise<number> {
    const sql = `SELECT COUNT(*) AS items FROM ${this.metadata.tableName} WHERE ${this.conditions.join(" AND ")}`;
    const [row] = await query(this.manager, sql, this.parameters);
    return Number(row?.items);
  }

  private get metadata() {
    return this.manager.connection.getMetadata(this.entity);
  }
}
