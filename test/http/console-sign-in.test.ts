import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newSecret } from "../../src/model/secret.js";
import { createMigratedDatabase, DATABASE_KINDS } from "../support/databases/databases.js";
import { type SmallConsole, smallConsole } from "../support/gateway/built-console.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { exchange } from "../support/gateway/http-exchange.js";
import { metricValue, WITH_METRICS } from "../support/gateway/metrics.js";
import { runCommand } from "../support/processes/command.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PUBLIC_URL = "https://gateway.example.com";
const LINK = /^https:\/\/gateway\.example\.com\/console#sign-in=(ogc_[0-9A-Za-z]{49})\n$/;

interface SignInAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into the answer
  body: any;
}

/** Headers as a browser sends them, which fetch would not. */
function signIn(url: string, code: unknown, headers: Record<string, string> = {}): Promise<SignInAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/console/sign-in`,
      { method: "POST", headers: { "content-type": "application/json", ...headers }, agent: false },
      (response) => {
        let text = "";
        response.on("data", (chunk) => (text += chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text) }),
        );
      },
    );
    sent.on("error", reject);
    sent.end(typeof code === "string" ? JSON.stringify({ code }) : JSON.stringify(code));
  });
}

describe.each(DATABASE_KINDS)("a link to the console on %s", (kind) => {
  let small: SmallConsole;
  let gateway: TestGateway;
  let beside: TestGateway;

  beforeAll(async () => {
    small = await smallConsole();
    gateway = await startTestGateway(kind, { consoleFolder: small.folder, env: { PUBLIC_URL, ...WITH_METRICS } });
    beside = await startTestGateway(kind, { consoleFolder: small.folder, database: gateway.database });
  });
  afterAll(async () => {
    await beside.stop();
    await gateway.stop();
    await small.remove();
  });

  const command = (...args: string[]) =>
    runCommand({ PUBLIC_URL, ...gateway.database.env }, "console", "link", ...args);
  const post = (code: unknown, headers?: Record<string, string>) => signIn(gateway.url, code, headers);

  it("signs in once: as the role it was made for, in its organization, for twelve hours", async () => {
    const { id, slug } = await gateway.organization("signs-in");
    const { stdout } = await command("--organization", slug, "--role", "DEVELOPER");
    const code = LINK.exec(stdout)?.[1] ?? "";
    const before = gateway.now();
    const { status, headers, body } = await post(code);
    expect([status, headers["cache-control"]]).toEqual([200, "no-store"]);
    expect(body).toEqual({
      token: expect.stringMatching(/^ogt_[0-9A-Za-z]{49}$/),
      expiresAt: expect.any(String),
      organization: { id, slug, name: slug },
    });
    const lifetime = Date.parse(body.expiresAt) - before;
    expect(lifetime).toBeGreaterThanOrEqual(12 * HOUR_MS);
    expect(lifetime).toBeLessThan(12 * HOUR_MS + 10 * MINUTE_MS);
    const client = new GraphqlClient(gateway.url, body.token);
    expect(await client.ok("{ viewer { role actor { kind name } organization { id } } }")).toEqual({
      viewer: { role: "DEVELOPER", actor: { kind: "API_TOKEN", name: "Console sign-in link" }, organization: { id } },
    });
    expect((await post(code)).status).toBe(401);
    expect((await client.send("{ viewer { role } }")).status).toBe(200);
  });

  it("stands in the audit log when it is made and when it is used, and its token in the list of tokens", async () => {
    const { id, owner, signInCode } = await gateway.organization("audited");
    const { headers, body } = await post(await signInCode());
    const { auditEvents, apiTokens } = await owner.ok(
      `{ auditEvents(first: 2) { nodes { action targetId wayIn requestId address details actor { kind } } }
         apiTokens(first: 1) { nodes { id name role hint expiresAt createdBy { kind } } } }`,
    );
    const [token] = apiTokens.nodes;
    expect(token).toEqual({
      id: expect.any(String),
      name: "Console sign-in link",
      role: "ADMIN",
      hint: `ogt_…${body.token.slice(-4)}`,
      expiresAt: body.expiresAt,
      createdBy: { kind: "CLI" },
    });
    expect(auditEvents.nodes).toEqual([
      {
        action: "api_token.created",
        targetId: token.id,
        wayIn: "CONSOLE",
        requestId: headers["x-request-id"],
        address: "127.0.0.1",
        details: { role: "ADMIN", permissions: expect.arrayContaining(["TOKEN_WRITE"]), expiresAt: body.expiresAt },
        actor: { kind: "CLI" },
      },
      {
        action: "sign_in_link.created",
        targetId: id,
        wayIn: "CLI",
        requestId: null,
        address: null,
        details: { role: "ADMIN", expiresAt: expect.any(String) },
        actor: { kind: "CLI" },
      },
    ]);
  });

  it("that is used, too old, unknown or damaged is refused in the same words", async () => {
    const { owner, signInCode } = await gateway.organization("refused");
    const used = await signInCode();
    expect((await post(used)).status).toBe(200);
    const damaged = `${(await signInCode()).slice(0, -1)}!`;
    const refusals = [];
    for (const code of [used, damaged, newSecret("ogc_"), newSecret("ogt_"), owner.token, "", "x".repeat(900)]) {
      const { status, headers, body } = await post(code);
      expect([code, status, headers["cache-control"]]).toEqual([code, 401, "no-store"]);
      expect(headers["www-authenticate"]).toContain("Bearer");
      refusals.push(JSON.stringify(body));
    }
    expect(new Set(refusals).size).toBe(1);
    expect(JSON.parse(refusals[0] ?? "")).toEqual({
      errors: [{ message: expect.stringContaining("ten minutes"), extensions: { code: "UNAUTHENTICATED" } }],
    });
  });

  it("works for ten minutes, and is deleted afterwards", async () => {
    const { id, signInCode } = await gateway.organization("aging");
    const [early, late] = [await signInCode(), await signInCode()];
    await signInCode();
    const left = async () =>
      (await gateway.database.query(`SELECT digest FROM sign_in_codes WHERE organization_id = '${id}'`)).length;
    const later = await startTestGateway(kind, { consoleFolder: small.folder, database: gateway.database });
    try {
      later.advance(9 * MINUTE_MS);
      await later.gateway.services.maintain();
      expect((await signIn(later.url, early)).status).toBe(200);
      later.advance(MINUTE_MS + 1);
      const { status, body } = await signIn(later.url, late);
      expect([status, body]).toEqual([401, (await post(newSecret("ogc_"))).body]);
      expect(await left()).toBe(1);
      await later.gateway.services.maintain();
      expect(await left()).toBe(0);
    } finally {
      await later.stop();
    }
  });

  it("that was refused as too old never works again, at no gateway and whatever their clocks say", async () => {
    const { signInCode } = await gateway.organization("set-back");
    const code = await signInCode();
    const ahead = await startTestGateway(kind, { consoleFolder: small.folder, database: gateway.database });
    try {
      ahead.advance(10 * MINUTE_MS);
      expect((await signIn(ahead.url, code)).status).toBe(401);
      expect((await post(code)).status).toBe(401);
    } finally {
      await ahead.stop();
    }
  });

  it("has one winner when it is used at the same moment, also at two gateways", async () => {
    const { owner, signInCode } = await gateway.organization("raced");
    for (const round of [1, 2, 3]) {
      const code = await signInCode();
      const urls = [gateway.url, beside.url, gateway.url, beside.url, gateway.url, beside.url];
      const statuses = (await Promise.all(urls.map((url) => signIn(url, code)))).map(({ status }) => status);
      expect([round, statuses.toSorted()]).toEqual([round, [200, 401, 401, 401, 401, 401]]);
    }
    const { apiTokens } = await owner.ok("{ apiTokens(first: 20) { nodes { name } } }");
    const names = apiTokens.nodes.map(({ name }: { name: string }) => name);
    expect(names.filter((name: string) => name === "Console sign-in link")).toHaveLength(3);
  });

  it("leaves no trace of its code in log and database", async () => {
    const { signInCode } = await gateway.organization("traceless");
    const [used, unused] = [await signInCode(), await signInCode()];
    await post(used);
    await post(used);
    await post(unused, { "sec-fetch-site": "cross-site" });
    const rows = await gateway.database.query("SELECT * FROM sign_in_codes");
    const events = await gateway.database.query("SELECT * FROM audit_events");
    const kept = JSON.stringify([rows, events]) + gateway.log();
    for (const code of [used, unused]) expect(kept).not.toContain(code.slice(4, 20));
    expect(kept).not.toContain("ogc_");
  });

  it("is one of at most twenty of an organization: one more ends the oldest, and no other organization's", async () => {
    const [{ id, signInCode }, other] = [await gateway.organization("many"), await gateway.organization("other")];
    const theirs = await other.signInCode();
    const codes = [];
    for (let made = 0; made < 22; made++) codes.push(await signInCode());
    const held = `SELECT digest FROM sign_in_codes WHERE organization_id = '${id}'`;
    expect(await gateway.database.query(held)).toHaveLength(20);
    const statuses = [];
    for (const code of [codes[0], codes[21], theirs]) statuses.push((await post(code)).status);
    expect(statuses).toEqual([401, 200, 200]);
  });

  it("is used by the console's own page only, and a foreign one's attempt does not use it up", async () => {
    const { signInCode } = await gateway.organization("foreign");
    const code = await signInCode();
    const { host } = new URL(gateway.url);
    const foreign: Record<string, string>[] = [
      { origin: "https://evil.example.com" },
      { origin: "https://evil.example.com", "sec-fetch-site": "same-origin" },
      { origin: "null" },
      { origin: "" },
      { origin: `https://${host}.evil.example.com` },
      ...["cross-site", "same-site", "none", "Same-Origin"].map((site) => ({ "sec-fetch-site": site })),
    ];
    for (const headers of foreign) {
      const { status, body } = await post(code, headers);
      expect([headers, status, body.errors[0].extensions.code]).toEqual([headers, 403, "FORBIDDEN"]);
    }
    for (const headers of [
      { origin: gateway.url, "sec-fetch-site": "same-origin" },
      { origin: PUBLIC_URL, "sec-fetch-site": "same-origin" },
      { origin: gateway.url },
      {},
    ]) {
      const { status } = await post(await signInCode(), headers as Record<string, string>);
      expect([headers, status]).toEqual([headers, 200]);
    }
    expect((await post(code)).status).toBe(200);
  });

  it("is asked for in JSON of at most 1024 bytes, and a body without a code is told so", async () => {
    for (const body of [{}, null, [], { code: 7 }, { code: null }, 7]) {
      const { status, body: told } = await post(body);
      expect([body, status, told.errors[0].extensions]).toEqual([
        body,
        400,
        expect.objectContaining({ code: "BAD_USER_INPUT", field: "code" }),
      ]);
    }
    expect((await post("x".repeat(1100))).status).toBe(413);
    expect((await post("x", { "content-type": "application/x-www-form-urlencoded" })).status).toBe(415);
    expect((await post("x", { "content-type": "text/plain" })).status).toBe(415);
    const { status, headers } = await exchange(`${gateway.url}/console/sign-in`, { method: "PUT" });
    expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
  });

  it("counts as a failed authentication when it is refused", async () => {
    const failed = () => metricValue(gateway, "gateway_failed_authentications_total");
    const before = await failed();
    await post(newSecret("ogc_"));
    expect(await failed()).toBe(before + 1);
  });

  it("is made for an organization and a role that there are", async () => {
    const { slug } = await gateway.organization("made");
    for (const args of [
      ["--organization", "nothing", "--role", "OWNER"],
      ["--organization", slug, "--role", "GOD"],
      ["--organization", slug],
      ["--role", "OWNER"],
    ]) {
      const { code, stdout, stderr } = await command(...args);
      expect([args, code === 0, stdout]).toEqual([args, false, ""]);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
    const misspelt = await command("--organization", slug, "--role", "OWNER", "--url", "gateway.example.com");
    expect(misspelt).toMatchObject({ code: 2, stdout: "" });
    expect(misspelt.stderr).toContain("--url");
    const off = { CONSOLE: "off", PUBLIC_URL, ...gateway.database.env };
    const refused = await runCommand(off, "console", "link", "--organization", slug, "--role", "OWNER");
    expect(refused).toEqual({ code: 1, stdout: "", stderr: "CONSOLE is off: there is no page to sign in at.\n" });
  });
});

describe("the command that prints a link", () => {
  it("leads where it is told to, and says where it leads when nobody has told it", async () => {
    const database = await createMigratedDatabase("sqlite");
    try {
      await runCommand(database.env, "organization", "create", "acme", "--name", "Acme");
      const link = (env: Record<string, string>, ...args: string[]) =>
        runCommand(
          { ...database.env, ...env },
          "console",
          "link",
          "--organization",
          "acme",
          "--role",
          "ADMIN",
          ...args,
        );
      const assumed = await link({});
      expect(assumed.stdout).toMatch(/^http:\/\/127\.0\.0\.1:4000\/console#sign-in=\w+\n$/);
      expect(assumed.stderr).toMatch(/^The link leads to http:\/\/127\.0\.0\.1:4000, since neither .* --url\.\n$/);
      const told = [
        await link({}, "--url", "https://gateway.example.com/"),
        await link({ PUBLIC_URL: "http://127.0.0.1:9" }, "--url", "https://gateway.example.com"),
        await link({ PUBLIC_URL }),
      ];
      for (const { stdout, stderr } of told) expect([stdout, stderr]).toEqual([expect.stringMatching(LINK), ""]);
      const { stdout, stderr } = await link({ PORT: "4321" });
      expect([stdout, stderr]).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:4321\/console#/), ""]);
    } finally {
      await database.drop();
    }
  });
});

describe.each(DATABASE_KINDS)("replacing a server key on %s", (kind) => {
  it("lets links that are under way sign in as long as the old key is there, and then refuses them", async () => {
    const small = await smallConsole();
    const database = await createMigratedDatabase(kind);
    const [old, next] = ["old", "new"].map((kid) => `${kid}:${randomBytes(32).toString("base64")}`);
    const env = (...keys: (string | undefined)[]) => ({ SECRET_KEYS: keys.join(","), PUBLIC_URL });
    const start = (keys: Record<string, string>) =>
      startTestGateway(kind, { database, consoleFolder: small.folder, env: keys });
    const link = async (keys: Record<string, string>) => {
      const args = ["console", "link", "--organization", "acme", "--role", "ADMIN"];
      const { stdout } = await runCommand({ ...database.env, ...keys }, ...args);
      return LINK.exec(stdout)?.[1] ?? "";
    };
    try {
      const before = await start(env(old));
      await runCommand({ ...database.env, ...env(old) }, "organization", "create", "acme", "--name", "Acme");
      const codes = [await link(env(old)), await link(env(old))];
      await before.stop();
      const during = await start(env(next, old));
      expect((await signIn(during.url, codes[0])).status).toBe(200);
      expect((await signIn(during.url, await link(env(old, next)))).status).toBe(200);
      await during.stop();
      const after = await start(env(next));
      expect((await signIn(after.url, codes[1])).status).toBe(401);
      await after.stop();
    } finally {
      await database.drop();
      await small.remove();
    }
  });
});
