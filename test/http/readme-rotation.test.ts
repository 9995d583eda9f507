import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

const README = join(import.meta.dirname, "../../README.md");

/** The names in an answer, in place of its texts. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null || typeof value !== "object") return typeof value === "string" ? "text" : value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}

describe("README's section on rotation", () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
  });
  afterAll(() => gateway.stop());

  it("rotates, looks and completes when it is pasted", async () => {
    const { developer } = await gateway.organization();
    const { id } = await developer.createApplication();
    const section = /^## Rotation\n.*?(?=^## )/ms.exec(await readFile(README, "utf8"))?.[0] ?? "";
    const pasted = (/^```bash\n(.*?)^```$/ms.exec(section)?.[1] ?? "")
      .replace("http://127.0.0.1:4000", gateway.url)
      .replace("app_…", id)
      // Each answer on a line of its own.
      .replaceAll(/^ask ".*$/gm, "$&; echo");
    const { stdout } = await promisify(execFile)("bash", ["-c", pasted], {
      env: { PATH: process.env.PATH, TOKEN: developer.token ?? "" },
    });
    const answers = stdout.split("\n").filter(Boolean);
    const [rotated, seen, completed] = answers.map((line) => JSON.parse(line));
    expect(rotated.data.rotateSecret).toEqual({
      clientSecret: expect.stringMatching(/^ogs_\w{49}$/),
      previousSecret: { hint: expect.stringMatching(/^ogs_….{4}$/), expiresAt: expect.any(String) },
    });
    const { hint } = rotated.data.rotateSecret.previousSecret;
    expect(seen.data.oauthApplication.rotation).toEqual({
      safeToComplete: true,
      reason: "PREVIOUS_NEVER_USED",
      previousSecret: { hint, lastUsedAt: null },
    });
    const { oauthApplication } = completed.data.completeSecretRotation;
    expect(oauthApplication.hasRotatedSecret).toBe(false);
    expect(oauthApplication.secrets).toContainEqual({ hint, status: "REVOKED" });
    expect(answers).toHaveLength(3);
    const shown = [...section.matchAll(/^```json\n(.*?)^```$/gms)].flatMap(([, text = ""]) => text.trim().split("\n"));
    expect(shown.map((line) => shapeOf(JSON.parse(line)))).toEqual([rotated, seen, completed].map(shapeOf));
  });
});
