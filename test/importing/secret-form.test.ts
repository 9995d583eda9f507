import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { SECRET_READINGS, type SecretReading, secretFormOf } from "../../src/importing/secret-form.js";
import { DomainError } from "../../src/model/domain-error.js";

const STRONG = "nB2cKz81QvPq0TgWxY7u";
const form = (value: string, reading?: SecretReading) => secretFormOf(value, "client_secret", reading);
const refusal = (value: string, reading?: SecretReading) => {
  try {
    return form(value, reading);
  } catch (error) {
    return (error as DomainError).details.violations?.[0] ?? error;
  }
};
const digest = (algorithm: string, encoding: "hex" | "base64" | "base64url") =>
  createHash(algorithm).update("x").digest(encoding);

describe("what a value is that stands where a secret does", () => {
  it("is a secret of any shape that names no hash", () => {
    for (const text of [
      STRONG,
      "a%20b+c/d",
      "9f86d081884c7d659a2feaa0c55ad015",
      "$5-off!",
      "x{bcrypt}",
      "~".repeat(512),
      "no-one",
      "hiddenX",
      "changeme",
      "$SECRET",
      "Ab**cd12",
      "<Ab$9>",
      "(Ab9)",
      "__Ab9__",
      "env:Ab-9",
      "open://Ab9",
      "vault:Ab9",
      "@Microsoft.Ab9",
      // As SecureRandom.urlsafe_base64 and secrets.token_urlsafe make them.
      digest("sha256", "base64url"),
      digest("sha512", "base64url"),
    ]) {
      expect(form(text)).toMatchObject({ form: "plain", text });
    }
  });

  it.each([
    "**********",
    "••••••",
    "[REDACTED]",
    "<redacted>",
    `$${"{vault.client}"}`,
    `$${"{CLIENT_SECRET}"}`,
    "{{ secret }}",
    "REDACTED",
    "Redacted",
    "masked",
    "hidden",
    "None",
    "null",
    "NULL",
    "nil",
    "undefined",
    "N/A",
    "xxxxxxxxxxxx",
    "XXXX-XXXX-XXXX",
    "----",
  ])("is none where a mask stands: %s", (mask) => {
    for (const reading of [undefined, ...SECRET_READINGS]) {
      for (const text of [mask, `{noop}${mask}`])
        expect(form(text, reading)).toEqual({ form: "none", isStandIn: true });
    }
  });

  // As make_password(None) of Django writes it, and what locks an account in Unix.
  it.each([
    "!RqXg1Jm5dPZzk0sXy3o2WvTn8LbQhYc7Uf4aEi9G",
    "!",
    "!!",
    "!*",
    "!$6$abc$def",
    "!!$y$j9T$abc$def",
    "!pbkdf2_sha256$600000$salt$aGFzaGhhc2hoYXNo",
  ])("is none where what stands there fits no secret: %s", (text) => {
    for (const reading of [undefined, ...SECRET_READINGS]) {
      expect(form(text, reading)).toEqual({ form: "none", isStandIn: true });
    }
  });

  it.each(["!RqXg1Jm5dPZzk0sXy3o2", "!RqXg1Jm5dPZzk0sXy3o2WvTn8LbQhYc7Uf4aEi9_", "!$ab$rest-of-it-1"])(
    "is a secret that only begins like that: %s",
    (text) => {
      for (const value of [text, `{noop}${text}`]) expect(form(value)).toMatchObject({ form: "plain", text });
    },
  );

  it.each([
    "Winter-2024-Shop***",
    "***MASKED***",
    "****abcd",
    "abcd****",
    "••••abcd",
    "<sensitive>",
    "<your-secret>",
    "(none)",
    "(sensitive value)",
    "(known after apply)",
    "__MASKED__",
    "op://vault/item/field",
    "ref+vault://secret/x#y",
    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-Ab12Cd",
    "projects/p/secrets/s/versions/1",
    "env:CLIENT_SECRET",
    "ENC[AES256_GCM,data:q1Zz,iv:Yw==,tag:dA==,type:str]",
    "vault:v1:8SDd3WHDOjf7mq69CyCqYjBXAiQQAVZRkFM13ok481zoCmHnSeDX9vyf7w==",
    "vault:secret/data/orders#secret",
    ">>vault:secret/data/orders#secret#1",
    "@Microsoft.KeyVault(SecretUri=https://acme.vault.azure.net/secrets/orders/)",
    "@Microsoft.KeyVault(VaultName=acme;SecretName=orders)",
  ])("is none where it looks like a mask or a reference, unless --secrets says plain: %s", (text) => {
    for (const reading of [undefined, ...SECRET_READINGS].filter((reading) => reading !== "plain")) {
      for (const value of [text, `{noop}${text}`]) {
        expect(form(value, reading)).toEqual({ form: "none", isStandIn: true, mayBeSecret: true });
      }
    }
    const allowed = /^[\x21-\x7e]+$/.test(text);
    if (allowed) {
      for (const value of [text, `{noop}${text}`]) expect(form(value, "plain")).toMatchObject({ form: "plain", text });
    } else expect(refusal(text, "plain")).toMatchObject({ rule: "secret" });
  });

  it("is none where nothing stands", () => {
    for (const text of ["", "{noop}"]) expect(form(text)).toEqual({ form: "none", isStandIn: false });
  });

  it.each([
    "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
    "$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
    "$pbkdf2-sha256$i=25000,l=32$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNo",
    "pbkdf2_sha256$600000$salt$aGFzaGhhc2hoYXNo",
    "bcrypt_sha256$$2b$12$N9qo8uLOickgx2ZMRZoMye",
    "crypt$$3h0hvyEuQ8.uw",
    "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA",
    "argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdA$aGFzaA",
    "$scrypt$ln=16,r=8,p=1$c2FsdA$aGFzaA",
    "scrypt:32768:8:1$salt$hash",
    "pbkdf2:sha256:600000$salt$hash",
    "{bcrypt}$2a$10$N9qo8uLOickgx2ZMRZoMye",
    "{sha256}97cde38028ad898ebc02e690819fa220",
    "{pbkdf2@SpringSecurity_v5_8}abcdef",
    "{SSHA}c2FsdGhhc2g=",
  ])("is a hash where its notation names itself, whatever --secrets says: %s", (text) => {
    for (const reading of [undefined, ...SECRET_READINGS]) expect(form(text, reading)).toEqual({ form: "hash", text });
  });

  it("is the secret behind Spring's prefix of secrets in clear", () => {
    expect(form(`{noop}${STRONG}`)).toEqual({ form: "plain", text: STRONG });
  });

  it.each([
    ["sha256-hex", digest("sha256", "hex")],
    ["sha256-base64", digest("sha256", "base64")],
    ["sha512-hex", digest("sha512", "hex")],
    ["sha512-base64", digest("sha512", "base64")],
  ] as const)("is refused where it has the shape of %s, until --secrets decides", (reading, text) => {
    const refused = refusal(text) as { field: string; message: string };
    expect(refused).toMatchObject({ field: "client_secret", rule: "form" });
    expect(refused.message).toContain(`--secrets plain or --secrets ${reading}`);
    expect(refused.message).not.toContain(text);
    expect(form(text, reading)).toEqual({ form: "hash", text: `{${reading}}${text}` });
    expect(form(text, "plain")).toMatchObject({ form: "plain", text });
  });

  it.each([
    ["40 hexadecimal digits", digest("sha1", "hex")],
    ["96 hexadecimal digits", digest("sha384", "hex")],
    ["a digest behind its name", `sha256:${digest("sha256", "hex")}`],
    ["a digest behind its name", `SHA1:${digest("sha1", "base64")}`],
    ["a digest behind its name", `sha512-${digest("sha512", "base64")}`],
  ])("is refused where it may be a hash that is not taken, until --secrets says that it is none: %s", (what, text) => {
    const refused = refusal(text) as { rule: string; message: string };
    expect(refused).toMatchObject({ rule: "form", message: expect.stringContaining(what) });
    expect(refused.message).toMatch(/a kind that is not taken .*--secrets plain/);
    expect(refused.message).not.toContain(text);
    expect(form(text, "plain")).toMatchObject({ form: "plain", text });
  });

  it.each([
    ["sha256-base64", digest("sha256", "base64url")],
    ["sha512-base64", digest("sha512", "base64url")],
  ] as const)("is a hash without its padding where --secrets says %s", (reading, text) => {
    expect(form(text, reading)).toEqual({ form: "hash", text: `{${reading}}${text}` });
  });

  it.each(["sha256", "sha512"] as const)(
    "is refused where only a hash in base64 would be so without padding: %s",
    (name) => {
      const text = digest(name, "base64").replace(/=+$/, "").replace(/^../, "+/");
      expect(refusal(text)).toMatchObject({ rule: "form" });
      expect(form(text, `${name}-base64`)).toEqual({ form: "hash", text: `{${name}-base64}${text}` });
    },
  );

  it.each(["$ab$rest-of-it-1", "{x}rest-of-it-12345", "sha256$rest-of-it-1"])(
    "is a secret that looks like a notation where --secrets says plain, and no notation in use: %s",
    (text) => {
      expect(form(text)).toMatchObject({ form: "hash" });
      expect(form(text, "plain")).toMatchObject({ form: "plain", text });
    },
  );

  it("is refused where it has not the shape that --secrets names", () => {
    expect(refusal(STRONG, "sha256-hex")).toMatchObject({ rule: "hash" });
    expect(refusal(digest("sha512", "hex"), "sha256-hex")).toMatchObject({ rule: "hash" });
  });

  it.each(["with space in it", "tabs\there", "zwölf Jäger", "line\n", "ogs".repeat(171)])(
    "is refused where it is no text of 1 to 512 visible ASCII characters",
    (text) => {
      const refused = refusal(text) as { message: string };
      expect(refused).toMatchObject({ field: "client_secret", rule: "secret", limit: 512 });
      expect(refused.message).not.toContain(text);
    },
  );

  it("is weak where it is short or of few different characters", () => {
    const weak = (text: string) => (form(text) as { weak?: string }).weak;
    expect(weak("s3cret!")).toMatch(/shorter than 16/);
    for (const text of ["a".repeat(41), "12345678901234567890", "abababababababababab"]) {
      expect(weak(text)).toMatch(/few different/);
    }
    for (const text of [STRONG, "9f86d081884c7d659a2feaa0c55ad015"]) expect(weak(text)).toBeUndefined();
  });
});
