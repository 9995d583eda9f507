import { describe, expect, it } from "vitest";
import { DomainError } from "../../src/model/domain-error.js";
import { foreignHash, foreignHashHere } from "../../src/services/foreign-hashes/notations.js";
import madeElsewhere from "./made-elsewhere.json" with { type: "json" };

const { secret, hashes } = madeElsewhere;
const FIELD = "clientSecret";

const SALT = "c2FsdHNhbHRzYWx0c2FsdA";
const KEY = "q1cxYWdX2Vv3M8mYlT8tVYx1r8P8wXrB2Vg0K3f6YkE";
const BCRYPT = hashes.find(({ kind }) => kind === "bcrypt 2b")?.hash ?? "";

/** The refusal of a hash. */
function refusalOf(text: string): DomainError {
  try {
    foreignHash(text, FIELD);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error("It was taken.");
}

describe("a hash that other software made", () => {
  it.each(hashes)("lets in its secret and no other: $kind, by $by", async ({ hash }) => {
    const foreign = foreignHash(hash, FIELD);
    expect(await foreign.isOf(secret)).toBe(true);
    for (const other of [`${secret}x`, `${secret}\0`, `${secret}\0${secret}`, hash]) {
      expect(await foreign.isOf(other)).toBe(false);
    }
  });

  it("is checked however its numbers and its salt are written, where they may be", async () => {
    const salt = Buffer.from("c2FsdHNhbHRzYWx0c2Fsd-_-", "base64url").toString("base64");
    const { hash } = await import("@node-rs/argon2");
    const made = await hash(secret, {
      ...{ memoryCost: 64, timeCost: 1, parallelism: 1 },
      salt: Buffer.from(salt, "base64"),
    });
    const otherwise = made.replace("m=64,t=1", "m=0064,t=01").replace(/\+/g, "-").replace(/\//g, "_");
    for (const text of [made, otherwise]) {
      expect(await foreignHash(text, FIELD).isOf(secret)).toBe(true);
      expect(await foreignHash(text, FIELD).isOf(`${secret}x`)).toBe(false);
    }
    const longest = await hash(secret, { memoryCost: 64, timeCost: 1, parallelism: 1, salt: Buffer.alloc(48, 1) });
    expect(await foreignHash(longest, FIELD).isOf(secret)).toBe(true);
  });

  // hashlib.scrypt of Python 3.11: the bounds of N for r = 1, and a block that is large beside N.
  it.each([
    "$scrypt$ln=15,r=1,p=1$c2FsdC1vZi1zY3J5cHQ$Vjqxw5zATLtIRYHMuWEgIcdzlzCpXPe+w/c8m9VBZms",
    "$scrypt$ln=1,r=1000,p=10$c2FsdC1vZi1zY3J5cHQ$V33WFnswPd6i6RRxyMc8CNlOzGnTiC16m1WQ+ufucCI",
  ])("is scrypt at the ends of what it computes: %s", async (hash) => {
    expect(await foreignHash(hash, FIELD).isOf(secret)).toBe(true);
    expect(await foreignHash(hash, FIELD).isOf(`${secret}x`)).toBe(false);
  });

  it("is scrypt of 256 MiB with the little that it works in beside them", () => {
    for (const p of [1, 10])
      expect(foreignHash(`$scrypt$ln=18,r=8,p=${p}$${SALT}$${KEY}`, FIELD).excess).toBeUndefined();
  });

  it("is none of the secret when one bit of it is another", async () => {
    const { hash = "" } = hashes.find(({ kind }) => kind === "sha256 in hex") ?? {};
    expect(
      await foreignHash(
        hash.replace(/.$/, (digit) => (digit === "0" ? "1" : "0")),
        FIELD,
      ).isOf(secret),
    ).toBe(false);
  });
});

describe("a hash that would cost more than a check may", () => {
  it.each([
    ["bcrypt of cost 31", BCRYPT.replace("$05$", "$31$"), 14],
    ["bcrypt of cost 15, Django", `bcrypt_sha256$${BCRYPT.replace("$05$", "$15$")}`, 14],
    ["bcrypt of cost 15", BCRYPT.replace("$05$", "$15$"), 14],
    ["a billion rounds, Hydra", `$pbkdf2-sha256$i=1000000000,l=32$${SALT}$${KEY}`, 5_000_000],
    ["a billion rounds, Django", `pbkdf2_sha256$1000000000$salt$${KEY}=`, 5_000_000],
    ["rounds without an end, passlib", `$pbkdf2-sha512$${"9".repeat(400)}$${SALT}$${KEY}`, 5_000_000],
    ["rounds for each of four digests", `$pbkdf2$1250001$${SALT}$${"A".repeat(86)}`, 1_250_000],
    ["rounds for each of two digests", `$pbkdf2-sha256$i=2500001,l=64$${SALT}$${"A".repeat(86)}`, 2_500_000],
    ["Argon2id with a salt of 49 bytes", `$argon2id$v=19$m=65536,t=1,p=1$${"A".repeat(66)}$${KEY}`, 48],
    ["no rounds", `pbkdf2_sha256$0$salt$${KEY}=`, 5_000_000],
    ["Argon2id of 4 GiB", `$argon2id$v=19$m=4194304,t=1,p=1$${SALT}$${KEY}`, 262_144],
    ["Argon2id of 11 passes", `$argon2id$v=19$m=65536,t=11,p=1$${SALT}$${KEY}`, 10],
    ["Argon2id of 17 lanes", `$argon2id$v=19$m=65536,t=1,p=17$${SALT}$${KEY}`, 16],
    ["scrypt of 512 MiB", `$scrypt$ln=19,r=8,p=1$${SALT}$${KEY}`, 256],
    ["scrypt of 2⁹⁹ blocks", `$scrypt$ln=99,r=8,p=1$${SALT}$${KEY}`, 256],
    ["scrypt whose lanes take as much as its blocks, Django", `scrypt$16$salt$99999$10$${KEY}=`, 256],
    ["scrypt of 11 passes", `$scrypt$ln=14,r=8,p=11$${SALT}$${KEY}`, 10],
    ["scrypt of 4 GiB, Spring", `{scrypt}$190801$${SALT}$${KEY}`, 256],
    ["scrypt of 1 GiB, Django", `scrypt$1048576$salt$8$1$${KEY}=`, 256],
    ["a megabyte", `$2b$05$${"a".repeat(2 ** 20)}`, 1024],
  ])("is refused with the limit: %s", (_what, text, limit) => {
    const { code, message, details } = refusalOf(text);
    expect([code, details.violations?.[0]?.field, details.violations?.[0]?.limit]).toEqual(["invalid", FIELD, limit]);
    expect(message).toMatch(new RegExp(`^${FIELD} must .*\\b${limit}\\b`));
  });
});

describe("a hash that an earlier version took, and that would cost more than is taken now", () => {
  it("is still that of its secret where it is here, and comes in no more", async () => {
    // hashlib.pbkdf2_hmac("sha1", …, 1_250_001, 64) of Python 3.11
    const hash =
      "$pbkdf2-sha1$i=1250001,l=64$c2FsdC1vZi0wLjMuMA$4BVH4lz37bkt3XLhnQ7uKao4YQRwU18s3V0y6BQwiJ3Qsl69J3UerEqvdKut804mQ2wz4tv9YXJSQiMF0WBZUw";
    expect(await foreignHashHere(hash)?.isOf("a-secret-of-a-client-A1")).toBe(true);
    expect(refusalOf(hash).message).toBe(`${FIELD} must have 1 to 1250000 PBKDF2 rounds`);
    for (const rounds of [0, 5_000_001])
      expect(foreignHashHere(hash.replace("1250001", String(rounds)))).toBeUndefined();
  });

  it("is so of scrypt whose blocks are within the bounds, and all that it works in is not", async () => {
    // hashlib.scrypt of Python 3.11: 256 MiB of blocks, and 1.5 beside them
    const hash = "$scrypt$ln=9,r=4096,p=1$c2FsdC1vZi1zY3J5cHQ$H0wIHwIzb6OKfW4y2pH83beK+UvgKUTjgCnSrIsXbvA";
    expect(await foreignHashHere(hash)?.isOf("a-secret-of-a-client-A1")).toBe(true);
    expect(refusalOf(hash).message).toBe(`${FIELD} must need at most 256 MiB of memory`);
  });

  // As Spring's encoders write where they were given another width: hashlib of Python 3.11, 64 and 20 bytes.
  it.each([
    "{pbkdf2}38206279746573214f301f4224b1ab788d7a1a791939d689c057430716e3b39bf5de1770931ea5f59a663ce3ade59756f64603e2dc039b8c797866fe7497bc61796b0bbb52c08773",
    "{pbkdf2@SpringSecurity_v5_8}3136206279746573206f662073616c741d058a27f2809ec2966177e8436ad4eebf4a71e9",
  ])("is one of Spring's of another length than by its defaults: %s", async (hash) => {
    expect(await foreignHashHere(hash)?.isOf("a-secret-of-a-client-A1")).toBe(true);
    expect(await foreignHashHere(hash)?.isOf("a-secret-of-a-client-A2")).toBe(false);
    expect(refusalOf(hash).message).toMatch(/^clientSecret must be (?:8|16) bytes of salt and 32 of hash/);
    for (const of of [hash.slice(0, 50), `${hash}${"ab".repeat(60)}`, `${hash.slice(0, -1)}x`]) {
      expect(foreignHashHere(of)).toBeUndefined();
    }
  });
});

describe("a hash of a kind that is not taken", () => {
  it.each([
    ["md5$XUwZ98JYsh3Y8AeytkUjfW$d3e796ba9930103fd4609f66b886e49a", "MD4 or MD5"],
    ["sha1$9ieHygPEftPbcHhqeQwcXB$ad3e9063641007e2ff1628081ff99428f6a54ed1", "SHA-1"],
    ["sha1$$a4b44fc0d4fc9927fdd9f4aa4275521c907e9540", "SHA-1"],
    ["{SSHA}c2FsdGhhc2g=", "SHA-1"],
    ["{sha1}da39a3ee5e6b4b0d3255bfef95601890afd80709", "SHA-1"],
    ["{ldap}{SSHA}c2FsdGhhc2g=", "SHA-1"],
    ["{ldap}{sha}c2FsdGhhc2g=", "SHA-1"],
    ["{ldap}{MD5}c2FsdGhhc2g=", "MD4 or MD5"],
    ["{SMD5}c2FsdGhhc2g=", "MD4 or MD5"],
    ["{SHA-256}{c2FsdA==}97cde38028ad898ebc02e690819fa220", "SHA-2 as Spring's MessageDigestPasswordEncoder writes it"],
    ["{SHA-512}97cde38028ad898ebc02e690819fa220", "SHA-2 as Spring's MessageDigestPasswordEncoder writes it"],
    ["{SSHA256}c2FsdGhhc2g=", "SHA-2 as LDAP writes it"],
    ["{SHA256}3q2+7w==", "SHA-2 as LDAP writes it"],
    ["{SHA512}3q2+7w==", "SHA-2 as LDAP writes it"],
    ["{ldap}{SSHA512}c2FsdGhhc2g=", "SHA-2 as LDAP writes it"],
    ["crypt$$3h0hvyEuQ8.uw", "Unix crypt"],
    ["$6$salt$hash", "Unix crypt"],
    ["pbkdf2_md5$1000$salt$hash", "PBKDF2 with another digest than SHA-1, SHA-256 or SHA-512"],
    ["pbkdf2:sha256:600000$salt$hash", "Werkzeug's"],
    [`$argon2i$v=19$m=65536,t=3,p=1$${SALT}$${KEY}`, "Argon2i"],
    [`argon2$argon2d$v=19$m=65536,t=3,p=1$${SALT}$${KEY}`, "Argon2d"],
    [`$argon2id$v=16$m=65536,t=3,p=1$${SALT}$${KEY}`, "Argon2id of a version before 1.3"],
    ["$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "bcrypt as $2x$, which was computed wrongly"],
    ["bcrypt$$2x$10$salt", "bcrypt as $2x$, which was computed wrongly"],
    ["$bcrypt-sha256$v=2,t=2b,r=12$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2", "passlib's bcrypt-sha256"],
  ])("is refused by its name: %s", (text, name) => {
    expect(refusalOf(text).message).toBe(`${FIELD} is a hash of a kind that is not taken: ${name}`);
  });
});

describe("a hash of a kind that nobody here knows", () => {
  it.each(["{foo}abcdefghijklmnop", "{null}abcdef", "{ldap}abcdef", "$abc$def", "sha256$salt$hash"])(
    "is not said to be malformed: %s",
    (text) => {
      expect(refusalOf(text).message).toBe(`${FIELD} is a hash of a kind that is not known`);
    },
  );

  it.each([
    "{bcrypt}$2a$10$short",
    "{pbkdf2@SpringSecurity_v5_8}",
    "{argon2}$argon2id$v=19$m=16$c2FsdA$aGFzaA",
    "{sha256}abcdef",
    "$2b$10$short",
    "$pbkdf2-sha256$25000$salt",
    "pbkdf2_sha256$1000$salt",
    "$scrypt$ln=16,r=8$c2FsdA$aGFzaA",
    "$e0801$c2FsdA==",
    "$100801$",
    "argon2$argon2id$v=19$m=16$c2FsdA$aGFzaA",
  ])("is malformed where its beginning is of one that is taken: %s", (text) => {
    expect(refusalOf(text).message).toMatch(/^clientSecret (?:is a hash that is malformed$|must )/);
  });
});

describe("a hash that is not one", () => {
  it.each([
    "",
    "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    BCRYPT.slice(0, -1),
    `${BCRYPT.slice(0, 28)}/${BCRYPT.slice(29)}`,
    `${BCRYPT.slice(0, -1)}!`,
    `bcrypt_sha256$${BCRYPT.slice(0, -1)}`,
    `bcrypt_sha256${BCRYPT}`,
    `pbkdf2_sha256$1000$salt$`,
    `pbkdf2_sha256$1000$salt$AAAA`,
    `pbkdf2_sha256$1000$salt$${KEY.slice(0, -1)}*`,
    `pbkdf2_md5$1000$salt$${KEY}`,
    `$pbkdf2-sha256$i=1000,l=64$${SALT}$${KEY}`,
    `$pbkdf2-sha256$1000$${SALT}$${KEY.repeat(3)}`,
    `$argon2i$v=19$m=65536,t=3,p=1$${SALT}$${KEY}`,
    `$argon2id$v=16$m=65536,t=3,p=1$${SALT}$${KEY}`,
    `$argon2id$v=19$m=65536,t=3,p=1$${SALT}$`,
    `$argon2id$v=19$m=65536,t=3,p=1$c2FsdA$${KEY}`,
    `$argon2id$v=19$m=65536,t=3,p=1$${SALT}!$${KEY}`,
    `$argon2id$v=19$m=32,t=3,p=16$${SALT}$${KEY}`,
    `$scrypt$ln=0,r=8,p=1$${SALT}$${KEY}`,
    `$scrypt$ln=16,r=1,p=1$${SALT}$${KEY}`,
    `scrypt$1000$salt$8$1$${KEY}=`,
    `{scrypt}$e0001$${SALT}$${KEY}`,
    "{sha256}0123",
    `{sha256}${"ab".repeat(32)}`,
    `{sha256}${"ab".repeat(41)}`,
    `{pbkdf2}${"ab".repeat(39)}`,
    `{pbkdf2@SpringSecurity_v5_8}${"ab".repeat(40)}`,
    "{sha256-hex}zz",
    `{sha256-hex}${"ab".repeat(64)}`,
    "{MD5}5f4dcc3b5aa765d61d8327deb882cf99",
    "{noop}in-clear",
    "$1$salt$qJH7.N4xYta3aEG/dfqo/0",
    `{bcrypt}{bcrypt}${BCRYPT}`,
  ])("is refused without being quoted: %s", (text) => {
    const { code, message } = refusalOf(text);
    expect(code).toBe("invalid");
    expect(message.startsWith(`${FIELD} `)).toBe(true);
    if (text) expect(message).not.toContain(text);
  });
});
