import { expect, it } from "vitest";
import { writerDataSource } from "../../src/database/data-source.js";
import { createDatabase, DATABASE_KINDS } from "../support/databases/databases.js";

it.each(DATABASE_KINDS)("databases on %s share what was built of the entities, whichever is closed", async (kind) => {
  const database = await createDatabase(kind);
  const built = async () => {
    const source = await writerDataSource(database.url, 1).initialize();
    await source.destroy();
    return source.entityMetadatas;
  };
  try {
    // Compared here, since to show how they differ would take hours.
    const [one, other] = [await built(), await built()];
    expect(one === other).toBe(true);
  } finally {
    await database.drop();
  }
});
