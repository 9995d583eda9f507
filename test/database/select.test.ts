import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import { newId } from "../../src/model/identifier.js";
import { Organization } from "../../src/model/organization.js";
import { createDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases.js";

describe.each(DATABASE_KINDS)("what is read of a row on %s", (kind) => {
  let file: TestDatabase;
  let database: Database;
  let row: Organization;

  beforeEach(async () => {
    file = await createDatabase(kind);
    database = await Database.open({ url: file.url });
    row = Object.assign(new Organization(), {
      id: newId("org_", Date.now()),
      slug: "acme",
      name: "Acme",
      allowHttpRedirectUris: true,
    });
    await database.write((transaction) => transaction.insert(Organization, row));
  });
  afterEach(async () => {
    await database.close();
    await file.drop();
  });

  const read = async (properties?: string[]) =>
    (await database.read.list(Organization, "WHERE slug = :slug", { slug: "acme" }, properties))[0];

  it("is an entity with all of its values", async () => {
    const { id, slug, name, allowHttpRedirectUris } = (await read()) ?? {};
    expect({ id, slug, name, allowHttpRedirectUris }).toEqual({ ...row });
  });

  it("is an Error where it was not asked for, never just nothing", async () => {
    const found = await read(["name"]);
    expect(found).toBeInstanceOf(Organization);
    expect([found?.id, found?.name]).toEqual([row.id, "Acme"]);
    expect(found?.slug).toEqual(new Error("Organization.slug was not read."));
    expect(found?.allowHttpRedirectUris).toEqual(new Error("Organization.allowHttpRedirectUris was not read."));
  });
});
