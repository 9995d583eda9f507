import { rm } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PRODUCT_VERSION } from "../../src/model/product-version.js";
import { type SmallConsole, smallConsole } from "../support/gateway/built-console.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

/** What Firefox and Chromium send when an address is opened. */
const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

interface Got {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** What fetch would change: it follows redirects, decodes bodies and adds headers. */
function get(url: string, headers: Record<string, string> = {}, method = "GET"): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on("error", reject);
    sent.end();
  });
}

describe("the console", () => {
  let small: SmallConsole;
  let gateway: TestGateway;
  const at = (path: string, headers?: Record<string, string>, method?: string) =>
    get(gateway.url + path, headers, method);

  beforeAll(async () => {
    small = await smallConsole();
    gateway = await startTestGateway("sqlite", {
      consoleFolder: small.folder,
      env: { INTROSPECTION: "open", CORS_ORIGINS: "https://app.example.com" },
    });
  });
  afterAll(async () => {
    await gateway.stop();
    await small.remove();
  });

  it("is one page at every path that is no file, since the page decides what it shows there", async () => {
    for (const path of ["", "/", "?a=b", "/applications/app_1", "/index.html", "/applications/a.b", "/assetsx"]) {
      const { status, headers, body } = await at(`/console${path}`);
      expect([path, status, body.toString()]).toEqual([path, 200, small.index]);
      expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    }
  });

  it("runs nothing but its own scripts, calls nobody but its gateway, and stands in no frame", async () => {
    for (const path of ["/console", "/console/deep/er"]) {
      const { headers } = await at(path);
      expect(headers).toMatchObject({
        "content-security-policy": POLICY,
        "cross-origin-opener-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
      });
    }
  });

  it("answers a path that no URL can have with the same headers as any other", async () => {
    for (const path of ["/console/%ff", "/console/assets/%", "/graphql%ff"]) {
      const { status, headers } = await at(path);
      expect([path, status]).toEqual([path, 400]);
      expect(headers).toMatchObject({
        "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
      });
    }
  });

  it("lets styles be written in GraphiQL's page alone", async () => {
    for (const path of ["/console/graphiql", "/console/graphiql?query=x", "/console/graphiql.html"]) {
      const { status, headers, body } = await at(path);
      expect([path, status, body.toString()]).toEqual([path, 200, small.graphiql]);
      expect(headers["content-security-policy"]).toBe(
        POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"),
      );
    }
  });

  it("has its pages asked for again each time, and sends them only when they have changed", async () => {
    for (const path of ["/console", "/console/graphiql"]) {
      const { headers } = await at(path);
      const etag = String(headers.etag);
      expect(headers).toMatchObject({ "cache-control": "no-cache", etag: expect.stringMatching(/^"[\w-]{43}"$/) });
      expect(headers.pragma).toBeUndefined();
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
        const again = await at(path, { "if-none-match": known });
        expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, etag]);
        expect(again.headers["content-security-policy"]).toBe(headers["content-security-policy"]);
      }
      expect((await at(path, { "if-none-match": '"other"' })).status).toBe(200);
    }
  });

  it("has files with a hash kept for a year, and sends them as the build compressed them", async () => {
    const path = "/console/assets/app-abc123.js";
    const forms: [accept: string | undefined, coding: string | undefined, decode: (body: Buffer) => Buffer][] = [
      ["br, gzip", "br", brotliDecompressSync],
      ["gzip", "gzip", gunzipSync],
      ["zstd", undefined, (body) => body],
      [undefined, undefined, (body) => body],
    ];
    for (const [accept, coding, decode] of forms) {
      const { status, headers, body } = await at(path, accept === undefined ? {} : { "accept-encoding": accept });
      expect([accept, status, decode(body).toString()]).toEqual([accept, 200, small.script]);
      expect(headers).toMatchObject({
        "cache-control": "public, max-age=31536000, immutable",
        "content-type": expect.stringMatching(/^(?:text|application)\/javascript; charset=utf-8$/),
        vary: "accept-encoding",
      });
      expect([headers["content-encoding"], headers.pragma]).toEqual([coding, undefined]);
      if (coding) expect(body.length).toBeLessThan(small.script.length);
    }
    const font = await at("/console/assets/plain-abc123.woff2", { "accept-encoding": "br, gzip" });
    expect([font.status, font.headers["content-encoding"], font.body.toString()]).toEqual([200, undefined, "a font"]);
  });

  it("lets no cache keep an answer that is not the file, whatever a stranger asks of it", async () => {
    const path = "/console/assets/app-abc123.js";
    for (const coding of ["br", "identity"]) {
      for (const range of ["bytes=99999999-", "bytes=0-9", "bytes=5-1", "rows=1"]) {
        const { status, headers } = await at(path, { range, "accept-encoding": coding });
        expect([range, status, headers["cache-control"]]).toEqual([range, 200, expect.stringContaining("immutable")]);
        expect([headers["accept-ranges"], headers["content-range"]]).toEqual([undefined, undefined]);
      }
      const long = "Mon, 01 Jan 2001 00:00:00 GMT";
      const conditions: Record<string, string>[] = [{ "if-match": '"other"' }, { "if-unmodified-since": long }];
      for (const condition of conditions) {
        const { status, headers, body } = await at(path, { ...condition, "accept-encoding": coding });
        expect([condition, status, headers["cache-control"], body.length]).toEqual([condition, 412, "no-store", 0]);
      }
    }
    await rm(join(small.folder, "assets/lost-abc123.js"));
    const lost = await at("/console/assets/lost-abc123.js");
    expect([lost.status, lost.headers["cache-control"]]).toEqual([404, "no-store"]);
    expect(gateway.log()).not.toContain('"level":50');
  });

  it("has files without a hash asked for again each time", async () => {
    const { status, headers, body } = await at("/console/icon.svg");
    expect([status, headers["cache-control"], body.toString()]).toEqual([200, "no-cache", small.icon]);
    expect(headers["content-type"]).toContain("image/svg+xml");
    expect((await at("/console/icon.svg", { "if-none-match": String(headers.etag) })).status).toBe(304);
  });

  it("answers 404, as at any unknown path, for a file that is not there", async () => {
    const unknown = await at("/nothing");
    for (const name of [
      "gone-abc123.js",
      "",
      "app-abc123.js.br",
      "..%2findex.html",
      "%2e%2e%2findex.html",
      "..%5cindex.html",
      "app-abc123.js%00",
      "app-abc123.js/",
      "toString",
    ]) {
      const { status, headers, body } = await at(`/console/assets/${name}`);
      expect([name, status, body.toString(), headers.allow]).toEqual([name, 404, unknown.body.toString(), undefined]);
      expect(headers).toMatchObject({ "cache-control": "no-store", "content-type": unknown.headers["content-type"] });
    }
  });

  it("shows nothing of its folder but what is meant to be sent", async () => {
    for (const path of ["/console/.stamp", "/console/..%2f..%2fetc%2fpasswd", "/console/%2e%2e/package.json"]) {
      const { body } = await at(path);
      expect([path, [small.index, (await at("/nothing")).body.toString()]]).toEqual([
        path,
        expect.arrayContaining([body.toString()]),
      ]);
    }
  });

  it("answers HEAD as GET, without the body", async () => {
    for (const path of [
      "/console",
      "/console/x",
      "/console/graphiql",
      "/console/config.json",
      "/console/icon.svg",
      "/console/assets/app-abc123.js",
    ]) {
      const [got, head] = [await at(path), await at(path, {}, "HEAD")];
      expect([path, head.status, head.body.length]).toEqual([path, 200, 0]);
      for (const name of ["content-type", "content-length", "cache-control", "content-security-policy", "etag"]) {
        expect([path, name, head.headers[name]]).toEqual([path, name, got.headers[name]]);
      }
    }
    expect((await at("/console/assets/gone.js", {}, "HEAD")).status).toBe(404);
  });

  it("answers other methods 405, with those that there are", async () => {
    for (const path of [
      "/console",
      "/console/x/y",
      "/console/graphiql",
      "/console/config.json",
      "/console/icon.svg",
      "/console/assets/app-abc123.js",
    ]) {
      for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
        const { status, headers } = await at(path, {}, method);
        expect([method, path, status, headers.allow]).toEqual([method, path, 405, "GET, HEAD"]);
      }
    }
  });

  it("tells its version, kept by nobody, and that there is no issuer to sign in at", async () => {
    const { status, headers, body } = await at("/console/config.json");
    expect([status, JSON.parse(body.toString())]).toEqual([
      200,
      { version: PRODUCT_VERSION, acceptsPeople: false, oidc: null },
    ]);
    expect(headers).toMatchObject({ "cache-control": "no-store", "content-type": "application/json; charset=utf-8" });
  });

  describe("is where a browser is led", () => {
    const redirect = { status: 302, vary: "Accept", "cache-control": "no-store" };
    const lead = async (path: string, accept?: string, method?: string) => {
      const { status, headers } = await at(path, accept === undefined ? {} : { accept }, method);
      const { location, vary, "cache-control": caching } = headers;
      return { status, location, vary, "cache-control": caching };
    };

    it.each([BROWSER, "text/html", "application/json;q=0.5, text/html", "text/html, */*"])(
      "from the gateway's address, with Accept: %s",
      async (accept) => {
        for (const method of ["GET", "HEAD"]) {
          expect(await lead("/", accept, method)).toEqual({ ...redirect, location: "/console" });
        }
        expect(await lead("/?a", accept)).toEqual({ ...redirect, location: "/console" });
      },
    );

    it.each([undefined, "*/*", "application/json", "text/html;q=0.5, application/json", "text/html;q=0", "image/png"])(
      "and a program is not: with Accept: %s the address is unknown, as any other",
      async (accept) => {
        const unknown = { status: 404, location: undefined, vary: "Accept", "cache-control": "no-store" };
        expect(await lead("/", accept)).toEqual(unknown);
      },
    );

    it("and other methods are not", async () => {
      for (const method of ["POST", "PUT", "OPTIONS"]) {
        const { status, headers } = await at("/", { accept: BROWSER }, method);
        expect([method, status, headers.allow]).toEqual([method, 404, undefined]);
      }
    });

    it.each([BROWSER, "application/json, text/html;q=0.1", "TEXT/HTML"])(
      "from GraphQL without a query to GraphiQL, with Accept: %s",
      async (accept) => {
        for (const path of ["/graphql", "/graphql?", "/graphql?operationName=A"]) {
          for (const method of ["GET", "HEAD"]) {
            expect(await lead(path, accept, method)).toEqual({ ...redirect, location: "/console/graphiql" });
          }
        }
      },
    );

    it("and a query is answered whatever Accept says besides", async () => {
      const query = `/graphql?${new URLSearchParams({ query: "{ __typename }" })}`;
      const { status, body } = await at(query, { accept: BROWSER, "apollo-require-preflight": "1" });
      expect([status, body.toString()]).toEqual([200, expect.stringContaining('"__typename":"Query"')]);
      for (const [accept, status] of [
        [undefined, 400],
        ["*/*", 400],
        ["text/html;q=0, application/json", 400],
        ["text/*", 406],
      ] as const) {
        expect(await lead("/graphql", accept)).toMatchObject({ status, location: undefined, vary: "Accept, Origin" });
      }
      expect(await lead("/graphql", BROWSER, "POST")).toMatchObject({ location: undefined });
    });
  });
});

describe("the console's requests", () => {
  it("count for the address that sends them, also those that are only led there", async () => {
    const small = await smallConsole();
    const gateway = await startTestGateway("sqlite", {
      consoleFolder: small.folder,
      env: { RATE_LIMIT_PER_MINUTE: "1", TRUST_PROXY: "127.0.0.1" },
    });
    try {
      const paths = [
        "/",
        "/graphql",
        "/console",
        "/console/x",
        "/console/config.json",
        "/console/assets/app-abc123.js",
      ];
      for (const [index, path] of paths.entries()) {
        const headers = { accept: BROWSER, "x-forwarded-for": `203.0.113.${index}` };
        expect((await get(gateway.url + path, headers)).status).toBeLessThan(400);
        expect([path, (await get(gateway.url + path, headers)).status]).toEqual([path, 429]);
      }
    } finally {
      await gateway.stop();
      await small.remove();
    }
  });
});

describe.each([
  ["with CONSOLE=off", { CONSOLE: "off" }, true],
  ["when none was built", {}, false],
])("%s", (_when, env, isBuilt) => {
  it("there is no console, and nobody is led to it", async () => {
    const small = await smallConsole();
    const consoleFolder = isBuilt ? small.folder : `${small.folder}/assets`;
    const gateway = await startTestGateway("sqlite", { consoleFolder, env });
    try {
      const unknown = (await get(`${gateway.url}/nothing`)).body.toString();
      for (const path of ["/", "/console", "/console/", "/console/config.json", "/console/assets/app-abc123.js"]) {
        const { status, headers, body } = await get(gateway.url + path, { accept: BROWSER });
        expect([path, status, headers.vary, body.toString()]).toEqual([path, 404, undefined, unknown]);
      }
      expect((await get(`${gateway.url}/console/sign-in`, {}, "POST")).status).toBe(404);
      expect((await get(`${gateway.url}/graphql`, { accept: "text/html, */*" })).status).toBe(401);
      expect(gateway.log().includes("the console was not built")).toBe(!isBuilt);
    } finally {
      await gateway.stop();
      await small.remove();
    }
  });
});
