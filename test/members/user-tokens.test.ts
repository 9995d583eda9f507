import { exportSPKI, importJWK } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { access, addedMember } from "../support/organization/members.js";
import {
  AUDIENCE,
  forge,
  type IssuerKey,
  newIssuerKey,
  type OutsideIssuer,
  startOutsideIssuer,
} from "../support/processes/outside-issuer.js";

const REFUSED = [401, "UNAUTHENTICATED"];
const ALGORITHMS = [
  ...["ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["EdDSA", "Ed25519"],
];

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a user's token", () => {
  let issuer: OutsideIssuer;
  const keys = new Map<string, IssuerKey>();
  let key: IssuerKey;
  let gateway: TestGateway;
  let organization: TestOrganization;
  let good: { iss: string; aud: string; sub: string };

  beforeAll(async () => {
    for (const algorithm of ALGORITHMS) keys.set(algorithm, await newIssuerKey(`key-${algorithm}`, algorithm));
    key = keys.get("ES256") as IssuerKey;
    issuer = await startOutsideIssuer([...keys.values()]);
    gateway = await startTestGateway("sqlite", { env: { OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: AUDIENCE } });
    organization = await gateway.organization();
    await addedMember(organization.owner, { subject: "ann", role: "ADMIN" });
    good = { iss: issuer.url, aud: AUDIENCE, sub: "ann" };
  });
  afterAll(async () => {
    await gateway.stop();
    await issuer.stop();
  });

  const accessWith = (token: string) => access(new GraphqlClient(gateway.url, token));

  /** Other claims than good ones, each otherwise signed as the issuer signs. */
  const CLAIMS: Record<string, (claims: typeof good) => Parameters<typeof forge>[1]> = {
    "of another issuer": (claims) => ({ ...claims, iss: "https://issuer.example.com" }),
    "of the issuer with a slash more": (claims) => ({ ...claims, iss: `${claims.iss}/` }),
    "without an issuer": ({ iss: _, ...claims }) => claims,
    "for another audience": (claims) => ({ ...claims, aud: "https://other.example.com/" }),
    "for the audience without its slash": (claims) => ({ ...claims, aud: AUDIENCE.slice(0, -1) }),
    "without an audience": ({ aud: _, ...claims }) => claims,
    "that has expired": (claims) => ({ ...claims, expiresIn: -62 }),
    "without an end": (claims) => ({ ...claims, expiresIn: null }),
    "that is not valid yet": (claims) => ({ ...claims, nbf: Math.floor(Date.now() / 1000) + 90 }),
    "without a subject": ({ sub: _, ...claims }) => claims,
    "with an empty subject": (claims) => ({ ...claims, sub: "" }),
    "with a subject that is a list": (claims) => ({ ...claims, sub: ["ann"] as unknown as string }),
    "with a subject that holds a NUL": (claims) => ({ ...claims, sub: "ann\0" }),
    "that ends beyond all dates": (claims) => ({ ...claims, exp: 1e300 }),
    "that ends in the year 255479": (claims) => ({ ...claims, exp: 8_000_000_000_000 }),
    "that ends after the year 9999": (claims) => ({ ...claims, exp: 253_402_300_800 }),
    "bound to a key": (claims) => ({ ...claims, cnf: { jkt: "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" } }),
    "bound to a certificate": (claims) => ({
      ...claims,
      cnf: { "x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2" },
    }),
    "bound to it is not said what": (claims) => ({ ...claims, cnf: null }),
    "that is a logout token": (claims) => ({ ...claims, events: {} }),
  };

  type Said = [claims: object, typ: string | undefined];

  /** What a token may say it is, in its claims and in its header. */
  const ACCESS_TOKENS: Record<string, Said> = {
    "its header, whatever else it has": [{ nonce: "n", at_hash: "h" }, "at+jwt"],
    "its header in full": [{ nonce: "n" }, "application/at+JWT"],
    "Keycloak's claim": [{ typ: "Bearer", nonce: "n" }, "JWT"],
    "Keycloak's claim, without a header": [{ typ: "Bearer", nonce: "n" }, undefined],
    "Cognito's claim": [{ token_use: "access" }, undefined],
    "nothing, and has nothing of another kind": [{}, "JWT"],
    "nothing at all": [{}, undefined],
  };
  const OTHER_TOKENS: Record<string, Said> = {
    "an id token, as Keycloak says": [{ typ: "ID" }, "JWT"],
    "an id token, whatever its header says": [{ typ: "ID" }, "at+jwt"],
    "an id token, as Cognito says": [{ token_use: "id" }, undefined],
    "a refresh token": [{ typ: "Refresh" }, "JWT"],
    "an offline token": [{ typ: "Offline" }, "JWT"],
    "a logout token": [{ typ: "Logout" }, "JWT"],
    "a token with a proof": [{ typ: "DPoP" }, "JWT"],
    "of a kind that is no text": [{ typ: 3 }, "JWT"],
    "a logout token, by its header": [{}, "logout+jwt"],
    "a proof, by its header": [{}, "dpop+jwt"],
    "nothing, but has the nonce of an id token": [{ nonce: "n" }, "JWT"],
    "nothing, but has an id token's hash of an access token": [{ at_hash: "h" }, undefined],
    "nothing but that it is a JWT, with a nonce": [{ typ: "JWT", nonce: "n" }, "JWT"],
  };

  it.each(Object.entries(ACCESS_TOKENS))("is good when it says that it is one by %s", async (_name, [claims, typ]) => {
    expect(await accessWith(await forge(key, { ...good, ...claims }, { typ }))).toEqual([200]);
  });

  it.each(Object.entries(OTHER_TOKENS))("is refused when it says that it is %s", async (_name, [claims, typ]) => {
    expect(await accessWith(await forge(key, { ...good, ...claims }, { typ }))).toEqual(REFUSED);
  });

  it.each(["zoe", "ANN", "%"])("leads a person who is no member nowhere: %s", async (sub) => {
    expect(await accessWith(await forge(key, { ...good, sub }))).toEqual([403, "FORBIDDEN"]);
  });

  it.each(ALGORITHMS)("is good when it is signed with %s by the issuer", async (algorithm) => {
    expect(await accessWith(await forge(keys.get(algorithm) as IssuerKey, good))).toEqual([200]);
  });

  it("is good for some seconds more and less than it says, for clocks that differ", async () => {
    expect(await accessWith(await forge(key, { ...good, expiresIn: -30 }))).toEqual([200]);
    expect(await accessWith(await forge(key, { ...good, nbf: Math.floor(Date.now() / 1000) + 30 }))).toEqual([200]);
  });

  it("is good when the gateway is one of its audiences", async () => {
    const token = await forge(key, { ...good, aud: ["https://other.example.com/", AUDIENCE] });
    expect(await accessWith(token)).toEqual([200]);
  });

  it.each(Object.entries(CLAIMS))("is refused when it is one %s", async (_name, claimsOf) => {
    expect(await accessWith(await forge(key, claimsOf(good)))).toEqual(REFUSED);
  });

  it("is told to be for something else when it is, and only then", async () => {
    const told = async (token: string) => {
      const [error] = (await new GraphqlClient(gateway.url, token).send("{ viewer { role } }")).errors;
      return /for something else/.test(error?.message ?? "");
    };
    const other = { ...good, aud: "https://other.example.com/" };
    expect(await told(await forge(key, other))).toBe(true);
    expect(await told(await forge(await newIssuerKey(key.kid, key.algorithm), other))).toBe(false);
    expect(await told(await forge(key, { ...good, expiresIn: -90 }))).toBe(false);
  });

  it("is refused when the issuer has issued it for somebody else", async () => {
    expect(await accessWith(await issuer.tokenFor("ann", AUDIENCE))).toEqual([200]);
    expect(await accessWith(await issuer.tokenFor("ann", "https://other.example.com/"))).toEqual(REFUSED);
  });

  it("is refused without a signature, by whatever spelling of none", async () => {
    const claims = base64({ ...good, exp: Math.floor(Date.now() / 1000) + 300 });
    for (const alg of ["none", "None", "NONE", ""]) {
      const head = base64({ alg, typ: "at+jwt", kid: key.kid });
      for (const signature of ["", "AA", "none"]) {
        expect(await accessWith(`${head}.${claims}.${signature}`)).toEqual(REFUSED);
      }
    }
  });

  it("is refused when a public key was taken for a shared secret", async () => {
    for (const { kid, publicJwk, algorithm } of keys.values()) {
      const pem = await exportSPKI((await importJWK(publicJwk, algorithm)) as Parameters<typeof exportSPKI>[0]);
      for (const secret of [pem, pem.trim(), JSON.stringify(publicJwk), publicJwk.n ?? publicJwk.x ?? ""]) {
        for (const hmac of ["HS256", "HS384", "HS512"]) {
          const privateKey = new TextEncoder().encode(secret.padEnd(64, "\0"));
          expect(await accessWith(await forge({ kid, algorithm: hmac, privateKey }, good))).toEqual(REFUSED);
        }
      }
    }
  });

  it("is refused when it is signed with a key that is not the issuer's, whatever it says about it", async () => {
    const other = await newIssuerKey(key.kid);
    expect(await accessWith(await forge(other, good))).toEqual(REFUSED);
    expect(await accessWith(await forge({ ...other, kid: "unknown" }, good))).toEqual(REFUSED);
    expect(await accessWith(await forge(other, good, { jwk: other.publicJwk }))).toEqual(REFUSED);
    const location = "https://attacker.example.com/keys";
    expect(await accessWith(await forge(other, good, { jku: location, x5u: location }))).toEqual(REFUSED);
  });

  it("is refused when it was changed", async () => {
    const [head, claims, signature] = (await forge(key, { ...good, sub: "zoe" })).split(".");
    const changed = JSON.parse(Buffer.from(claims as string, "base64url").toString());
    expect(await accessWith(`${head}.${base64({ ...changed, sub: "ann" })}.${signature}`)).toEqual(REFUSED);
    const [other] = (await forge(keys.get("RS256") as IssuerKey, good)).split(".");
    expect(await accessWith(`${other}.${claims}.${signature}`)).toEqual(REFUSED);
  });

  it("is refused with a header that asks for what is not understood", async () => {
    const claims = base64({ ...good, exp: Math.floor(Date.now() / 1000) + 300 });
    const head = base64({ alg: "ES256", kid: key.kid, crit: ["https://example.com/x"], "https://example.com/x": 1 });
    expect(await accessWith(`${head}.${claims}.AAAA`)).toEqual(REFUSED);
  });

  it.each([
    "a.b.c",
    "..",
    "eyJ.eyJ.eyJ",
    `${base64({})}.${base64({})}.AA`,
    `${base64([])}.${base64([])}.AA`,
    "x".repeat(5000),
    "a.b.c.d.e",
  ])("is refused when it is garbage like %j", async (token) => {
    expect(await accessWith(token)).toEqual(REFUSED);
  });

  it("is refused at /oauth/verify as well", async () => {
    const verify = async (token: string) =>
      (
        await fetch(`${gateway.url}/oauth/verify`, {
          method: "POST",
          headers: { authorization: `Bearer ${token}` },
          body: new URLSearchParams({ client_id: "none", client_secret: "none" }),
        })
      ).status;
    expect(await verify(await forge(key, good))).toBe(200);
    expect(await verify(await forge(key, { ...good, aud: "https://other.example.com/" }))).toBe(401);
  });

  it("is nobody's where no issuer is configured", async () => {
    const plain = await startTestGateway("sqlite", { database: gateway.database });
    try {
      expect(await access(new GraphqlClient(plain.url, await forge(key, good)))).toEqual(REFUSED);
    } finally {
      await plain.stop();
    }
  });

  it("leaves nothing of itself in the log", async () => {
    const token = await forge(key, { ...good, aud: "https://other.example.com/" });
    await accessWith(token);
    for (const part of token.split(".")) expect(gateway.log()).not.toContain(part);
  });
});
