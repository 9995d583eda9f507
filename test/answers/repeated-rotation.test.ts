import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Permission, Role } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { haveTime } from "../support/gateway/have-time.js";
import { listEvents } from "../support/organization/audit-events.js";
import { change, changed, read, refusalOf, remove } from "../support/organization/oauth-applications.js";
import { issue, newKey, payloadOf, repeatedRotation } from "../support/organization/repeated-requests.js";

const DAY_MS = 86_400_000;

describe.each(DATABASE_KINDS)("a rotation with an idempotency key, on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  const open = () => repeatedRotation(gateway);

  it("gets the first answer again, plaintext included, and nothing happens a second time", async () => {
    const { rotate, application, admin } = await open();
    const first = payloadOf(await rotate());
    expect(first).toMatchObject({ replayed: false, clientSecret: expect.stringMatching(/^ogs_/) });
    const second = payloadOf(await rotate());
    expect(second).toEqual({ ...first, replayed: true });
    expect(await admin.verify(application.clientId, second.clientSecret)).toMatchObject({ active: true });
    const actions = (await listEvents(admin, { targetId: application.id })).map(({ action }) => action);
    expect(actions.filter((action) => action === "client_secret.rotated")).toHaveLength(1);
  });

  it("says no replay where there is no key", async () => {
    const { rotate } = await open();
    expect(payloadOf(await rotate({ idempotencyKey: null }))).toMatchObject({ replayed: false });
    expect(refusalOf(await rotate({ idempotencyKey: undefined }))).toEqual({ code: "CONFLICT" });
  });

  it("is found before `expectedVersion` is compared, which the first of the two has raised", async () => {
    const { rotate, application } = await open();
    const expectedVersion = application.version;
    const first = payloadOf(await rotate({ expectedVersion }));
    expect(payloadOf(await rotate({ expectedVersion }))).toEqual({ ...first, replayed: true });
  });

  it("happens once when ten of the same come at once", async () => {
    const { rotate, application, developer } = await open();
    const answers = (await Promise.all(Array.from({ length: 10 }, () => rotate()))).map(payloadOf);
    expect(new Set(answers.map(({ clientSecret }) => clientSecret)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    const { secrets, version } = await read(developer, application.id, "version secrets { id }");
    expect([secrets.length, version]).toEqual([2, 2]);
  });

  it("shows beside the secret what is there now", async () => {
    const { rotate, application, developer } = await open();
    const first = payloadOf(await rotate());
    await changed(developer, "updateOAuthApplication", { oauthApplicationId: application.id, name: "Renamed" });
    await changed(developer, "completeSecretRotation", { oauthApplicationId: application.id });
    expect(payloadOf(await rotate())).toMatchObject({
      replayed: true,
      clientSecret: first.clientSecret,
      secret: { id: first.secret.id, status: "CURRENT" },
      previousSecret: { id: first.previousSecret.id, status: "REVOKED" },
      oauthApplication: { name: "Renamed", version: 4 },
    });
  });

  it("takes an input for the same whatever the order of its fields, and with defaults written out", async () => {
    const { rotate, input } = await open();
    const first = payloadOf(await rotate());
    expect(payloadOf(await rotate({ previousSecret: "EXPIRE", overlapSeconds: null }))).toMatchObject({
      replayed: true,
      clientSecret: first.clientSecret,
    });
    const { idempotencyKey, oauthApplicationId } = input;
    const turned = { previousSecret: "EXPIRE", idempotencyKey, oauthApplicationId };
    expect(payloadOf(await rotate(turned))).toMatchObject({ replayed: true });
  });

  it("is CONFLICT with another input, and nothing happens", async () => {
    const { rotate, application, developer } = await open();
    payloadOf(await rotate());
    const other = await developer.createApplication();
    const before = await read(developer, application.id);
    const conflict = { code: "CONFLICT", field: "idempotencyKey", rule: "otherInput" };
    for (const more of [{ previousSecret: "REVOKE" }, { overlapSeconds: 60 }, { expectedVersion: 1 }]) {
      expect(refusalOf(await rotate(more))).toEqual(conflict);
    }
    expect(refusalOf(await rotate({ oauthApplicationId: other.id }))).toEqual(conflict);
    expect(await read(developer, application.id)).toEqual(before);
    expect((await read(developer, other.id, "version")).version).toBe(1);
  });

  it("keeps nothing of a refused request, which may be corrected under the same key", async () => {
    const { rotate } = await open();
    expect(refusalOf(await rotate({ expectedVersion: 7 }))).toEqual({ code: "CONFLICT" });
    expect(refusalOf(await rotate({ overlapSeconds: -1 }))).toMatchObject({ code: "BAD_USER_INPUT" });
    expect(payloadOf(await rotate({ expectedVersion: 1 }))).toMatchObject({ replayed: false });
    expect(refusalOf(await rotate({ expectedVersion: 7 }))).toMatchObject({ code: "CONFLICT", rule: "otherInput" });
  });

  it("is another one for another actor, another operation and another tenant", async () => {
    const { rotate, admin, developer, input, client } = await open();
    const first = payloadOf(await rotate());
    expect(refusalOf(await rotate({}, admin))).toEqual({ code: "CONFLICT" });
    const another = await client(Role.DEVELOPER);
    expect(refusalOf(await rotate({}, another))).toEqual({ code: "CONFLICT" });
    const created = await issue(developer, "createOAuthApplication", {
      name: "Other",
      idempotencyKey: input.idempotencyKey,
    });
    expect(payloadOf(created)).toMatchObject({ replayed: false });
    const { owner: stranger } = await gateway.organization();
    expect(refusalOf(await rotate({}, stranger))).toEqual({ code: "NOT_FOUND" });
    expect(payloadOf(await rotate())).toEqual({ ...first, replayed: true });
  });

  it("asks permission again: FORBIDDEN for who may not rotate any more", async () => {
    const { rotate, application, owner } = await open();
    payloadOf(await rotate());
    await changed(owner, "updateOAuthApplication", {
      oauthApplicationId: application.id,
      ownerOnlySecretRotation: true,
    });
    expect(refusalOf(await rotate())).toEqual({ code: "FORBIDDEN" });
    const narrow = await open();
    payloadOf(await narrow.rotate());
    const { oauthApplicationId } = narrow.input;
    await narrow.owner.ok(
      "mutation ($id: ID!) { addMember(input: { oauthApplicationId: $id, role: OWNER }) { member { id } } }",
      { id: oauthApplicationId },
    );
    expect(refusalOf(await narrow.rotate())).toEqual({ code: "FORBIDDEN" });
  });

  it.each([Role.VIEWER, Role.DEVELOPER, Role.ADMIN, Role.OWNER])("is for whoever may rotate: %s", async (role) => {
    const { rotate, client } = await open();
    const sender = await client(role);
    if (role === Role.VIEWER) {
      expect(refusalOf(await rotate({}, sender))).toEqual({ code: "FORBIDDEN" });
      return;
    }
    const first = payloadOf(await rotate({}, sender));
    expect(payloadOf(await rotate({}, sender))).toEqual({ ...first, replayed: true });
    const reader = await client(role, [Permission.APPLICATION_READ]);
    expect(refusalOf(await rotate({}, reader))).toEqual({ code: "FORBIDDEN" });
  });

  it("is UNAUTHENTICATED for a token that was revoked meanwhile", async () => {
    const { rotate, owner } = await open();
    const { token, apiToken } = payloadOf(
      await issue(owner, "createApiToken", { name: "Short", role: "DEVELOPER", idempotencyKey: newKey() }),
    );
    const sender = new GraphqlClient(gateway.url, token);
    payloadOf(await rotate({}, sender));
    await owner.ok("mutation ($id: ID!) { revokeApiToken(input: { apiTokenId: $id }) { apiToken { id } } }", {
      id: apiToken.id,
    });
    const { errors } = await rotate({}, sender);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(["UNAUTHENTICATED"]);
  });

  it("is NOT_FOUND once the application is deleted", async () => {
    const { rotate, application, admin } = await open();
    payloadOf(await rotate());
    await remove(admin, { oauthApplicationId: application.id });
    expect(refusalOf(await rotate())).toEqual({ code: "NOT_FOUND" });
    const kept = await gateway.database.query(
      `SELECT sealed FROM kept_answers WHERE oauth_application_id = '${application.id}'`,
    );
    expect(kept).toEqual([{ sealed: null }]);
  });

  it("is forgotten after 24 hours: the key is as new", async () => {
    const { rotate, application, developer } = await open();
    const first = payloadOf(await rotate({ overlapSeconds: 60 }));
    gateway.advance(DAY_MS - 60_000);
    expect(payloadOf(await rotate({ overlapSeconds: 60 }))).toMatchObject({ replayed: true });
    gateway.advance(61_000);
    const again = payloadOf(await rotate());
    expect(again).toMatchObject({ replayed: false });
    expect(again.clientSecret).not.toBe(first.clientSecret);
    expect((await read(developer, application.id, "secrets { id }")).secrets).toHaveLength(3);
    expect(payloadOf(await rotate())).toEqual({ ...again, replayed: true });
  });

  it.each(["short", "x".repeat(256), "with a space in it", "sixteen-bytes-\u00e4\u00f6", "tab\tinside-the-key-x"])(
    "refuses a key that is not 16 to 255 visible ASCII characters, without repeating it: %j",
    async (idempotencyKey) => {
      const { rotate } = await open();
      const answer = await rotate({ idempotencyKey });
      expect(refusalOf(answer)).toMatchObject({ code: "BAD_USER_INPUT", field: "idempotencyKey" });
      expect(answer.text).not.toContain(idempotencyKey);
    },
  );

  it("takes keys of 16 and 255 characters", async () => {
    for (const idempotencyKey of ["0123456789abcde!", "~".repeat(255)]) {
      const { rotate } = await open();
      const first = payloadOf(await rotate({ idempotencyKey }));
      expect(payloadOf(await rotate({ idempotencyKey }))).toEqual({ ...first, replayed: true });
    }
  });

  it("still has to select the secret", async () => {
    const { input, developer } = await open();
    const answer = await developer.send(
      "mutation ($input: RotateSecretInput!) { rotateSecret(input: $input) { replayed } }",
      { input },
    );
    expect(answer.errors.map(({ extensions }) => extensions)).toMatchObject([
      { code: "BAD_USER_INPUT", field: "clientSecret" },
    ]);
    expect(await change(developer, "rotateSecret", input)).toMatchObject({ errors: [] });
  });
});
