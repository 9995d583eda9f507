import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { change, changed, read, refusalOf } from "../support/organization/oauth-applications.js";

const PAGES = ["homepageUrl", "logoUrl", "privacyPolicyUrl", "termsOfServiceUrl"] as const;

const GOOD_ORIGINS = [
  "https://app.example.com",
  "https://app.example.com:8443",
  "http://localhost:3000",
  "https://[2001:db8::1]",
  "capacitor://localhost",
  "ionic://localhost",
  "tauri://localhost",
  "app://obsidian.md",
  "chrome-extension://aapbdbdomjkkjkaonfhkkikfgjllcleb",
  "myapp://callback",
];

const BAD_ORIGINS = [
  "",
  "*",
  "null",
  "https://*.example.com",
  "https://*",
  "app.example.com",
  "//app.example.com",
  "https:app.example.com",
  "https://app.example.com/",
  "https://app.example.com/path",
  "https://app.example.com?x",
  "https://app.example.com#x",
  "https://user@app.example.com",
  "https://App.example.com",
  "HTTPS://app.example.com",
  "https://app.example.com:443",
  "http://app.example.com:80",
  " https://app.example.com",
  "https://app.example.com\n",
  "https://app.\texample.com",
  "https://exämple.com",
  "javascript:alert(1)",
  "data:text/html,x",
  "file://",
  "blob:https://app.example.com",
  "file:///",
  "capacitor:localhost",
  "capacitor://",
  "capacitor://localhost/",
  "capacitor://localhost/index.html",
  "Capacitor://localhost",
  "capacitor://localHost",
  "capacitor://user@localhost",
  "capacitor://*",
  "capacitor://local host",
  "capacitor://localhost,capacitor://other",
  "capacitor://localhost:x",
  "javascript://localhost",
  "https://%61pp.example.com",
  "https://0x7f.1",
];

const GOOD_PAGES = ["https://example.com/über?uns=1#top", "http://example.com", "HTTPS://Example.com:8443/a/b"];

const BAD_PAGES = [
  "",
  " ",
  "/about",
  "example.com",
  "//example.com",
  "https:example.com",
  "https:/example.com",
  "https://",
  "https://example.com\\path",
  "https://user:password@example.com",
  "https://user@example.com",
  "https://@example.com",
  "https://exa mple.com",
  "https://example.com/\n",
  "https://example.com/\u0000",
  "https://example.com/\u2028",
  "javascript:alert(1)",
  "JavaScript://example.com/%0aalert(1)",
  "data:image/png;base64,AAAA",
  "vbscript:x",
  "file:///etc/passwd",
  "blob:https://example.com/1",
  "about:blank",
  "ftp://example.com/logo.png",
  "myapp://about",
];

describe.each(DATABASE_KINDS)("origins and page addresses on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  const create = (input: object) =>
    change(organization.developer, "createOAuthApplication", { name: "Test", ...input });

  it("stores good allowedOrigins exactly as given", async () => {
    const { id } = await organization.developer.createApplication({ allowedOrigins: GOOD_ORIGINS });
    expect((await read(organization.developer, id, "allowedOrigins")).allowedOrigins).toEqual(GOOD_ORIGINS);
  });

  it.each(BAD_ORIGINS)("refuses the origin %j", async (origin) => {
    const answer = await create({ allowedOrigins: ["https://good.example.com", origin] });
    expect(refusalOf(answer)).toMatchObject({ code: "BAD_USER_INPUT", field: "allowedOrigins.1" });
  });

  it("accepts 50 origins and refuses 51, and a longer one than 2048 characters", async () => {
    const origins = Array.from({ length: 51 }, (_, index) => `https://${index}.example.com`);
    expect((await create({ allowedOrigins: origins.slice(1) })).errors).toEqual([]);
    expect(refusalOf(await create({ allowedOrigins: origins }))).toMatchObject({ field: "allowedOrigins", limit: 50 });
    const long = `https://${"a".repeat(2048)}`;
    expect(refusalOf(await create({ allowedOrigins: [long] }))).toMatchObject({
      field: "allowedOrigins.0",
      limit: 2048,
    });
  });

  it.each(PAGES)("stores a good %s exactly as given, and null clears it", async (field) => {
    const { developer } = organization;
    const { id: oauthApplicationId } = await developer.createApplication();
    const set = (value: string | null) =>
      changed(developer, "updateOAuthApplication", { oauthApplicationId, [field]: value }, PAGES.join(" "));
    const none = { homepageUrl: null, logoUrl: null, privacyPolicyUrl: null, termsOfServiceUrl: null };
    for (const url of [...GOOD_PAGES, `https://example.com/${"x".repeat(2028)}`]) {
      expect(await set(url)).toEqual({ ...none, [field]: url });
    }
    expect(await set(null)).toEqual(none);
    expect(await read(developer, oauthApplicationId, PAGES.join(" "))).toEqual(none);
  });

  it.each(BAD_PAGES)("refuses the page address %j in each field and names it", async (url) => {
    for (const field of PAGES) {
      const answer = await create({ [field]: url });
      expect(refusalOf(answer)).toMatchObject({ code: "BAD_USER_INPUT", field });
      if (url.length > 5) expect(answer.text).not.toContain(JSON.stringify(url).slice(1, -1));
    }
  });

  it.each(PAGES)("refuses a %s of more than 2048 characters", async (field) => {
    const refusal = refusalOf(await create({ [field]: `https://example.com/${"x".repeat(2029)}` }));
    expect(refusal).toEqual({ code: "BAD_USER_INPUT", field, rule: "length", limit: 2048 });
  });
});
