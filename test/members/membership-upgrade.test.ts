import type { DataSource } from "typeorm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writerDataSource } from "../../src/database/data-source.js";
import { MembershipUse1764043200000 } from "../../src/database/migrations/1764043200000-membership-use.js";
import { NamedOnly1764072000000 } from "../../src/database/migrations/1764072000000-named-only.js";
import { MembersByEmail1764144000000 } from "../../src/database/migrations/1764144000000-members-by-email.js";
import { createDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";

describe.each(DATABASE_KINDS)("memberships from before their use was remembered, on %s", (kind) => {
  let database: TestDatabase;
  let source: DataSource;

  beforeEach(async () => {
    database = await createDatabase(kind);
    source = await writerDataSource(database.url, 2).initialize();
    await source.runMigrations();
    const no = kind === "sqlite" ? "0" : "false";
    for (const id of ["org_1", "org_2"]) {
      await database.query(
        `INSERT INTO organizations (id, slug, name, allow_http_redirect_uris) VALUES ('${id}', '${id}', '${id}', ${no})`,
      );
    }
  });
  afterEach(async () => {
    await source.destroy();
    await database.drop();
  });

  const addMember = (id: string, organizationId: string, subject: string, memberKind = "USER") =>
    database.query(`INSERT INTO members (id, organization_id, kind, subject, name, role, created_by_kind, created_by_id)
      VALUES ('${id}', '${organizationId}', '${memberKind}', '${subject}', '${subject}', 'ADMIN', 'CLI', 'cli')`);

  const addEvent = (actorId: string) =>
    database.query(`INSERT INTO audit_events (id, organization_id, action, actor_kind, actor_id, target_id, way_in, details)
      VALUES ('evt_${actorId}', 'org_1', 'member.added', 'USER', '${actorId}', 'x', 'GRAPHQL', '{}')`);

  it("count as used where they are a user's only one, or the audit log has seen the user act", async () => {
    const runner = source.createQueryRunner();
    await new MembershipUse1764043200000().down(runner);
    await addMember("mem_only", "org_1", "only");
    await addMember("mem_home", "org_1", "seen");
    await addMember("mem_strange", "org_2", "seen");
    await addMember("mem_one", "org_1", "unseen");
    await addMember("mem_other", "org_2", "unseen");
    await addMember("mem_service", "org_1", "app_1", "APPLICATION");
    await addEvent("mem_home");
    await new MembershipUse1764043200000().up(runner);
    await runner.release();
    const used = await database.query("SELECT id FROM members WHERE first_used_at > 0 ORDER BY id");
    expect(used.map(({ id }) => id)).toEqual(["mem_home", "mem_only"]);
    expect(await source.driver.createSchemaBuilder().log()).toMatchObject({ upQueries: [] });
  });

  it("count only once they are named where they are unused and the user works elsewhere", async () => {
    const runner = source.createQueryRunner();
    await new NamedOnly1764072000000().down(runner);
    await addMember("mem_home", "org_1", "works");
    await addMember("mem_strange", "org_2", "works");
    await addMember("mem_one", "org_1", "unseen");
    await addMember("mem_other", "org_2", "unseen");
    await addMember("mem_service", "org_1", "works", "APPLICATION");
    await database.query("UPDATE members SET first_used_at = 1 WHERE id = 'mem_home'");
    await new NamedOnly1764072000000().up(runner);
    await runner.release();
    const named = await database.query("SELECT id FROM members WHERE named_only ORDER BY id");
    expect(named.map(({ id }) => id)).toEqual(["mem_strange"]);
    expect(await source.driver.createSchemaBuilder().log()).toMatchObject({ upQueries: [] });
  });

  it("have no e-mail address, and are a subject's only one in an organization as before", async () => {
    const runner = source.createQueryRunner();
    await new MembersByEmail1764144000000().down(runner);
    await addMember("mem_1", "org_1", "ann");
    await new MembersByEmail1764144000000().up(runner);
    await runner.release();
    expect(await database.query("SELECT id, subject, email FROM members")).toEqual([
      { id: "mem_1", subject: "ann", email: null },
    ]);
    await expect(addMember("mem_2", "org_1", "ann")).rejects.toThrow(/unique/i);
    expect(await source.driver.createSchemaBuilder().log()).toMatchObject({ upQueries: [] });
  });
});
