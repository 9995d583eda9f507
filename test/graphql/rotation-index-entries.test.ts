import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { PooledDatabase } from "../../src/database/sqlite/driver.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { changed } from "../support/organization/oauth-applications.js";
import { rotatingApplication } from "../support/organization/rotating-application.js";

/** Partial indexes, which hold only rows that none of these steps leaves behind. */
const OF_OTHER_ROWS = ["ix_oauth_applications_unlisted", "ix_audit_events_actor_secret", "ix_audit_events_deleted"];

const OF_NEW_SECRETS = ["ix_client_secrets_application", "sqlite_autoindex_client_secrets_1"];
const OF_NEW_EVENTS = [
  "ix_audit_events_action",
  "ix_audit_events_actor",
  "ix_audit_events_organization",
  "ix_audit_events_target",
  "sqlite_autoindex_audit_events_1",
];

/** PostgreSQL writes all indexes of a row whenever one has to be written. */
describe("the indexes that a step of a rotation writes on sqlite", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
  });
  afterAll(() => gateway.stop());
  afterEach(() => void vi.restoreAllMocks());

  /** The indexes into which what `work` writes puts entries, by the programs of its statements. */
  async function written(work: () => Promise<unknown>): Promise<string[]> {
    const sent = vi.spyOn(PooledDatabase.prototype, "all");
    await work();
    const statements = sent.mock.calls.map(([sql]) => sql).filter((sql) => /^(?:INSERT|UPDATE)\b/.test(sql));
    sent.mockRestore();
    const roots = await gateway.database.query("SELECT name, rootpage FROM sqlite_master WHERE type = 'index'");
    const nameOf = new Map(roots.map(({ name, rootpage }) => [rootpage, String(name)]));
    const names = new Set<string>();
    for (const sql of statements) {
      const program = await gateway.database.query(`EXPLAIN ${sql}`);
      const opened = program.filter(({ opcode }) => opcode === "OpenWrite");
      for (const { p1 } of program.filter(({ opcode }) => opcode === "IdxInsert")) {
        const name = nameOf.get(opened.find((one) => one.p1 === p1)?.p2);
        if (name && !OF_OTHER_ROWS.includes(name)) names.add(name);
      }
    }
    return [...names].toSorted();
  }

  const expected = (...ofApplications: string[]) =>
    [...OF_NEW_EVENTS, ...ofApplications, "ix_oauth_applications_updated"].toSorted();

  it("are not that of rotations' ends when none was open, and none is", async () => {
    const { developer, application } = await rotatingApplication(gateway);
    const ofRevoke = await written(() => developer.rotate(application.id, { previousSecret: "REVOKE" }));
    expect(ofRevoke).toEqual(expected("ix_oauth_applications_secret", ...OF_NEW_SECRETS).toSorted());
  });

  it("are those of ends and of current secrets when both change", async () => {
    const { developer, application } = await rotatingApplication(gateway);
    const ofKeep = await written(() => developer.rotate(application.id, { previousSecret: "KEEP" }));
    expect(ofKeep).toEqual(
      expected("ix_oauth_applications_rotation", "ix_oauth_applications_secret", ...OF_NEW_SECRETS),
    );
  });

  it("are not that of current secrets when the previous one is stopped", async () => {
    const { developer, application } = await rotatingApplication(gateway);
    await developer.rotate(application.id, { previousSecret: "KEEP" });
    const ofCompletion = await written(() =>
      changed(developer, "completeSecretRotation", { oauthApplicationId: application.id, force: true }),
    );
    // The program of the secrets' statement could insert one, too.
    expect(ofCompletion).toEqual(expected("ix_oauth_applications_rotation", ...OF_NEW_SECRETS));
  });
});
