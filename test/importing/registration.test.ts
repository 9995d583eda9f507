import { describe, expect, it } from "vitest";
import { clientOf, itemsOf } from "./support.js";

describe("a registration (RFC 7591)", () => {
  const SECRET = "Tq8VnU2yJ5kLwE0xRb3mZs7cHd9fGa1p";

  it("has the end of its secret; 0 is none", () => {
    const secretOf = (end: unknown) =>
      clientOf("rfc7591", { client_id: "x", client_secret: SECRET, client_secret_expires_at: end }).secrets[0];
    expect(secretOf(0)?.expiresAt).toBeNull();
    expect(secretOf("0")?.expiresAt).toBeNull();
    expect(secretOf(1_790_000_000)?.expiresAt).toEqual(new Date(1_790_000_000_000));
    for (const end of [-1, 1e300, "soon", true, 1_790_000_000_000]) {
      expect(() => secretOf(end)).toThrow(/client_secret_expires_at must be a date-time/);
    }
  });

  it("has the defaults of RFC 7591 §2, unless grants are said", () => {
    expect(clientOf("rfc7591", { client_id: "x" }).settings.grantTypes).toEqual(["AUTHORIZATION_CODE"]);
    const grants = ["CLIENT_CREDENTIALS" as never];
    expect(clientOf("rfc7591", { client_id: "x" }, { grants }).settings.grantTypes).toEqual(grants);
    expect(clientOf("rfc7591", { client_id: "x", grant_types: [] }).settings.grantTypes).toEqual([]);
  });

  it("says nothing of a secret that a public client never had", () => {
    const { notes, secrets } = clientOf("rfc7591", { client_id: "x", token_endpoint_auth_method: "none" });
    expect({ notes, secrets }).toEqual({ notes: [], secrets: [] });
  });

  it("keeps no private part of a key", () => {
    const jwks = {
      keys: [
        { kty: "EC", crv: "P-256", x: "eA", y: "eQ", d: "cHJpdmF0ZQ" },
        { kty: "oct", k: "c2VjcmV0" },
      ],
    };
    const { settings, notes } = clientOf("rfc7591", { client_id: "x", jwks });
    expect(settings.dialectSettings).toEqual({
      rfc7591: { jwks: { keys: [{ kty: "EC", crv: "P-256", x: "eA", y: "eQ" }, { kty: "oct" }] } },
    });
    expect(notes.join()).toContain("jwks.keys.0.d, jwks.keys.1.k");
  });

  it("brings no secret where the client presents a key, and its own where it signs with it", () => {
    const client = { client_id: "x", client_secret: SECRET };
    expect(clientOf("rfc7591", { ...client, token_endpoint_auth_method: "private_key_jwt" }).secrets).toEqual([]);
    const signing = clientOf("rfc7591", { ...client, token_endpoint_auth_method: "client_secret_jwt" });
    expect(signing.secrets).toHaveLength(1);
    expect(signing.notes.join()).toContain("client_secret_jwt, which is not offered");
  });

  it("names no value that it does not know", () => {
    const odd = { client_id: "x", grant_types: [SECRET], response_types: [SECRET], token_endpoint_auth_method: SECRET };
    const { notes } = clientOf("rfc7591", { ...odd, client_uri: SECRET });
    expect(notes.length).toBeGreaterThanOrEqual(4);
    expect(notes.join()).not.toContain(SECRET);
  });

  it.each([
    ["client_id", {}],
    ["client_id", { client_id: "" }],
    ["client_id", { client_id: 5 }],
    ["client_secret", { client_id: "x", client_secret: 123456789012 }],
    ["client_secret", { client_id: "x", client_secret: ["a"] }],
    ["redirect_uris", { client_id: "x", redirect_uris: [1] }],
    ["redirect_uris", { client_id: "x", redirect_uris: { a: 1 } }],
    ["grant_types", { client_id: "x", grant_types: 7 }],
    ["item", []],
    ["item", null],
    ["item", "text"],
  ])("is refused, naming %s, where it is of another kind", (field, value) => {
    expect(() => clientOf("rfc7591", value)).toThrow(
      expect.objectContaining({ code: "invalid", details: { violations: [expect.objectContaining({ field })] } }),
    );
  });

  it("is refused where it could not be read", async () => {
    const [item] = await itemsOf("rfc7591", '{"client_id": "x", }\n');
    expect(item).toEqual({ line: 1, problem: "must be JSON" });
  });
});
