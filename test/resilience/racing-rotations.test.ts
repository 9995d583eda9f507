// Too long for a quick run.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { brokenRows } from "../support/databases/integrity.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { Answer } from "../support/gateway/graphql-client.js";
import { outcomes, plaintexts } from "../support/gateway/outcomes.js";
import { patiently } from "../support/gateway/patience.js";

describe.each(DATABASE_KINDS)("50 racing rotations of one application on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  const race = (rotate: (number: number) => Promise<Answer>) =>
    Promise.all(Array.from({ length: 50 }, (_, number) => patiently(() => rotate(number))));

  it("let exactly one EXPIRE win and leave its secret beside the previous one", async () => {
    const { admin } = await gateway.organization();
    const { id, clientId, clientSecret } = await admin.createApplication();
    const answers = await race(() => admin.rotate(id));
    expect(outcomes(answers)).toEqual({ OK: 1, CONFLICT: 49 });
    const [winner = ""] = plaintexts(answers);
    expect((await admin.verify(clientId, winner)).secret?.status).toBe("CURRENT");
    expect((await admin.verify(clientId, clientSecret ?? "")).secret?.status).toBe("PREVIOUS");
    const { oauthApplication } = await admin.ok(
      "query ($id: ID!) { oauthApplication(id: $id) { version secrets { status } auditEvents { totalCount } } }",
      { id },
    );
    expect(oauthApplication).toEqual({
      version: 2,
      secrets: [{ status: "CURRENT" }, { status: "PREVIOUS" }],
      auditEvents: { totalCount: 2 },
    });
    expect(await brokenRows(gateway.database)).toEqual([]);
  });

  it("let exactly one win that expects the same version, even with REVOKE", async () => {
    const { admin } = await gateway.organization();
    const { id, clientId } = await admin.createApplication();
    const answers = await race(() => admin.rotate(id, { previousSecret: "REVOKE", expectedVersion: 1 }));
    expect(outcomes(answers)).toEqual({ OK: 1, CONFLICT: 49 });
    expect(await admin.verify(clientId, plaintexts(answers)[0] ?? "")).toMatchObject({ active: true });
  });

  it("leave exactly one usable secret after REVOKE, which is one that was handed out", async () => {
    const { admin } = await gateway.organization();
    const { id, clientId, clientSecret } = await admin.createApplication();
    const answers = await race(() => admin.rotate(id, { previousSecret: "REVOKE" }));
    expect(outcomes(answers)).toEqual({ OK: 50 });
    const secrets = [clientSecret ?? "", ...plaintexts(answers)];
    expect(new Set(secrets).size).toBe(51);
    const usable = [];
    for (const secret of secrets) if ((await admin.verify(clientId, secret)).active) usable.push(secret);
    expect(usable).toHaveLength(1);
    expect(usable).not.toContain(clientSecret);
    const { oauthApplication, auditEvents } = await admin.ok(
      `query ($id: ID!) {
        oauthApplication(id: $id) { version secrets { status } }
        auditEvents(filter: {targetId: $id, action: "client_secret.rotated"}) { totalCount }
      }`,
      { id },
    );
    // The application's creation and 50 rotations; the newest 20 secrets are listed.
    expect([oauthApplication.version, auditEvents.totalCount]).toEqual([51, 50]);
    const statuses = oauthApplication.secrets.map(({ status }: { status: string }) => status);
    expect(statuses).toEqual(["CURRENT", ...Array(19).fill("REVOKED")]);
  });

  it("never make a third usable secret when all policies are mixed with completing and cancelling", async () => {
    const { admin } = await gateway.organization();
    const { id } = await admin.createApplication();
    const end = (name: string) =>
      admin.send(`mutation ($id: ID!) { ${name}(input: { oauthApplicationId: $id }) { oauthApplication { id } } }`, {
        id,
      });
    const answers = await race((number) => {
      if (number % 5 === 3) return end("completeSecretRotation");
      if (number % 5 === 4) return end("cancelSecretRotation");
      return admin.rotate(id, { previousSecret: ["EXPIRE", "KEEP", "REVOKE"][number % 5] });
    });
    const { OK = 0, CONFLICT = 0, ...others } = outcomes(answers);
    expect(others).toEqual({});
    // The ten REVOKE cannot be refused.
    expect(OK).toBeGreaterThanOrEqual(10);
    expect(OK + CONFLICT).toBe(50);
    expect(await brokenRows(gateway.database)).toEqual([]);
    const { oauthApplication } = await admin.ok("query ($id: ID!) { oauthApplication(id: $id) { version } }", { id });
    expect(oauthApplication.version).toBe(1 + OK);
  });
});
