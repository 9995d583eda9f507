import { getMetadataArgsStorage } from "typeorm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import { postgresDataSource } from "../../src/database/postgres/data-source.js";
import type { Reader } from "../../src/database/reader.js";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";

type Row = Record<string, unknown>;
type Entity = new () => Row;

const ENTITIES = (postgresDataSource("", 1).options.entities as Entity[]).map(
  (entity) => [entity.name, entity] as const,
);

/** Those that are read. */
const columnsOf = (entity: Entity) =>
  getMetadataArgsStorage().columns.filter(({ target, options }) => target === entity && options.select !== false);
const propertiesOf = (entity: Entity) => columnsOf(entity).map(({ propertyName }) => propertyName);

/** A row with all that its columns can hold, or as little. */
function rowOf(entity: Entity, isFull: boolean): Row {
  const row = new entity();
  for (const { propertyName: name, options } of columnsOf(entity)) {
    if (options.nullable && !isFull) row[name] = null;
    // Both rows belong to the full ones, unless that is what they are known by.
    else if (!options.primary && /^(?:organization|oauthApplication)Id$/.test(name)) row[name] = "id of true";
    else if (name === "clientSecretId" || (options.primary && name === "oauthApplicationId"))
      row[name] = `id of ${isFull}`;
    else if (options.transformer && !options.primary) row[name] = new Date(1_764_000_000_123);
    else if (options.type === "boolean") row[name] = isFull;
    else if (options.type === "integer") row[name] = isFull ? 2_147_483_647 : 0;
    else if (options.type === "simple-json") row[name] = isFull ? { deep: [["é", '"\\', null, 1.5]] } : [];
    else row[name] = options.primary || isFull ? `${name} of ${isFull}` : "";
  }
  return row;
}

describe("a row", () => {
  const files: TestDatabase[] = [];
  const databases: Database[] = [];

  beforeAll(async () => {
    for (const kind of DATABASE_KINDS) {
      const file = await createMigratedDatabase(kind);
      files.push(file);
      const database = await Database.open({ url: file.url });
      databases.push(database);
      await database.write(async (transaction) => {
        for (const [, entity] of ENTITIES) {
          for (const isFull of [true, false]) await transaction.insert(entity, rowOf(entity, isFull));
        }
      });
    }
  });
  afterAll(async () => {
    for (const database of databases) await database.close();
    for (const file of files) await file.drop();
  });

  describe.each(ENTITIES)("of %s", (_name, entity) => {
    describe.each([true, false])("that is full: %s", (isFull) => {
      const expected = rowOf(entity, isFull);

      /** As each database gives it, to whoever reads and to whoever changes. */
      async function read(properties?: string[]): Promise<Row[]> {
        const key = columnsOf(entity).find(({ options }) => options.primary)?.propertyName as string;
        const list = (reader: Reader) => {
          const tail = `WHERE ${reader.columnOf(entity, key)} = :key`;
          return reader.list(entity, tail, { key: expected[key] }, properties);
        };
        const found: Row[] = [];
        for (const database of databases) found.push(...(await list(database.read)), ...(await database.write(list)));
        expect(found).toHaveLength(2 * DATABASE_KINDS.length);
        return found;
      }

      it("is on both databases the plain object that was written", async () => {
        for (const row of await read()) {
          expect(row).toStrictEqual(expected);
          expect({ ...row }).toStrictEqual({ ...expected });
          expect(JSON.parse(JSON.stringify(row))).toEqual(JSON.parse(JSON.stringify(expected)));
          for (const property of propertiesOf(entity)) row[property] = "changed";
          expect(new Set(Object.values(row))).toEqual(new Set(["changed"]));
        }
      });

      it("read in part is the same on both, and throws for what was not read", async () => {
        const [unread = "", ...others] = propertiesOf(entity).toReversed();
        const { [unread]: _unread, ...part } = expected;
        for (const row of await read(others)) {
          expect(row).toStrictEqual(Object.assign(new entity(), part));
          expect({ ...row }).toStrictEqual(part);
          expect(() => row[unread]).toThrow(`${entity.name}.${unread} was not read.`);
          row[unread] = "changed";
          expect({ ...row }).toStrictEqual({ ...part, [unread]: "changed" });
        }
      });
    });
  });
});
