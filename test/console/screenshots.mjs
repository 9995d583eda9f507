// Writes the pictures of README and docs, light and dark: npm run build && node test/console/screenshots.mjs [folder]
// With --journeys, those of each step that a person takes in the browser tests instead, which run for it.
import "reflect-metadata";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { readConfig } from "../../dist/src/config.js";
import { startGateway } from "../../dist/src/gateway.js";
import { createLogger } from "../../dist/src/http/logging.js";
import { CreateApiTokenInput } from "../../dist/src/model/inputs/api-token.inputs.js";
import { CreateOrganizationInput } from "../../dist/src/model/inputs/organization.inputs.js";
import { commandLineActor } from "../../dist/src/services/actors/built-in-actors.js";
import { CHROMIUM } from "../support/browser/chromium-path.mjs";

const ROOT = join(import.meta.dirname, "../..");
const { values, positionals } = parseArgs({ options: { journeys: { type: "string" } }, allowPositionals: true });
if (values.journeys) {
  const tests = ["vitest", "run", "--config", "test/vitest.config.ts", "--maxWorkers=1", ".browser.test.ts"];
  const env = { ...process.env, JOURNEYS: resolve(values.journeys) };
  process.exit(spawnSync("npx", tests, { cwd: ROOT, env, stdio: "inherit" }).status ?? 1);
}
const [target = join(ROOT, "docs/images")] = positionals;
const SIZE = { width: 1280, height: 800 };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const folder = mkdtempSync(join(tmpdir(), "gateway-screenshots-"));
/** How far the gateway's clock is behind: what is in the pictures happened before. */
let behind = 0;
const gateway = await startGateway(
  readConfig({
    PORT: "0",
    RATE_LIMIT_PER_MINUTE: "0",
    DATABASE_URL: `sqlite:${join(folder, "gateway.sqlite")}`,
  }),
  {
    clock: () => Date.now() - behind,
    consoleFolder: join(ROOT, "dist/console"),
    logger: createLogger("silent"),
  },
);
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ["--no-sandbox"],
});
try {
  behind = 90 * DAY;
  const token = await newOrganization();
  const { id } = await pastOf(token);
  behind = 0;
  mkdirSync(target, { recursive: true });
  for (const theme of ["light", "dark"]) await photograph(theme, token, id);
} finally {
  await browser.close();
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function newOrganization() {
  const origin = { wayIn: "CLI", requestId: null, address: null };
  const { organizations, apiTokens } = gateway.services;
  const naming = Object.assign(new CreateOrganizationInput(), { slug: "northwind", name: "Northwind" });
  const { id } = await organizations.create(origin, naming);
  const wanted = Object.assign(new CreateApiTokenInput(), { name: "Ada", role: "OWNER" });
  return (await apiTokens.create(commandLineActor(id, origin), wanted)).token;
}

/** Applications in every state that the list tells apart. Answers the one in the middle of its rotation. */
async function pastOf(token) {
  const ask = async (query, input) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables: { input } }),
    });
    const { data, errors } = await response.json();
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data)[0];
  };
  const create = async (name, ago, input = {}) => {
    behind = ago;
    const created = await ask(
      `mutation ($input: CreateOAuthApplicationInput!) {
        createOAuthApplication(input: $input) { clientSecret oauthApplication { id clientId } }
      }`,
      { name, grantTypes: ["CLIENT_CREDENTIALS"], ...input },
    );
    return { ...created.oauthApplication, secret: created.clientSecret };
  };
  const rotate = async ({ id }, ago, input = {}) => {
    behind = ago;
    const rotated = await ask(
      "mutation ($input: RotateSecretInput!) { rotateSecret(input: $input) { clientSecret } }",
      {
        oauthApplicationId: id,
        ...input,
      },
    );
    return rotated.clientSecret;
  };
  const use = async ({ clientId }, secret, ago, address, software) => {
    behind = ago;
    await fetch(`${gateway.url}/oauth/verify`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams({
        client_id: clientId,
        client_secret: secret,
        client_address: address,
        client_user_agent: software,
      }),
    });
    // Uses are noted together, once a second.
    await new Promise((resolve) => setTimeout(resolve, 1300));
  };

  await create("Storefront (single page)", 88 * DAY, {
    public: true,
    grantTypes: ["AUTHORIZATION_CODE"],
    redirectUris: ["https://shop.northwind.example/"],
  });
  const ledger = await create("Ledger", 81 * DAY);
  await use(ledger, ledger.secret, 3 * HOUR, "10.4.7.21", "ledger/8.1");
  const legacy = await create("Legacy importer", 76 * DAY);
  behind = 20 * DAY;
  await ask(
    "mutation ($input: UpdateOAuthApplicationInput!) { updateOAuthApplication(input: $input) { oauthApplication { id } } }",
    { oauthApplicationId: legacy.id, enabled: false },
  );
  const checkout = await create("Checkout", 64 * DAY);
  await use(checkout, checkout.secret, 2 * DAY, "10.4.3.9", "checkout/5.0");
  const checkoutNew = await rotate(checkout, 30 * HOUR, { previousSecret: "KEEP" });
  await use(checkout, checkoutNew, 4 * MINUTE, "10.4.3.9", "checkout/5.1");
  const mail = await create("Mail relay", 44 * DAY);
  await use(mail, mail.secret, 11 * MINUTE, "10.4.9.2", "relay/1.9");
  await rotate(mail, 9 * MINUTE);
  await create("Warehouse scanner", 2 * HOUR);

  const billing = await create("Billing export", 62 * DAY);
  await use(billing, billing.secret, 26 * HOUR, "10.4.2.30", "invoice-api/7.2");
  const fresh = await rotate(billing, 20 * HOUR);
  await use(billing, fresh, 18 * HOUR, "10.4.2.30", "invoice-api/7.3");
  await use(billing, billing.secret, 5 * HOUR, "10.4.2.18", "reconcile/0.9");
  await use(billing, fresh, 2 * HOUR, "10.4.2.18", "reconcile/1.0");
  await use(billing, fresh, 14 * MINUTE, "10.4.2.30", "invoice-api/7.3");
  await use(billing, billing.secret, 4 * MINUTE, "10.4.2.17", "export-job/2.3");
  return billing;
}

async function photograph(theme, token, id) {
  const page = await browser.newPage({
    baseURL: gateway.url,
    viewport: SIZE,
    colorScheme: theme,
    reducedMotion: "reduce",
  });
  const shoot = async (name) => {
    await page.locator("h1").waitFor();
    await page
      .getByRole("status", { name: /loading/ })
      .first()
      .waitFor({ state: "hidden" });
    // Nothing shows that a pointer is over it.
    await page.mouse.move(0, 0);
    await page.screenshot({ path: join(target, `console-${name}-${theme}.png`) });
  };
  await page.goto("/console");
  await page.getByLabel("API token").fill(token);
  await page.getByLabel("Keep it for this tab").check();
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("list", { name: "Applications" }).getByRole("link", { name: "Billing export" }).waitFor();
  await shoot("applications");
  await page.goto(`/console/applications/${id}`);
  await page.getByRole("table", { name: "Who still uses the old secret" }).waitFor();
  await shoot("application");
  await page.getByRole("button", { name: "Stop a leaked secret…" }).click();
  await page.getByRole("dialog").waitFor();
  await shoot("emergency");
  await page.goto("/console/audit");
  await shoot("audit");
  await page.close();
}
