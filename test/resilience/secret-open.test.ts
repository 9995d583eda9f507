import { spawn } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { createSealed, issueSealed, newRecipient, RECIPIENT_KINDS } from "../support/organization/recipients.js";
import { runCommand, runCommandWith } from "../support/processes/command.js";
import { expectRefusal } from "../support/processes/command-refusal.js";
import { BUNDLE } from "../support/processes/gateway-process.js";

/** No database: the command needs none. */
const ENV = { DATABASE_URL: "sqlite:/nowhere/there.sqlite" };

describe("secret open", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let folder: string;
  const recipient = newRecipient();

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
    organization = await gateway.organization();
    folder = await mkdtemp(join(tmpdir(), "secret-open-"));
  });
  afterAll(async () => {
    await gateway.stop();
    await rm(folder, { recursive: true });
  });

  async function keyFile(content: string): Promise<string> {
    const file = join(folder, `${crypto.randomUUID()}.key`);
    await writeFile(file, content, { mode: 0o600 });
    return file;
  }

  async function sealed(recipientKey: object): Promise<string> {
    const { data } = await createSealed(organization.owner, { recipientKey });
    return data.createOAuthApplication.sealedClientSecret;
  }

  it.each(RECIPIENT_KINDS)(
    "opens with a key of %s, as JWK and as PEM, from its argument and standard input",
    async (kind) => {
      const own = newRecipient(kind);
      const jwe = await sealed(own.jwk);
      const expected = { code: 0, stderr: "", stdout: `${own.open(jwe).plaintext}\n` };
      for (const content of [JSON.stringify(own.privateJwk), own.privatePem]) {
        const key = await keyFile(content);
        expect(await runCommand(ENV, "secret", "open", "--key", key, jwe)).toEqual(expected);
        expect(await runCommandWith(`${jwe}\n`, ENV, "secret", "open", "--key", key)).toEqual(expected);
      }
    },
  );

  it("opens with the PEM of older tools, and an API token too", async () => {
    const { data } = await issueSealed(organization.owner, { recipientKey: recipient.jwk });
    const { sealedToken } = data.createApiToken;
    const key = await keyFile(
      createPrivateKey(recipient.privatePem).export({ type: "sec1", format: "pem" }).toString(),
    );
    const { stdout } = await runCommand(ENV, "secret", "open", "--key", key, sealedToken);
    expect(stdout).toBe(`${recipient.open(sealedToken).plaintext}\n`);
    expect(stdout).toMatch(/^ogt_/);
  });

  it("opens in a process of its own what is piped into it", async () => {
    const key = await keyFile(recipient.privatePem);
    const jwe = await sealed(recipient.jwk);
    const child = spawn(process.execPath, [join(BUNDLE, "cli.cjs"), "secret", "open", "--key", key], {
      env: { PATH: process.env.PATH, ...ENV },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const exited = once(child, "exit");
    child.stdin.end(jwe);
    expect(await text(child.stdout)).toBe(`${recipient.open(jwe).plaintext}\n`);
    expect((await exited)[0]).toBe(0);
  });

  it("refuses what the key does not open, and repeats nothing of it", async () => {
    const jwe = await sealed(recipient.jwk);
    const [right, wrong, rsa] = await Promise.all(
      [recipient, newRecipient(), newRecipient("RSA")].map(({ privatePem }) => keyFile(privatePem)),
    );
    const parts = jwe.split(".");
    const changed = [...parts.slice(0, 4), `${parts[4]?.startsWith("A") ? "B" : "A"}${parts[4]?.slice(1)}`].join(".");
    const attempts: [string | undefined, string, RegExp][] = [
      [wrong, jwe, /does not open it/],
      [rsa, jwe, /does not open it/],
      [right, changed, /does not open it/],
      [right, "ogs_not-sealed-at-all", /five parts/],
      [right, "", /five parts/],
    ];
    for (const [key = "", attempt, problem] of attempts) {
      const result = await runCommand(ENV, "secret", "open", "--key", key, attempt);
      expectRefusal(result, problem);
      if (attempt) expect(result.stderr).not.toContain(attempt);
    }
  });

  it("calls a key file that is absent or holds no private key a misuse, without quoting it", async () => {
    const jwe = await sealed(recipient.jwk);
    const absent = await runCommand(ENV, "secret", "open", "--key", join(folder, "absent"), jwe);
    expectRefusal(absent, /^error: --key: .*absent cannot be read/m);
    expect(absent.code).toBe(2);
    for (const content of [JSON.stringify(recipient.jwk), "{ not JSON", "not-PEM-either", ""]) {
      const result = await runCommand(ENV, "secret", "open", "--key", await keyFile(content), jwe);
      expectRefusal(result, /^error: --key: .* must hold a private key/m);
      expect(result.code).toBe(2);
      if (content) expect(result.stderr).not.toContain(content);
    }
    expectRefusal(await runCommand(ENV, "secret", "open", jwe), /--key/);
  });
});
