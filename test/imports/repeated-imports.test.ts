import { createHmac } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { Database } from "../../src/database/database.js";
import type { TokenEndpointAuthMethod } from "../../src/model/client-metadata.js";
import { DomainError } from "../../src/model/domain-error.js";
import type { BroughtClient, OriginalSecret } from "../../src/services/imports/brought-client.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { readKeys } from "../support/databases/server-keys.js";
import { listEvents } from "../support/organization/audit-events.js";
import { broughtClient, inClear } from "../support/organization/brought-clients.js";
import { importOpening } from "../support/organization/import-opening.js";

const HOUR_MS = 3_600_000;
const WILDCARD = "https://app.example.com/*";
const IN_CLEAR = "http://intranet.example.com/cb";
const SET_BY_HTTP =
  "The line is the same, and what has changed is which redirect URIs in clear may be here; set by it: ";

const weak = (text: string): OriginalSecret => ({
  ...{ form: "plain", text, expiresAt: null },
  weakness: "secret is weak: shorter than 16 characters",
});

const SHOWN =
  "query ($clientId: String!) { oauthApplication(clientId: $clientId) { id name scopes redirectUris enabled version } }";

describe.each(DATABASE_KINDS)("an import that is repeated on %s", (kind) => {
  const at = importOpening(kind, SHOWN);
  const { bring, shown } = at;

  const change = (id: string, input: object) =>
    at.organization.owner.ok(
      "mutation ($input: UpdateOAuthApplicationInput!) { updateOAuthApplication(input: $input) { oauthApplication { id } } }",
      { input: { oauthApplicationId: id, ...input } },
    );

  it("says again what came otherwise, and what is missing", async () => {
    const client = broughtClient({
      settings: { redirectUris: [WILDCARD] },
      secrets: [],
      notes: ["Not taken: jwks."],
      standIns: [{ field: "secret", text: "**********", expiresAt: null }],
    });
    const first = await bring(client);
    expect(first).toMatchObject({
      result: "created",
      lacksSecret: true,
      notes: [
        "Not taken: jwks.",
        expect.stringMatching(/^redirectUris\.0 .*wildcard/),
        "secret only stands for a secret, which is not in the file.",
        expect.stringMatching(/^It has no secret that works here/),
      ],
    });
    expect(await bring(client)).toEqual({ ...first, result: "unchanged" });
    expect(await bring(client, { dryRun: true })).toEqual({ ...first, result: "unchanged" });
    await at.organization.owner.rotate((await shown(client.clientId)).id);
    const notes = first.notes.slice(0, 2);
    expect(await bring(client)).toMatchObject({ result: "unchanged", lacksSecret: false, notes });
  });

  it("calls a secret weak for as long as it works here, and then names it as one that does not", async () => {
    const client = broughtClient({ secrets: [weak("short-1")] });
    const again = {
      notes: [
        "secret is weak: shorter than 16 characters. Rotate it once its client has moved over, or before with previousSecret: KEEP.",
      ],
    };
    expect(await bring(client)).toMatchObject({ result: "created", ...again });
    expect(await bring(client)).toMatchObject({ result: "unchanged", ...again });
    await at.organization.owner.rotate((await shown(client.clientId)).id, { previousSecret: "REVOKE" });
    const { notes } = await bring(client);
    expect(notes).toEqual([expect.stringMatching(/^The line has a secret that does not work here/)]);
    expect(JSON.stringify(notes)).not.toContain("short-1");
  });

  it("says nothing of secrets of a client that is refused", async () => {
    const client = broughtClient({
      secrets: [weak("short-2")],
      standIns: [{ field: "secret", text: "None", expiresAt: null }],
    });
    await bring(client);
    const answer = await bring(client, { source: "hydra" });
    expect(answer).toMatchObject({ result: "refused", notes: [], lacksSecret: false });
  });

  it("names the end that a secret has, and a previous one that has none", async () => {
    const endsAt = new Date(at.gateway.now() + HOUR_MS);
    const ending = broughtClient({ secrets: [inClear("current-secret-1", endsAt)] });
    const endless = broughtClient({ secrets: [inClear("current-secret-2"), inClear("previous-secret-2")] });
    for (const result of ["created", "unchanged"]) {
      const notes = [expect.stringMatching(`^The current secret stops on ${endsAt.toISOString()}`)];
      expect(await bring(ending)).toMatchObject({ result, notes });
      const both = [expect.stringMatching(/^The previous secret has no end.*completeSecretRotation/)];
      expect(await bring(endless)).toMatchObject({ result, notes: both });
    }
    const complete = `mutation ($id: ID!) { completeSecretRotation(input: { oauthApplicationId: $id, force: true }) { oauthApplication { id } } }`;
    await at.organization.owner.ok(complete, { id: (await shown(endless.clientId)).id });
    expect((await bring(endless)).notes).toEqual([expect.stringMatching(/does not work here/)]);
    at.gateway.advance(HOUR_MS);
    expect(await bring(ending)).toMatchObject({
      lacksSecret: true,
      notes: [expect.stringMatching(/^clientSecret had ended on/), expect.stringMatching(/^It has no secret/)],
    });
  });

  it("names what it sets back that somebody had changed here, without the values", async () => {
    const client = broughtClient({ settings: { name: "Theirs", scopes: ["a"] } });
    await bring(client);
    const { id } = await shown(client.clientId);
    await change(id, { name: "Named in our console", description: "Ours" });
    const next = { ...client, settings: Object.assign(client.settings, { scopes: ["b"] }) };
    const options = { line: "changed" };
    const tried = await bring(next, { ...options, dryRun: true });
    expect(tried).toMatchObject({
      result: "updated",
      notes: [
        "The line has changed; set by it: name, scopes.",
        "Overwritten, though somebody had changed it here since the last import: name.",
      ],
    });
    expect(await bring(next, options)).toEqual(tried);
    expect(await shown(client.clientId)).toMatchObject({ name: "Theirs", scopes: ["b"] });
    const last = { ...client, settings: Object.assign(client.settings, { name: "Their new one" }) };
    expect((await bring(last, { line: "once more" })).notes).toEqual(["The line has changed; set by it: name."]);
  });

  it("does not update what is as the line has it already, and remembers the line", async () => {
    const client = broughtClient();
    await bring(client);
    const before = await shown(client.clientId);
    for (const options of [{ line: "other spaces" }, { line: "other spaces", grants: ["CLIENT_CREDENTIALS"] }]) {
      expect(await bring(client, { ...options, dryRun: true })).toMatchObject({ result: "unchanged", notes: [] });
      expect(await bring(client, options)).toMatchObject({ result: "unchanged", notes: [] });
    }
    expect(await shown(client.clientId)).toEqual(before);
    expect(await listEvents(at.organization.owner, { action: "oauth_application.updated" })).toEqual([]);
    await change(before.id, { name: "Ours" });
    const options = { line: "other spaces", grants: ["CLIENT_CREDENTIALS"] };
    expect(await bring(client, options)).toMatchObject({ result: "unchanged" });
    expect(await shown(client.clientId)).toMatchObject({ name: "Ours" });
  });

  it.each([
    ["0.6.0 remembered with its uses", { line: "used once" }],
    ["0.7.0 remembered without them", { line: "used once", toldBy: ["without uses"] }],
  ])("knows a line that version %s, and remembers it as it does itself", async (_how, earlier) => {
    const client = broughtClient({ settings: { name: "Theirs" } });
    await bring(client, earlier);
    await change((await shown(client.clientId)).id, { name: "Ours" });
    const same = { line: "used once", toldBy: ["told", "without uses"] };
    expect(await bring(client, same)).toMatchObject({ result: "unchanged" });
    const newer = { line: "used twice", toldBy: ["told", "with another digest"] };
    expect(await bring(client, newer)).toMatchObject({ result: "unchanged" });
    expect(await shown(client.clientId)).toMatchObject({ name: "Ours" });
    const another = { line: "named", toldBy: ["named", "named without uses"] };
    expect(await bring(client, another)).toMatchObject({ result: "updated" });
  });

  it("brings the first secret that a line is read with by now, and that alone", async () => {
    const client = broughtClient({
      settings: { name: "Theirs", tokenEndpointAuthMethod: "CLIENT_SECRET_POST" as TokenEndpointAuthMethod },
    });
    const line = "the same";
    await bring({ ...client, secrets: [] }, { line });
    const { id } = await shown(client.clientId);
    await change(id, { name: "Ours", scopes: ["ours"], tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC" });
    const refusal = DomainError.invalidField("secret", "secrets", "secret is not known");
    const unread = { ...client, secrets: [{ form: "unread" as const, text: "x", expiresAt: null, refusal }] };
    expect(await bring(unread, { line })).toMatchObject({
      result: "unchanged",
      notes: ["secret is not known.", expect.stringMatching(/^It has no secret that works here: /)],
    });
    const tried = await bring(client, { line, dryRun: true });
    const item = await bring(client, { line });
    expect(item).toMatchObject({
      result: "updated",
      lacksSecret: false,
      notes: [
        "The line is the same, and what has changed is what can be told of its secrets.",
        "Its first secret came, in clear.",
        "tokenEndpointAuthMethod stays CLIENT_SECRET_BASIC, as it is here: set it if its client presents the secret otherwise.",
      ],
    });
    expect(tried).toEqual(item);
    expect(await shown(client.clientId)).toMatchObject({ name: "Ours", scopes: ["ours"] });
    const works = async () =>
      (await at.organization.admin.verify(client.clientId, `secret-of-${client.clientId}`)).active;
    expect(await works()).toBe(true);
    expect(await bring(client, { line })).toMatchObject({ result: "unchanged", notes: [] });
    await at.organization.owner.rotate(id, { previousSecret: "REVOKE" });
    expect(await bring(client, { line })).toMatchObject({ result: "unchanged" });
    expect(await works()).toBe(false);
  });

  it.each([
    ["of a new client, which has ended as the current one", -1000],
    ["of one that is here, which has ended as the current one", -1000],
    ["of a new client, which ends sooner as the current one", 1_800_000],
  ])("takes a secret that goes on as the previous one for as long: the first %s", async (whose, ms) => {
    const [sooner, end] = [new Date(at.gateway.now() + ms), new Date(at.gateway.now() + 3_600_000)];
    const secrets = [inClear("the-same-secret", sooner), { ...inClear("the-same-secret", end), isPrevious: true }];
    const client = broughtClient({ secrets });
    const isNew = whose.startsWith("of a new client");
    if (!isNew) await bring({ ...client, secrets: [] }, { line: "the same" });
    const works = async () => (await at.organization.admin.verify(client.clientId, "the-same-secret")).active;
    expect(await bring(client, { line: "the same" })).toMatchObject({ result: isNew ? "created" : "updated" });
    expect(await works()).toBe(true);
    expect(await bring(client, { line: "the same" })).toMatchObject({
      result: "unchanged",
      notes: [`The current secret stops on ${end.toISOString()}: its client needs another one by then.`],
    });
  });

  it.each([
    ["grants", { grants: ["REFRESH_TOKEN"] }, "the grants that were given for it"],
    ["mapping", { mapping: { columns: {}, constants: {} } }, "the mapping"],
    ["line", { line: "another", grants: ["REFRESH_TOKEN"] }, null],
  ])("says whether it is the line that has changed, or how it is read: %s", async (_what, options, named) => {
    const client = broughtClient();
    const line = "the same";
    await bring(client, { line });
    const next = { ...client, settings: Object.assign(client.settings, { scopes: ["b"] }) };
    const { result, notes } = await bring(next, { line, ...options });
    const said = named === null ? "The line has changed" : `The line is the same, and what has changed is ${named}`;
    expect([result, notes]).toEqual(["updated", [`${said}; set by it: scopes.`]]);
    expect(await bring(next, { line, ...options })).toMatchObject({ result: "unchanged" });
  });

  it("says that it is the redirect URIs in clear, when these are allowed now", async () => {
    const client = broughtClient({ settings: { redirectUris: [IN_CLEAR] } });
    await bring(client);
    const { notes } = await bring(client, { allowsHttp: true });
    expect(notes).toEqual([`${SET_BY_HTTP}redirectUris.`]);
  });

  it("adds redirect URIs in clear once they are allowed, and leaves all else as it is here", async () => {
    const theirs = "https://theirs.example.com/cb";
    const ours = "https://ours.example.com/cb";
    const settings = { scopes: ["a", "b"], redirectUris: [IN_CLEAR, theirs], postLogoutRedirectUris: [IN_CLEAR] };
    const client = broughtClient({ settings, enabled: false });
    await bring(client);
    const { id } = await shown(client.clientId);
    await change(id, { scopes: ["a"], redirectUris: [ours], enabled: true });
    const tried = await bring(client, { allowsHttp: true, dryRun: true });
    expect(tried).toMatchObject({ result: "updated" });
    expect(tried.notes).toEqual([`${SET_BY_HTTP}redirectUris, postLogoutRedirectUris.`]);
    expect(await bring(client, { allowsHttp: true })).toEqual(tried);
    const ofHere = { scopes: ["a"], redirectUris: [ours, IN_CLEAR], enabled: true };
    expect(await shown(client.clientId)).toMatchObject(ofHere);
    expect(await bring(client, { allowsHttp: true })).toMatchObject({ result: "unchanged" });
    const { notes } = await bring(client, { line: "changed", allowsHttp: true });
    expect(notes[1]).toMatch(/^Overwritten, .*: (?=.*scopes)(?=.*redirectUris)(?=.*enabled)/);
  });

  it.each([
    [3, "updated", 2],
    [5, "unchanged", 0],
  ])(
    "adds as many redirect URIs in clear as there is room for beside %i more, says each time how many not, and adds them later",
    async (more, result, added) => {
      const urisOf = (scheme: string, count: number) =>
        Array.from({ length: count }, (_, n) => `${scheme}://${count}-${n}.example.com/cb`);
      const [theirs, inClear] = [urisOf("https", 45), urisOf("http", 5)];
      const names = { redirectUris: "callbacks" };
      const client = broughtClient({ names, settings: { redirectUris: [...theirs, ...inClear] } });
      await bring(client);
      const { id } = await shown(client.clientId);
      const here = [...theirs, ...urisOf("https", more)];
      await change(id, { redirectUris: here });
      const left = `callbacks: ${5 - added} in clear were left out, since there may be at most 50.`;
      const said = { result, notes: [...(added > 0 ? [`${SET_BY_HTTP}redirectUris.`] : []), left] };
      expect(await bring(client, { allowsHttp: true, dryRun: true })).toMatchObject(said);
      expect(await bring(client, { allowsHttp: true })).toMatchObject(said);
      expect(await shown(client.clientId)).toMatchObject({ redirectUris: [...here, ...inClear.slice(0, added)] });
      const again = { result: "unchanged", notes: [left] };
      const changes = vi.spyOn(Database.prototype, "change");
      for (const _time of ["second", "third"]) expect(await bring(client, { allowsHttp: true })).toMatchObject(again);
      expect(changes).not.toHaveBeenCalled();
      changes.mockRestore();
      // One that had come and was removed here stays away.
      const room = [...theirs, ...inClear.slice(1, added)];
      await change(id, { redirectUris: room });
      expect(await bring(client, { allowsHttp: true })).toMatchObject({
        ...{ result: "updated", notes: [`${SET_BY_HTTP}redirectUris.`] },
      });
      expect(await shown(client.clientId)).toMatchObject({ redirectUris: [...room, ...inClear.slice(added)] });
      expect(await bring(client, { allowsHttp: true })).toMatchObject({ result: "unchanged", notes: [] });
    },
  );

  const allowHttp = (allowHttpRedirectUris: boolean) =>
    at.organization.owner.ok(
      "mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { organization { id } } }",
      { input: { allowHttpRedirectUris } },
    );
  const uri = (name: string) => `http://${name}.example.com/cb`;
  const urisOf = async (clientId: string) => {
    const query =
      "query ($clientId: String!) { oauthApplication(clientId: $clientId) { redirectUris postLogoutRedirectUris } }";
    return (await at.organization.owner.ok(query, { clientId })).oauthApplication;
  };

  const some = (start: string, count: number) =>
    Array.from({ length: count }, (_, n) => `${start}-${n}.example.com/cb`);

  /** As version 0.6.0 left it. */
  const rowOfNumber = (id: string, waitingForHttp: number) => {
    const reading = JSON.stringify({ mapping: null, grants: null, waitingForHttp });
    return at.gateway.database.query(
      `UPDATE imported_clients SET reading = '${reading}' WHERE oauth_application_id = '${id}'`,
    );
  };

  it.each<[string, string[], string[], string[], string[]]>([
    ["beside one that waits, of each list", [uri("x"), uri("r")], [uri("p")], [], [uri("r")]],
    ["behind one that waits", [uri("r"), uri("x"), uri("r")], [], [], [uri("r")]],
    ["where one that waited was added here", [uri("x"), uri("r"), uri("s")], [], [uri("r")], [uri("r"), uri("s")]],
  ])(
    "brings back no redirect URI in clear that was removed here %s",
    async (_what, redirectUris, postLogoutRedirectUris, added, coming) => {
      const client = broughtClient({ settings: { redirectUris: [uri("x")] } });
      await bring(client, { allowsHttp: true });
      Object.assign(client.settings, { redirectUris, postLogoutRedirectUris });
      await bring(client, { line: "of more" });
      const { id } = await shown(client.clientId);
      expect(await urisOf(client.clientId)).toEqual({ redirectUris: [uri("x")], postLogoutRedirectUris: [] });
      await allowHttp(true);
      await change(id, { redirectUris: added });
      await allowHttp(false);
      // What was added by hand waits no more; that what was removed would have to wait says nothing.
      await bring(client, { line: "of more" });
      await bring(client, { line: "of more", allowsHttp: true });
      expect(await urisOf(client.clientId)).toEqual({ redirectUris: coming, postLogoutRedirectUris });
    },
  );

  it("has room first for those that wait, and not for one that was removed here, in each list", async () => {
    const some = (name: string, count: number) => Array.from({ length: count }, (_, n) => uri(`${name}-${n}`));
    const theirs = some("theirs", 48).map((url) => url.replace("http:", "https:"));
    const [redirectUris, postLogoutRedirectUris] = [some("r", 4), some("p", 3)];
    const client = broughtClient({ settings: { redirectUris, postLogoutRedirectUris } });
    await bring(client);
    const { id } = await shown(client.clientId);
    await change(id, { redirectUris: theirs, postLogoutRedirectUris: theirs });
    await bring(client, { allowsHttp: true });
    const room = theirs.slice(0, 47);
    // Those that had come go.
    await change(id, { redirectUris: room, postLogoutRedirectUris: room });
    await bring(client, { allowsHttp: true });
    expect(await urisOf(client.clientId)).toEqual({
      redirectUris: [...room, ...redirectUris.slice(2)],
      postLogoutRedirectUris: [...room, ...postLogoutRedirectUris.slice(2)],
    });
  });

  it.each([
    ["", () => undefined],
    [", also of a row that has only their number", (id: string) => rowOfNumber(id, 35)],
  ])("brings those in clear beyond the fiftieth that waited once there is room%s", async (_what, before) => {
    const [theirs, inClear, ours] = [some("https://theirs", 20), some("http://theirs", 35), some("https://ours", 8)];
    const beyond = inClear.slice(30);
    const client = broughtClient({ settings: { redirectUris: [...theirs, ...inClear] } });
    const redirectUris = async () => (await urisOf(client.clientId)).redirectUris;
    await bring(client);
    const { id } = await shown(client.clientId);
    await before(id);
    const left = "redirectUris: the last 5 were left out, since there may be at most 50, and 500 are looked at.";
    for (const result of ["updated", "unchanged", "unchanged"]) {
      const { notes, ...answer } = await bring(client, { allowsHttp: true });
      expect([answer.result, notes.at(-1)]).toEqual([result, left]);
      expect(await redirectUris()).toEqual([...theirs, ...inClear.slice(0, 30)]);
    }
    // They go on waiting while none may come, and those that were removed here stay away.
    const room = [...theirs, ...inClear.slice(10, 30)];
    expect(await bring(client)).toMatchObject({ result: "unchanged" });
    await change(id, { redirectUris: [...room, ...ours] });
    expect(await bring(client)).toMatchObject({ result: "unchanged" });
    const ofTwo = await bring(client, { allowsHttp: true });
    const three = "redirectUris: the last 3 were left out, since there may be at most 50, and 500 are looked at.";
    expect(ofTwo).toMatchObject({ result: "updated", notes: [`${SET_BY_HTTP}redirectUris.`, three] });
    expect(await redirectUris()).toEqual([...room, ...ours, ...beyond.slice(0, 2)]);
    await change(id, { redirectUris: [...room, ...beyond.slice(0, 2)] });
    const tried = await bring(client, { allowsHttp: true, dryRun: true });
    expect(tried).toMatchObject({ result: "updated", notes: [`${SET_BY_HTTP}redirectUris.`] });
    expect(await bring(client, { allowsHttp: true })).toEqual(tried);
    expect(await redirectUris()).toEqual([...room, ...beyond]);
    expect(await bring(client, { allowsHttp: true })).toMatchObject({ result: "unchanged", notes: [] });
    // A line that has changed brings its first fifty again.
    expect((await bring(client, { line: "changed", allowsHttp: true })).notes.at(-1)).toBe(left);
    expect(await redirectUris()).toEqual([...theirs, ...inClear.slice(0, 30)]);
  });

  it.each([
    ["others behind them", [...some("http://theirs", 5), ...some("https://theirs", 60)]],
    [
      "some in clear behind the fiftieth",
      [...some("http://theirs", 5), ...some("https://theirs", 50), "http://late.io"],
    ],
    [
      "no room for themselves, nor any for some in clear behind the fiftieth",
      [...some("https://theirs", 48), ...some("http://theirs", 5), ...some("https://next", 3), "http://late.io"],
    ],
  ])("brings just those that waited where a row has only their number: %s", async (_what, redirectUris) => {
    const client = broughtClient({ settings: { redirectUris } });
    await bring(client);
    const { id } = await shown(client.clientId);
    await rowOfNumber(id, 5);
    const before = await urisOf(client.clientId);
    expect(await bring(client)).toMatchObject({ result: "unchanged" });
    expect(await bring(client, { allowsHttp: true })).toMatchObject({ result: "unchanged" });
    expect(await urisOf(client.clientId)).toEqual(before);
    const room = before.redirectUris.slice(20);
    await change(id, { redirectUris: room });
    expect(await bring(client, { allowsHttp: true })).toMatchObject({
      ...{ result: "updated", notes: expect.arrayContaining([`${SET_BY_HTTP}redirectUris.`]) },
    });
    expect((await urisOf(client.clientId)).redirectUris).toEqual([...room, ...some("http://theirs", 5)]);
    expect(await bring(client, { allowsHttp: true })).toMatchObject({ result: "unchanged" });
  });

  it("brings what waited where a row has only the number of all that did", async () => {
    const client = broughtClient({ settings: { redirectUris: [uri("r")], postLogoutRedirectUris: [uri("p")] } });
    await bring(client);
    const { id } = await shown(client.clientId);
    await rowOfNumber(id, 2);
    expect(await bring(client)).toMatchObject({ result: "unchanged" });
    expect(await bring(client, { allowsHttp: true })).toMatchObject({ result: "updated" });
    expect(await urisOf(client.clientId)).toEqual({ redirectUris: [uri("r")], postLogoutRedirectUris: [uri("p")] });
  });

  it("brings back no redirect URI in clear that was removed here, nor anything else, whether it is allowed or not", async () => {
    const client = broughtClient({ settings: { scopes: ["a", "b"], redirectUris: [IN_CLEAR] } });
    await bring(client, { allowsHttp: true });
    const { id } = await shown(client.clientId);
    await change(id, { scopes: ["a"], redirectUris: [] });
    const before = await shown(client.clientId);
    for (const allowsHttp of [false, true, false]) {
      expect(await bring(client, { allowsHttp })).toMatchObject({ result: "unchanged" });
    }
    expect(await shown(client.clientId)).toEqual(before);
  });

  describe("of what an earlier one kept and is recognized as a credential by now", () => {
    const TOKEN = `ghp_${"a1".repeat(18)}`;
    const KEPT = { team: "shop", note: TOKEN, nested: { list: [TOKEN, "a"], own: true } };
    const REST = { team: "shop", nested: { list: [null, "a"], own: true } };
    const withKept = (client: BroughtClient, keycloak: object) =>
      broughtClient({ ...client, settings: { ...client.settings, dialectSettings: { keycloak } } });
    const keptOf = async (clientId: string) => {
      const query = "query ($clientId: String!) { oauthApplication(clientId: $clientId) { dialectSettings } }";
      return (await at.organization.owner.ok(query, { clientId })).oauthApplication.dialectSettings;
    };

    it("drops it though the line is the same, says so, and leaves all else as it is here", async () => {
      const client = broughtClient({ settings: { scopes: ["a"], redirectUris: [IN_CLEAR] } });
      const line = "the same";
      await bring(withKept(client, KEPT), { line, allowsHttp: true });
      const { id } = await shown(client.clientId);
      await change(id, { scopes: ["a", "b"], redirectUris: [] });
      const again = withKept(client, REST);
      const tried = await bring(again, { line, dryRun: true });
      expect(tried).toMatchObject({
        result: "updated",
        notes: [
          "The line is the same, and what has changed is what is recognized as a credential; set by it: dialectSettings.",
          expect.stringMatching(/^redirectUris\.0 /),
        ],
      });
      expect(await keptOf(client.clientId)).toEqual({ keycloak: KEPT });
      expect(await bring(again, { line })).toEqual(tried);
      expect(await keptOf(client.clientId)).toEqual({ keycloak: REST });
      expect(JSON.stringify(await at.gateway.database.query("SELECT * FROM oauth_applications"))).not.toContain(TOKEN);
      const [event] = await listEvents(at.organization.owner, { targetId: id, action: "oauth_application.updated" });
      expect(event).toMatchObject({ wayIn: "CLI", details: { source: "keycloak", changed: ["dialectSettings"] } });
      const before = await shown(client.clientId);
      expect(before).toMatchObject({ scopes: ["a", "b"], redirectUris: [] });
      for (const allowsHttp of [false, true]) {
        expect(await bring(again, { line, allowsHttp })).toMatchObject({ result: "unchanged" });
      }
      expect(await shown(client.clientId)).toEqual(before);
    });

    it("drops it with a line that has changed", async () => {
      const client = broughtClient();
      await bring(withKept(client, KEPT), { line: "first" });
      const next = { team: "stock", nested: { list: [null, "b"] } };
      expect(await bring(withKept(client, next), { line: "second" })).toMatchObject({
        notes: ["The line has changed; set by it: dialectSettings."],
      });
      expect(await keptOf(client.clientId)).toEqual({ keycloak: next });
    });

    it("drops it with a line that has a part of its client and says nothing of it, or something else", async () => {
      const client = broughtClient();
      await bring(withKept(client, KEPT), { line: "first" });
      const part = { ...broughtClient({ ...client, settings: { scopes: ["a"] } }), guessed: [] };
      expect((await bring(part, { line: "second" })).notes).toEqual([
        "The line has changed; set by it: scopes, dialectSettings.",
      ]);
      expect(await keptOf(client.clientId)).toEqual({ keycloak: REST });
      await bring(withKept(client, KEPT), { line: "third" });
      await bring({ ...withKept(client, { team: "stock", url: "a" }), guessed: [] }, { line: "fourth" });
      expect(await keptOf(client.clientId)).toEqual({ keycloak: { ...REST, team: "stock", url: "a" } });
    });

    it("drops what came from another gateway with a line that says nothing of it", async () => {
      const client = broughtClient();
      const settings = Object.assign(client.settings, { dialectSettings: { csp: { isHidden: true }, hydra: KEPT } });
      await bring({ ...client, settings }, { source: "own", line: "first" });
      const unsaid = broughtClient({ ...client, settings: { scopes: ["a"], dialectSettings: undefined } });
      await bring(unsaid, { source: "own", line: "second" });
      expect(await keptOf(client.clientId)).toEqual({ csp: { isHidden: true }, hydra: REST });
    });

    it("drops what came from another gateway of any system, though the line is the same", async () => {
      const client = broughtClient();
      const line = { line: "own", source: "own" };
      const dialects = (hydra: object) =>
        Object.assign(client.settings, { dialectSettings: { csp: { isHidden: true }, hydra } });
      await bring({ ...client, settings: dialects(KEPT) }, line);
      expect(await bring({ ...client, settings: dialects(REST) }, line)).toMatchObject({
        ...{
          result: "updated",
          notes: [expect.stringMatching(/recognized as a credential; set by it: dialectSettings/)],
        },
      });
      expect(await keptOf(client.clientId)).toEqual({ csp: { isHidden: true }, hydra: REST });
      expect(await bring(client, line)).toMatchObject({ result: "unchanged" });
    });

    it("leaves what is kept of another system", async () => {
      const client = broughtClient();
      const settings = Object.assign(client.settings, { dialectSettings: { hydra: KEPT } });
      await bring({ ...client, settings }, { line: "first" });
      expect(await bring(client, { line: "first" })).toMatchObject({ result: "unchanged" });
    });
  });

  it.each<[string, object]>([
    ["its line is only to be remembered", {}],
    ["its settings are to be changed", { settings: { name: "Renamed" } }],
  ])("refuses a client whose application is deleted while it is imported: %s", async (_when, changes) => {
    const client = broughtClient();
    await bring(client);
    const { id } = await shown(client.clientId);
    const go = Database.prototype.change as (...args: unknown[]) => Promise<unknown>;
    const spy = vi.spyOn(Database.prototype, "change").mockImplementationOnce(async function (
      this: Database,
      ...args: unknown[]
    ) {
      const remove = `mutation ($id: ID!) { deleteOAuthApplication(input: { oauthApplicationId: $id }) { deletedId } }`;
      await at.organization.owner.ok(remove, { id });
      return go.apply(this, args) as never;
    });
    const answer = await bring(broughtClient({ clientId: client.clientId, ...changes }), { line: "changed" });
    spy.mockRestore();
    expect(answer).toMatchObject({ result: "refused", reason: expect.stringMatching(/was deleted here/) });
    expect(await shown(client.clientId)).toBeNull();
  });

  it("needs no word any more on what a secret is, once it is in", async () => {
    const { clientId } = broughtClient();
    const refusal = DomainError.invalidField("secret", "form", "secret is a secret or the hash of one");
    const unread = (settings = {}) =>
      broughtClient({
        clientId,
        settings,
        secrets: [{ form: "unread", text: "read-as-a-secret-A1", expiresAt: null, refusal }],
      });
    const said = broughtClient({ clientId, secrets: [inClear("read-as-a-secret-A1")] });
    const refused = { result: "refused", reason: "secret is a secret or the hash of one" };
    expect(await bring(unread(), { line: "same" })).toMatchObject(refused);
    expect(await bring(said, { line: "same" })).toMatchObject({ result: "created" });
    expect(await bring(unread(), { line: "same" })).toMatchObject({ result: "unchanged", notes: [] });
    const renamed = await bring(unread({ name: "Renamed" }), { line: "changed" });
    expect(renamed).toMatchObject({ result: "updated", notes: ["The line has changed; set by it: name."] });
    expect(await at.organization.admin.verify(clientId, "read-as-a-secret-A1")).toMatchObject({ active: true });
  });

  it("knows a line that was imported before it was remembered how lines are read", async () => {
    const client = broughtClient({ settings: { redirectUris: [IN_CLEAR] } });
    const options = { line: '{"a":1}', grants: ["CLIENT_CREDENTIALS"] };
    await bring(client, options);
    const { id } = await shown(client.clientId);
    const [{ kid, key }] = await readKeys(at.gateway.database);
    const text = JSON.stringify([JSON.stringify([{ a: 1 }, null, ["CLIENT_CREDENTIALS"]]), 0]);
    const digest = createHmac("sha256", key).update(`${id} line`).update("\0").update(text).digest("base64url");
    const forget = () =>
      at.gateway.database.query(
        `UPDATE imported_clients SET reading = NULL, line_digest = 'v1$${kid}$${digest}' WHERE oauth_application_id = '${id}'`,
      );
    await forget();
    await change(id, { name: "Ours" });
    expect(await bring(client, options)).toMatchObject({ result: "unchanged" });
    expect(await bring(client, options)).toMatchObject({ result: "unchanged" });
    await forget();
    const { result, notes } = await bring(client, { line: options.line });
    expect([result, notes[0]]).toEqual(["updated", "The line has changed, or how it is read; set by it: name."]);
  });
});
