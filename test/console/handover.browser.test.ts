import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { inBrowser } from "../support/browser/chromium.js";
import { consoleTest } from "../support/browser/console.js";
import type { TestOrganization } from "../support/gateway/gateway.js";
import { broughtClient, importClient, inClear } from "../support/organization/brought-clients.js";

const HOURS = 3_600_000;

inBrowser("the page of one application", () => {
  let acme: TestOrganization;
  const test = consoleTest({}, async (gateway) => {
    acme = await gateway.organization("acme");
  });

  async function application(input: object = {}) {
    const wanted = { name: "Exporter", grantTypes: ["CLIENT_CREDENTIALS"], ...input };
    const { clientSecret, ...created } = await acme.developer.createApplication(wanted);
    return { ...created, clientSecret: clientSecret ?? "" };
  }

  /** An authorization server asks about a secret, and says for whom. */
  async function use(clientId: string, secret: string, address: string, software: string): Promise<void> {
    const form = { client_id: clientId, client_secret: secret, client_address: address, client_user_agent: software };
    const headers = { authorization: `Bearer ${acme.admin.token}` };
    await fetch(`${test.gateway.url}/oauth/verify`, { method: "POST", headers, body: new URLSearchParams(form) });
  }

  async function look(id: string, client = acme.admin): Promise<Page> {
    const { openAs } = await test.person();
    return openAs(client, `/console/applications/${id}`);
  }

  it("says first what to do, for each state that its secrets can be in", async () => {
    const page = await look((await application()).id);
    const says = async (id: string, sentence: string) => {
      await page.evaluate(`history.pushState(null, "", "/console/applications/${id}")`);
      await page.getByText(sentence).waitFor();
    };
    const unused = await application();
    await says(unused.id, "One secret works. Nobody has used it yet.");
    const used = await application();
    await use(used.clientId, used.clientSecret, "192.0.2.1", "job/1");
    await says(used.id, "One secret works, and it is in use.");
    await acme.developer.rotate(used.id);
    await says(used.id, "Two secrets work. Do not let go of the old one yet.");
    await acme.developer.rotate(unused.id);
    await says(unused.id, "Two secrets work. You can let go of the old one.");
    const unconfirmed = await application({ secretQuietSeconds: 0 });
    await use(unconfirmed.clientId, unconfirmed.clientSecret, "192.0.2.1", "job/1");
    await acme.developer.rotate(unconfirmed.id);
    await says(unconfirmed.id, "Two secrets work. Nobody has used the new one yet.");
    await says((await application({ public: true, grantTypes: [] })).id, "A public application has no secret.");
    const leaked = await application();
    await acme.developer.rotate(leaked.id, { previousSecret: "REVOKE" });
    await use(leaked.clientId, leaked.clientSecret, "203.0.113.9", "thief/1");
    await says(leaked.id, "The older secret was stopped. Nobody has used the new one yet.");
    await says(leaked.id, "Somebody still tries a secret that has stopped.");
    await acme.developer.ok(
      `mutation { updateOAuthApplication(input: {oauthApplicationId: "${leaked.id}", enabled: false}) { oauthApplication { id } } }`,
    );
    await says(leaked.id, "It is disabled: none of its secrets work.");
  });

  it("says of a secret that came along and was not used here that it may be in use where it came from", async () => {
    const client = broughtClient({ secrets: [inClear("the-current-one"), inClear("the-previous-one")] });
    await importClient(test.gateway, acme, client);
    const { oauthApplication } = await acme.developer.ok(`{ oauthApplication(clientId: "${client.clientId}") { id } }`);
    const page = await look(oauthApplication.id, acme.developer);
    await page.getByText("It came along from another system or gateway, and may still be in use there.").waitFor();
    await page.getByRole("button", { name: "Complete…" }).click();
    await page.getByRole("dialog").getByText("whoever still uses it there will be locked out").waitFor();
    await page.getByRole("dialog").getByText("here yet: it is safe only after that").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Complete", exact: true }).click();
    await page.getByRole("dialog").getByText("may be in use where it came from").waitFor();
    await page.getByRole("button", { name: "Keep both secrets" }).click();
    await page.getByText("Nobody has used the old secret here since it came along.").waitFor();
    await page.goto("/console/applications?whose=all");
    await page.getByText("old one used elsewhere?").waitFor();
  });

  it("says so of one that was used here long before others began to move over", async () => {
    const [current, previous] = ["the-one-to-move-to", "the-one-that-was-tried-here"];
    const client = broughtClient({ secrets: [inClear(current), inClear(previous)] });
    await importClient(test.gateway, acme, client);
    const { oauthApplication } = await acme.developer.ok(`{ oauthApplication(clientId: "${client.clientId}") { id } }`);
    await use(client.clientId, previous, "203.0.113.5", "trial/1");
    const counted = `{ oauthApplication(clientId: "${client.clientId}") { secrets { useCount } } }`;
    const counts = async () => (await acme.developer.ok(counted)).oauthApplication.secrets;
    await expect.poll(counts).toContainEqual({ useCount: 1 });
    const before = Date.now() - 2 * HOURS;
    await test.gateway.database.query(
      `UPDATE client_secrets SET first_used_at = ${before}, last_used_at = ${before}
        WHERE oauth_application_id = '${oauthApplication.id}' AND use_count > 0`,
    );
    await use(client.clientId, current, "203.0.113.6", "moved/1");
    const page = await look(oauthApplication.id, acme.developer);
    await page.getByText("If nobody uses it again, it will be safe at").waitFor();
    await page.getByRole("button", { name: "Complete…" }).click();
    await page.getByRole("dialog").getByText("whoever still uses it there will be locked out").waitFor();
    await page
      .getByRole("dialog")
      .getByText(/If nobody uses .* again, nobody is locked out from/)
      .waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Complete", exact: true }).click();
    await page.getByRole("dialog").getByText("Refused, because somebody would be locked out").waitFor();
  });

  it("says first that two parties have a secret, in the list too, and stops every secret from there", async () => {
    const { id, clientId, clientSecret } = await application({ name: "Contested", selfRotationEnabled: true });
    const ask = () =>
      fetch(`${test.gateway.url}/oauth/client_secret`, {
        method: "POST",
        headers: {
          authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
          "idempotency-key": crypto.randomUUID(),
        },
      });
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 409]);
    const page = await look(id, acme.developer);
    await page.getByText("Two parties seem to hold its secret. Stop every secret.").waitFor();
    await page.getByText(`Somebody asked with ogs_…${clientSecret.slice(-4)} for another new secret`).waitFor();
    await page.evaluate(`history.pushState(null, "", "/console/applications")`);
    await page.getByRole("listitem").filter({ hasText: "Contested" }).getByText("two parties have it").waitFor();
    await page.getByRole("link", { name: "Contested" }).click();
    await page.getByRole("button", { name: "Stop every secret…" }).click();
    const dialog = page.getByRole("dialog", { name: "Stop a leaked secret" });
    await dialog.getByLabel("Name of the application").fill("Contested");
    await dialog.getByRole("button", { name: "Stop everything now" }).click();
    await page
      .getByRole("dialog", { name: /The new client secret of/ })
      .getByRole("button", { name: "I have stored it" })
      .click();
    await page.getByText("The older secrets were stopped.").waitFor();
  });

  it("shows who still uses the old secret as it happens, and who has gone over", async () => {
    const { id, clientId, clientSecret } = await application();
    const rotated = await acme.developer.rotate(id);
    const page = await look(id);
    const table = page.getByRole("table", { name: "Who still uses the old secret" });
    await use(clientId, clientSecret, "192.0.2.17", "export-job/2.3");
    await table.getByRole("row", { name: /192\.0\.2\.17.*export-job\/2\.3/ }).waitFor();
    await page.getByText(/It was used .* by 192\.0\.2\.17 \(export-job\/2\.3\)/).waitFor();
    await use(clientId, rotated.data.rotateSecret.clientSecret, "192.0.2.17", "export-job/2.3");
    await table.getByRole("row", { name: /192\.0\.2\.17.*has gone over/ }).waitFor();
    // The first thing on the page says the same, and until when it is too early all the same.
    await page
      .getByText(
        /^192\.0\.2\.17 \(export-job\/2\.3\) has gone over to .*; nobody else is seen\. .* as quiet from .* on\./,
      )
      .waitFor();
  });

  it("says whom completing locks out, shows why it is refused, and takes force for a second step", async () => {
    const { id, clientId, clientSecret } = await application();
    await use(clientId, clientSecret, "192.0.2.17", "export-job/2.3");
    const rotated = await acme.developer.rotate(id);
    const page = await look(id);
    await page.getByRole("button", { name: "Complete…" }).click();
    const dialog = page.getByRole("dialog", { name: "Complete the rotation" });
    await dialog.getByRole("listitem").filter({ hasText: "192.0.2.17 (export-job/2.3)" }).waitFor();
    await dialog.getByText(/Nobody has used ogs_….{4} yet: it is safe only after that\./).waitFor();
    await use(clientId, rotated.data.rotateSecret.clientSecret, "192.0.2.17", "export-job/2.3");
    await dialog.getByText("One has used").waitFor();
    await dialog.getByText(/nobody is locked out from .* on/).waitFor();
    expect(await dialog.getByRole("button", { name: "Complete anyway" }).count()).toBe(0);
    await dialog.getByRole("button", { name: "Complete" }).click();
    await dialog.getByRole("alert").filter({ hasText: "somebody would be locked out" }).waitFor();
    expect(await acme.admin.verify(clientId, clientSecret)).toMatchObject({ active: true });
    await dialog.getByRole("button", { name: "Complete anyway" }).click();
    await page.getByText("The rotation is complete.").waitFor();
    expect(await acme.admin.verify(clientId, clientSecret)).toMatchObject({ active: false });
  });

  it("stops a leaked secret only for who types the application's name", async () => {
    const { id, clientId, clientSecret } = await application({ name: "Leaky  Café" });
    const page = await look(id, acme.developer);
    await page.getByRole("button", { name: "Stop a leaked secret…" }).click();
    const dialog = page.getByRole("dialog", { name: "Stop a leaked secret" });
    await dialog.getByText("every access token that was obtained with any secret of the application").waitFor();
    const name = dialog.getByLabel("Name of the application");
    await name.fill("Leaky");
    await name.press("Enter");
    await dialog.getByText("That is not its name.").waitFor();
    expect(await acme.admin.verify(clientId, clientSecret)).toMatchObject({ active: true });
    await name.fill("Leaky Cafe\u0301");
    await dialog.getByRole("button", { name: "Stop everything now" }).click();
    await page.getByRole("dialog", { name: /The new client secret of/ }).waitFor();
    expect(await acme.admin.verify(clientId, clientSecret)).toMatchObject({ active: false });
  });

  it("has a lane for each secret that has stopped lately, the oldest one above", async () => {
    const { id, clientId, clientSecret } = await application();
    await use(clientId, clientSecret, "192.0.2.1", "job/1");
    const second = (await acme.developer.rotate(id)).data.rotateSecret.clientSecret;
    await use(clientId, clientSecret, "192.0.2.1", "job/1");
    await acme.developer.ok(
      `mutation { completeSecretRotation(input: {oauthApplicationId: "${id}", force: true}) { oauthApplication { id } } }`,
    );
    await use(clientId, clientSecret, "203.0.113.9", "thief/1");
    await acme.developer.rotate(id, { previousSecret: "REVOKE" });
    const page = await look(id);
    const lanes = page.getByRole("list", { name: "Secrets" }).getByRole("listitem");
    await expect.poll(() => lanes.count()).toBe(3);
    const hints = await lanes.locator("code").allTextContents();
    expect(hints.slice(0, 2)).toEqual([clientSecret, second].map((secret) => `ogs_…${secret.slice(-4)}`));
  });

  it("counts what an old secret was used since the rotation and in all, and says first who came last", async () => {
    const { id, clientId, clientSecret } = await application();
    await use(clientId, clientSecret, "192.0.2.1", "job/1");
    await acme.developer.rotate(id);
    await use(clientId, clientSecret, "192.0.2.2", "job/2");
    const page = await look(id);
    await page.getByText("1 use since rotation").waitFor();
    await page.getByText("2 in all").waitFor();
    const rows = page.getByRole("table", { name: "Who still uses the old secret" }).getByRole("row");
    expect((await rows.allTextContents()).map((text) => /192\.0\.2\.\d/.exec(text)?.[0])).toEqual([
      undefined,
      "192.0.2.2",
      "192.0.2.1",
    ]);
  });

  it("names everybody who used a leaked secret before it is stopped, however long ago, and afterwards", async () => {
    const { id, clientId, clientSecret } = await application({ secretQuietSeconds: 0 });
    await use(clientId, clientSecret, "192.0.2.17", "export-job/2.3");
    const page = await look(id);
    await page.getByText("One secret works, and it is in use.").waitFor();
    await page.getByRole("button", { name: "Stop a leaked secret…" }).click();
    const dialog = page.getByRole("dialog", { name: "Stop a leaked secret" });
    // The quiet time has passed: that is no reason to leave anybody out.
    const warned = (where: Locator) =>
      where
        .getByText("Each of these used it in the last 90 days, and is locked out until it gets the new one:")
        .locator("xpath=..")
        .getByRole("listitem")
        .filter({ hasText: "192.0.2.17 (export-job/2.3)" });
    await warned(dialog).waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Rotate…" }).click();
    const rotate = page.getByRole("dialog", { name: "Rotate the secret" });
    await rotate.getByLabel("It stops at once").check();
    await warned(rotate).waitFor();
    await rotate.getByLabel("It works for a while, then stops by itself").check();
    await rotate.getByLabel("It goes on working for", { exact: true }).fill("0");
    await warned(rotate).waitFor();
    await acme.developer.rotate(id, { previousSecret: "REVOKE" });
    const uses = (await look(id)).getByRole("table", { name: "Who uses the secret" });
    await uses.getByRole("row", { name: /192\.0\.2\.17.*export-job\/2\.3.*stopped/ }).waitFor();
  });

  it("leads to the audit log, which says of a secret with which nothing was changed what that means", async () => {
    const { id, clientId, clientSecret } = await application();
    await use(clientId, clientSecret, "192.0.2.1", "job/1");
    const page = await look(id);
    await page.getByRole("link", { name: "What was done with it" }).click();
    await page.getByText("Nothing was changed with this secret").waitFor();
    await page.getByText("once it has stopped, who used it until then and who still tries it").waitFor();
    await page.getByRole("link", { name: "the page of its application" }).click();
    await page.waitForURL(`**/console/applications/${id}`);
  });

  it("finds in the audit log a secret by its last characters, and shows its hint in an event's details", async () => {
    const { id, clientSecret } = await application();
    const { data } = await acme.developer.rotate(id);
    const old = data.rotateSecret.previousSecret;
    const { openAs } = await test.person();
    const page = await openAs(acme.admin, "/console/audit");
    const secret = page.getByLabel("With which client secret");
    await secret.fill(clientSecret);
    await page.getByText("Its last four characters will do once").waitFor();
    expect(page.url()).not.toContain("ogs_");
    await page.getByLabel("To what").fill(id);
    await page.waitForURL((url) => url.searchParams.get("actorSecretId") === old.id);
    await page.getByText(old.hint, { exact: true }).and(page.locator("p")).waitFor();
    await secret.fill("");
    await page.waitForURL((url) => !url.searchParams.has("actorSecretId"));
    const rotated = page.getByRole("listitem").filter({ hasText: "rotated the secret of" });
    await rotated.getByRole("button", { name: "Details" }).click();
    await page.getByRole("dialog").getByText(`"previousSecretId": "${old.id} (${old.hint})"`).waitFor();
  });

  it("moves the end, and has none any more when that is wanted", async () => {
    const { id } = await application();
    await acme.developer.rotate(id);
    const page = await look(id, acme.developer);
    const move = async (fill: () => Promise<void>) => {
      await page.getByRole("button", { name: "Change the times…" }).click();
      await fill();
      await page.getByRole("dialog").getByRole("button", { name: "Move the end" }).click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
      const { rotation } = (await acme.developer.ok(`{ oauthApplication(id: "${id}") { rotation { endsAt } } }`))
        .oauthApplication;
      return rotation.endsAt;
    };
    const end = await move(async () => {
      await page.getByLabel("From now", { exact: true }).fill("91");
      await page.getByText("At most 90 days.", { exact: true }).nth(1).waitFor();
      await page.getByLabel("From now", { exact: true }).fill("3");
    });
    expect(Math.round((Date.parse(end) - test.gateway.now()) / HOURS)).toBe(72);
    expect(await move(() => page.getByLabel("Not by itself").check())).toBeNull();
  });

  it("shows what was done, and the newest as soon as somebody has done it", async () => {
    const { id } = await application();
    const page = await look(id);
    const events = page.getByRole("list", { name: "Events of the application" }).getByRole("listitem");
    await events.filter({ hasText: "registered the application" }).waitFor();
    await acme.developer.rotate(id);
    await events.filter({ hasText: "rotated the secret of" }).waitFor();
    await expect.poll(() => events.count()).toBe(2);
  });

  it("moves no button under a pointer when its events come late", async () => {
    const { id } = await application();
    const { page, openAs } = await test.person();
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/graphql", async (route) => {
      if (route.request().postDataJSON()?.operationName === "ApplicationEvents") await released;
      await route.fallback();
    });
    await openAs(acme.admin, `/console/applications/${id}`);
    const button = page.getByRole("button", { name: "Disable…" });
    await button.waitFor();
    await page.evaluate("scrollTo(0, document.body.scrollHeight)");
    const before = await button.boundingBox();
    release();
    await page.getByText("registered the application").waitFor();
    expect(await button.boundingBox()).toEqual(before);
  });

  it("shows who may read only what they may read, and nothing to press", async () => {
    const { id } = await application();
    await acme.developer.rotate(id);
    const page = await look(id, acme.viewer);
    await page.getByText("Its secrets are not yours to see.").waitFor();
    expect(await page.getByRole("main").getByRole("button").allTextContents()).toEqual(["Copy"]);
    expect(await page.getByRole("main").textContent()).not.toContain("ogs_");
  });
});
