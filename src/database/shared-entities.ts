import { DataSource, type DataSourceOptions } from "typeorm";

type Built = Pick<DataSource, "entityMetadatas" | "entityMetadatasMap" | "migrations">;

/** What TypeORM has built of the entities in this process. */
const known = new Map<DataSourceOptions["type"], Built>();

/**
 * A data source that takes what TypeORM knows of the entities from the first one of its type: to build it takes longer
 * than to connect, and each open database has several.
 */
export class SharedEntities extends DataSource {
  protected override async buildMetadatas(): Promise<void> {
    const { type } = this.options;
    const built = known.get(type);
    if (built) {
      Object.assign(this, built);
      return;
    }
    await super.buildMetadatas();
    const { entityMetadatas, entityMetadatasMap, migrations } = this;
    known.set(type, { entityMetadatas, entityMetadatasMap, migrations });
  }
}
