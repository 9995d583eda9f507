import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hintOf, isWellFormedSecret, newSecret } from "../../src/model/secret.js";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** CRC-32 (IEEE) bit by bit, in six base62 characters: an implementation of its own. */
function checksumOf(text: string): string {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text, "ascii")) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  let rest = (crc ^ 0xffffffff) >>> 0;
  let digits = "";
  for (let digit = 0; digit < 6; digit++) {
    digits = ALPHABET.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

function expectWellFormed(secret: string, prefix: string): void {
  expect(secret).toMatch(new RegExp(`^${prefix}[0-9A-Za-z]{43}[0-9A-Za-z]{6}$`));
  expect(secret.slice(-6)).toBe(checksumOf(secret.slice(0, -6)));
}

describe("a new secret", () => {
  it("has the checksum that is known for a known text", () => {
    // The check value of CRC-32/ISO-HDLC: 0xCBF43926 of "123456789".
    expect(checksumOf("123456789")).toBe("3jZRME");
  });

  it.each(["ogs_", "ogt_"] as const)("is %s, 43 random characters and their checksum", (prefix) => {
    const secrets = Array.from({ length: 200 }, () => newSecret(prefix));
    for (const secret of secrets) {
      expectWellFormed(secret, prefix);
      expect(isWellFormedSecret(secret, prefix)).toBe(true);
      expect(isWellFormedSecret(secret, prefix === "ogs_" ? "ogt_" : "ogs_")).toBe(false);
    }
    expect(new Set(secrets).size).toBe(secrets.length);
  });

  it("is random in every character but the first", () => {
    const secrets = Array.from({ length: 300 }, () => newSecret("ogs_"));
    for (let position = 5; position < 47; position++) {
      expect(new Set(secrets.map((secret) => secret[position])).size, `position ${position}`).toBeGreaterThan(40);
    }
  });

  it("is told from a mistyped one", () => {
    const secret = newSecret("ogs_");
    for (let position = 0; position < secret.length; position++) {
      const other = secret[position] === "A" ? "B" : "A";
      const mistyped = secret.slice(0, position) + other + secret.slice(position + 1);
      expect(isWellFormedSecret(mistyped, "ogs_"), `position ${position}`).toBe(false);
    }
    for (const text of ["", secret.slice(1), `${secret}0`, `${secret}\n`, ` ${secret}`]) {
      expect(isWellFormedSecret(text, "ogs_")).toBe(false);
    }
  });

  it("has a hint of its prefix, dots and its last four characters", () => {
    const secret = newSecret("ogt_");
    expect(hintOf(secret)).toBe(`ogt_…${secret.slice(-4)}`);
  });
});

describe.each(DATABASE_KINDS)("what is kept of a secret on %s", (kind) => {
  const key = Buffer.alloc(32, 7);
  let database: TestDatabase;
  let gateway: TestGateway;

  beforeAll(async () => {
    database = await createMigratedDatabase(kind);
    gateway = await startTestGateway(kind, { database, env: { SECRET_KEYS: `k-1:${key.toString("base64")}` } });
  });
  afterAll(async () => {
    await gateway.stop();
    await database.drop();
  });

  const digestOf = (subject: string, secret: string) =>
    `v1$k-1$${createHmac("sha256", key).update(`${subject}\0${secret}`, "ascii").digest("base64url")}`;

  it("is the digest of the application's id and the secret under the named key, and the hint", async () => {
    const { owner } = await gateway.organization();
    const application = await owner.createApplication();
    const { data } = await owner.rotate(application.id);
    const rows = await database.query(
      `SELECT digest, hint FROM client_secrets WHERE oauth_application_id = '${application.id}' ORDER BY id`,
    );
    const secrets = [application.clientSecret ?? "", data.rotateSecret.clientSecret];
    for (const secret of secrets) expectWellFormed(secret, "ogs_");
    expect(rows).toEqual(
      secrets.map((secret) => ({ digest: digestOf(application.id, secret), hint: `ogs_…${secret.slice(-4)}` })),
    );
  });

  it("is of API tokens the digest under the same key, and the hint", async () => {
    const { owner } = await gateway.organization();
    const { createApiToken } = await owner.ok(
      'mutation { createApiToken(input: { name: "One", role: VIEWER }) { token apiToken { id hint } } }',
    );
    const { token, apiToken } = createApiToken;
    expectWellFormed(token, "ogt_");
    expect(apiToken.hint).toBe(`ogt_…${token.slice(-4)}`);
    expect(await database.query(`SELECT digest, hint FROM api_tokens WHERE id = '${apiToken.id}'`)).toEqual([
      { digest: digestOf("api-token", token), hint: apiToken.hint },
    ]);
  });

  it("never makes a secret good for a second application", async () => {
    const { owner } = await gateway.organization();
    const [one, other] = [await owner.createApplication(), await owner.createApplication()];
    // The very digest of one application's secret, put under the other's id past the gateway.
    await database.query(
      `UPDATE client_secrets SET digest = '${digestOf(one.id, one.clientSecret ?? "")}'
       WHERE oauth_application_id = '${other.id}'`,
    );
    expect(await owner.verify(one.clientId, one.clientSecret ?? "")).toMatchObject({ active: true });
    expect(await owner.verify(other.clientId, one.clientSecret ?? "")).toEqual({ active: false });
    expect(digestOf(one.id, "same")).not.toBe(digestOf(other.id, "same"));
  });

  it("is different for each secret", async () => {
    const { owner } = await gateway.organization();
    const created = await Promise.all(Array.from({ length: 10 }, () => owner.createApplication()));
    const ids = created.map(({ id }) => `'${id}'`).join(", ");
    const rows = await database.query(`SELECT digest FROM client_secrets WHERE oauth_application_id IN (${ids})`);
    const digests = rows.map(({ digest }) => String(digest));
    expect(new Set(digests).size).toBe(10);
    for (const digest of digests) expect(digest).toMatch(/^v1\$k-1\$[A-Za-z0-9_-]{43}$/);
  });
});
