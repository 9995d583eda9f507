import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isWellFormedSecret } from "../../src/model/secret.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { CHOSEN_SECRET } from "../support/dialects/contracts/contract.js";
import {
  contractOrganization,
  expectRefused,
  isGood,
  itWhere,
} from "../support/dialects/contracts/contract-organization.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";

const ROTATIONS = CONTRACTS.flatMap((contract) =>
  contract.rotations.map((rotation) => ({ dialect: contract.dialect, title: rotation.title, contract, rotation })),
);

describe.each(DATABASE_KINDS)("on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  describe.each(ROTATIONS)("$dialect, $title", ({ contract, rotation }) => {
    const open = async () => {
      const organization = await contractOrganization(gateway, contract);
      const application = await organization.application();
      const good = (secret: string) => isGood(gateway, organization.admin, application.clientId, secret);
      return { ...organization, created: application, good };
    };
    const isChosen = rotation.keys === undefined;

    it("answers with the new secret, and with nothing else than was promised", async () => {
      const { call, created } = await open();
      const answer = await call(rotation, created.key);
      expect(answer.status).toBe(rotation.status);
      if (rotation.keys === undefined) {
        expect(answer.text).toBe("");
        return;
      }
      expect(answer.headers.get("content-type")).toBe("application/json");
      expect(Object.keys(answer.body.result ?? answer.body).sort()).toEqual([...rotation.keys].sort());
      expect(isWellFormedSecret(rotation.secretOf(answer), "ogs_")).toBe(true);
      expect(rotation.secretOf(answer)).not.toBe(created.clientSecret);
    });

    it(`makes the new secret work and leaves the old one ${rotation.oldOneWorks ? "alive" : "dead at once"}`, async () => {
      const { created, rotated, good } = await open();
      expect(await good(created.clientSecret)).toBe(true);
      if (isChosen) expect(await good(CHOSEN_SECRET)).toBe(false);
      const secret = await rotated(rotation, created.key);
      expect(await good(secret)).toBe(true);
      expect(await good(created.clientSecret)).toBe(rotation.oldOneWorks);
    });

    it("leaves another application's secret alone", async () => {
      const { application, rotated, admin } = await open();
      const [one, other] = [await application("One"), await application("Other")];
      const secret = await rotated(rotation, one.key);
      expect(await isGood(gateway, admin, other.clientId, other.clientSecret)).toBe(true);
      expect(await isGood(gateway, admin, other.clientId, secret)).toBe(false);
    });

    itWhere(!rotation.oldOneWorks)("stops every older secret when a rotation is open", async () => {
      const { created, rotated, good, owner } = await open();
      const { data } = await owner.rotate(created.id, { previousSecret: "KEEP" });
      const second = data.rotateSecret.clientSecret;
      expect([await good(created.clientSecret), await good(second)]).toEqual([true, true]);
      const third = await rotated(rotation, created.key);
      expect([await good(created.clientSecret), await good(second), await good(third)]).toEqual([false, false, true]);
    });

    itWhere(rotation.oldOneWorks)("refuses a second one while the first is open, and changes nothing", async () => {
      const { created, rotated, good, call, owner } = await open();
      const secret = await rotated(rotation, created.key);
      const call2 = isChosen
        ? { ...rotation, body: () => ({ newClientSecret: `Another-${CHOSEN_SECRET}` }) }
        : rotation;
      const state = `{ oauthApplication(id: "${created.id}") { version secrets { id status expiresAt } } }`;
      const before = await owner.ok(state);
      expectRefused(contract, await call(call2, created.key), { status: 409 });
      expect(await owner.ok(state)).toEqual(before);
      expect([await good(created.clientSecret), await good(secret)]).toEqual([true, true]);
      if (isChosen) expect(await good(`Another-${CHOSEN_SECRET}`)).toBe(false);
    });

    itWhere(rotation.end !== undefined)(
      "ends when asked, even while the old secret is in use: the new one is the only one",
      async () => {
        const end = rotation.end as NonNullable<typeof rotation.end>;
        const { created, rotated, good, call } = await open();
        const secret = await rotated(rotation, created.key);
        expect(await good(created.clientSecret)).toBe(true);
        const answer = await call(end, created.key);
        expect([answer.status, answer.body]).toEqual([end.status, end.answer(created.key)]);
        expect([await good(created.clientSecret), await good(secret)]).toEqual([false, true]);
        expectRefused(contract, await call(end, created.key), { status: 409 });
        expect(await good(secret)).toBe(true);
      },
    );

    itWhere(rotation.end !== undefined)("has nothing to end before it has begun, and says so", async () => {
      const { created, call, good } = await open();
      const end = rotation.end as NonNullable<typeof rotation.end>;
      expectRefused(contract, await call(end, created.key), { status: 409 });
      expect(await good(created.clientSecret)).toBe(true);
    });

    itWhere(rotation.oldOneWorks)(
      `${isChosen ? "ends by itself after 48 hours" : "never ends by itself"}`,
      async () => {
        const { created, rotated, good } = await open();
        const secret = await rotated(rotation, created.key);
        gateway.advance(48 * 3600_000 - 60_000);
        expect([await good(created.clientSecret), await good(secret)]).toEqual([true, true]);
        gateway.advance(120_000);
        expect([await good(created.clientSecret), await good(secret)]).toEqual([!isChosen, true]);
        gateway.advance(365 * 86_400_000);
        expect([await good(created.clientSecret), await good(secret)]).toEqual([!isChosen, true]);
      },
    );

    it("refuses to rotate what has no secret", async () => {
      const { created, call, owner } = await open();
      await owner.ok(
        `mutation { updateOAuthApplication(input: { oauthApplicationId: "${created.id}", public: true }) { oauthApplication { id } } }`,
      );
      expectRefused(contract, await call(rotation, created.key), { status: 409 });
    });
  });
});
