import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dumpRows } from "../support/databases/database-dump.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { CHOSEN_SECRET } from "../support/dialects/contracts/contract.js";
import { callsOf, contractOrganization, expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import { type DialectAnswer, dialectClient } from "../support/dialects/dialects.js";
import { openapiOf } from "../support/dialects/openapi.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";
import { leakedIn, recordAnswers } from "../support/organization/recorded-answers.js";

describe.each(DATABASE_KINDS)("on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  describe.each(CONTRACTS)("$dialect", (contract) => {
    const open = () => contractOrganization(gateway, contract);

    it("tells each secret once, in the answer to its issue, and nothing else ever", async () => {
      const organization = await open();
      const { application, call, as, admin, viewer, developer, owner } = organization;
      await openapiOf(gateway.url);
      const since = gateway.log().length;
      const recording = recordAnswers();
      const issued = await application();
      const secrets = [issued.clientSecret];
      try {
        for (const rotation of contract.rotations) {
          secrets.push(rotation.secretOf(await call(rotation, issued.key)));
          await call(contract.get, issued.key);
          await call(rotation, issued.key);
          if (rotation.end) await call(rotation.end, issued.key);
        }
        for (const role of ["viewer", "developer", "admin", "owner"] as const) {
          for (const read of [contract.get, contract.list]) await call(read, issued.key, as(role));
        }
        if (contract.update) await call(contract.update, issued.key);
        for (const secret of secrets)
          await requestToken(gateway.url, { clientId: issued.clientId, clientSecret: secret });
        const events = JSON.stringify(await listEvents(admin));
        expect(events).toContain("client_secret.rotated");
        expect(leakedIn(events, secrets)).toEqual([]);
        await call(contract.delete, issued.key);
      } finally {
        recording.stop();
      }
      const tokens = [viewer, developer, admin, owner].map(({ token }) => token as string);
      for (const secret of secrets) {
        const answers = recording.answers.filter((answer) => leakedIn(answer, [secret]).length > 0);
        expect(answers).toHaveLength(secret === CHOSEN_SECRET ? 0 : 1);
      }
      expect(leakedIn(recording.answers.join("\n"), tokens)).toEqual([]);
      const log = gateway.log().slice(since);
      expect(log).toContain('"msg":"request"');
      expect(leakedIn(log, [...secrets, ...tokens])).toEqual([]);
      expect(log).not.toMatch(/og[cst]_[0-9A-Za-z]{8}|v1\$/);
      expect(leakedIn(await dumpRows(gateway.database), [...secrets, ...tokens])).toEqual([]);
    });

    it("has a secret's hint by no more than four of its characters", async () => {
      const { application, call, owner } = await open();
      const { key, id, clientSecret } = await application();
      const { oauthApplication } = await owner.ok(`{ oauthApplication(id: "${id}") { clientSecretHint } }`);
      expect(oauthApplication.clientSecretHint).toBe(`ogs_…${clientSecret.slice(-4)}`);
      const shown = JSON.stringify(contract.get.applicationOf((await call(contract.get, key)).body));
      expect(shown.includes(clientSecret.slice(-5))).toBe(false);
    });

    /** Sends something with a secret in it; answers all that comes back. */
    async function echoOf(send: (secret: string) => Promise<DialectAnswer>) {
      const { application, call } = await open();
      const { key, clientSecret } = await application();
      const since = gateway.log().length;
      const answer = await send(clientSecret);
      const all = `${[...answer.headers].map((header) => header.join(": ")).join("\n")}\n${answer.text}`;
      expect(leakedIn(all, [clientSecret])).toEqual([]);
      expect(gateway.log().slice(since)).toContain('"msg":"request"');
      expect(leakedIn(gateway.log().slice(since), [clientSecret])).toEqual([]);
      expect((await call(contract.get, key)).status).toBe(200);
      return answer;
    }

    it.each(callsOf(contract))("does not echo a secret in the place of an id or a token: %s", async (_title, call) => {
      const stranger = await open();
      const { id, as } = stranger;
      const send = (path: string, token: string | null = as("owner").token) => {
        const body = call.body?.("nonsense");
        return dialectClient(gateway.url, token).request(call.method, path, body === undefined ? {} : { body });
      };
      const withoutKey = call.path(id, "");
      const answered = await echoOf((secret) => send(withoutKey, secret));
      expectRefused(contract, answered, { status: 401 });
      if (call.path(id, "KEY") !== withoutKey) {
        expectRefused(contract, await echoOf((secret) => send(call.path(id, secret))), { status: 404 });
      }
      await echoOf((secret) =>
        send(`${call.path(id, "nonsense")}?${secret}=${secret}&limit=${secret}&pageStart=${secret}`),
      );
    });

    it.each([
      ["a property's name", (secret: string) => ({ [secret]: 1 })],
      ["a property's value", (secret: string) => ({ surprise: secret })],
      ["a name in the wrong place", (secret: string) => ({ [contract.names.name]: [secret] })],
      ["a redirect URI", (secret: string) => ({ redirect_uris: [secret], redirectUris: [secret] })],
    ])("does not echo a secret in a body: %s", async (_place, wrong) => {
      const { id, as } = await open();
      const answer = await echoOf((secret) =>
        as("owner").request("POST", contract.create.path(id, ""), {
          body: { ...contract.creation("Shop"), ...wrong(secret) },
        }),
      );
      expect(answer.status).toBe(contract.inputStatus);
    });

    it("does not echo a secret in JSON that is cut off", async () => {
      const { id, as } = await open();
      const path = contract.create.path(id, "");
      const answer = await echoOf((secret) => as("owner").request("POST", path, { body: `{"name": ${secret}` }));
      expectRefused(contract, answer, { status: 400 });
    });
  });
});
