import { afterAll, expect, it } from "vitest";
import { axeInBothThemes } from "../support/browser/axe.js";
import { inBrowser } from "../support/browser/chromium.js";
import { consoleTest } from "../support/browser/console.js";
import { Keyboard } from "../support/browser/keyboard.js";
import { type PersonIssuer, startPersonIssuer } from "../support/browser/person-issuer.js";
import type { TestOrganization } from "../support/gateway/gateway.js";
import { addedMember, listMembers, removeMember } from "../support/organization/members.js";
import { AUDIENCE } from "../support/processes/outside-issuer.js";

inBrowser("whoever signs in at the issuer", () => {
  let issuer: PersonIssuer;
  let acme: TestOrganization;
  let globex: TestOrganization;
  let people = 0;
  const test = consoleTest(
    async () => {
      issuer = await startPersonIssuer();
      return { env: { OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: AUDIENCE, CONSOLE_CLIENT_ID: issuer.clientId } };
    },
    async (gateway) => {
      issuer.page = gateway.url;
      test.origins.push(issuer.url);
      acme = await gateway.organization("acme");
      globex = await gateway.organization("globex");
      await acme.owner.createApplication({ name: "Checkout" });
      await globex.owner.createApplication({ name: "Payroll" });
    },
  );
  afterAll(() => issuer?.stop());

  const newPerson = () => {
    const sub = `ann-${++people}`;
    const person = { sub, email: `${sub}@example.com`, email_verified: true };
    Object.assign(issuer, { person, lifetime: 300, refreshes: false, tamper: () => undefined });
    return person;
  };
  const SIGN_IN = /^Sign in at 127\.0\.0\.1:/;

  it("comes back by keyboard alone, with nothing of it in the address or in storage, and sends the access token", async () => {
    const { email, sub } = newPerson();
    await addedMember(acme.owner, { email, role: "ADMIN" });
    const { open, watch } = await test.person();
    const page = await open("/console/applications?q=Check");
    const keyboard = new Keyboard(page);
    await keyboard.button(SIGN_IN);
    await keyboard.reach(page.getByRole("link", { name: "Checkout" }));
    await page.waitForURL(`${test.gateway.url}/console/applications?q=Check`);
    expect(await page.evaluate("Object.keys(sessionStorage)")).toEqual(["console-organization"]);
    expect(await page.evaluate("localStorage.length")).toBe(0);
    expect(await page.getByRole("banner").textContent()).toContain("acme");
    expect((await listMembers(acme.owner))[0]).toMatchObject({ subject: sub });
    const grant = issuer.grants.at(-1);
    expect(grant?.get("code_verifier")).toMatch(/^[\w-]{43,}$/);
    expect(grant?.get("resource")).toBe(AUDIENCE);
    const asked = watch.requests.filter((request) => request.url().endsWith("/graphql"));
    const [, claims = ""] = (asked.at(-1)?.headers().authorization ?? "").split(".");
    expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({ aud: AUDIENCE, sub });
    expect(asked.at(-1)?.headers()["x-organization"]).toBe(acme.id);
  });

  it("reads whom to ask as no member, by what they can be added, and is not sent round", async () => {
    const { sub } = newPerson();
    const { open, watch } = await test.person();
    const page = await open();
    await page.getByRole("button", { name: SIGN_IN }).click();
    const notice = page.getByText(/Ask an administrator of yours to add you/);
    await notice.waitFor();
    expect(await notice.textContent()).toContain(sub);
    expect(watch.requests.filter((request) => request.url().includes("/auth?")).length).toBe(1);
    await addedMember(acme.owner, { subject: sub });
    await page.getByRole("button", { name: SIGN_IN }).click();
    await page.getByRole("link", { name: "Checkout" }).waitFor();
  });

  it("chooses among several organizations, goes over to another and finds it again, by keyboard alone", async () => {
    const { sub } = newPerson();
    await addedMember(acme.owner, { subject: sub });
    await addedMember(globex.owner, { subject: sub });
    const { open } = await test.person();
    const page = await open();
    const keyboard = new Keyboard(page);
    await keyboard.button(SIGN_IN);
    await page.getByRole("heading", { name: "Where do you want to go?" }).waitFor();
    expect(await axeInBothThemes(page)).toEqual([]);
    await keyboard.button(/^acme/);
    await keyboard.reach(page.getByRole("link", { name: "Checkout" }));
    await keyboard.button("acme: go to another organization");
    await page.getByRole("menuitem", { name: "globex" }).waitFor();
    expect(await axeInBothThemes(page)).toEqual([]);
    await keyboard.choice("globex");
    await keyboard.reach(page.getByRole("link", { name: "Payroll" }));
    expect(await page.getByRole("link", { name: "Checkout" }).count()).toBe(0);
    await page.reload();
    await keyboard.button(SIGN_IN);
    await keyboard.reach(page.getByRole("link", { name: "Payroll" }));
    await expect.poll(() => page.title()).toBe("Applications · globex");
  });

  it("keeps the page when the membership or the token ends, and goes on after a sign-in beside it", async () => {
    const { sub } = newPerson();
    issuer.lifetime = 300;
    const id = await addedMember(acme.owner, { subject: sub });
    const { open, context } = await test.person();
    const page = await open();
    await page.getByRole("button", { name: SIGN_IN }).click();
    await page.getByRole("link", { name: "Checkout" }).waitFor();
    // Longer than the token lives, and than the clocks may differ.
    test.gateway.advance(400_000);
    const search = page.getByLabel("Search by name or client id");
    await search.fill("Check");
    const dialog = page.getByRole("dialog", { name: "Your sign-in has ended" });
    await dialog.waitFor();
    test.gateway.advance(-400_000);
    const [beside] = await Promise.all([
      context.waitForEvent("page"),
      dialog.getByRole("button", { name: SIGN_IN }).click(),
    ]);
    await dialog.waitFor({ state: "hidden" });
    expect(await search.inputValue()).toBe("Check");
    await page.getByRole("link", { name: "Checkout" }).waitFor();
    await expect.poll(() => beside.isClosed()).toBe(true);
    await removeMember(acme.owner, id);
  });

  it("goes on with another access token for as long as the issuer gives one", async () => {
    const { sub } = newPerson();
    Object.assign(issuer, { lifetime: 3, refreshes: true });
    await addedMember(acme.owner, { subject: sub });
    const { open } = await test.person();
    const page = await open();
    const before = issuer.grants.length;
    await page.getByRole("button", { name: SIGN_IN }).click();
    await page.getByRole("link", { name: "Checkout" }).waitFor();
    await expect.poll(() => issuer.grants.length - before).toBeGreaterThan(1);
    const refresh = issuer.grants.at(-1);
    expect([refresh?.get("grant_type"), refresh?.get("resource")]).toEqual(["refresh_token", AUDIENCE]);
    expect(await page.evaluate("Object.values({ ...sessionStorage, ...localStorage }).join()")).not.toContain(
      refresh?.get("refresh_token") ?? "?",
    );
  });

  it("is told in words when the issuer does not let them in, or the answer is not for this page", async () => {
    newPerson();
    issuer.person = "declines";
    const { open } = await test.person();
    const page = await open();
    await page.getByRole("button", { name: SIGN_IN }).click();
    await page.getByText("The issuer did not let you in, or you declined.").waitFor();
    for (const [address, words] of [
      ["/console/signed-in?code=stolen&state=strange", "This sign-in was begun elsewhere"],
      ["/console/signed-in", "This sign-in was begun elsewhere"],
    ] as const) {
      await page.goto(address);
      await page.getByText(words).waitFor();
      await page.waitForURL(`${test.gateway.url}/console`);
    }
  });

  it("uses nothing of an answer with another state or from another issuer", async () => {
    newPerson();
    const { open } = await test.person();
    const page = await open();
    const before = issuer.grants.length;
    for (const change of [
      (answer: URL) => answer.searchParams.set("state", "strange"),
      (answer: URL) => answer.searchParams.set("iss", "https://other.example.com"),
    ]) {
      issuer.tamper = change;
      // The page that is left says the same from the first answer on.
      const left = page.waitForEvent("domcontentloaded");
      await page.getByRole("button", { name: SIGN_IN }).click();
      await left;
      await page.getByText("What came back is not what this page asked for").waitFor();
    }
    expect(issuer.grants.length).toBe(before);
  });
});
