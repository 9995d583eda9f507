import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dumpRows, readFiles } from "../support/databases/database-dump.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { cspOrganization } from "../support/dialects/csp.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { metricsOf, WITH_METRICS } from "../support/gateway/metrics.js";
import { basic, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { postFormTo, rawBasic } from "../support/oauth/token-routes.js";
import { leakedIn, type Recording, recordAnswers } from "../support/organization/recorded-answers.js";

/** Long enough for its parts to be no coincidence. */
const canary = () => `Aa1-${crypto.randomUUID()}-${crypto.randomUUID()}`;

describe.each(DATABASE_KINDS)("a secret that its caller chose, on %s", (kind) => {
  let gateway: TestGateway;
  let recording: Recording;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind, { env: WITH_METRICS });
    recording = recordAnswers();
  });
  afterAll(async () => {
    recording.stop();
    await gateway.stop();
  });

  /** Every request that carries such a secret, whether it is taken or refused. */
  async function sendEverywhere() {
    const { create, created, patch, send, good, owner, developer, as } = await cspOrganization(gateway);
    const [echoed, posted, patched, refused] = [canary(), canary(), canary(), canary()];
    const { clientId } = await created({ secret: echoed });
    const path = `/${clientId}/secret`;
    expect((await send("POST", path, { newClientSecret: posted })).status).toBe(200);
    const refusals = [
      await send("POST", path, { newClientSecret: refused }),
      await create({ id: clientId, secret: refused }),
      await create({ secret: refused, displayName: "" }),
      await create({ secret: `${refused} ` }),
      await create({ secret: refused, publicClient: true }),
      await create({ [refused]: refused, displayName: refused, redirectUris: [refused] }),
      await patch(clientId, { secret: refused, redirectUris: [refused] }),
      await patch(clientId, { secret: echoed }),
      await send("PUT", path, { clientSecret: refused }),
      await send("PUT", path, `{"${refused}`),
      await send("GET", `?pageStart=${refused}`),
      await send("GET", `/${refused}`),
      await as("owner").request("GET", `/csp/gateway/am/api/${refused}`),
      await as("owner").request("GET", `/csp/gateway/am/api/orgs/${refused}/oauth-apps`),
    ];
    for (const { status, text } of refusals) expect([400, 404, 409], text).toContain(status);
    expect((await patch(clientId, { secret: patched })).status).toBe(200);
    expect(await good(clientId, patched)).toBe(true);
    const auth = "/csp/gateway/am/api/auth/token";
    const grant = "grant_type=client_credentials";
    for (const secret of [echoed, posted, patched, refused]) {
      await good(clientId, secret);
      await postFormTo(gateway.url, auth, grant, { authorization: rawBasic(clientId, secret) });
      await postFormTo(gateway.url, auth, `${grant}&client_id=${clientId}&client_secret=${secret}`);
      await postFormTo(gateway.url, `${auth}?${grant}&client_id=${clientId}&client_secret=${secret}`, "");
      await postFormTo(gateway.url, `${auth}?scope=${secret}`, grant, { authorization: basic(clientId, patched) });
    }
    const everything = `nodes { clientId clientSecretHint secrets { hint }
      auditEvents(first: 50) { nodes { action details actor { id name } } } }`;
    await owner.ok(`{ oauthApplications(first: 50) { ${everything} } auditEvents(first: 50) { nodes { details } } }`);
    await developer.ok("{ oauthApplications { nodes { name clientSecretHint secrets { hint } } } }");
    for (const shown of ["", `/${clientId}`]) await send("GET", shown);
    return { clientId, echoed, posted, patched, refused };
  }

  it("is in no answer, but the one of a create that generated neither", async () => {
    const { echoed, posted, patched, refused, clientId } = await sendEverywhere();
    const telling = recording.answers.filter((answer) => leakedIn(answer, [echoed]).length > 0);
    expect(telling).toHaveLength(1);
    expect(telling[0]).toContain(JSON.stringify({ clientId, clientSecret: echoed }));
    for (const secret of [posted, patched]) {
      expect(recording.answers.filter((answer) => leakedIn(answer, [secret]).length > 0)).toEqual([]);
    }
    // A property that nobody knows is named to its sender, and an OAuth scope to its client (RFC 6749 §5.2).
    const named = recording.answers.filter((answer) => answer.includes(refused));
    for (const answer of named) expect(answer).toMatch(/is not a parameter of this operation|invalid_scope/);
  });

  it("is in no line of the log", async () => {
    const { echoed, posted, patched, refused } = await sendEverywhere();
    expect(gateway.log()).toContain('"route":"/csp/gateway/am/api/orgs/:orgId/oauth-apps/:oauthAppId/secret"');
    expect(leakedIn(gateway.log(), [echoed, posted, patched, refused])).toEqual([]);
  });

  it("is in no row of the database, in none of its files and in no metric", async () => {
    const { echoed, posted, patched, refused } = await sendEverywhere();
    const secrets = [echoed, posted, patched, refused];
    const rows = await dumpRows(gateway.database);
    expect(rows).toContain(`…${patched.slice(-2)}`);
    expect(leakedIn(rows, secrets)).toEqual([]);
    for (const [name, content] of await readFiles(gateway.database)) {
      expect([name, leakedIn(content, secrets)]).toEqual([name, []]);
    }
    expect(leakedIn(await metricsOf(gateway), secrets)).toEqual([]);
  });
});
