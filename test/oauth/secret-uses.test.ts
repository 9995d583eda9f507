import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { basic, type Client, createClient, postForm, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { changed, read, remove } from "../support/organization/oauth-applications.js";

const USE = "{ evidence address addressMasked clientSoftware count firstAt lastAt }";
const USES = `secrets { usedFrom ${USE} refusedFrom ${USE} }`;

/** A character of several bytes, as a client writes it into a header. */
const inBytes = (text: string) => Buffer.from(text).toString("latin1");

interface Sent {
  address?: string;
  software?: string;
}

describe.each(DATABASE_KINDS)("who uses a secret on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    // A proxy that is believed, so that a test can come from anywhere.
    gateway = await startOauthGateway(kind, { env: { TRUST_PROXY: "127.0.0.1" } });
  });
  afterAll(() => gateway.stop());

  const start = async () => {
    const organization = await gateway.organization();
    return { ...organization, client: await createClient(organization.developer) };
  };
  const headersOf = ({ address = "203.0.113.7", software = "deployer/1.0" }: Sent) => ({
    "x-forwarded-for": address,
    "user-agent": software,
  });
  /** Presents a client's secret, a second after whatever came before. */
  const present = (client: Client, sent: Sent = {}, path = "/oauth/token", form: Record<string, string> = {}) => {
    gateway.advance(1000);
    const headers = { authorization: basic(client.clientId, client.clientSecret), ...headersOf(sent) };
    return postForm(gateway.url + path, { grant_type: "client_credentials", ...form }, headers);
  };
  const ask = (admin: GraphqlClient, client: Client, reported: Record<string, string> = {}, sent: Sent = {}) => {
    gateway.advance(1000);
    const form = { client_id: client.clientId, client_secret: client.clientSecret, ...reported };
    const headers = { authorization: `Bearer ${admin.token}`, ...headersOf(sent) };
    return postForm(`${gateway.url}/oauth/verify`, form, headers);
  };
  /** Writes what is collected: a first use is written at once, and all others with it. */
  const written = async () => {
    const { client } = await start();
    await present(client);
  };
  /** From where the application's oldest secret is used and refused. */
  const usesOf = async (reader: GraphqlClient, { id }: Client) => (await read(reader, id, USES)).secrets.at(-1);
  const usedFrom = async (reader: GraphqlClient, client: Client) => (await usesOf(reader, client)).usedFrom;

  it("is nobody for a new secret, and its first source before that is answered", async () => {
    const { admin, client } = await start();
    expect(await usesOf(admin, client)).toEqual({ usedFrom: [], refusedFrom: [] });
    expect((await present(client)).status).toBe(200);
    const [use, ...others] = await usedFrom(admin, client);
    expect(others).toEqual([]);
    expect(use).toEqual({
      evidence: "SEEN",
      address: "203.0.113.7",
      addressMasked: false,
      clientSoftware: "deployer/1.0",
      count: 1,
      firstAt: use.lastAt,
      lastAt: new Date(Date.parse(use.lastAt)).toISOString(),
    });
    expect(Math.abs(Date.parse(use.lastAt) - gateway.now())).toBeLessThan(60_000);
  });

  it("is counted by address and software, the latest first", async () => {
    const { admin, client } = await start();
    for (const software of ["one", "two", "one", "three", "two"]) await present(client, { software });
    await present(client, { software: "one", address: "203.0.113.8" });
    const shown = async () =>
      (await usedFrom(admin, client)).map((use: Record<string, unknown>) => [
        use.address,
        use.clientSoftware,
        use.count,
      ]);
    await expect.poll(shown).toEqual([
      ["203.0.113.8", "one", 1],
      ["203.0.113.7", "two", 2],
      ["203.0.113.7", "three", 1],
      ["203.0.113.7", "one", 2],
    ]);
    const [, two] = await usedFrom(admin, client);
    expect(Date.parse(two.lastAt) - Date.parse(two.firstAt)).toBeGreaterThanOrEqual(3000);
  });

  it("comes in by the token endpoint, introspection, revocation and a vendor's path", async () => {
    const { admin, client } = await start();
    const paths = ["/oauth/token", "/oauth/introspect", "/oauth/revoke", "/csp/gateway/am/api/auth/token"];
    for (const path of paths)
      expect((await present(client, { software: path }, path, { token: "x" })).status).toBe(200);
    const shown = async () =>
      (await usedFrom(admin, client)).map((use: Record<string, unknown>) => [use.evidence, use.clientSoftware]);
    await written();
    expect(await shown()).toEqual(paths.toReversed().map((path) => ["SEEN", path]));
  });

  it("is the ten latest sources of each secret, and never more", async () => {
    const { admin, developer, client } = await start();
    for (let n = 1; n <= 12; n++) await present(client, { address: `198.51.100.${n}` });
    await present(client, { address: "198.51.100.5" });
    const last = [5, 12, 11, 10, 9, 8, 7, 6, 4, 3].map((n) => `198.51.100.${n}`);
    const addresses = async () => (await usedFrom(admin, client)).map(({ address }: { address: string }) => address);
    await written();
    expect(await addresses()).toEqual(last);
    const { data } = await developer.rotate(client.id, { previousSecret: "KEEP" });
    await present({ ...client, clientSecret: data.rotateSecret.clientSecret }, { address: "192.0.2.1" });
    expect(await addresses()).toEqual(last);
    const [current] = (await read(admin, client.id, USES)).secrets;
    expect(current.usedFrom).toMatchObject([{ address: "192.0.2.1" }]);
  });

  describe("at /oauth/verify", () => {
    it("is the server that asks, marked as such, unless it says for whom", async () => {
      const { admin, client } = await start();
      await ask(admin, client, {}, { address: "192.0.2.50", software: "authorization-server" });
      await ask(admin, client, { client_address: "::ffff:198.51.100.3", client_user_agent: "shop/2" });
      await ask(admin, client, { client_user_agent: "shop/3" });
      await ask(admin, client, { client_address: "2001:db8:0::1", client_user_agent: "" });
      const shown = async () =>
        (await usedFrom(admin, client)).map((use: Record<string, unknown>) => [
          use.evidence,
          use.address,
          use.clientSoftware,
        ]);
      await written();
      expect(await shown()).toEqual([
        ["REPORTED", "2001:db8::1", null],
        ["REPORTED", null, "shop/3"],
        ["REPORTED", "198.51.100.3", "shop/2"],
        ["ASKER", "192.0.2.50", "authorization-server"],
      ]);
    });

    it.each([
      ["a name", "localhost"],
      ["a port", "198.51.100.3:443"],
      ["brackets", "[::1]"],
      ["too few parts", "198.51.100"],
      ["a network", "198.51.100.0/24"],
      ["a long number", "1".repeat(5000)],
    ])("refuses %s as client_address, and repeats nothing of it", async (_name, address) => {
      const { admin, client } = await start();
      const { status, json, text } = await ask(admin, client, { client_address: address });
      expect([status, json.errors]).toEqual([
        400,
        [
          {
            message: "client_address must be an IPv4 or IPv6 address, without a port",
            extensions: expect.objectContaining({ code: "BAD_USER_INPUT", field: "client_address", rule: "ip" }),
          },
        ],
      ]);
      expect(text).not.toContain(address);
      expect(await usedFrom(admin, client)).toEqual([]);
    });

    it.each(["client_address", "client_user_agent"])("refuses two values of %s", async (name) => {
      const { admin, client } = await start();
      const form = new URLSearchParams({ client_id: client.clientId, client_secret: client.clientSecret });
      for (const value of ["192.0.2.1", "192.0.2.2"]) form.append(name, value);
      const headers = { authorization: `Bearer ${admin.token}` };
      const response = await fetch(`${gateway.url}/oauth/verify`, { method: "POST", headers, body: form });
      expect([response.status, await response.text()]).toEqual([
        400,
        expect.stringContaining(`${name} must be given at most once`),
      ]);
    });
  });

  it("shows who may not read the audit log networks only, and who may whole addresses", async () => {
    const { admin, developer, client } = await start();
    const networks = {
      "203.0.113.77": "203.0.113.0/24",
      "::ffff:198.51.100.3": "198.51.100.0/24",
      "2001:db8:1:2::3": "2001:db8:1::/48",
      "64:ff9b::c000:205": "192.0.2.0/24",
    };
    for (const address of Object.keys(networks)) await present(client, { address });
    const shown = async (reader: GraphqlClient) =>
      (await usedFrom(reader, client)).map((use: Record<string, unknown>) => [use.address, use.addressMasked]);
    const whole = ["64:ff9b::c000:205", "2001:db8:1:2::3", "198.51.100.3", "203.0.113.77"];
    await written();
    expect(await shown(admin)).toEqual(whole.map((address) => [address, false]));
    expect(await shown(developer)).toEqual(
      Object.values(networks)
        .toReversed()
        .map((network) => [network, true]),
    );
  });

  it("says where a secret that has stopped is presented, apart from where it worked", async () => {
    const { admin, developer, client } = await start();
    await present(client);
    await developer.rotate(client.id, { previousSecret: "REVOKE" });
    expect((await present(client, { software: "forgotten" })).status).toBe(401);
    expect((await present(client, { software: "forgotten" })).status).toBe(401);
    await ask(admin, client, { client_address: "192.0.2.9", client_user_agent: "thief" });
    const shown = async () => {
      const { usedFrom, refusedFrom } = await usesOf(admin, client);
      return [usedFrom, refusedFrom].map((uses) =>
        uses.map((use: Record<string, unknown>) => [use.evidence, use.address, use.clientSoftware, use.count]),
      );
    };
    await written();
    expect(await shown()).toEqual([
      [["SEEN", "203.0.113.7", "deployer/1.0", 1]],
      [
        ["REPORTED", "192.0.2.9", "thief", 1],
        ["SEEN", "203.0.113.7", "forgotten", 2],
      ],
    ]);
    const { secrets } = await read(admin, client.id, "secrets { useCount lastUsedAt usedFrom { lastAt } }");
    expect(secrets.at(-1)).toMatchObject({ useCount: 1, lastUsedAt: secrets.at(-1).usedFrom[0].lastAt });
  });

  it("notes nothing of who presents what never was the secret, or may not use it", async () => {
    const { admin, client } = await start();
    const other = await createClient(admin);
    await changed(admin, "updateOAuthApplication", { oauthApplicationId: other.id, enabled: false });
    await present({ ...client, clientSecret: "wrong" });
    await present(other);
    await present({ ...client, clientSecret: other.clientSecret });
    // What is written after all of that is the only one.
    await present(client, { software: "last" });
    expect(await usesOf(admin, client)).toMatchObject({ usedFrom: [{ clientSoftware: "last" }], refusedFrom: [] });
    expect(await usesOf(admin, other)).toEqual({ usedFrom: [], refusedFrom: [] });
  });

  it.each([
    ["a tag", "<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
    ["a change of direction", inBytes("a\u202egnp.exe"), "agnp.exe"],
    ["only what is not seen", inBytes("\u2066\u200b\u200f\ufeff"), null],
    ["other letters", inBytes("Caf\u00e9 \ud83d\ude80"), "Caf\u00e9 \ud83d\ude80"],
    ["letters in Latin-1", "caf\u00e9", "caf\u00e9"],
    ["control characters and a line's end", inBytes("a\u0085\u009bb\u2028c"), "ab c"],
    ["white space", "a\tb   c", "a b c"],
    ["5,000 characters", "x".repeat(5000), "x".repeat(256)],
    ["half a character at the end", inBytes(`${"x".repeat(255)}\ud83d\ude80`), "x".repeat(255)],
    ["SQL", "'); DROP TABLE secret_uses; --", "'); DROP TABLE secret_uses; --"],
  ])("shows %s in a client's name for itself as one harmless line", async (_name, software, shown) => {
    const { admin, client } = await start();
    await present(client, { software });
    expect(await usedFrom(admin, client)).toMatchObject([{ clientSoftware: shown }]);
  });

  it("cleans what a server reports as well, and refuses nobody for it", async () => {
    const { admin, client } = await start();
    const said = { client_address: "192.0.2.1", client_user_agent: `a\0b\u202e\n${"y".repeat(9000)}` };
    expect((await ask(admin, client, said)).json.active).toBe(true);
    expect(await usedFrom(admin, client)).toMatchObject([{ clientSoftware: `ab ${"y".repeat(253)}` }]);
  });

  it("is forgotten 90 days after the last use, the others not, and upkeep deletes it", async () => {
    const { admin, client } = await start();
    const day = 86_400_000;
    await present(client, { software: "old" });
    gateway.advance(60 * day);
    await present(client, { software: "new" });
    const software = async () =>
      (await usedFrom(admin, client)).map((use: Record<string, unknown>) => use.clientSoftware);
    await written();
    expect(await software()).toEqual(["new", "old"]);
    gateway.advance(30 * day);
    expect(await software()).toEqual(["new"]);
    const kept = async () =>
      (
        await gateway.database.query(
          `SELECT client_software FROM secret_uses JOIN client_secrets ON client_secrets.id = client_secret_id
           WHERE oauth_application_id = '${client.id}' ORDER BY 1`,
        )
      ).map((row) => row.client_software);
    expect(await kept()).toEqual(["new", "old"]);
    await gateway.gateway.services.maintain();
    expect(await kept()).toEqual(["new"]);
  });

  it("is deleted with the application", async () => {
    const { admin, client } = await start();
    await present(client, { software: "doomed" });
    await remove(admin, { oauthApplicationId: client.id });
    expect(await gateway.database.query("SELECT 1 FROM secret_uses WHERE client_software = 'doomed'")).toEqual([]);
  });
});
