import { describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { createClient, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";
import { read } from "../support/organization/oauth-applications.js";

describe.each(DATABASE_KINDS)("the only application of a gateway on %s", (kind) => {
  it("does not answer, count or trip for an unknown client that presents its secrets", async () => {
    const gateway = await startOauthGateway(kind);
    try {
      const { developer, admin } = await gateway.organization();
      const foreign = (await gateway.organization()).admin;
      const retired = await createClient(developer);
      const { data } = await developer.rotate(retired.id, { previousSecret: "REVOKE" });
      const current = { ...retired, clientSecret: data.rotateSecret.clientSecret as string };
      for (const { clientId, clientSecret } of [current, retired]) {
        const unknown = { clientId: "f".repeat(32), clientSecret };
        expect((await requestToken(gateway.url, unknown)).status).toBe(401);
        expect((await requestToken(gateway.url, unknown, {}, "post")).status).toBe(401);
        expect(await admin.verify(unknown.clientId, clientSecret)).toEqual({ active: false });
        expect(await foreign.verify(unknown.clientId, clientSecret)).toEqual({ active: false });
        expect(await foreign.verify(clientId, clientSecret)).toEqual({ active: false });
      }
      const { secrets } = await read(developer, retired.id, "secrets { useCount }");
      expect(secrets).toEqual([{ useCount: 0 }, { useCount: 0 }]);
      await gateway.gateway.services.drain();
      expect(await listEvents(admin, { action: "client_secret.used_after_retirement" })).toEqual([]);
    } finally {
      await gateway.stop();
    }
  });
});
