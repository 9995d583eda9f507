import { createHash, randomUUID } from "node:crypto";
import { hashSync as bcrypt } from "@node-rs/bcrypt";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { TokenEndpointAuthMethod } from "../../src/model/client-metadata.js";
import type { CreateOAuthApplicationInput } from "../../src/model/inputs/oauth-application.inputs.js";
import type { CheckTurns, CheckTurnsOptions } from "../../src/services/foreign-hashes/check-turns.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { metricValue, WITH_METRICS } from "../support/gateway/metrics.js";
import { basic, createClient, postForm, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { broughtClient, importClient } from "../support/organization/brought-clients.js";

const MINUTE_MS = 60_000;
/** What `Retry-After` says then. */
const WITHIN_A_MINUTE = /^(?:[1-9]|[1-5][0-9]|60)$/;
const THIEF = "203.0.113.1";
const HOME = "198.51.100.7";
const ELSEWHERE = "198.51.100.8";
const BY_POST = { tokenEndpointAuthMethod: TokenEndpointAuthMethod.CLIENT_SECRET_POST };

/** A text as Basic may send it, with some of its characters percent-encoded. */
function spellingsOf(text: string): string[] {
  return Array.from({ length: 2 ** text.length - 1 }, (_, way) =>
    [...text].map((letter, n) => ((way + 1) & (1 << n) ? `%${letter.charCodeAt(0).toString(16)}` : letter)).join(""),
  );
}

describe.each(DATABASE_KINDS)("wrong secrets of a client of whose secret only a hash came along, on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let turns: CheckTurns;
  let options: CheckTurnsOptions;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind, { env: { ...WITH_METRICS, TRUST_PROXY: "127.0.0.1" } });
    organization = await gateway.organization();
    turns = Reflect.get(Reflect.get(gateway.gateway.services.clientAuthentication, "foreign"), "turns");
    options = Reflect.get(turns, "options");
    // Nobody is late on a busy machine.
    options.waitMs = 10 * MINUTE_MS;
  });
  beforeEach(() => {
    // What failed in another test is over.
    gateway.advance(MINUTE_MS);
  });
  afterAll(() => gateway.stop());

  const checks = () => metricValue(gateway, "gateway_imported_hash_checks_total");
  const waiting = () => Reflect.get(turns, "lineLength");

  const RIGHT = `{sha256-hex}${createHash("sha256").update("right").digest("hex")}`;

  /** A client that has not been used, and whose secret is "right" unless another hash is given. */
  async function brought(owner = organization, text = RIGHT, settings: Partial<CreateOAuthApplicationInput> = {}) {
    const client = broughtClient({ secrets: [{ form: "hash", text, expiresAt: null }], settings });
    expect(await importClient(gateway, owner, client)).toMatchObject({ result: "created" });
    return client.clientId;
  }

  const token = (address: string, clientId: string, clientSecret: string) =>
    postForm(
      `${gateway.url}/oauth/token`,
      { grant_type: "client_credentials" },
      { authorization: basic(clientId, clientSecret), "x-forwarded-for": address },
    );
  const login = async (...presented: Parameters<typeof token>) => (await token(...presented)).status;

  async function loginByPost(address: string, client_id: string, client_secret: string): Promise<number> {
    const form = { grant_type: "client_credentials", client_id, client_secret };
    return (await postForm(`${gateway.url}/oauth/token`, form, { "x-forwarded-for": address })).status;
  }

  /** What a server of an organization is told that asks whether a secret is right. */
  function verification(
    client_id: string,
    client_secret: string,
    reported: { client_address?: string } = {},
    { admin } = organization,
  ) {
    const form = { client_id, client_secret, ...reported };
    return postForm(`${gateway.url}/oauth/verify`, form, { authorization: `Bearer ${admin.token}` });
  }
  const verify = async (...asked: Parameters<typeof verification>) => (await verification(...asked)).json.active;

  /** What so many wrong secrets were answered, one after another. */
  async function statusesOf(times: number, present: (n: number) => Promise<number>): Promise<number[]> {
    const statuses: number[] = [];
    for (let n = 1; n <= times; n++) statuses.push(await present(n));
    return statuses;
  }
  const refused = (times: number, tooMany: number) => [...Array(times).fill(401), ...Array(tooMany).fill(429)];

  async function demandTooMany(answer: ReturnType<typeof verification>): Promise<void> {
    const { status, headers, json } = await answer;
    expect([status, headers.get("retry-after"), json.errors[0].extensions.code]).toEqual([
      429,
      expect.stringMatching(WITHIN_A_MINUTE),
      "TOO_MANY_FAILED_LOGINS",
    ]);
  }

  /** The addresses of the checks that begin from now on, in this order. */
  function watchTurns(): string[] {
    const begun: string[] = [];
    const run = turns.run.bind(turns);
    onTestFinished(() => {
      vi.restoreAllMocks();
    });
    vi.spyOn(turns, "run").mockImplementation((client, presented, place, work) =>
      run(client, presented, place, () => {
        begun.push(place?.address ?? "");
        return work();
      }),
    );
    return begun;
  }

  /** Takes both turns until the answer is called. */
  function holdTurns(): () => void {
    let release = () => {};
    const held = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined);
    });
    // Otherwise the others would wait for a test that has failed.
    onTestFinished(release);
    for (let n = 0; n < options.atOnce; n++) {
      void turns.run({ id: `held ${n}`, organizationId: "held" }, "x", null, () => held);
    }
    return release;
  }

  /** Nothing that has failed is over before the test is, however long a busy machine takes. */
  function holdClock(): void {
    const { clock } = options;
    const now = clock();
    options.clock = () => now;
    onTestFinished(() => {
      options.clock = clock;
    });
  }

  it("are no hindrance to others, a thousand of them, nor to the client itself at its own address", async () => {
    const [victim, neighbour] = [await brought(), await brought()];
    const ordinary = await createClient(organization.developer);
    holdClock();
    const begun = watchTurns();
    const before = await checks();
    expect(await login(THIEF, victim, "wrong")).toBe(401);
    const release = holdTurns();
    const statuses: number[] = [];
    const wrong: Promise<number>[] = [];
    // Not all at once: the system refuses connections while 511 wait to be taken.
    while (wrong.length < 999) {
      const wave = Array.from({ length: 111 }, (_, n) => login(THIEF, victim, `wrong-${wrong.length + n}`));
      wrong.push(...wave.map(async (status) => statuses.push(await status)));
      // Four wait for a turn, and the others are answered without one.
      await expect.poll(() => statuses.length).toBe(wrong.length - 4);
    }
    expect(await login(HOME, ordinary.clientId, ordinary.clientSecret)).toBe(200);
    const first = login(HOME, neighbour, "right");
    await expect.poll(waiting).toBe(5);
    release();
    expect(await first).toBe(200);
    await Promise.all(wrong);
    expect(statuses.filter((status) => status === 429)).toHaveLength(995);
    expect(statuses.filter((status) => status === 401)).toHaveLength(4);
    expect(begun).toEqual([THIEF, "", "", HOME, THIEF, THIEF, THIEF, THIEF]);
    expect(await checks()).toBe(before + 6);
    expect(await login(HOME, victim, "right")).toBe(200);
  });

  it("are hashed ten times a minute from however many addresses, and then none is", async () => {
    const victim = await brought();
    const before = await checks();
    const failed = () => metricValue(gateway, "gateway_failed_authentications_total");
    const failedBefore = await failed();
    const statuses = await statusesOf(40, (n) => login(`203.0.113.${n % 16}`, victim, `wrong-${n}`));
    expect(statuses).toEqual(refused(10, 30));
    expect(await failed()).toBe(failedBefore + 40);
    const { status, headers, json } = await token(HOME, victim, "right");
    expect([status, headers.get("retry-after"), json]).toEqual([
      429,
      expect.stringMatching(WITHIN_A_MINUTE),
      { error: "temporarily_unavailable", error_description: expect.stringMatching(/^Too many failed logins of this/) },
    ]);
    expect(await checks()).toBe(before + 10);
    gateway.advance(MINUTE_MS);
    expect(await login(HOME, victim, "right")).toBe(200);
  });

  it("are of one place when they come from one network of IPv6", async () => {
    const victim = await brought();
    const before = await checks();
    const statuses = await statusesOf(20, (n) => login(`2001:db8:1:${n}::1`, victim, `wrong-${n}`));
    expect(statuses).toEqual(refused(5, 15));
    expect(await checks()).toBe(before + 5);
    expect(await login("2001:db8:2::1", victim, "right")).toBe(200);
  });

  it("are of the place that an authorization server reports, and of none where it does not", async () => {
    const [victim, other] = [await brought(), await brought()];
    const before = await checks();
    for (let n = 1; n <= 5; n++) expect(await verify(victim, `wrong-${n}`, { client_address: THIEF })).toBe(false);
    for (let n = 6; n <= 20; n++) await demandTooMany(verification(victim, `wrong-${n}`, { client_address: THIEF }));
    expect(await checks()).toBe(before + 5);
    expect(await verify(victim, "right", { client_address: HOME })).toBe(true);
    for (let n = 1; n <= 9; n++) expect(await verify(other, `wrong-${n}`)).toBe(false);
    expect(await verify(other, "right")).toBe(true);
    expect(await checks()).toBe(before + 16);
  });

  it("are no answer about a secret that an authorization server asks for when there were too many", async () => {
    const victim = await brought();
    for (let n = 1; n <= 10; n++) expect(await verify(victim, `wrong-${n}`)).toBe(false);
    await demandTooMany(verification(victim, "right"));
    // One that is known to be wrong is so.
    expect(await verify(victim, "wrong-1")).toBe(false);
    gateway.advance(MINUTE_MS);
    expect(await verify(victim, "right")).toBe(true);
  });

  it("are 429 where a client asks for a new secret of its own, too", async () => {
    const victim = await brought(organization, RIGHT, { selfRotationEnabled: true });
    const rotate = (clientSecret: string) =>
      postForm(
        `${gateway.url}/oauth/client_secret`,
        {},
        { authorization: basic(victim, clientSecret), "idempotency-key": randomUUID(), "x-forwarded-for": HOME },
      );
    for (let n = 1; n <= 5; n++) expect((await rotate(`wrong-${n}`)).status).toBe(401);
    const { status, headers, json } = await rotate("right");
    expect([status, headers.get("retry-after"), json.error]).toEqual([
      ...[429, expect.stringMatching(WITHIN_A_MINUTE), "temporarily_unavailable"],
    ]);
    gateway.advance(MINUTE_MS);
    expect((await rotate("right")).status).toBe(200);
  });

  it("are not what is right and comes by another method, however it is written: it is hashed once", async () => {
    const client = await brought(organization, RIGHT, BY_POST);
    const before = await checks();
    for (let place = 1; place <= 4; place++) {
      for (const spelled of spellingsOf("right")) {
        const authorization = `Basic ${Buffer.from(`${client}:${spelled}`).toString("base64")}`;
        const headers = { authorization, "x-forwarded-for": `203.0.113.${place}` };
        const { status } = await postForm(`${gateway.url}/oauth/token`, { grant_type: "client_credentials" }, headers);
        expect(status).toBe(401);
      }
    }
    expect(await checks()).toBe(before + 1);
    expect(await loginByPost(HOME, client, "right")).toBe(200);
    expect(await checks()).toBe(before + 1);
  });

  it("are at most five, with right ones by another method, for one who knows all of a secret that bcrypt looks at", async () => {
    const known = "known-".repeat(12);
    const client = await brought(organization, bcrypt(`${known}and-the-rest`, 4), BY_POST);
    const before = await checks();
    expect(await statusesOf(40, (n) => login(THIEF, client, `${known}${n}`))).toEqual(refused(5, 35));
    expect(await checks()).toBe(before + 5);
    expect(await loginByPost(HOME, client, `${known}and-the-rest`)).toBe(200);
  });

  it("put nobody else's clients behind others for an address that an organization reports", async () => {
    const stranger = await gateway.organization();
    const theirs = await brought(stranger);
    expect(await verify(theirs, "wrong", { client_address: HOME }, stranger)).toBe(false);
    const [first, second] = [await brought(), await brought()];
    const begun = watchTurns();
    const release = holdTurns();
    const answers = [login(HOME, first, "right")];
    await expect.poll(waiting).toBe(1);
    answers.push(login(ELSEWHERE, second, "right"));
    await expect.poll(waiting).toBe(2);
    release();
    expect(await Promise.all(answers)).toEqual([200, 200]);
    expect(begun).toEqual(["", "", HOME, ELSEWHERE]);
  });

  it("hold up no other organization's first logins, whatever addresses theirs reports, or none", async () => {
    const stranger = await gateway.organization();
    const [wronged, first, second] = [await brought(), await brought(), await brought()];
    expect(await login(ELSEWHERE, wronged, "wrong")).toBe(401);
    const theirs: string[] = [];
    for (let n = 0; n < 8; n++) theirs.push(await brought(stranger));
    const begun = watchTurns();
    const release = holdTurns();
    const wrong = theirs.map((clientId, n) =>
      verify(clientId, "wrong", n % 2 ? {} : { client_address: `203.0.113.${n + 1}` }, stranger),
    );
    await expect.poll(waiting).toBe(theirs.length);
    const right = [login(HOME, first, "right"), login(ELSEWHERE, second, "right")];
    await expect.poll(waiting).toBe(theirs.length + 2);
    release();
    expect(await Promise.all(right)).toEqual([200, 200]);
    expect(await Promise.all(wrong)).toEqual(theirs.map(() => false));
    // Behind the two that held the turns, and one of theirs where another client's secret was wrong.
    expect([begun.indexOf(HOME), begun.indexOf(ELSEWHERE)]).toEqual([2, 4]);
  });

  it("are answered 503 when too many wait, and so is a first login until there is room", async () => {
    const clients = [await brought(), await brought(), await brought()];
    const [late = ""] = clients.splice(2);
    const { maxWaiting } = options;
    options.maxWaiting = clients.length;
    onTestFinished(() => {
      options.maxWaiting = maxWaiting;
    });
    const release = holdTurns();
    const before = await checks();
    const early = clients.map((clientId) => login(HOME, clientId, "right"));
    await expect.poll(waiting).toBe(clients.length);
    const { status, headers, json } = await token(HOME, late, "right");
    expect([status, headers.get("retry-after"), json.error]).toEqual([503, "1", "temporarily_unavailable"]);
    release();
    expect(await Promise.all(early)).toEqual([200, 200]);
    expect(await login(HOME, late, "right")).toBe(200);
    expect(await checks()).toBe(before + 3);
  });
});
