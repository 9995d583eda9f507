import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { PRODUCT_VERSION } from "../../src/model/product-version.js";
import { type SmallConsole, smallConsole } from "../support/gateway/built-console.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { exchange } from "../support/gateway/http-exchange.js";
import { portOf } from "../support/processes/ports.js";

/** Longer than an answer of the issuer counts, and than the gateway waits after a failure. */
const LONG_MS = 11 * 60_000;

const MEGABYTE = 1024 * 1024;

describe("the console of a gateway with an outside issuer", () => {
  let small: SmallConsole;
  let issuer: { url: string; close(): Promise<void>; asked: () => number; tell(document: unknown): void } | undefined;
  let gateway: TestGateway | undefined;

  beforeAll(async () => {
    small = await smallConsole();
  });
  afterEach(async () => {
    await gateway?.stop();
    await issuer?.close();
    gateway = undefined;
    issuer = undefined;
  });
  afterAll(() => small.remove());

  /** An issuer that has only metadata, and says there what a test wants. */
  async function startIssuer(more: object = {}, answer?: RequestListener) {
    let told: unknown;
    let asked = 0;
    const server: Server = createServer((request, response) => {
      asked += 1;
      if (answer) answer(request, response);
      else response.end(JSON.stringify(told));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${portOf(server)}`;
    const tell = (document: unknown) => {
      told = document;
    };
    tell({ issuer: url, jwks_uri: `${url}/jwks`, ...more });
    const close = async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
    issuer = { url, close, asked: () => asked, tell };
    return issuer;
  }

  async function startGateway(env: Record<string, string>): Promise<TestGateway> {
    gateway = await startTestGateway("sqlite", {
      consoleFolder: small.folder,
      env: { OIDC_AUDIENCE: "https://api.example.com/", CONSOLE_CLIENT_ID: "the console", ...env },
    });
    return gateway;
  }

  /** Which origins the page may call. */
  async function mayCall(path = "/console"): Promise<string[] | undefined> {
    const { headers } = await exchange(`${gateway?.url}${path}`);
    return /(?:^|; )connect-src ([^;]+)(?:;|$)/.exec(headers.get("content-security-policy") ?? "")?.[1]?.split(" ");
  }

  it("may call the issuer and its token endpoint, and asks for them once", async () => {
    const { url, asked } = await startIssuer({
      token_endpoint: "https://token.example.com:8443/realms/a/token",
      authorization_endpoint: "https://login.example.com/authorize",
      userinfo_endpoint: "https://user.example.com/info",
    });
    await startGateway({ OIDC_ISSUER: url });
    for (const path of ["/console", "/console/graphiql", "/console/x"]) {
      expect(await mayCall(path)).toEqual(["'self'", url, "https://token.example.com:8443"]);
    }
    expect(asked()).toBe(1);
  });

  it("notices when the issuer moves its token endpoint, and goes on with what it knew while that is away", async () => {
    const { url, tell, close } = await startIssuer({ token_endpoint: "https://old.example.com/token" });
    const { advance } = await startGateway({ OIDC_ISSUER: url });
    expect(await mayCall()).toEqual(["'self'", url, "https://old.example.com"]);
    tell({ issuer: url, token_endpoint: "https://new.example.com/token" });
    advance(LONG_MS);
    await expect.poll(() => mayCall()).toEqual(["'self'", url, "https://new.example.com"]);
    await close();
    advance(LONG_MS);
    await mayCall();
    advance(LONG_MS);
    expect(await mayCall()).toEqual(["'self'", url, "https://new.example.com"]);
  });

  it("is there, and may call the issuer's own origin, while the issuer does not answer", async () => {
    const { url, asked } = await startIssuer({}, () => undefined);
    await startGateway({ OIDC_ISSUER: `${url}/realms/a` });
    expect(await mayCall()).toEqual(["'self'", url]);
    expect(await mayCall()).toEqual(["'self'", url]);
    expect(asked()).toBe(1);
  });

  it.each([
    ["another issuer", { issuer: "https://evil.example.com", token_endpoint: "https://evil.example.com" }],
    ["no issuer", { issuer: undefined, token_endpoint: "https://evil.example.com" }],
    ["nothing", null],
    ["a token endpoint that is no address", { token_endpoint: 7 }],
    ["a token endpoint without an origin", { token_endpoint: "data:,x" }],
    ["a token endpoint that would change the policy", { token_endpoint: "https://a;script-src.example.com/'*'" }],
    ["a token endpoint anywhere", { token_endpoint: "https://*.example.com/" }],
  ])("believes no metadata that names %s", async (_what, told) => {
    const { url, tell } = await startIssuer();
    tell(told && { issuer: url, ...told });
    await startGateway({ OIDC_ISSUER: url });
    expect(await mayCall()).toEqual(["'self'", url]);
  });

  it("reads no more than a megabyte of what an issuer says about itself", async () => {
    let sent = 0;
    let tellStopped: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => {
      tellStopped = resolve;
    });
    const { url } = await startIssuer({}, async (_request, response) => {
      const chunk = Buffer.alloc(64 * 1024, " ");
      const closed = once(response, "close");
      while (!response.destroyed && sent < 128 * MEGABYTE) {
        sent += chunk.length;
        if (!response.write(chunk)) await Promise.race([once(response, "drain"), closed]);
      }
      tellStopped();
    });
    await startGateway({ OIDC_ISSUER: url });
    expect(await mayCall()).toEqual(["'self'", url]);
    await stopped;
    expect(sent).toBeLessThan(32 * MEGABYTE);
  });

  it("asks nobody and may call nobody without CONSOLE_CLIENT_ID", async () => {
    const { url, asked } = await startIssuer();
    const { url: own } = await startGateway({ OIDC_ISSUER: url, CONSOLE_CLIENT_ID: "" });
    expect(await mayCall()).toEqual(["'self'"]);
    expect(JSON.parse((await exchange(`${own}/console/config.json`)).text)).toEqual({
      version: PRODUCT_VERSION,
      acceptsPeople: true,
      oidc: null,
    });
    expect(asked()).toBe(0);
  });

  it.each([
    ["https://api.example.com/", "https://api.example.com/"],
    ["urn:example:gateway", "urn:example:gateway"],
    ["my gateway", null],
    ["https://api.example.com/#a", null],
  ])("tells people's browsers how to sign in there; of the audience %s it asks for %s", async (audience, asked) => {
    const { url } = await startGateway({ OIDC_ISSUER: "http://127.0.0.1:9", OIDC_AUDIENCE: audience });
    const { headers, text } = await exchange(`${url}/console/config.json`);
    expect(JSON.parse(text)).toEqual({
      version: PRODUCT_VERSION,
      acceptsPeople: true,
      oidc: { issuer: "http://127.0.0.1:9", clientId: "the console", scopes: ["openid", "email"], audience: asked },
    });
    expect(headers.get("cache-control")).toBe("no-store");
  });

  it("asks for the scopes of CONSOLE_SCOPES", async () => {
    const { url } = await startGateway({ OIDC_ISSUER: "http://127.0.0.1:9", CONSOLE_SCOPES: "openid profile api:all" });
    const { oidc } = JSON.parse((await exchange(`${url}/console/config.json`)).text);
    expect(oidc.scopes).toEqual(["openid", "profile", "api:all"]);
  });
});
