import { describe, expect, it } from "vitest";
import { recipientKeyOf, recipientKeyProblem, thumbprintOf } from "../../src/model/recipient-key.js";
import { newRecipient, RECIPIENT_KINDS } from "../support/organization/recipients.js";

const KEYS = Object.fromEntries(RECIPIENT_KINDS.map((kind) => [kind, newRecipient(kind).jwk]));
const { "P-256": P256 = {}, "P-384": P384 = {}, X25519 = {}, RSA = {} } = KEYS;

/** The key of RFC 7638 §3.1, with its thumbprint. */
const RFC_7638 = {
  kty: "RSA",
  n: "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
  e: "AQAB",
  alg: "RS256",
  kid: "2011-04-29",
};

const encoded = (hex: string) => Buffer.from(hex, "hex").toString("base64url");
const modulus = (bits: number, last = 1) => {
  const bytes = Buffer.alloc(Math.ceil(bits / 8), 0xff);
  bytes[0] = 0xff >> ((8 - (bits % 8)) % 8);
  bytes[bytes.length - 1] = 0xfe | last;
  return bytes.toString("base64url");
};
const { x: X = "", y: Y = "" } = P256;

/** Points of low order on Curve25519 (RFC 7748 §6.1), little-endian, and two that are not reduced. */
const LOW_ORDER = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
];

const GOOD: [string, object][] = [
  ...Object.entries(KEYS),
  ...[2048, 2056, 3072, 4096].map((bits): [string, object] => [`RSA of ${bits} bits`, { ...RSA, n: modulus(bits) }]),
  ["a curve's key for this use", { ...P256, use: "enc", alg: "ECDH-ES+A256KW" }],
  ["an RSA key for this use", { ...RSA, use: "enc", alg: "RSA-OAEP-256" }],
  ["a key with a kid and what nobody knows", { ...X25519, kid: { any: "thing" }, x5c: ["a"], ext: true, key_ops: [] }],
  ["a key without a prototype", Object.assign(Object.create(null), P384)],
];

const BAD: [string, unknown][] = [
  ["text", "a"],
  ["a number", 1],
  ["a list", [P256]],
  ["a key set", { keys: [P256] }],
  ["nothing", {}],
  ["a symmetric key", { kty: "oct", k: "c2VjcmV0" }],
  ["a signature key", { kty: "OKP", crv: "Ed25519", x: X25519.x }],
  ["X448", { kty: "OKP", crv: "X448", x: encoded("05".repeat(56)) }],
  ["P-521", { kty: "EC", crv: "P-521", x: encoded("01".repeat(66)), y: encoded("01".repeat(66)) }],
  ["secp256k1", { ...P256, crv: "secp256k1" }],
  ["a curve of another type", { ...P256, kty: "OKP" }],
  ["a curve that objects have anyway", { ...P256, crv: "constructor" }],
  ["a curve that cannot be text", { ...P256, crv: { toString: 1 } }],
  ["a type that cannot be text", { ...P256, kty: Object.create(null) }],
  ["the members of a prototype", Object.create(P256)],
  ["what JSON calls a prototype", JSON.parse(`{"__proto__": ${JSON.stringify(P256)}}`)],
  ...["d", "p", "q", "dp", "dq", "qi", "oth", "k"].flatMap((name): [string, unknown][] => [
    [`a private ${name}`, { ...RSA, [name]: "AQAB" }],
    [`a private ${name} that is null`, { ...P256, [name]: null }],
  ]),
  ["another alg", { ...P256, alg: "ECDH-ES" }],
  ["the other kind's alg", { ...RSA, alg: "ECDH-ES+A256KW" }],
  ["an old alg", { ...RSA, alg: "RSA-OAEP" }],
  ["an alg of null", { ...P256, alg: null }],
  ["the use of signatures", { ...P256, use: "sig" }],
  ["no y", { ...P256, y: undefined }],
  ["a y that is a number", { ...P256, y: 1 }],
  ["a point beside the curve", { ...P256, x: Y, y: X }],
  ["a point of another curve", { ...P384, crv: "P-256" }],
  ["no point at all", { ...P256, x: encoded("00".repeat(32)), y: encoded("00".repeat(32)) }],
  ["a short coordinate", { ...P256, x: X.slice(0, 40) }],
  ["a long coordinate", { ...P256, x: `${X}AA` }],
  ["padding", { ...P256, x: `${X}=` }],
  ["the alphabet of base64", { ...P256, x: `+${X.slice(1)}` }],
  ["white space", { ...P256, x: `${X} ` }],
  ["bits after the last byte", { ...P256, x: encoded("00".repeat(32)).slice(0, -1).concat("B") }],
  ["an empty X25519", { ...X25519, x: "" }],
  ["a short X25519", { ...X25519, x: encoded("05".repeat(31)) }],
  ...LOW_ORDER.map((hex): [string, unknown] => [
    `the X25519 of low order ${hex.slice(0, 4)}`,
    { ...X25519, x: encoded(hex) },
  ]),
  ["RSA of 2047 bits", { ...RSA, n: modulus(2047) }],
  ["RSA of 1024 bits", { ...RSA, n: modulus(1024) }],
  ["RSA of 4097 bits", { ...RSA, n: modulus(4097) }],
  ["RSA of 8192 bits", { ...RSA, n: modulus(8192) }],
  ["a modulus with a zero byte before it", { ...RSA, n: encoded(`00${"ff".repeat(256)}`) }],
  ["an even modulus", { ...RSA, n: modulus(2048, 0) }],
  ["no modulus", { ...RSA, n: undefined }],
  ["no exponent", { ...RSA, e: undefined }],
  ["the exponent 1", { ...RSA, e: encoded("01") }],
  ["the exponent 3", { ...RSA, e: encoded("03") }],
  ["an even exponent", { ...RSA, e: encoded("010002") }],
  ["an exponent of 9 bytes", { ...RSA, e: encoded("010000000000000001") }],
  ["more than 16 KiB", { ...P256, x5c: ["x".repeat(16_400)] }],
];

describe("a recipient key", () => {
  it.each(GOOD)("may be %s", (_what, jwk) => {
    expect(recipientKeyProblem(jwk)).toBeUndefined();
  });

  it.each(BAD)("may not be %s", (_what, jwk) => {
    expect(recipientKeyProblem(jwk)).toMatch(/^must (?:be|have|not be) /);
  });

  it("is named by its RFC 7638 thumbprint", () => {
    expect(thumbprintOf(recipientKeyOf(RFC_7638))).toBe("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    for (const kind of RECIPIENT_KINDS) {
      const { jwk, thumbprint } = newRecipient(kind);
      expect(thumbprintOf(recipientKeyOf({ ...jwk, use: "enc", kid: "other" }))).toBe(thumbprint);
    }
  });

  it("is kept without what says nothing about it", () => {
    const described = { ...P256, use: "enc", alg: "ECDH-ES+A256KW" };
    expect(recipientKeyOf({ ...described, kid: "mine", x5c: ["a"], ext: true })).toEqual(described);
    expect(recipientKeyOf(RSA)).toEqual(RSA);
  });
});
