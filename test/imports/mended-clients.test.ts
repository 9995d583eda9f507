import { describe, expect, it } from "vitest";
import { MAX_SCOPES } from "../../src/model/inputs/oauth-application-settings.inputs.js";
import type { BroughtClient } from "../../src/services/imports/brought-client.js";
import { clientOf } from "../importing/support.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { broughtClient, inClear } from "../support/organization/brought-clients.js";
import { importOpening } from "../support/organization/import-opening.js";

const SHOWN = `query ($clientId: String!) { oauthApplication(clientId: $clientId) {
  id name description scopes optionalScopes homepageUrl redirectUris dialectSettings version secrets { status }
} }`;

const noScopeOfIt = (field: string) => `${field} was left out: it must be one of the application's scopes.`;

describe.each(DATABASE_KINDS)("a client that is described as none may be here, on %s", (kind) => {
  const at = importOpening(kind, SHOWN);
  const { shown } = at;

  const bring = (client: BroughtClient, line = JSON.stringify(client)) => at.bring(client, { line });

  it.each([
    ["a tab", "My\tApp", "My App", "must not contain control characters"],
    ["a line break at its end", "My App\r\n", "My App", "must not contain control characters"],
    ["an escape sequence", "My \u001b[31mApp", "My [31mApp", "must not contain control characters"],
    ["half of a surrogate pair", "My\ud800App", "MyApp", "must be well-formed Unicode"],
    ["an open change of direction", "My \u202eApp", "My App", "must end every change of text direction"],
    [
      "an open isolate among marks that may be there",
      "\u0634\u200f \u2067x",
      "\u0634\u200f x",
      "must end every change",
    ],
    ["too many characters", "\u{1f600}".repeat(300), "\u{1f600}".repeat(256), "must be at most 256 characters long"],
    ["white space before too many characters", ` ${"x".repeat(300)}`, "x".repeat(256), "must be at most 256"],
  ])("comes along with its secret, and a name without %s", async (_what, name, mended, problem) => {
    const client = broughtClient({ settings: { name } });
    const item = await bring(client);
    expect(item).toMatchObject({ result: "created", working: ["clear"] });
    expect(item.notes).toEqual([expect.stringContaining(`name was mended: it ${problem}`)]);
    expect(await shown(client.clientId)).toMatchObject({ name: mended, secrets: [{ status: "CURRENT" }] });
    expect(await bring(client)).toMatchObject({ result: "unchanged", notes: item.notes });
  });

  it.each(["\u202e\t", "  ", "\u200b"])(
    "is called by its client id where nothing of its name can be seen: %j",
    async (name) => {
      const client = broughtClient({ settings: { name } });
      expect((await bring(client)).notes).toEqual([
        expect.stringMatching(/^name was left out, and the client id is in its place: it must/),
      ]);
      expect(await shown(client.clientId)).toMatchObject({ name: client.clientId });
    },
  );

  it("comes without a description and an address that may not be here, each with a note that does not repeat it", async () => {
    const settings = { description: "one\ntwo\u0007", homepageUrl: `https://orders.example.com/${"x".repeat(2048)}` };
    const client = broughtClient({ settings });
    const { result, notes } = await bring(client);
    expect([result, notes]).toEqual([
      "created",
      [
        "description was left out: it must not contain control characters.",
        "homepageUrl was left out: it must be at most 2048 characters long.",
      ],
    ]);
    expect(await shown(client.clientId)).toMatchObject({ description: "", homepageUrl: null });
  });

  it("comes without scopes that are none, which are named by their position", async () => {
    const scopes = ["orders:read", "my scope", "\u00f6", "x".repeat(257), "orders:write"];
    const client = broughtClient({ settings: { scopes, optionalScopes: ["my scope", "orders:write"] } });
    const { result, notes } = await bring(client);
    expect([result, notes]).toEqual([
      "created",
      [
        "scopes.1 was left out: it must consist of scope-token characters (RFC 6749 §3.3).",
        "scopes.2 was left out: it must consist of scope-token characters (RFC 6749 §3.3).",
        "scopes.3 was left out: it must be at most 256 characters long.",
        "optionalScopes.0 was left out: it must consist of scope-token characters (RFC 6749 §3.3).",
      ],
    ]);
    expect(await shown(client.clientId)).toMatchObject({
      scopes: ["orders:read", "orders:write"],
      optionalScopes: ["orders:write"],
    });
  });

  it("comes with as many scopes as may be, and none that a user could refuse beyond them", async () => {
    const scopes = Array.from({ length: MAX_SCOPES + 2 }, (_, index) => `scope-${index}`);
    const client = broughtClient({ settings: { scopes, optionalScopes: scopes.slice(-3) } });
    const { result, notes } = await bring(client);
    expect([result, notes]).toEqual([
      "created",
      [
        noScopeOfIt("optionalScopes.1"),
        noScopeOfIt("optionalScopes.2"),
        expect.stringMatching(/^scopes: the last 2 were left out, since .* 100,/),
      ],
    ]);
    expect(await shown(client.clientId)).toMatchObject({
      scopes: scopes.slice(0, MAX_SCOPES),
      optionalScopes: [scopes[MAX_SCOPES - 1]],
    });
  });

  it.each([
    ["beside scopes", { scopes: ["read"] }, ["read"]],
    ["without scopes", {}, []],
  ])("comes %s without an optional scope that is none of them", async (_where, scopes, optionalScopes) => {
    const client = broughtClient({ settings: { ...scopes, optionalScopes: ["write", ...optionalScopes] } });
    const item = await bring(client);
    expect(item).toMatchObject({ result: "created", working: ["clear"], notes: [noScopeOfIt("optionalScopes.0")] });
    expect(await shown(client.clientId)).toMatchObject({ scopes: optionalScopes, optionalScopes });
    expect(await bring(client)).toMatchObject({ result: "unchanged", notes: item.notes });
  });

  it.each([
    ["says", { scopes: ["read"] }, "scopes, optionalScopes", ["read"]],
    ["leaves", {}, "optionalScopes", ["read", "write"]],
  ])("keeps no optional scope beyond the scopes that its line %s", async (_what, said, changed, scopes) => {
    const optionalScopes = ["write"];
    const client = broughtClient({ settings: { scopes: ["read", "write"], optionalScopes } });
    await bring(client);
    const { scopes: _before, ...others } = client.settings;
    const settings = { ...others, ...said, optionalScopes: ["profile", "read", "write"] };
    const { result, notes } = await bring({ ...client, settings });
    const left = ["profile", "write"].filter((scope) => !scopes.includes(scope));
    expect([result, notes]).toEqual([
      "updated",
      [
        `The line has changed; set by it: ${changed}.`,
        ...left.map((scope) => noScopeOfIt(`optionalScopes.${settings.optionalScopes.indexOf(scope)}`)),
      ],
    ]);
    expect(await shown(client.clientId)).toMatchObject({ scopes, optionalScopes: scopes });
  });

  it("keeps no optional scope that was set here and is beyond the scopes of its line, and names the field", async () => {
    const client = broughtClient({ settings: { scopes: ["read", "write"] } });
    await bring(client);
    const { id } = await shown(client.clientId);
    await at.organization.owner.ok(
      `mutation { updateOAuthApplication(input: { oauthApplicationId: "${id}", optionalScopes: ["read", "write"] }) { oauthApplication { id } } }`,
    );
    const { result, notes } = await bring({ ...client, settings: { ...client.settings, scopes: ["read"] } });
    expect([result, notes]).toEqual([
      "updated",
      [
        "The line has changed; set by it: scopes, optionalScopes.",
        "Overwritten, though somebody had changed it here since the last import: optionalScopes.",
      ],
    ]);
    expect(await shown(client.clientId)).toMatchObject({ scopes: ["read"], optionalScopes: ["read"] });
  });

  it("is updated by a line with such a name, and its other settings come", async () => {
    const client = broughtClient({ settings: { scopes: ["a"], description: "Of before." } });
    await bring(client);
    const settings = { ...client.settings, name: "New\nname", description: "\u0000", scopes: ["b", "c d"] };
    const { result, notes } = await bring({ ...client, settings });
    expect([result, notes]).toEqual([
      "updated",
      [
        "The line has changed; set by it: name, scopes.",
        "name was mended: it must not contain control characters.",
        "description was left out: it must not contain control characters.",
        "scopes.1 was left out: it must consist of scope-token characters (RFC 6749 §3.3).",
      ],
    ]);
    expect(await shown(client.clientId)).toMatchObject({ name: "New name", description: "Of before.", scopes: ["b"] });
  });

  it("names the redirect URI that stood for showing the code to the user", async () => {
    const redirectUris = ["https://a.example.com/cb", "urn:ietf:wg:oauth:2.0:oob", "urn:other:q7Zk2mV9xLr4"];
    const client = broughtClient({ settings: { redirectUris } });
    expect((await bring(client)).notes).toEqual([
      "redirectUris.1 (urn:ietf:wg:oauth:2.0:oob) was left out: it must have a `/` after its scheme.",
      "redirectUris.2 was left out: it must have a `/` after its scheme.",
    ]);
  });

  describe("and shows its own secret", () => {
    const secret = "q7Zk2-mV9xLr4/Tn8+Wp3";
    const encoded = encodeURIComponent(secret);
    const shownOf = (client: BroughtClient) => shown(client.clientId);
    const STAYS =
      ": it stays, since the application has it; remove it here, or rotate the secret once its client has moved over, or before with previousSecret: KEEP.";
    const SET = (fields: string) => `The line has changed; set by it: ${fields}.`;
    const set = (input: object) =>
      at.organization.owner.ok(
        "mutation ($input: UpdateOAuthApplicationInput!) { updateOAuthApplication(input: $input) { oauthApplication { id } } }",
        { input },
      );
    const SEEN = "has a secret of the client in it, which whoever may read the application would see.";

    it("comes without addresses and scopes that do, which no note repeats, and keeps one that was added here", async () => {
      const under = (place: string) => `https://a.example.com/${place}`;
      const settings = {
        redirectUris: [under("cb"), under(`${secret}/cb`), `http://a.example.com/cb?secret=${encoded}`],
        postLogoutRedirectUris: [under(encoded), under("bye")],
        scopes: ["a", secret, "b"],
        optionalScopes: [secret, "a"],
      };
      const client = broughtClient({ settings, secrets: [inClear(secret)] });
      const item = await bring(client);
      expect(item).toMatchObject({ result: "created", working: ["clear"] });
      const names = ["redirectUris.1", "redirectUris.2", "postLogoutRedirectUris.0", "scopes.1", "optionalScopes.0"];
      expect(item.notes).toEqual(names.map((name) => `${name} was left out: it ${SEEN}`));
      expect(await shownOf(client)).toMatchObject({
        ...{ redirectUris: [under("cb")], scopes: ["a", "b"], optionalScopes: ["a"] },
      });
      expect(await bring(client)).toMatchObject({ result: "unchanged", notes: item.notes });
      const { id } = await shownOf(client);
      const redirectUris = [under("cb"), under(`${secret}/cb`)];
      await set({ oauthApplicationId: id, redirectUris });
      const stays = [`redirectUris.1 ${SEEN.replace(/\.$/, STAYS)}`, ...item.notes.slice(1)];
      expect(await bring(client)).toMatchObject({ result: "unchanged", notes: stays });
      const more = Object.assign(client.settings, { description: "More of it" });
      expect(await bring({ ...client, settings: more })).toMatchObject({ notes: [SET("description"), ...stays] });
      expect(await shownOf(client)).toMatchObject({ redirectUris });
      await at.organization.owner.rotate(id, { previousSecret: "REVOKE" });
      const { notes } = await bring({ ...client, settings: more });
      expect(notes).toEqual([...item.notes.slice(1), expect.stringMatching(/does not work here/)]);
      expect(await shownOf(client)).toMatchObject({ redirectUris });
    });

    it.each(["keycloak", "keycloak-orders", "keycloakkeycloakkeycloak"])(
      "comes with addresses, scopes and texts in which a weak secret stands as a word: %s",
      async (weak) => {
        const item = {
          ...{ client_id: `of-${weak}`, client_secret: weak, client_name: `Behind ${weak}`, team: `of ${weak}` },
          ...{ redirect_uris: [`https://${weak}.acme.example/cb`], scope: `${weak}.read` },
        };
        const client = clientOf("rfc7591", item);
        expect((await bring(client)).notes).not.toContainEqual(expect.stringMatching(/credential|a secret of/));
        expect(await shownOf(client)).toMatchObject({
          ...{ name: item.client_name, redirectUris: item.redirect_uris, scopes: [item.scope] },
          dialectSettings: { rfc7591: { team: item.team } },
        });
        expect((await bring(client)).result).toBe("unchanged");
      },
    );

    it("is repeated by no note, also where it is weak", async () => {
      const redirectUris = ["https://a.example.com/hunter22/*", "https://a.example.com/b/*"];
      const client = broughtClient({ settings: { redirectUris }, secrets: [inClear("hunter22")] });
      expect((await bring(client)).notes).toEqual([
        expect.stringMatching(/^redirectUris\.0 was left out: it must not contain a wildcard/),
        expect.stringMatching(/^redirectUris\.1 \(https:\/\/a\.example\.com\/b\/\*\) was left out/),
      ]);
    });

    it("comes without addresses and scopes that show one which it leaves at its source, and no note repeats it", async () => {
      const redirectUris = ["https://a.example.com/cb", `https://a.example.com/${encoded}`];
      const settings = { redirectUris, scopes: ["a", secret] };
      const client = broughtClient({ settings, secrets: [], leftSecrets: [inClear(secret)] });
      const { result, notes } = await bring(client);
      const left = ["redirectUris.1", "scopes.1"].map((name) => `${name} was left out: it ${SEEN}`);
      expect([result, notes]).toEqual([
        "created",
        [...left, expect.stringMatching(/^It has no secret that works here/)],
      ]);
      expect(await shownOf(client)).toMatchObject({ redirectUris: redirectUris.slice(0, 1), scopes: ["a"] });
    });

    /** As an earlier version has taken it, or somebody has written it here. */
    const showing = async () => {
      const client = broughtClient({ settings: { scopes: ["a"] }, secrets: [inClear(secret)] });
      await bring(client, "{}");
      const text = `It is ${secret}.`;
      const url = `https://a.example.com/${encoded}`;
      const { id } = await shownOf(client);
      await set({ oauthApplicationId: id, name: text, description: text, homepageUrl: url, scopes: ["a", "b"] });
      return client;
    };
    const WITHOUT = { description: "", homepageUrl: null, scopes: ["a", "b"] };

    it("shows it no more after the next import, though its line is the same", async () => {
      const client = await showing();
      const tried = await at.bring(client, { line: "{}", dryRun: true });
      const item = await bring(client, "{}");
      expect([item.result, item.notes]).toEqual([
        "updated",
        [
          "The line is the same, and what has changed is what is recognized as a credential; set by it: name, description, homepageUrl.",
          "Overwritten, though somebody had changed it here since the last import: name, description, homepageUrl.",
        ],
      ]);
      expect(tried).toEqual(item);
      expect(await shownOf(client)).toMatchObject({ ...WITHOUT, name: client.clientId });
      expect((await bring(client, "{}")).result).toBe("unchanged");
    });

    it("shows it as before once it does not work here any more", async () => {
      const client = await showing();
      const { id, version: _before, secrets: _those, ...texts } = await shownOf(client);
      await at.organization.owner.rotate(id, { previousSecret: "REVOKE" });
      expect((await bring(client, "{}")).result).toBe("unchanged");
      const { scopes: _scopes, ...others } = client.settings;
      expect((await bring({ ...client, settings: { ...others, name: "Renamed" } }, "{ }")).result).toBe("updated");
      expect(await shownOf(client)).toMatchObject({ ...texts, name: "Renamed" });
    });

    it("shows it no more after a line that lacks what showed it", async () => {
      const client = await showing();
      const { scopes: _scopes, ...others } = client.settings;
      expect(await bring({ ...client, settings: { ...others, name: "Renamed" } }, "{ }")).toMatchObject({
        result: "updated",
        notes: [expect.stringMatching(/^The line has changed; set by it: /), expect.stringMatching(/^Overwritten/)],
      });
      expect(await shownOf(client)).toMatchObject({ ...WITHOUT, name: "Renamed" });
    });
  });

  it.each([
    ["in which its own secret stands", "q7Zk2-mV9xLr4Tn8Wp3", "It is q7Zk2-mV9xLr4Tn8Wp3"],
    ["which is its own secret as a whole, also a weak one", "hunter22", "hunter22"],
  ])("loses a value that was kept of it before, %s", async (_what, secret, note) => {
    const secrets = [inClear(secret)];
    const kept = { settings: { dialectSettings: { keycloak: { note, team: "a" } } } };
    const client = broughtClient({ ...kept, secrets });
    // As an earlier version has kept it.
    await bring(client, "{}");
    const settings = Object.assign(client.settings, { dialectSettings: { keycloak: { team: "a" } } });
    expect(await bring({ ...client, settings }, "{}")).toMatchObject({
      result: "updated",
      notes: [expect.stringMatching(/what is recognized as a credential; set by it: dialectSettings\.$/)],
    });
    expect((await shown(client.clientId)).dialectSettings).toEqual({ keycloak: { team: "a" } });
    expect((await bring({ ...client, settings }, "{}")).result).toBe("unchanged");
  });

  it.each(["hunter22", "true"])(
    "keeps no field that is called like a weak secret, unless that is no name: %s",
    async (weak) => {
      const item = {
        client_id: broughtClient().clientId,
        client_secret: weak,
        [weak]: "a",
        more: { [weak]: "b", team: "c" },
      };
      const client = clientOf("rfc7591", item);
      const { dialectSettings } = client.settings;
      const isKept = weak === "true";
      expect(dialectSettings).toEqual({
        rfc7591: isKept ? { true: "a", more: item.more } : { more: { team: "c" } },
      });
      expect(client.notes.join()).not.toContain("hunter22");
      expect(client.notes.some((note) => note.endsWith("credential: …, more.…."))).toBe(!isKept);
    },
  );

  const LEFT = [inClear("q7Zk2-mV9xLr4Tn8Wp3")];

  it.each([
    ["it is public by its line", { public: true }, { leftSecrets: LEFT }],
    ["it presents a key", { public: false }, { leftSecrets: LEFT, presentsKey: true }],
    ["it is public here, and its line does not say so", {}, { secrets: LEFT, leavesMethod: true }],
  ])("loses what was kept before and shows a secret that it leaves: %s", async (_why, said, line) => {
    const settings = { grantTypes: [], public: true, ...said };
    const note = `It is ${LEFT[0]?.text}`;
    const client = broughtClient({ settings, secrets: [] });
    const keeping = (more: object) => Object.assign({}, client.settings, more);
    // As an earlier version has taken it.
    const before = keeping({ description: note, dialectSettings: { keycloak: { note, team: "a" } } });
    await bring({ ...client, settings: before }, "{}");
    const now = keeping({ dialectSettings: { keycloak: { team: "a" } }, public: undefined, ...said });
    const { result, notes } = await bring({ ...client, ...line, settings: now }, "{}");
    expect([result, notes[0]]).toEqual([
      "updated",
      expect.stringMatching(/what is recognized as a credential; set by it: description, dialectSettings\.$/),
    ]);
    expect(await shown(client.clientId)).toMatchObject({
      ...{ description: "", dialectSettings: { keycloak: { team: "a" } } },
    });
    expect((await bring({ ...client, ...line, settings: now }, "{}")).result).toBe("unchanged");
  });
});
