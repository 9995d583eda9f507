import { expect, it } from "vitest";
import { inBrowser } from "../support/browser/chromium.js";
import { consoleTest } from "../support/browser/console.js";
import { drawn } from "../support/browser/pages.js";
import type { TestOrganization } from "../support/gateway/gateway.js";
import { newRecipient } from "../support/organization/recipients.js";

inBrowser("the settings of an application", () => {
  let acme: TestOrganization;
  const test = consoleTest({}, async (gateway) => {
    acme = await gateway.organization("acme");
  });

  async function settings(input: object = {}, client = acme.owner) {
    const application = await acme.owner.createApplication({ name: "Portal", ...input });
    const { openAs } = await test.person();
    const page = await openAs(client, `/console/applications/${application.id}`);
    const read = async (fields: string) =>
      (await acme.owner.ok(`{ oauthApplication(id: "${application.id}") { ${fields} } }`)).oauthApplication;
    return { page, application, read };
  }

  it("say at a field what is wrong with it before the gateway is asked, and change nothing else", async () => {
    const { page, read } = await settings({ description: "Before" });
    await page.getByRole("button", { name: "Edit settings" }).click();
    const uris = page.getByLabel("Redirect URIs", { exact: true });
    await uris.fill("https://a.example.com/cb\nhttps://a.example.com/cb#x");
    await page.getByText("Number 2 may not have a fragment").waitFor();
    expect(await uris.getAttribute("aria-invalid")).toBe("true");
    await expect.poll(() => page.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    await uris.fill("https://a.example.com/cb");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("The settings are saved.").waitFor();
    expect(await read("redirectUris description")).toEqual({
      redirectUris: ["https://a.example.com/cb"],
      description: "Before",
    });
  });

  it("keep what was typed when somebody else was quicker, say what changed, and are saved then", async () => {
    const { page, application, read } = await settings({ description: "Before" });
    await page.getByRole("button", { name: "Edit settings" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Ours");
    await page.getByLabel("Home page").fill("https://ours.example.com/");
    await acme.owner.ok(
      `mutation { updateOAuthApplication(input: {oauthApplicationId: "${application.id}", name: "Theirs", description: "Theirs, too"}) { oauthApplication { id } } }`,
    );
    await page.getByRole("button", { name: "Save" }).click();
    const notice = page.getByRole("form", { name: "Settings" }).getByRole("status");
    await notice.getByRole("listitem").nth(1).waitFor();
    const [name, description] = await notice.getByRole("listitem").allTextContents();
    expect(name).toBe("Name is now “Theirs”, and you have changed it too: saving replaces that.");
    expect(description).toBe("Description is now “Theirs, too”.");
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Ours");
    expect(await page.getByLabel("Description", { exact: true }).inputValue()).toBe("Theirs, too");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("The settings are saved.").waitFor();
    expect(await read("name description homepageUrl")).toEqual({
      name: "Ours",
      description: "Theirs, too",
      homepageUrl: "https://ours.example.com/",
    });
  });

  it("show at its field what only the gateway knows", async () => {
    const { page } = await settings();
    await page.getByRole("button", { name: "Edit settings" }).click();
    const name = page.getByLabel("Name", { exact: true });
    await name.fill("abc\u202Edef");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText(/must end every change of text direction/).waitFor();
    expect(await name.getAttribute("aria-invalid")).toBe("true");
  });

  it("name the field by which somebody would be locked out, and are saved in a second step", async () => {
    const { page, application, read } = await settings({ secretQuietSeconds: 7200 });
    await acme.admin.verify(application.clientId, application.clientSecret ?? "");
    await acme.owner.rotate(application.id, { previousSecret: "KEEP" });
    await page.getByText("Two secrets work.").waitFor();
    await page.getByRole("button", { name: "Edit settings" }).click();
    const quiet = page.getByLabel("A secret counts as no longer in use after", { exact: true });
    await quiet.fill("1");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect.poll(() => quiet.getAttribute("aria-invalid")).toBe("true");
    await page.getByText("somebody would be locked out").waitFor();
    await page.getByRole("button", { name: "Save anyway" }).click();
    await page.getByText("The settings are saved.").waitFor();
    expect(await read("secretQuietSeconds")).toEqual({ secretQuietSeconds: 3600 });
  });

  it("seal new secrets to the public key that is pasted, send no private one, and remove it again", async () => {
    const recipient = newRecipient();
    const { page, read } = await settings({}, acme.developer);
    const sent: string[] = [];
    page.on("request", (request) => sent.push(request.postData() ?? ""));
    await page.getByRole("button", { name: "Edit settings" }).click();
    const key = page.getByLabel("New secrets are sealed to");
    const save = page.getByRole("button", { name: "Save", exact: true });
    await key.fill(JSON.stringify(recipient.privateJwk));
    await page.getByText("This is a private key, and was sent to nobody").waitFor();
    await expect.poll(() => save.isDisabled()).toBe(true);
    // What is only typed is no key that could be removed.
    expect(await page.getByRole("button", { name: "Remove the key" }).count()).toBe(0);
    await page.getByRole("button", { name: "New secrets are sealed to" }).click();
    await key.and(page.locator(":focus")).waitFor();

    await key.fill(JSON.stringify(newRecipient("RSA", 1024).jwk));
    await save.click();
    await page.getByText(/secretRecipientKey must .*2048/).waitFor();
    await expect.poll(() => key.getAttribute("aria-invalid")).toBe("true");

    await key.fill(JSON.stringify(recipient.jwk));
    await page.getByText(`EC P-256, thumbprint ${recipient.thumbprint}`).waitFor();
    await save.click();
    await page.getByText(`sealed to EC P-256, thumbprint ${recipient.thumbprint}`).waitFor();
    expect(await read("secretRecipientKey")).toEqual({ secretRecipientKey: recipient.jwk });

    await page.getByRole("button", { name: "Edit settings" }).click();
    await page.getByRole("button", { name: "Remove the key" }).click();
    await save.click();
    await page.getByText("shown once, in plaintext").waitFor();
    expect(await read("secretRecipientKey")).toEqual({ secretRecipientKey: null });
    expect(sent.filter((body) => body.includes(recipient.privateJwk.d as string))).toEqual([]);
  });

  it("let an application rotate itself, unless that is kept to an OWNER", async () => {
    const { page, read } = await settings();
    await page.getByRole("button", { name: "Edit settings" }).click();
    await page.getByLabel("It may fetch its next secret itself").check();
    await page.getByLabel("Only an OWNER may rotate its secrets").check();
    await page.getByText("Not together with “Only an OWNER may rotate its secrets”.").waitFor();
    await expect.poll(() => page.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    await page.getByLabel("Only an OWNER may rotate its secrets").uncheck();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("the application itself, too").waitFor();
    expect(await read("selfRotationEnabled")).toEqual({ selfRotationEnabled: true });
  });

  it("disable and enable, and say that its secrets stop meanwhile", async () => {
    const { page, application } = await settings();
    for (const [open, press, active] of [
      ["Disable…", "Disable", false],
      ["Enable…", "Enable", true],
    ] as const) {
      await page.getByRole("button", { name: open }).click();
      await page.getByRole("dialog").getByRole("button", { name: press }).click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
      expect(await acme.admin.verify(application.clientId, application.clientSecret ?? "")).toMatchObject({ active });
    }
  });

  it("delete by name alone, and lead back to the list without it", async () => {
    const { page, application } = await settings({ name: "Old portal" });
    await page.getByRole("button", { name: "Delete…" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete the application" });
    await dialog.getByRole("button", { name: "Delete it" }).click();
    await dialog.getByText("That is not its name.").waitFor();
    await dialog.getByLabel("Name of the application").fill("Old portal");
    await dialog.getByRole("button", { name: "Delete it" }).click();
    await page.getByRole("heading", { name: "Applications", level: 1 }).waitFor();
    await drawn(page);
    expect(await page.getByRole("link", { name: "Old portal" }).count()).toBe(0);
    expect((await acme.owner.ok(`{ node(id: "${application.id}") { id } }`)).node).toBeNull();
  });

  it("are for who may write: an ADMIN decides nothing that is kept to an OWNER, a VIEWER reads", async () => {
    const kept = await settings({ ownerOnlySecretRotation: true }, acme.admin);
    await kept.page.getByRole("button", { name: "Edit settings" }).waitFor();
    for (const name of ["Delete…", "Disable…", "Rotate…", "Stop a leaked secret…"]) {
      expect(await kept.page.getByRole("button", { name }).count()).toBe(0);
    }
    await kept.page.getByRole("button", { name: "Edit settings" }).click();
    await kept.page.getByLabel("After a rotation the old secret works for", { exact: true }).waitFor();
    for (const label of ["New secrets are sealed to", "It may fetch its next secret itself"]) {
      expect(await kept.page.getByLabel(label).count()).toBe(0);
    }
    const read = await settings({ scopes: ["read:invoices"] }, acme.viewer);
    await read.page.getByText("read:invoices").waitFor();
    expect(await read.page.getByRole("button", { name: "Edit settings" }).count()).toBe(0);
  });
});
