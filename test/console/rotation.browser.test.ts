import { expect, it } from "vitest";
import { sentenceOf } from "../../src/console/audit/sentence.js";
import { inBrowser } from "../support/browser/chromium.js";
import { consoleTest } from "../support/browser/console.js";
import { Keyboard } from "../support/browser/keyboard.js";
import { expectNowhere, secretShown, stored } from "../support/browser/secret-shown.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import type { CreatedApplication } from "../support/gateway/graphql-client.js";

/** An hour, after which nobody counts as using a secret any more. */
const QUIET_MS = 3_600_000;

inBrowser("a rotation, by keyboard alone", () => {
  let acme: TestOrganization;
  const test = consoleTest({}, async (gateway) => {
    acme = await gateway.organization("acme");
  });

  /** A person on the page of a new application, whose secret was used. */
  async function onPageOf(name: string, options?: Parameters<typeof test.person>[0]) {
    const application = await acme.developer.createApplication({
      name,
      grantTypes: ["CLIENT_CREDENTIALS"],
      secretQuietSeconds: QUIET_MS / 1000,
    });
    const secret = application.clientSecret as string;
    await use(test.gateway, application, secret, "export-job/2.3");
    const person = await test.person(options);
    const page = await person.signIn(acme.developer);
    const keyboard = new Keyboard(page);
    await keyboard.link(name);
    await page.getByRole("heading", { name }).waitFor();
    const works = async (...secrets: string[]) => {
      const answers = await Promise.all(secrets.map((one) => acme.admin.verify(application.clientId, one)));
      return answers.map(({ active }) => active);
    };
    return { application, secret, person, page, keyboard, works };
  }

  it("goes from one secret over two that are both used to the new one, and locks nobody out", async () => {
    const { application, secret, person, page, keyboard, works } = await onPageOf("Checkout");
    await page.getByText("One secret works, and it is in use.").waitFor();
    await keyboard.button("Rotate…");
    await keyboard.button("Rotate", page.getByRole("dialog"));
    const fresh = await secretShown(page);
    await stored(keyboard);
    await page.getByText("Two secrets work.").waitFor();
    await expectNowhere(person, fresh);

    await use(test.gateway, application, fresh, "export-job/2.4");
    await use(test.gateway, application, secret, "export-job/2.3");
    await page.getByText("Do not let go of the old one yet.").waitFor();
    const users = page.getByRole("table", { name: "Who still uses the old secret" });
    await users.getByText("export-job/2.3").waitFor();
    await keyboard.button("Complete…");
    await keyboard.button("Keep both secrets", page.getByRole("dialog", { name: "Complete the rotation" }));

    test.gateway.advance(2 * QUIET_MS);
    await page.getByText("You can let go of the old one.").waitFor();
    await keyboard.button("Complete…");
    await keyboard.button("Complete", page.getByRole("dialog", { name: "Complete the rotation" }));
    await page.getByText("One secret works").first().waitFor();
    expect(await works(secret, fresh)).toEqual([false, true]);
    await page.getByRole("button", { name: "Rotate…" }).waitFor();
  });

  it("says whom it would lock out to complete it too early, and does so only when asked a second time", async () => {
    const { application, secret, page, keyboard, works } = await onPageOf("Early");
    await keyboard.button("Rotate…");
    await keyboard.button("Rotate", page.getByRole("dialog"));
    const fresh = await secretShown(page);
    await stored(keyboard);
    await use(test.gateway, application, secret, "export-job/2.3");
    await keyboard.button("Complete…");
    const dialog = page.getByRole("dialog", { name: "Complete the rotation" });
    await dialog
      .getByText(/export-job\/2\.3/)
      .first()
      .waitFor();
    await keyboard.button("Complete", dialog);
    await dialog.getByRole("button", { name: "Complete anyway" }).waitFor();
    expect(await works(secret, fresh)).toEqual([true, true]);
    await keyboard.button("Complete anyway", dialog);
    await dialog.waitFor({ state: "hidden" });
    expect(await works(secret, fresh)).toEqual([false, true]);
  });

  it("is cancelled, and the old secret goes on", async () => {
    const { secret, page, keyboard, works } = await onPageOf("Cancelled");
    await keyboard.button("Rotate…");
    const rotate = page.getByRole("dialog", { name: "Rotate the secret" });
    await keyboard.choose(rotate.getByLabel("It stops at once"));
    await rotate.getByText("The old one stops in the same moment.").waitFor();
    await keyboard.choose(rotate.getByLabel("It works until I complete the rotation"));
    await rotate.getByText("Nobody is locked out while both work.").waitFor();
    await keyboard.button("Rotate", page.getByRole("dialog"));
    const fresh = await secretShown(page);
    await stored(keyboard);
    await keyboard.button("Cancel rotation…");
    const dialog = page.getByRole("dialog", { name: "Cancel the rotation" });
    await keyboard.button("Cancel rotation", dialog);
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("One secret works, and it is in use.").waitFor();
    expect(await works(secret, fresh)).toEqual([true, false]);
  });

  it("is confirmed by the first use of the new secret, within times that may be changed until then", async () => {
    const { application, secret, page, keyboard, works } = await onPageOf("Confirmed");
    const rotation = async () => {
      const fields = "rotation { confirmBy confirmedAt endsAt }";
      const { oauthApplication } = await acme.developer.ok(
        `{ oauthApplication(id: "${application.id}") { ${fields} } }`,
      );
      return oauthApplication.rotation;
    };
    await keyboard.button("Rotate…");
    const rotate = page.getByRole("dialog", { name: "Rotate the secret" });
    await keyboard.choose(rotate.getByLabel("It works until the new one is used, then for a while"));
    await rotate.getByText(/first time, then for 2 days\. If nobody uses the new one by .*, it stops and/).waitFor();
    const within = page.getByLabel("The new one has to be used within", { exact: true });
    await keyboard.write(within, "91");
    await rotate.getByText("At most 90 days.", { exact: true }).first().waitFor();
    await keyboard.write(within, "3");
    await keyboard.button("Rotate", rotate);
    const fresh = await secretShown(page);
    await page.getByText(/until this one is used for the first time, then for 2 days/).waitFor();
    await stored(keyboard);
    await page.getByText("Two secrets work. The new one is still to be used.").waitFor();
    await page.getByText(/^new, issued .*, to be used by /).waitFor();
    await page.getByText("old; once the new one is used it works for another 2 days").waitFor();
    const begun = await rotation();
    expect(begun).toMatchObject({ confirmedAt: null, endsAt: null });

    await keyboard.button("Change the times…");
    const change = page.getByRole("dialog", { name: "Change the rotation" });
    await keyboard.choose(change.getByLabel("Within some time from now"));
    await keyboard.write(within, "1");
    await change.getByLabel("As it is: it works for another 2 days").waitFor();
    await keyboard.choose(change.getByLabel("For another time"));
    await keyboard.write(change.getByLabel("From the first use on", { exact: true }), "5");
    await keyboard.button("Change", change);
    await change.waitFor({ state: "hidden" });
    expect(Date.parse((await rotation()).confirmBy)).toBeLessThan(Date.parse(begun.confirmBy));
    await page.getByText("old; once the new one is used it works for another 5 days").waitFor();

    await use(test.gateway, application, fresh, "export-job/2.4");
    await page.getByText(/The new one was confirmed by its first use/).waitFor();
    await page.getByText(/^new, issued .*, confirmed /).waitFor();
    const { confirmedAt, endsAt } = await rotation();
    expect(Date.parse(endsAt) - Date.parse(confirmedAt)).toBe(5 * 86_400_000);
    expect(await works(secret, fresh)).toEqual([true, true]);
  });

  it("says while the new secret is to be confirmed what either end does, and when it was undone", async () => {
    const { application, page, keyboard } = await onPageOf("Undone");
    await acme.developer.rotate(application.id, { previousSecret: "CONFIRM", confirmWithinSeconds: 1800 });
    await keyboard.button("Complete…");
    const complete = page.getByRole("dialog", { name: "Complete the rotation" });
    await complete.getByText(/is taken on trust, and has no end any more/).waitFor();
    await keyboard.button("Keep both secrets", complete);
    await complete.waitFor({ state: "hidden" });
    await keyboard.button("Cancel rotation…");
    const cancel = page.getByRole("dialog", { name: "Cancel the rotation" });
    await cancel.getByText(/Nobody has used the new one yet\./).waitFor();
    await keyboard.button("Keep both secrets", cancel);
    await cancel.waitFor({ state: "hidden" });
    test.gateway.advance(QUIET_MS / 2);
    await page.getByText("One secret works. The rotation was undone.").waitFor();
    await page.getByRole("button", { name: "Rotate…" }).waitFor();
  });

  it("has an emergency stop that asks for the name, and then ends every older secret at once", async () => {
    const { application, secret, person, page, keyboard, works } = await onPageOf("Leaked");
    await keyboard.button("Stop a leaked secret…");
    const dialog = page.getByRole("dialog", { name: "Stop a leaked secret" });
    await keyboard.write(dialog.getByLabel("Name of the application"), "Another");
    await keyboard.button("Stop everything now", dialog);
    await dialog.getByText("That is not its name.").waitFor();
    expect(await works(secret)).toEqual([true]);
    await keyboard.write(dialog.getByLabel("Name of the application"), "Leaked");
    await keyboard.button("Stop everything now", dialog);
    const fresh = await secretShown(page);
    expect(await works(secret, fresh)).toEqual([false, true]);
    await stored(keyboard);
    await expectNowhere(person, fresh);
    // Whoever has the leaked one still tries it.
    expect((await acme.admin.verify(application.clientId, secret)).active).toBe(false);
    await page.getByText("Somebody still tries a secret that has stopped.").waitFor();
    const { auditEvents } = await acme.admin.ok(
      `{ auditEvents(filter: {targetId: "${application.id}", action: "client_secret.rotated"}) { nodes { action details } } }`,
    );
    const [stopped] = auditEvents.nodes;
    expect(sentenceOf(stopped.action, stopped.details).before).toBe("stopped every secret of");
  });

  it("loses its answer on the way, says so, and is cancelled", async () => {
    const { secret, person, page, keyboard, works } = await onPageOf("Lost");
    let isLost = false;
    await person.context.route("**/graphql", async (route) => {
      if (isLost || !route.request().postData()?.includes("rotateSecret")) return route.fallback();
      isLost = true;
      // Done by the gateway, and nobody hears of it.
      await route.fetch();
      await route.abort("connectionreset");
    });
    await keyboard.button("Rotate…");
    await keyboard.button("Rotate", page.getByRole("dialog"));
    await page.getByText("its answer got lost").waitFor();
    // Wherever the page was scrolled to, and for who does not see it.
    await expect
      .poll(() => page.evaluate<string | null>("document.activeElement?.textContent"))
      .toContain("its answer got lost");
    await keyboard.button("Cancel rotation…", page.getByRole("status").filter({ hasText: "its answer got lost" }));
    const dialog = page.getByRole("dialog", { name: "Cancel the rotation" });
    await keyboard.button("Cancel rotation", dialog);
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("One secret works, and it is in use.").waitFor();
    expect(await page.getByText("No answer arrived to the rotation.").count()).toBe(0);
    expect(await works(secret)).toEqual([true]);
  });

  it("keeps its secret on the screen whatever fails, and until its owner closes it", async () => {
    const { person, page, keyboard } = await onPageOf("Kept");
    await keyboard.button("Rotate…");
    await keyboard.button("Rotate", page.getByRole("dialog"));
    const fresh = await secretShown(page);
    await person.context.setOffline(true);
    await page.getByText("The gateway could not be reached.").waitFor();
    for (const leave of [() => page.keyboard.press("Escape"), () => page.goBack(), () => page.mouse.click(2, 2)]) {
      await leave();
      await page.getByRole("alertdialog").waitFor();
      expect(await secretShown(page)).toBe(fresh);
      await keyboard.button("Not yet, keep it here");
    }
    const [download] = await Promise.all([page.waitForEvent("download"), keyboard.button("Download as .env")]);
    expect(await textOf(download)).toContain(`CLIENT_SECRET=${fresh}\n`);
    await stored(keyboard);
    await person.context.setOffline(false);
    await expectNowhere(person, fresh);
  });

  it("is followed in a second tab, where a step that came too late is refused in words", async () => {
    const { application, person, page, keyboard, works, secret } = await onPageOf("Two tabs");
    const second = await person.context.newPage();
    await second.goto(page.url());
    const late = new Keyboard(second);
    await late.button("Rotate…");
    await keyboard.button("Rotate…");
    await keyboard.button("Rotate", page.getByRole("dialog"));
    const fresh = await secretShown(page);
    await stored(keyboard);
    await second.getByText("Two secrets work.").waitFor();
    expect(await second.content()).not.toContain(fresh);
    const dialog = second.getByRole("dialog");
    await late.button("Rotate", dialog);
    await dialog.getByRole("alert").filter({ hasText: "Something has changed since this was opened." }).waitFor();
    expect(await works(secret, fresh)).toEqual([true, true]);
    const { oauthApplication } = await acme.developer.ok(
      `{ oauthApplication(id: "${application.id}") { secrets { status } } }`,
    );
    expect(oauthApplication.secrets).toEqual([{ status: "CURRENT" }, { status: "PREVIOUS" }]);
  });

  it("is seen by a viewer without its secrets, and without a button", async () => {
    await acme.developer.createApplication({ name: "Seen" });
    const { open } = await test.person();
    const page = await open();
    const keyboard = new Keyboard(page);
    await keyboard.write(page.getByLabel("API token"), acme.viewer.token ?? "");
    await keyboard.button("Sign in");
    await keyboard.link("Seen");
    await page.getByRole("heading", { name: "Seen" }).waitFor();
    await page.getByText("SECRET_READ").first().waitFor();
    expect(await page.getByRole("button", { name: /Rotate|Complete|Cancel|Stop/ }).count()).toBe(0);
    expect(await page.content()).not.toContain("ogs_");
  });
});

/** Uses a secret as a client of this name would. */
async function use(gateway: TestGateway, { clientId }: CreatedApplication, secret: string, software: string) {
  const answer = await fetch(`${gateway.url}/oauth/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}`,
      "user-agent": software,
    },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  expect(answer.status).toBe(200);
}

async function textOf(download: { createReadStream(): Promise<NodeJS.ReadableStream> }): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks).toString();
}
