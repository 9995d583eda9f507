import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "../../src/config.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
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
import { portOf } from "../support/processes/ports.js";

const AWAY = [503, "SERVICE_UNAVAILABLE"];
const REFUSED = [401, "UNAUTHENTICATED"];

async function gatewayOf(url: string): Promise<TestGateway> {
  const started = await startTestGateway("sqlite", { env: { OIDC_ISSUER: url, OIDC_AUDIENCE: AUDIENCE } });
  await addedMember((await started.organization()).owner, { subject: "ann", role: "ADMIN" });
  return started;
}

const accessAt = ({ url }: TestGateway, token: string) => access(new GraphqlClient(url, token));

describe("an outside issuer", () => {
  let key: IssuerKey;
  let issuer: OutsideIssuer;
  let gateway: TestGateway;

  beforeEach(async () => {
    key = await newIssuerKey("first");
    issuer = await startOutsideIssuer([key]);
    gateway = await gatewayOf(issuer.url);
  });
  afterEach(async () => {
    await gateway.stop();
    await issuer.stop();
  });

  const accessWith = (token: string) => accessAt(gateway, token);
  const claims = () => ({ iss: issuer.url, aud: AUDIENCE, sub: "ann" });

  it("that is away from the start makes users wait, nobody else, until it is there", async () => {
    const token = await issuer.tokenFor("ann");
    await issuer.stop();
    expect(await accessWith(token)).toEqual(AWAY);
    expect(await access((await gateway.organization()).owner)).toEqual([200]);
    expect(await accessWith("garbage")).toEqual(REFUSED);
    const { headers } = await new GraphqlClient(gateway.url, token).send("{ viewer { role } }");
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    await issuer.start();
    await expect.poll(() => accessWith(token)).toEqual([200]);
  });

  it("that goes away later is not missed while its keys are known", async () => {
    const token = await issuer.tokenFor("ann");
    expect(await accessWith(token)).toEqual([200]);
    await issuer.stop();
    expect(await accessWith(token)).toEqual([200]);
  });

  it("can change its keys: a new one is picked up, and a forged one still is nobody's", async () => {
    const old = await issuer.tokenFor("ann");
    expect(await accessWith(old)).toEqual([200]);
    const next = await newIssuerKey("second");
    await issuer.stop();
    await issuer.start([next, key]);
    const fresh = await issuer.tokenFor("ann");
    await expect.poll(() => accessWith(fresh)).toEqual([200]);
    expect(await accessWith(old)).toEqual([200]);
    const forged = await newIssuerKey("third");
    expect(await accessWith(await forge(forged, claims()))).toEqual(REFUSED);
    expect(await accessWith(await forge({ ...forged, kid: "second" }, claims()))).toEqual(REFUSED);
  });

  describe("that goes away for long", () => {
    const HOUR = 3_600_000;
    const WARNING = "the outside issuer's keys cannot be looked up";
    const warnings = () => gateway.log().split(WARNING).length - 1;
    let token: string;

    beforeEach(async () => {
      token = await forge(key, { ...claims(), expiresIn: 7 * 86_400 });
      expect(await accessWith(token)).toEqual([200]);
      await issuer.stop();
    });

    it("is believed by its last keys for 24 hours and no longer, with few warnings", async () => {
      for (const hours of [1, 12, 10.9]) {
        gateway.advance(hours * HOUR);
        const answers = await Promise.all(Array.from({ length: 10 }, () => accessWith(token)));
        expect(answers).toEqual(Array(10).fill([200]));
      }
      expect(warnings()).toBe(3);
      gateway.advance(HOUR / 5);
      expect(await accessWith(token)).toEqual(AWAY);
      expect(await accessWith(token)).toEqual(AWAY);
      expect(warnings()).toBe(3);
      await issuer.start();
      await expect.poll(() => accessWith(token)).toEqual([200]);
    });

    it("is asked again when it is back: a key that it took back is gone then", async () => {
      gateway.advance(HOUR);
      expect(await accessWith(token)).toEqual([200]);
      const next = await newIssuerKey("second");
      await issuer.start([next]);
      await expect.poll(() => accessWith(token)).toEqual(REFUSED);
      expect(await accessWith(await forge(next, { ...claims(), expiresIn: 7 * 86_400 }))).toEqual([200]);
    });

    it("does not refuse whom it may have given a new key: that is not known before it is back", async () => {
      const next = await newIssuerKey("second");
      const fresh = await forge(next, { ...claims(), expiresIn: 7 * 86_400 });
      gateway.advance(60_000);
      expect(await accessWith(fresh)).toEqual(AWAY);
      expect(await accessWith(fresh)).toEqual(AWAY);
      expect(await accessWith(token)).toEqual([200]);
      gateway.advance(HOUR);
      expect(await accessWith(fresh)).toEqual(AWAY);
      await issuer.start([next, key]);
      await expect.poll(() => accessWith(fresh)).toEqual([200]);
    });
  });
});

describe("an outside issuer whose", () => {
  let key: IssuerKey;
  let server: Server;
  let url: string;
  /** What its metadata calls it. */
  let name: string;
  let answer: RequestListener;
  let gateway: TestGateway;

  beforeEach(async () => {
    key = await newIssuerKey("first");
    answer = good;
    server = createServer((request, response) => {
      if (request.url === "/keys") return answer(request, response);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ issuer: name, jwks_uri: `${url}/keys` }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${portOf(server)}`;
    name = url;
    gateway = await gatewayOf(url);
  });
  afterEach(async () => {
    await gateway.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const accessWith = (token: string) => accessAt(gateway, token);
  const claims = (iss = url) => ({ iss, aud: AUDIENCE, sub: "ann" });
  const good: RequestListener = (_request, response) => response.end(JSON.stringify({ keys: [key.publicJwk] }));

  it.each<[string, RequestListener]>([
    ["key set is an error", (_request, response) => response.writeHead(502).end("Bad gateway")],
    ["key set is a page", (_request, response) => response.end("<html>")],
    ["key set is another document", (_request, response) => response.end('{"keys": "none"}')],
    ["key set is cut off", (_request, response) => response.destroy()],
  ])("%s makes users wait until it is right", async (_name, wrong) => {
    answer = wrong;
    const token = await forge(key, claims());
    expect(await accessWith(token)).toEqual(AWAY);
    answer = good;
    expect(await accessWith(token)).toEqual([200]);
  });

  it("key set holds a key that is too short, which is nobody's", async () => {
    const long = await newIssuerKey("short", "RS256");
    const short = { ...long.publicJwk, n: "AQAB" };
    answer = (_request, response) => response.end(JSON.stringify({ keys: [key.publicJwk, short] }));
    expect(await accessWith(await forge(long, claims()))).toEqual(REFUSED);
    expect(await accessWith(await forge(key, claims()))).toEqual([200]);
  });

  it("key set is asked for a few times, not for each of 100 tokens under unknown keys", async () => {
    let asked = 0;
    answer = (request, response) => {
      asked += 1;
      good(request, response);
    };
    for (let count = 0; count < 100; count++) {
      const token = await forge({ ...key, kid: `unknown-${count}` }, claims());
      expect(await accessWith(token)).toEqual(REFUSED);
    }
    expect(asked).toBeLessThan(10);
  });

  it("metadata names another issuer is not believed", async () => {
    name = "https://issuer.example.com";
    for (const iss of [url, name]) expect(await accessWith(await forge(key, claims(iss)))).toEqual(AWAY);
  });
});

it.each([
  [{ OIDC_ISSUER: "https://issuer.example.com" }, "OIDC_ISSUER and OIDC_AUDIENCE must be given together"],
  [{ OIDC_AUDIENCE: "https://gateway.example.com" }, "OIDC_ISSUER and OIDC_AUDIENCE must be given together"],
  [{ OIDC_ISSUER: "issuer.example.com", OIDC_AUDIENCE: "x" }, "OIDC_ISSUER must be an http or https URL"],
  [{ OIDC_ISSUER: "https://issuer.example.com?x", OIDC_AUDIENCE: "x" }, "OIDC_ISSUER must be an http or https URL"],
])("an outside issuer is not configured by half: %o", (env, problem) => {
  let problems: readonly string[] = [];
  try {
    readConfig(env);
  } catch (error) {
    problems = (error as ConfigError).problems;
  }
  expect(problems).toEqual([expect.stringContaining(problem)]);
});
