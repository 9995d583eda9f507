import { createHash } from "node:crypto";
import { hash } from "@node-rs/bcrypt";
import * as openidClient from "openid-client";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { CheckTurns } from "../../src/services/foreign-hashes/check-turns.js";
import { sealHash } from "../../src/services/secrets/foreign-digest.js";
import madeElsewhere from "../foreign-hashes/made-elsewhere.json" with { type: "json" };
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { holdFile } from "../support/databases/held-file.js";
import { holdRow } from "../support/databases/held-row.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { metricValue, WITH_METRICS } from "../support/gateway/metrics.js";
import { postForm, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";
import { broughtClient, importClient } from "../support/organization/brought-clients.js";

const { secret, hashes } = madeElsewhere;

const inHash = (text: string, expiresAt: Date | null = null) => ({ form: "hash" as const, text, expiresAt });
const hashOf = (kind: string) => hashes.find((one) => one.kind === kind)?.hash ?? "";
const fast = (text: string) => `{sha256-hex}${createHash("sha256").update(text).digest("hex")}`;

describe.each(DATABASE_KINDS)("a client of whose secret only a hash came along, on %s", (kind) => {
  let database: TestDatabase;
  let gateway: TestGateway;
  let other: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    database = await createMigratedDatabase(kind);
    gateway = await startOauthGateway(kind, { database, env: WITH_METRICS });
    other = await startOauthGateway(kind, { database, env: { ...WITH_METRICS, ...database.env } });
  });
  beforeEach(async () => {
    organization = await gateway.organization();
  });
  afterAll(async () => {
    await gateway.stop();
    await other.stop();
    await database.drop();
  });

  const checksAt = (one: TestGateway) => metricValue(one, "gateway_imported_hash_checks_total");

  async function brought(...texts: string[]) {
    const client = broughtClient({ secrets: texts.map((text) => inHash(text)) });
    expect(await importClient(gateway, organization, client)).toMatchObject({ result: "created" });
    return client.clientId;
  }

  const secretsOf = (clientId: string) =>
    database.query(
      `SELECT id, oauth_application_id, digest FROM client_secrets WHERE oauth_application_id =
        (SELECT id FROM oauth_applications WHERE client_id = '${clientId}') ORDER BY id DESC`,
    );
  const digestsOf = async (clientId: string) => (await secretsOf(clientId)).map(({ digest }) => String(digest));

  /** Another hash in the place of the current secret's. */
  async function plantHash(clientId: string, hash: string) {
    const [row] = await secretsOf(clientId);
    const secretOfIt = { id: String(row?.id), oauthApplicationId: String(row?.oauth_application_id) };
    const keys = Reflect.get(Reflect.get(gateway.gateway.services.clientAuthentication, "foreign"), "keys");
    const digest = sealHash(keys, secretOfIt, hash);
    await database.query(`UPDATE client_secrets SET digest = '${digest}' WHERE id = '${secretOfIt.id}'`);
  }

  const statusOf = async (clientId: string, clientSecret: string, at = gateway) =>
    (await requestToken(at.url, { clientId, clientSecret })).status;

  /** In the form, where the client is registered for Basic. */
  const postedStatusOf = async (clientId: string, clientSecret: string) =>
    (await requestToken(gateway.url, { clientId, clientSecret }, {}, "post")).status;

  it.each(hashes)("gets a token with it, the second time without a slow hash: $kind", async ({ hash }) => {
    const clientId = await brought(hash);
    const before = await checksAt(gateway);
    const found = await openidClient.discovery(
      new URL(gateway.url),
      clientId,
      undefined,
      openidClient.ClientSecretBasic(secret),
      { execute: [openidClient.allowInsecureRequests] },
    );
    expect((await openidClient.clientCredentialsGrant(found)).access_token).toBeTruthy();
    expect(await checksAt(gateway)).toBe(before + 1);
    expect((await openidClient.clientCredentialsGrant(found)).access_token).toBeTruthy();
    expect(await organization.admin.verify(clientId, secret)).toMatchObject({ active: true });
    expect(await checksAt(gateway)).toBe(before + 1);
    expect(await digestsOf(clientId)).toEqual([expect.stringMatching(/^v1\$/)]);
  });

  it("is verified by the first look at /oauth/verify, too", async () => {
    const clientId = await brought(hashOf("bcrypt 2b"));
    expect(await organization.admin.verify(clientId, `${secret}x`)).toEqual({ active: false });
    expect(await organization.admin.verify(clientId, secret)).toMatchObject({ active: true });
    expect(await digestsOf(clientId)).toEqual([expect.stringMatching(/^v1\$/)]);
  });

  it("does not get in with the hash, with what is stored, or with the secret of another client", async () => {
    const [clientId, neighbour] = [await brought(hashOf("bcrypt 2b")), await brought(fast("neighbour's"))];
    const [stored = ""] = await digestsOf(clientId);
    expect(stored).toMatch(/^f1\$[^$]+\$[\w-]+$/);
    for (const wrong of [hashOf("bcrypt 2b"), stored, "neighbour's"]) {
      expect(await statusOf(clientId, wrong)).toBe(401);
    }
    expect(await statusOf(neighbour, "neighbour's")).toBe(200);
    expect(await statusOf(clientId, secret)).toBe(200);
  });

  it("is let in by nothing that is no secret, whatever the hash would fit, and none is computed for it", async () => {
    const short = await hash("short-A1", 4);
    const long = await hash("a".repeat(72), 4);
    const [one, other] = [await brought(short), await brought(long)];
    const before = await checksAt(gateway);
    // bcrypt repeats what it hashes with a NUL between, and looks at 72 bytes.
    for (const [clientId, wrong] of [
      [one, "short-A1\0short-A1"],
      [one, "short-A1\n"],
      [one, ""],
      [other, "a".repeat(513)],
      [other, `${"a".repeat(72)} `],
    ] as const) {
      expect([wrong.length, await organization.admin.verify(clientId, wrong)]).toEqual([
        wrong.length,
        { active: false },
      ]);
      expect(await postedStatusOf(clientId, wrong)).toBe(401);
    }
    expect(await checksAt(gateway)).toBe(before);
    expect(await statusOf(one, "short-A1")).toBe(200);
    // Of a longer one than 72 bytes the first that is presented stays.
    expect(await statusOf(other, `${"a".repeat(72)}first`)).toBe(200);
    expect(await statusOf(other, `${"a".repeat(72)}second`)).toBe(401);
  });

  it("is stored so that the database alone checks no guess", async () => {
    const text = hashOf("sha256 in hex");
    const [clientId, same] = [await brought(text), await brought(text)];
    const stored = [...(await digestsOf(clientId)), ...(await digestsOf(same))];
    expect(new Set(stored).size).toBe(2);
    const bare = text.replace("{sha256-hex}", "");
    for (const one of stored) {
      const sealed = Buffer.from(one.split("$")[2] ?? "", "base64url").toString("latin1");
      for (const part of [text, bare, Buffer.from(bare, "hex").toString("latin1"), secret]) {
        expect(one.includes(part) || sealed.includes(part)).toBe(false);
      }
    }
  });

  it("cannot use a row that was copied to another secret", async () => {
    const [mine, theirs] = [await brought(fast("mine")), await brought(fast("theirs"))];
    const [copied = ""] = await digestsOf(mine);
    const [own = ""] = await digestsOf(theirs);
    await database.query(`UPDATE client_secrets SET digest = '${copied}' WHERE digest = '${own}'`);
    expect(await statusOf(theirs, "mine")).toBe(401);
  });

  it("is let in by its other secret beside a hash that does not open, which the log says", async () => {
    const [clientId, other] = [await brought(fast("newer"), fast("older")), await brought(fast("other"))];
    const [copied] = await digestsOf(other);
    const [newer] = await secretsOf(clientId);
    await database.query(`UPDATE client_secrets SET digest = '${copied}' WHERE id = '${newer?.id}'`);
    const statuses: number[] = [];
    for (const text of ["other", "newer", "older"]) statuses.push(await statusOf(clientId, text));
    expect(statuses).toEqual([401, 401, 200]);
    const problem = `The hash of the imported secret ${newer?.id} does not open: it lets nobody in.`;
    const said = () =>
      gateway
        .log()
        .split("\n")
        .filter((line) => line.includes(problem)).length;
    expect(said()).toBe(1);
    gateway.advance(60_000);
    expect(await statusOf(clientId, "newer")).toBe(401);
    expect(said()).toBe(2);
  });

  it("has its two secrets tried one after the other", async () => {
    const clientId = await brought(fast("newer"), fast("older"));
    const before = await checksAt(gateway);
    expect(await statusOf(clientId, "older")).toBe(200);
    expect(await checksAt(gateway)).toBe(before + 2);
    expect((await digestsOf(clientId)).map((digest) => digest.slice(0, 2))).toEqual(["f1", "v1"]);
    expect(await statusOf(clientId, "newer")).toBe(200);
    expect(await statusOf(clientId, "older")).toBe(200);
    expect(await checksAt(gateway)).toBe(before + 3);
  });

  it("shows the hint from its first use on", async () => {
    const clientId = await brought(hashOf("bcrypt 2b"));
    const hint = async () =>
      (await organization.admin.ok(`{ oauthApplication(clientId: "${clientId}") { clientSecretHint } }`))
        .oauthApplication.clientSecretHint;
    expect(await hint()).toBe("…");
    await statusOf(clientId, secret);
    expect(await hint()).toBe(`…${secret.slice(-2)}`);
  });

  it("gets in at two gateways at once, which leave one digest", async () => {
    const clientId = await brought(hashOf("bcrypt 2b"));
    const statuses = await Promise.all([gateway, other].map((one) => statusOf(clientId, secret, one)));
    expect(statuses).toEqual([200, 200]);
    const [digest, ...others] = await digestsOf(clientId);
    expect([digest, others]).toEqual([expect.stringMatching(/^v1\$/), []]);
    const before = [await checksAt(gateway), await checksAt(other)];
    expect(await Promise.all([gateway, other].map((one) => statusOf(clientId, secret, one)))).toEqual([200, 200]);
    expect([await checksAt(gateway), await checksAt(other)]).toEqual(before);
  });

  it("is let in from then on by what was written first, of two that bcrypt takes for the same", async () => {
    const clientId = await brought(await hash("a".repeat(72), 4));
    const [first, second] = ["first", "second"].map((end) => "a".repeat(72) + end) as [string, string];
    const usage = Reflect.get(other.gateway.services.clientAuthentication, "usage");
    const record = usage.record.bind(usage);
    let isHeld = false;
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const spy = vi.spyOn(usage, "record").mockImplementationOnce(async (...use: unknown[]) => {
      isHeld = true;
      await held;
      return record(...use);
    });
    try {
      const late = statusOf(clientId, second, other);
      await expect.poll(() => isHeld).toBe(true);
      expect(await statusOf(clientId, first)).toBe(200);
      release();
      expect(await late).toBe(200);
    } finally {
      release();
      spy.mockRestore();
    }
    expect([await statusOf(clientId, first), await statusOf(clientId, second)]).toEqual([200, 401]);
  });

  it("has one hash computed when eight of its processes start at once", async () => {
    const clientId = await brought(hashOf("{pbkdf2}, Spring"));
    const before = await checksAt(gateway);
    const statuses = await Promise.all(Array.from({ length: 8 }, () => statusOf(clientId, secret)));
    expect(statuses).toEqual(Array(8).fill(200));
    expect((await checksAt(gateway)) - before).toBe(1);
  });

  it("is let in by one hash however often it comes before its first use is written, from one address", async () => {
    const clientId = await brought(fast("right"));
    const before = await checksAt(gateway);
    const [row] = await secretsOf(clientId);
    // The first use of the token that asks is written, too.
    await organization.admin.ok("{ viewer { role } }");
    const record = vi.spyOn(Reflect.get(gateway.gateway.services.clientAuthentication, "usage"), "record");
    const held =
      kind === "postgres" ? await holdRow(database, "client_secrets", String(row?.id)) : await holdFile(database);
    const form = { client_id: clientId, client_secret: "right", client_address: "198.51.100.7" };
    const authorization = `Bearer ${organization.admin.token}`;
    let refused = 0;
    const ask = async () => {
      const { json } = await postForm(`${gateway.url}/oauth/verify`, form, { authorization });
      if (!json.active) refused += 1;
    };
    const answers: Promise<void>[] = [];
    try {
      for (let n = 1; n <= 12; n++) {
        answers.push(ask());
        // Its check is over then, and so it shares none with the next one.
        await expect.poll(() => record.mock.calls.length + refused, { interval: 5 }).toBe(n);
      }
    } finally {
      await held.release();
      record.mockRestore();
    }
    await Promise.all(answers);
    expect(refused).toBe(0);
    expect(await checksAt(gateway)).toBe(before + 1);
    await expect.poll(() => digestsOf(clientId)).toEqual([expect.stringMatching(/^v1\$/)]);
  });

  it("has one hash computed when the right secret comes in another way, and is let in in its own way", async () => {
    const clientId = await brought(fast("right"));
    const before = await checksAt(gateway);
    for (let n = 1; n <= 12; n++) expect(await postedStatusOf(clientId, "right")).toBe(401);
    expect(await statusOf(clientId, "right")).toBe(200);
    expect(await checksAt(gateway)).toBe(before + 1);
  });

  it("is not let in by what a check has found once the secret is stopped or another hash stands there", async () => {
    const [stopped, changed] = [await brought(fast("right")), await brought(fast("right"))];
    const before = await checksAt(gateway);
    for (const clientId of [stopped, changed]) expect(await postedStatusOf(clientId, "right")).toBe(401);
    expect(await checksAt(gateway)).toBe(before + 2);
    const { oauthApplication } = await organization.admin.ok(`{ oauthApplication(clientId: "${stopped}") { id } }`);
    await organization.admin.rotate(oauthApplication.id, { previousSecret: "REVOKE" });
    expect(await statusOf(stopped, "right")).toBe(401);
    await plantHash(changed, fast("other"));
    expect(await statusOf(changed, "right")).toBe(401);
    expect(await statusOf(changed, "other")).toBe(200);
  });

  it("is let in by its other secret beside a hash that an earlier version took and no secret fits", async () => {
    const clientId = await brought(fast("newer"), fast("older"));
    await plantHash(clientId, `{sha256}${createHash("sha256").update("newer").digest("hex")}`);
    expect([await statusOf(clientId, "newer"), await statusOf(clientId, "older")]).toEqual([401, 200]);
  });

  it("is refused as for a wrong secret by scrypt that nothing computes and an earlier version took", async () => {
    const clientId = await brought(fast("right"));
    await plantHash(clientId, `$scrypt$ln=16,r=1,p=1$${"c2FsdA".repeat(2)}$${"A".repeat(43)}`);
    const statuses: number[] = [];
    for (let n = 0; n < 6; n++) statuses.push(await statusOf(clientId, `w${n}`));
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it("is refused in the same words for any wrong secret, and, after too many, for the right one as for a wrong one", async () => {
    const clientId = await brought(fast("right"));
    const answerTo = async (presented: { clientId: string; clientSecret: string }) => {
      const { status, text } = await requestToken(gateway.url, presented);
      return `${status} ${text.replace(/after \d+ s/, "after n s")}`;
    };
    const unknown = await answerTo({ clientId: "nobody", clientSecret: "w" });
    for (let n = 0; n < 5; n++) expect(await answerTo({ clientId, clientSecret: `w${n}` })).toBe(unknown);
    const unlooked = await answerTo({ clientId, clientSecret: "w5" });
    expect(unlooked).toMatch(/^429 /);
    expect(await answerTo({ clientId, clientSecret: "right" })).toBe(unlooked);
  });

  it("costs no hash while it is disabled, and none after its secret was rotated away", async () => {
    const clientId = await brought(fast("right"));
    const { id } = (await organization.admin.ok(`{ oauthApplication(clientId: "${clientId}") { id } }`))
      .oauthApplication;
    const before = await checksAt(gateway);
    await organization.admin.ok(
      `mutation { updateOAuthApplication(input: { oauthApplicationId: "${id}", enabled: false }) { oauthApplication { id } } }`,
    );
    expect(await statusOf(clientId, "right")).toBe(401);
    await organization.admin.ok(
      `mutation { updateOAuthApplication(input: { oauthApplicationId: "${id}", enabled: true }) { oauthApplication { id } } }`,
    );
    await organization.admin.rotate(id, { previousSecret: "REVOKE" });
    expect(await statusOf(clientId, "right")).toBe(401);
    expect(await checksAt(gateway)).toBe(before);
  });

  it("leaves an audit event when a secret that was used here is presented after its retirement, and none before", async () => {
    const [used, unused] = [await brought(fast("right")), await brought(fast("right"))];
    expect(await statusOf(used, "right")).toBe(200);
    const before = await checksAt(gateway);
    const ids: string[] = [];
    for (const clientId of [unused, used]) {
      const { oauthApplication } = await organization.admin.ok(`{ oauthApplication(clientId: "${clientId}") { id } }`);
      await organization.admin.rotate(oauthApplication.id, { previousSecret: "REVOKE" });
      ids.push(oauthApplication.id);
    }
    // Without its hash nobody can tell the one from any other wrong secret.
    for (const clientId of [unused, used]) expect(await statusOf(clientId, "right")).toBe(401);
    const events = () => listEvents(organization.owner, { action: "client_secret.used_after_retirement" });
    await expect.poll(async () => (await events()).length).toBe(1);
    expect((await events())[0]).toMatchObject({ targetId: ids[1] });
    expect(await checksAt(gateway)).toBe(before);
  });

  it("is refused when its secret is stopped while the hash is computed", async () => {
    const clientId = await brought(hashOf("{pbkdf2@SpringSecurity_v5_8}, Spring"));
    const { id } = (await organization.admin.ok(`{ oauthApplication(clientId: "${clientId}") { id } }`))
      .oauthApplication;
    const { run } = CheckTurns.prototype;
    const checked = vi.spyOn(CheckTurns.prototype, "run").mockImplementationOnce(async function (
      this: CheckTurns,
      ...check
    ) {
      const found = await run.apply(this, check);
      // As the rotation would, before the check is over.
      await database.query(`UPDATE client_secrets SET revoked_at = 1 WHERE oauth_application_id = '${id}'`);
      return found;
    });
    try {
      expect(await statusOf(clientId, secret)).toBe(401);
      expect(await checked.mock.results[0]?.value).toEqual({ id: expect.stringMatching(/^sec_/), text: secret });
    } finally {
      checked.mockRestore();
    }
    expect(await digestsOf(clientId)).toEqual([expect.stringMatching(/^f1\$/)]);
  });

  it("does not come when the hash would cost too much, with the limit as the reason", async () => {
    const client = broughtClient({ secrets: [inHash(hashOf("bcrypt 2b").replace("$05$", "$31$"))] });
    const { result, reason } = await importClient(gateway, organization, client);
    expect([result, reason]).toEqual(["refused", expect.stringMatching(/^clientSecret must .* 14$/)]);
  });
});
