import { ClerkAPIResponseError } from "@clerk/backend/errors";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isWellFormedSecret } from "../../src/model/secret.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { clerkSdk, failure } from "../support/dialects/sdks.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { createClient, introspect, startOauthGateway, tokenOf } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";

describe.each(DATABASE_KINDS)("Clerk's SDK on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function open() {
    const organization = await gateway.organization();
    const { admin, developer } = organization;
    const application = await createClient(developer, { name: "Shop" });
    const works = async (secret: string) => (await admin.verify(application.clientId, secret)).active;
    const isActive = async (token: string) =>
      (await introspect(gateway.url, await createClient(developer), token)).json.active;
    return { ...organization, application, works, isActive, clerk: clerkSdk(gateway.url, developer.token) };
  }

  describe("rotateSecret", () => {
    it("gives back the application with a new secret, and stops the old one at once", async () => {
      const { clerk, application, works } = await open();
      const before = await clerk.get(application.id);
      const rotated = await clerk.rotateSecret(application.id);
      expect(rotated.constructor).toBe(before.constructor);
      const { clientSecret = "", updatedAt: _, ...rest } = rotated;
      const { clientSecret: _none, updatedAt: _before, ...same } = before;
      expect(rest).toEqual(same);
      expect(isWellFormedSecret(clientSecret, "ogs_")).toBe(true);
      expect([await works(application.clientSecret), await works(clientSecret)]).toEqual([false, true]);
      expect((await clerk.get(application.id)).clientSecret).toBeUndefined();
    });

    it("stops both older secrets while a rotation is open", async () => {
      const { clerk, application, works, developer } = await open();
      const { data } = await developer.rotate(application.id, { previousSecret: "KEEP" });
      const second = data.rotateSecret.clientSecret;
      expect([await works(application.clientSecret), await works(second)]).toEqual([true, true]);
      const { clientSecret: third = "" } = await clerk.rotateSecret(application.id);
      expect([await works(application.clientSecret), await works(second), await works(third)]).toEqual([
        false,
        false,
        true,
      ]);
    });

    it("is refused for a public application, which has no secret", async () => {
      const { clerk } = await open();
      const { id } = await clerk.create({ name: "Phone", public: true });
      const { status, message, errors } = await failure(ClerkAPIResponseError, clerk.rotateSecret(id));
      expect([status, message, errors[0]?.code]).toEqual([409, "Conflict", "conflict"]);
    });
  });

  describe("revokeToken", () => {
    it("ends a token of the application, and answers nothing", async () => {
      const { clerk, application, isActive, owner } = await open();
      const [token, other] = [await tokenOf(gateway.url, application), await tokenOf(gateway.url, application)];
      expect(await isActive(token)).toBe(true);
      expect(await clerk.revokeToken({ oauthApplicationId: application.id, token })).toBeUndefined();
      expect([await isActive(token), await isActive(other)]).toEqual([false, true]);
      const [event] = await listEvents(owner, { targetId: application.id });
      expect(event).toMatchObject({ action: "access_token.revoked", wayIn: "CLERK" });
    });

    it("leaves another application's token alone", async () => {
      const { clerk, application, isActive, developer } = await open();
      const token = await tokenOf(gateway.url, await createClient(developer, { name: "Other" }));
      expect(await clerk.revokeToken({ oauthApplicationId: application.id, token })).toBeUndefined();
      expect(await isActive(token)).toBe(true);
    });

    it("leaves another organization's token alone, whose application it cannot name either", async () => {
      const { clerk, application } = await open();
      const theirs = await open();
      const token = await tokenOf(gateway.url, theirs.application);
      await clerk.revokeToken({ oauthApplicationId: application.id, token });
      const there = clerk.revokeToken({ oauthApplicationId: theirs.application.id, token });
      const { status, errors } = await failure(ClerkAPIResponseError, there);
      expect([status, errors[0]?.code]).toEqual([404, "resource_not_found"]);
      expect(await theirs.isActive(token)).toBe(true);
    });

    it("refuses a JWT, which cannot be revoked, and a token that is left out", async () => {
      const { clerk, application } = await open();
      const revoke = (token: unknown) =>
        failure(
          ClerkAPIResponseError,
          clerk.revokeToken({ oauthApplicationId: application.id, token: token as string }),
        );
      const refused = async (token: unknown) => {
        const { status, errors } = await revoke(token);
        return [status, errors.length, errors[0]?.code, errors[0]?.meta?.paramName];
      };
      expect(await refused("eyJhbGciOiJub25lIn0.e30.c2ln")).toEqual([422, 1, "form_param_format_invalid", "token"]);
      expect(await refused("")).toEqual([422, 1, "form_param_format_invalid", "token"]);
      expect(await refused(undefined)).toEqual([422, 1, "form_param_missing", "token"]);
    });
  });
});
