import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { importText } from "../support/processes/import-command.js";

const SHOWN = `query ($clientId: String!) { oauthApplication(clientId: $clientId) {
  name description redirectUris homepageUrl logoUrl privacyPolicyUrl termsOfServiceUrl dialectSettings
} }`;

/** In each credential of the files below. */
const CREDENTIAL = "hunter2";
const BCRYPT = `$2b$10$${CREDENTIAL}${"x".repeat(46)}`;

describe.each(DATABASE_KINDS)("what an import shows of its source, on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  const importClients = async (from: string, file: object, ...args: string[]) => {
    const text = JSON.stringify(file);
    const { env } = gateway.database;
    const { report, stdout, stderr } = await importText(env, organization, text, "--from", from, ...args);
    return { lines: report, end: report.at(-1), stderr, all: stdout + stderr };
  };
  const shownOf = async (clientId: string) => (await organization.viewer.ok(SHOWN, { clientId })).oauthApplication;

  it("is no credential, to a VIEWER and in the report, and the report names each that was left out", async () => {
    const client = {
      clientId: "shown-to-all",
      name: `Orders (Authorization: Bearer ${CREDENTIAL}${CREDENTIAL}-1) ${"x".repeat(16_400)}`,
      description: `password=${CREDENTIAL}`,
      secret: `${CREDENTIAL}-is-the-secret-1`,
      rootUrl: `https://root:${CREDENTIAL}@app.example.com`,
      adminUrl: `https://admin:${CREDENTIAL}@app.example.com`,
      redirectUris: ["/cb", `${CREDENTIAL}${CREDENTIAL}A1`, BCRYPT, `pbkdf2:sha256:1000$${CREDENTIAL}`],
      attributes: {
        url: `https://app.example.com/?api_key=${CREDENTIAL}`,
        "backchannel.logout.url": "https://a.example/b",
      },
      protocolMappers: [{ name: "api_key", config: { "claim.name": "k", "claim.value": CREDENTIAL } }],
    };
    const { lines, all } = await importClients("keycloak", { clients: [client] });
    expect(lines[0]).toMatchObject({ clientId: "shown-to-all", result: "created" });
    expect(all).not.toContain(CREDENTIAL);
    for (const field of [
      "rootUrl",
      "adminUrl",
      "attributes.url",
      "protocolMappers.0.config.claim.value",
      "description",
    ]) {
      expect(lines[0].notes.join("\n")).toContain(field);
    }
    const shown = await shownOf("shown-to-all");
    expect(JSON.stringify(shown)).not.toContain(CREDENTIAL);
    expect(shown.name).toBe("shown-to-all");
    expect(shown.dialectSettings.keycloak.attributes).toEqual({ "backchannel.logout.url": "https://a.example/b" });
  });

  it("is of an address that was left out where it leads, once, and nothing behind its path", async () => {
    const addresses: [string, string][] = [
      [`http://intranet.example.com/cb?client_secret=${CREDENTIAL}`, "http://intranet.example.com/cb…"],
      [`https://app.example.com/cb#${CREDENTIAL}`, "https://app.example.com/cb…"],
      [`https://u:${CREDENTIAL}@app.example.com/cb`, "https://…@app.example.com/cb"],
      [`https://app.example.com/*&client_secret=${CREDENTIAL}`, "https://app.example.com/*…"],
      [`https://*.example.com?key=${CREDENTIAL}`, "https://*.example.com…"],
      [`com.example.app:/../cb?code=${CREDENTIAL}`, "com.example.app:/../cb…"],
      [`https://app.example.com/${CREDENTIAL}${"x".repeat(40)}/*`, "https://app.example.com/…/*"],
      [`https://app.example.com/xoxb-1234567890-${CREDENTIAL}/*`, "https://app.example.com/…/*"],
      ["https://app.example.com/a b", "https://app.example.com/a b"],
      [
        "https://app.example.com/a\u00a0\u202eb\u001b[2J\u0007",
        "https://app.example.com/a\\u{a0}\\u{202e}b\\u{1b}[2J\\u{7}",
      ],
      [`https://app.example.com/${"part/".repeat(100)}*`, `https://app.example.com/${"part/".repeat(19)}p…`],
      [`https:/u:${CREDENTIAL}@app.example.com/cb`, "https:…"],
      [`https:///u:${CREDENTIAL}@app.example.com/cb`, "https://…"],
      [`https:/\\u:${CREDENTIAL}@app.example.com/cb`, "https:…"],
      [`https://app.example.com/\\u:${CREDENTIAL}@b`, "https://app.example.com…"],
      [`https://app.example.com/https://u:${CREDENTIAL}@b/*`, "https://app.example.com…"],
      [`https://app.example.com/https%3A%2F%2Fu%3A${CREDENTIAL}%40b/*`, "https://app.example.com…"],
    ];
    const client = { client_id: "led-away", redirect_uris: addresses.map(([uri]) => uri), grant_types: [] };
    const { lines, all } = await importClients("rfc7591", [client]);
    expect(all).not.toContain(CREDENTIAL);
    const notes: string[] = lines[0].notes.filter((note: string) => note.startsWith("redirect_uris."));
    expect(notes.map((note) => /^redirect_uris\.\d+ \((.*?)\) was left out: it /.exec(note)?.[1])).toEqual(
      addresses.map(([, shown]) => shown),
    );
    expect(notes[0]).toMatch(/allowHttpRedirectUris would allow \(--allow-http\); with https it could be added\.$/);
    expect(notes[1]).toMatch(/fragment.*; without its fragment it could be added\.$/);
    for (const note of notes) expect(note.match(/example\.com/g) ?? ["app"]).toHaveLength(1);
  });

  it("is of what is refused as a client id what can be printed, and nothing else", async () => {
    const ids = ["no spaces in it", "kunde-\u00e4"];
    const others = [
      `${CREDENTIAL}${"x".repeat(249)}`,
      `${CREDENTIAL}\u202e`,
      `${CREDENTIAL}\u009b2J`,
      `${CREDENTIAL}\u00a0`,
    ];
    const clients = [...ids, ...others].map((client_id) => ({ client_id }));
    const { lines, all } = await importClients("rfc7591", clients);
    expect(lines.slice(0, -1).map(({ clientId, result }) => [clientId, result])).toEqual(
      [...ids, ...others.map(() => null)].map((shown) => [shown, "refused"]),
    );
    expect(all).not.toContain(CREDENTIAL);
  });

  it("is said once of what is so of all clients, and of a client only where it differs", async () => {
    const defaults = {
      protocol: "openid-connect",
      defaultClientScopes: ["web-origins", "acr", "roles", "profile", "basic"],
      optionalClientScopes: ["address", "phone", "offline_access", "microprofile-jwt"],
    };
    const lifespan = { "access.token.lifespan": "300" };
    const bound = { "dpop.bound.access.tokens": "true", "require.pushed.authorization.requests": "false" };
    const clients = [
      { ...defaults, clientId: "alike-1", secret: "a-secret-that-is-long-enough-1" },
      { ...defaults, clientId: "alike-2", secret: "a-secret-that-is-long-enough-2", attributes: lifespan },
      {
        ...defaults,
        clientId: "other",
        secret: "a-secret-that-is-long-enough-3",
        attributes: { ...lifespan, ...bound },
      },
      { clientId: "no spaces in it", secret: "x", defaultClientScopes: ["acr"] },
    ];
    const { lines, end } = await importClients("keycloak", { realm: "acme", accessTokenLifespan: 300, clients });
    expect(lines.map(({ clientId, notes }) => [clientId, notes])).toEqual([
      ["alike-1", undefined],
      ["alike-2", undefined],
      ["other", ["Set there, and without effect here: attributes.dpop.bound.access.tokens."]],
      ["no spaces in it", undefined],
      [undefined, expect.anything()],
    ]);
    expect(end.notes).toEqual([
      {
        clients: 1,
        note: expect.stringMatching(/^Access tokens live 3600 seconds here .*realm's accessTokenLifespan/),
      },
      { clients: 3, note: expect.stringMatching(/^defaultClientScopes come without/) },
      { clients: 3, note: expect.stringMatching(/^optionalClientScopes come without/) },
    ]);
  });

  it("says that the file has no secret only where it found none", async () => {
    const byKey = { clientAuthenticatorType: "client-jwt", secret: "a-secret-that-is-long-enough-1" };
    const masked = { secret: "**********" };
    const found = await importClients("keycloak", { clients: [{ ...byKey, clientId: "by-key" }] });
    expect(found.stderr).toMatch(
      /^1 confidential client has no secret that works here[^\n]*\nThe console's export hides secrets/,
    );
    expect(found.lines[0].notes).toContain("secret was not taken: the client does not present it.");
    const none = await importClients("keycloak", { clients: [{ ...byKey, ...masked, clientId: "by-key-masked" }] });
    expect(none.stderr).toMatch(/\nNo secret was found in the file\. The console's export hides secrets/);
    expect(none.lines[0].notes).not.toContain("secret was not taken: the client does not present it.");
  });
});
