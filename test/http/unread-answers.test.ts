// Too long for a quick run.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { Role } from "../../src/model/permission.js";
import { type IdleReader, sendAndDoNotRead, writeAndDoNotRead } from "../support/clients/idle-reader.js";
import { copyApplication } from "../support/databases/copied-applications.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";

const REDIRECT_URIS = Array.from({ length: 50 }, (_, n) => `https://app.example.com/${n}/${"x".repeat(1990)}`);
/** Far more than the network holds between a gateway that sends and a client that does not read: some 20 MB. */
const LARGE = `{ ${["a", "b"].map((name) => `${name}: oauthApplications(first: 100) { nodes { redirectUris } }`).join(" ")} }`;
const LARGE_BYTES = 20_000_000;
const MIB = 1024 ** 2;
/** Longer than a test: nobody is cut because a busy machine is slow to make answers. */
const NEVER_MS = 600_000;

let readers: IdleReader[] = [];
afterEach(() => {
  for (const reader of readers) reader.leave();
  readers = [];
});

async function withBulk(gateway: TestGateway): Promise<TestOrganization> {
  const organization = await gateway.organization();
  const { id } = await organization.owner.createApplication({ name: "Bulky", redirectUris: REDIRECT_URIS });
  await copyApplication(gateway.database, id, 100);
  return organization;
}

async function reader(gateway: TestGateway, token: string | null, queries = [LARGE]): Promise<IdleReader> {
  const one = await sendAndDoNotRead(gateway.url, token, queries);
  readers.push(one);
  return one;
}

/** How many connections were cut. */
const cutsBy = (gateway: TestGateway) => gateway.log().split('"msg":"closed a connection that is not read"').length - 1;

describe("a reader that takes nothing", () => {
  const STALLED_MS = 600;
  /** After so many looks without progress a connection is cut. */
  const LOOKS = 6;
  /** As much as makes the system take more from the gateway, which it does in large pieces. */
  const PIECE = MIB;
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    // The gateway looks when the test says so: nobody is cut because the machine is busy.
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    gateway = await startTestGateway("sqlite", { unread: { stalledMs: STALLED_MS } });
    organization = await withBulk(gateway);
  });
  afterAll(async () => {
    await gateway.stop();
    vi.useRealTimers();
  });

  const look = () => vi.advanceTimersByTime(STALLED_MS / LOOKS);

  it("is cut off, the operator is told, and nobody else notices", async () => {
    const { token } = organization.owner;
    const before = cutsBy(gateway);
    const idle = await reader(gateway, token);
    await expect.poll(() => [look(), cutsBy(gateway)].at(-1)).toBe(before + 1);
    expect(gateway.log()).toContain('"reason":"stalled"');
    expect(await idle.rest()).toBeLessThan(LARGE_BYTES);
    expect((await organization.owner.ok("{ viewer { role } }")).viewer.role).toBe("OWNER");
  });

  it("is not cut off while it reads slowly but steadily, nor while nothing is to be read", async () => {
    const { token } = organization.admin;
    const before = cutsBy(gateway);
    const slow = await reader(gateway, token);
    const idle = await reader(gateway, token, ["{ viewer { role } }", "{ viewer { role } }"]);
    for (let looks = 0; looks < 2 * LOOKS; looks++) {
      for (let taken = 0; taken < PIECE && cutsBy(gateway) === before; await sleep(1)) taken += slow.sip();
      look();
    }
    expect(await slow.rest()).toBeGreaterThan(LARGE_BYTES);
    expect(await idle.rest()).toBeGreaterThan(0);
    expect(cutsBy(gateway)).toBe(before);
  });
});

describe("answers that nobody reads", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let another: TestOrganization;

  beforeAll(async () => {
    // Two answers for an actor, three for an organization, four in all.
    const unread = {
      stalledMs: NEVER_MS,
      bytesPerActor: 44 * MIB,
      bytesPerOrganization: 66 * MIB,
      bytesOfNobody: 22 * MIB,
      bytesInAll: 88 * MIB,
    };
    gateway = await startTestGateway("sqlite", { unread });
    organization = await withBulk(gateway);
    another = await withBulk(gateway);
  });
  afterAll(() => gateway.stop());

  /** So many readers of one actor, each of whose answers is there before the next one asks. */
  async function readersOf(token: string | null, count: number): Promise<IdleReader[]> {
    const those: IdleReader[] = [];
    for (let n = 0; n < count; n++) {
      those.push(await reader(gateway, token));
      // Its first bytes are there when the answer has been handed over.
      await expect.poll(() => those.at(-1)?.sip()).toBeGreaterThan(0);
    }
    return those;
  }
  const areCut = async (those: IdleReader[]) => Promise.all(those.map(async (one) => (await one.rest()) < LARGE_BYTES));

  /** One reader for each of so many new tokens of this organization. */
  async function readersOfTokens(of: TestOrganization, count: number): Promise<IdleReader[]> {
    const those: IdleReader[] = [];
    for (let n = 0; n < count; n++) those.push(...(await readersOf((await of.client(Role.VIEWER)).token, 1)));
    return those;
  }

  it("are bounded for each actor: the connection that holds the most is cut, a colleague's is not", async () => {
    const other = await readersOf(organization.admin.token, 1);
    const those = await readersOf(organization.owner.token, 4);
    const cuts = await areCut(those);
    expect(cuts.filter((isCut) => isCut)).toHaveLength(2);
    expect(cuts.at(-1)).toBe(false);
    expect(await areCut(other)).toEqual([false]);
  });

  it("are bounded for each organization, however many tokens it has", async () => {
    const cuts = await areCut(await readersOfTokens(organization, 4));
    expect(cuts.filter((isCut) => isCut)).toHaveLength(1);
    expect(cuts.at(-1)).toBe(false);
  });

  it("are bounded in all: the organization that holds the most gives up, however few each of its tokens has", async () => {
    const steady = await readersOf(another.owner.token, 2);
    const many = await readersOfTokens(organization, 3);
    expect(await areCut(steady)).toEqual([false, false]);
    expect((await areCut(many)).filter((isCut) => isCut)).toHaveLength(1);
  });

  it("of an organization that has no more than the newcomer's stay: the newcomer's gives up", async () => {
    const steady = await readersOf(another.owner.token, 2);
    const those = await readersOf(organization.owner.token, 2);
    const [late] = await readersOfTokens(organization, 1);
    expect(await areCut(steady)).toEqual([false, false]);
    expect((await areCut(those)).filter((isCut) => isCut)).toHaveLength(1);
    expect(await late?.rest()).toBeGreaterThan(LARGE_BYTES);
  });

  it("are bounded on one connection that asks for many at once", async () => {
    const before = cutsBy(gateway);
    const one = await reader(gateway, organization.owner.token, Array(5).fill(LARGE));
    await expect.poll(() => cutsBy(gateway)).toBe(before + 1);
    expect(await one.rest()).toBeLessThan(3 * LARGE_BYTES);
  });

  it("do not take a secret away from its reader", async () => {
    await readersOf(organization.owner.token, 3);
    const { clientSecret } = await organization.owner.createApplication({ name: "Small" });
    expect(clientSecret).toMatch(/^ogs_/);
  });
});

describe("answers of whoever is nobody", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    const unread = { stalledMs: NEVER_MS, bytesPerActor: 44 * MIB, bytesOfNobody: 8 * MIB, bytesInAll: 44 * MIB };
    gateway = await startTestGateway("sqlite", { unread, env: { TRUST_PROXY: "127.0.0.1" } });
    organization = await withBulk(gateway);
  });
  afterAll(() => gateway.stop());

  it("are bounded together: no number of addresses takes a tenant's download away", async () => {
    const steady = await reader(gateway, organization.owner.token);
    await expect.poll(() => steady.sip()).toBeGreaterThan(0);
    for (let n = 1; n <= 12; n++) {
      const request = `GET /openapi.json HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 2001:db8:1:${n}::1\r\n\r\n`;
      readers.push(await writeAndDoNotRead(gateway.url, request.repeat(60)));
    }
    await expect.poll(() => cutsBy(gateway)).toBeGreaterThan(0);
    expect(await steady.rest()).toBeGreaterThan(LARGE_BYTES);
  });
});
