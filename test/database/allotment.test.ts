import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Database } from "../../src/database/database.js";
import { allotmentOfApplications } from "../../src/services/applications/registration.js";
import { copyApplication } from "../support/databases/copied-applications.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { statementRecorder } from "../support/databases/statement-recorder.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

describe.each(DATABASE_KINDS)("what an organization may have of applications on %s", (kind) => {
  let gateway: TestGateway;
  let database: Database;
  const statements: string[] = [];

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    database = await Database.open({ url: gateway.database.url, logger: statementRecorder(statements) });
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await database.close();
    await gateway.stop();
  });

  /** An organization with `count` applications. */
  async function owner(count: number): Promise<string> {
    const { id, developer } = await gateway.organization();
    const application = await developer.createApplication();
    if (count > 1) await copyApplication(gateway.database, application.id, count);
    return id;
  }

  const outcomes = async (taken: Promise<void>[]) =>
    (await Promise.allSettled(taken)).map((outcome) => (outcome.status === "fulfilled" ? "" : outcome.reason.message));

  const REFUSAL = "The organization has 5 applications, the most there may be. Take back some of them first.";

  it("is counted once, and then added up", async () => {
    const allotment = allotmentOfApplications(database, 5);
    const id = await owner(3);
    statements.length = 0;
    expect(await outcomes(Array.from({ length: 4 }, () => allotment.take(id)))).toEqual(["", "", REFUSAL, REFUSAL]);
    expect(statements).toHaveLength(1);
    expect(await outcomes([allotment.take(await owner(1))])).toEqual([""]);
  });

  it("is counted again when there is nothing left, at most once a second", async () => {
    const allotment = allotmentOfApplications(database, 5);
    const id = await owner(5);
    const now = performance.now();
    const time = vi.spyOn(performance, "now").mockReturnValue(now);
    statements.length = 0;
    for (let n = 0; n < 3; n++) expect(await outcomes([allotment.take(id)])).toEqual([REFUSAL]);
    expect(statements).toHaveLength(1);
    await gateway.database.query(`DELETE FROM oauth_applications WHERE organization_id = '${id}'`);
    expect(await outcomes([allotment.take(id)])).toEqual([REFUSAL]);
    time.mockReturnValue(now + 1001);
    expect(await outcomes([allotment.take(id)])).toEqual([""]);
    expect(statements).toHaveLength(2);
    time.mockRestore();
  });

  it("is counted after a thousand, for those that another gateway has made", async () => {
    const allotment = allotmentOfApplications(database, 1_004);
    const id = await owner(1);
    for (let n = 0; n < 1000; n++) await allotment.take(id);
    const [{ id: application = "" } = {}] = (await gateway.database.query(
      `SELECT id FROM oauth_applications WHERE organization_id = '${id}'`,
    )) as { id: string }[];
    await copyApplication(gateway.database, application, 1_003);
    statements.length = 0;
    expect((await outcomes([allotment.take(id), allotment.take(id)])).filter((message) => message === "")).toHaveLength(
      1,
    );
    expect(statements).toHaveLength(1);
  });
});
