import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FORMATS } from "../../src/importing/formats/formats.js";
import type { Item } from "../../src/importing/reading/item.js";
import { GrantType } from "../../src/model/client-metadata.js";
import { clientOf, itemsOf } from "./support.js";

describe("a realm of Keycloak", () => {
  let items: Item[];
  const brought = (line: number) => FORMATS.keycloak.clientOf(items[line] as Item, {});

  beforeAll(async () => {
    items = await itemsOf("keycloak", await readFile(join(import.meta.dirname, "files/keycloak-realm.json")));
  });

  it("has its clients under their index in the realm's list", () => {
    expect(items.map((item) => [item.line, FORMATS.keycloak.clientIdOf(item, {})])).toEqual([
      [0, "account"],
      [1, "shop-web"],
      [2, "shop-spa"],
      [3, "billing"],
      [4, "ledger-api"],
      [5, "https://saml.example.com/metadata"],
    ]);
  });

  it("gives a confidential client in this product's words", () => {
    expect(brought(1)).toMatchObject({
      clientId: "shop-web",
      enabled: true,
      takesAnyMethod: true,
      settings: {
        name: "Shop",
        description: "The shop's web server",
        public: false,
        redirectUris: [
          "https://shop.example.com/callback",
          "https://shop.example.com/silent",
          "https://*.preview.example.com/*",
        ],
        postLogoutRedirectUris: ["https://shop.example.com/bye", "https://shop.example.com/out"],
        allowedOrigins: ["https://shop.example.com", "https://partner.example.com"],
        grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN", "CLIENT_CREDENTIALS"],
        pkceRequired: true,
        consentScreenEnabled: true,
        accessTokenTtlSeconds: 900,
        homepageUrl: "https://shop.example.com/home",
        logoUrl: "https://shop.example.com/logo.svg",
        privacyPolicyUrl: "https://shop.example.com/privacy",
        termsOfServiceUrl: "https://shop.example.com/terms",
      },
    });
    expect(brought(1).settings.scopes).toEqual(["openid", "profile", "email"]);
  });

  it("brings both secrets of an open rotation with their ends, the current one first", () => {
    expect(brought(1).secrets).toEqual([
      { form: "plain", text: "Tq8VnU2yJ5kLwE0xRb3mZs7cHd9fGa1p", expiresAt: new Date(4_070_908_800_000) },
      {
        ...{ form: "plain", text: "Yh4NpS6vB1jQxD8wKc2rTf9mLz5gJa3e", expiresAt: new Date(4_070_822_400_000) },
        isPrevious: true,
      },
    ]);
  });

  it("brings no previous secret for longer than the current one, since Keycloak refuses both from its end on", () => {
    const [now, later, latest] = ["1760000000", "4070822400", "4070908800"];
    const endsOf = (ends: object) =>
      clientOf("keycloak", {
        ...{ clientId: "x", secret: "Tq8VnU2yJ5kLwE0xRb3mZs7cHd9fGa1p" },
        attributes: { "client.secret.rotated": "Yh4NpS6vB1jQxD8wKc2rTf9mLz5gJa3e", ...ends },
      }).secrets.map(({ expiresAt }) => expiresAt && String(expiresAt.getTime() / 1000));
    const [current, rotated] = ["client.secret.expiration.time", "client.secret.rotated.expiration.time"] as const;
    expect(endsOf({ [current]: now, [rotated]: latest })).toEqual([now, now]);
    expect(endsOf({ [current]: latest, [rotated]: later })).toEqual([latest, later]);
    expect(endsOf({ [current]: latest })).toEqual([latest, latest]);
    expect(endsOf({ [rotated]: later })).toEqual([null, later]);
  });

  it.each([
    ["client_secret_basic", "CLIENT_SECRET_BASIC"],
    ["client_secret_post", "CLIENT_SECRET_POST"],
  ])("lets a client in by one method only that is limited to it: %s", (name, tokenEndpointAuthMethod) => {
    const attributes = { "client.secret.authentication.allowed.method": name };
    const brought = clientOf("keycloak", { clientId: "x", secret: "Tq8VnU2yJ5kLwE0xRb3mZs7cHd9fGa1p", attributes });
    expect(brought).toMatchObject({ takesAnyMethod: false, notes: [], settings: { tokenEndpointAuthMethod } });
    expect(brought.settings.dialectSettings).toBeUndefined();
    for (const [word, said] of [
      ["client_secret_jwt", 1],
      ["constructor", 1],
      ["__proto__", 1],
      ["", 0],
    ] as const) {
      const other = clientOf("keycloak", {
        clientId: "x",
        attributes: { ...attributes, [Object.keys(attributes)[0] ?? ""]: word },
      });
      expect(other.takesAnyMethod).toBe(true);
      expect(other.notes.filter((note) => note.includes("client_secret_basic or client_secret_post"))).toHaveLength(
        said,
      );
    }
    expect(clientOf("keycloak", { clientId: "x", publicClient: true, attributes }).settings).toMatchObject({
      public: true,
    });
  });

  it("keeps what has no place here under its own names, and names what is nowhere", () => {
    const { settings, notes } = brought(1);
    expect(settings.dialectSettings).toEqual({
      keycloak: expect.objectContaining({
        id: "0f5b6d62-0000-4000-8000-000000000002",
        rootUrl: "https://shop.example.com",
        fullScopeAllowed: true,
        alwaysDisplayInConsole: false,
        optionalClientScopes: ["address", "phone", "offline_access", "microprofile-jwt"],
        attributes: {
          "client.secret.creation.time": "1760000000",
          "client.secret.rotated.creation.time": "1750000000",
          "client_credentials.use_refresh_token": "false",
          "backchannel.logout.session.required": "true",
          "acr.loa.map": "{}",
        },
      }),
    });
    expect(notes).toContain("Not taken, since it is no grant here: directAccessGrantsEnabled.");
    expect(notes.join()).toMatch(/webOrigins\.0 was not taken: it must not contain a wildcard/);
    expect(JSON.stringify([settings, notes])).not.toContain("Tq8VnU2yJ5kLwE0xRb3mZs7cHd9fGa1p");
  });

  it("gives a public client without a secret, and never a wildcard as an origin", () => {
    const { settings, secrets, notes, takesAnyMethod } = brought(2);
    expect(settings).toMatchObject({
      name: "shop-spa",
      public: true,
      allowedOrigins: [],
      postLogoutRedirectUris: ["https://spa.example.com/*"],
      pkceRequired: false,
      grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
    });
    expect({ secrets, takesAnyMethod }).toEqual({ secrets: [], takesAnyMethod: false });
    expect(notes.join()).toContain("webOrigins.0 was not taken");
    expect(notes.join()).toContain("implicitFlowEnabled");
  });

  it("gives a client whose secret is masked without one, and says so", () => {
    const { enabled, secrets, notes, standIns, settings } = brought(3);
    expect({ enabled, secrets, grants: settings.grantTypes }).toEqual({
      enabled: false,
      secrets: [],
      grants: ["CLIENT_CREDENTIALS"],
    });
    expect([notes, standIns]).toEqual([[], [{ field: "secret", text: "**********", expiresAt: null }]]);
  });

  it("gives a client that only takes tokens its secret and no grants", () => {
    expect(brought(4)).toMatchObject({ settings: { grantTypes: [] }, secrets: [{ form: "plain" }] });
  });

  it("leaves out the realm's own clients and those of SAML, and refuses those of another protocol", () => {
    const isLeftOut = (value: unknown) => FORMATS.keycloak.reasonToLeaveOut({ line: 0, value }) !== null;
    expect(items.map((item) => "value" in item && isLeftOut(item.value))).toEqual([
      true,
      false,
      false,
      false,
      false,
      true,
    ]);
    expect(FORMATS.keycloak.reasonToLeaveOut(items[5] as Item)).toBe("It is a client of SAML, and not of OAuth.");
    expect(() => clientOf("keycloak", { clientId: "x", protocol: "docker-v2" })).toThrow(/protocol must be openid/);
    expect(isLeftOut({ clientId: "acme-realm", bearerOnly: true })).toBe(true);
    for (const value of [{ clientId: "acme-realm" }, { clientId: ["account"] }, ["account"], null, "account"]) {
      expect([value, isLeftOut(value)]).toEqual([value, false]);
    }
    expect(FORMATS.keycloak.reasonToLeaveOut({ line: 0, problem: "must be JSON" })).toBeNull();
  });

  it("has the scopes that a client gets or is offered for itself, and says of the others why they stay away", () => {
    const scoped = (defaultClientScopes: string[], optionalClientScopes: string[]) =>
      clientOf("keycloak", { clientId: "scoped", defaultClientScopes, optionalClientScopes });
    const built = scoped(
      ["web-origins", "acr", "profile", "roles", "basic", "email", "orders:read"],
      ["address", "phone", "offline_access", "microprofile-jwt", "orders:write"],
    );
    expect(built.settings.scopes).toEqual(["openid", "profile", "email", "orders:read", "orders:write"]);
    expect(built.notes).toEqual([
      "optionalClientScopes are in scopes, so that a request which names no scope gets them here, too: orders:write.",
    ]);
    expect(built.sharedNotes?.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Access tokens live 3600 seconds here/),
      expect.stringMatching(/^defaultClientScopes come without those that only fill Keycloak's tokens/),
      expect.stringMatching(
        /^optionalClientScopes come without those that Keycloak offers to every client.*add to scopes/,
      ),
    ]);
    const chosen = scoped(["phone", "offline_access"], ["phone"]);
    expect([chosen.settings.scopes, chosen.notes]).toEqual([["openid", "phone", "offline_access"], []]);
    expect(scoped([], []).settings.scopes).toEqual(["openid"]);
  });

  it("is read at once however many scopes a client has", () => {
    const scopes = (kind: string) => Array.from({ length: 75_000 }, (_, n) => `${kind}${n}`);
    const fields = { defaultClientScopes: scopes("d"), optionalClientScopes: scopes("o") };
    const { user } = process.cpuUsage();
    expect(clientOf("keycloak", { clientId: "many", ...fields }).settings.scopes).toHaveLength(150_001);
    // In microseconds: one look at each took minutes for the other, and a busy machine takes six seconds.
    expect(process.cpuUsage().user - user).toBeLessThan(30_000_000);
  });

  it("takes no secret of a client that authenticates by a key", () => {
    const client = {
      clientId: "jwt",
      clientAuthenticatorType: "client-jwt",
      secret: "Tq8VnU2yJ5kLwE0xRb3mZs7cHd9fGa1p",
    };
    const { secrets, takesAnyMethod, notes } = clientOf("keycloak", client);
    expect({ secrets, takesAnyMethod }).toEqual({ secrets: [], takesAnyMethod: false });
    expect(notes.join()).toMatch(/clientAuthenticatorType is not offered/);
  });

  it("takes switches that are left out as Keycloak does", () => {
    expect(clientOf("keycloak", { clientId: "bare" })).toMatchObject({
      enabled: true,
      settings: { public: false, grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"], consentScreenEnabled: false },
    });
  });

  it("has the grants that its switches say, whatever grants are said for sources that record none", () => {
    const off = { clientId: "off", standardFlowEnabled: false, directAccessGrantsEnabled: true };
    const grants = [GrantType.CLIENT_CREDENTIALS];
    expect(clientOf("keycloak", off, { grants }).settings.grantTypes).toEqual([]);
  });

  it("leaves out a life of tokens that is none here, and says so", () => {
    const { settings, notes } = clientOf("keycloak", {
      clientId: "long",
      attributes: { "access.token.lifespan": "999999" },
    });
    expect(settings.accessTokenTtlSeconds).toBe(3600);
    expect(notes.join()).toContain("attributes.access.token.lifespan was not taken");
  });
});
