import { randomUUID } from "node:crypto";
import { allowInsecureRequests, ClientSecretBasic, clientCredentialsGrant, discovery } from "openid-client";
import { expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { basic, createClient, postForm, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";

const ROTATIONS = 5;

it.each(DATABASE_KINDS)(
  "no token is refused while an application rotates itself again and again, on %s",
  async (kind) => {
    const begun = Date.now();
    // Stands still while requests are under way, so that none takes longer than an overlap.
    const gateway = await startOauthGateway(kind, { clock: () => begun });
    try {
      const { owner, admin } = await gateway.organization();
      const { id, clientId, clientSecret } = await createClient(owner, {
        selfRotationEnabled: true,
        secretOverlapSeconds: 1,
      });
      let secret = clientSecret;
      let isOver = false;
      let tokens = 0;
      const asking = new Set<Promise<unknown>>();
      const askOn = async () => {
        const issuer = new URL(gateway.url);
        while (!isOver) {
          const options = { execute: [allowInsecureRequests] };
          const own = ClientSecretBasic(secret);
          const asked = discovery(issuer, clientId, undefined, own, options).then((server) =>
            clientCredentialsGrant(server),
          );
          asking.add(asked);
          await asked.finally(() => asking.delete(asked));
          tokens += 1;
        }
      };
      const loops = Promise.all([askOn(), askOn(), askOn()]);
      const rotate = async () => {
        for (let round = 1; round <= ROTATIONS; round++) {
          // Secrets of one millisecond would have no order.
          gateway.advance(1);
          const { status, text, json } = await postForm(
            `${gateway.url}/oauth/client_secret`,
            {},
            { authorization: basic(clientId, secret), "idempotency-key": randomUUID() },
          );
          expect([status, status === 200 ? "" : text]).toEqual([200, ""]);
          const withOld = [...asking];
          secret = json.client_secret;
          await expect
            .poll(
              async () =>
                (await listEvents(admin, { targetId: id, action: "client_secret.rotation_confirmed" })).length,
            )
            .toBe(round);
          await Promise.all(withOld);
          gateway.advance(1000);
        }
        isOver = true;
      };
      await Promise.race([loops, rotate()]);
      await loops;
      expect(tokens).toBeGreaterThan(ROTATIONS);
    } finally {
      await gateway.stop();
    }
  },
);
