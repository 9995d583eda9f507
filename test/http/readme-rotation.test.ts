import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

const ROOT = join(import.meta.dirname, "../..");

/** The names in an answer, in place of its texts. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null || typeof value !== "object") return typeof value === "string" ? "text" : value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}

const codeIn = (text: string) => /^```bash\n(.*?)^```$/ms.exec(text)?.[1] ?? "";

describe("what the documents say of rotation", () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
  });
  afterAll(() => gateway.stop());

  /** What README and docs/rotation.md say under "Rotation" and "A secret has leaked". */
  const sections = async () => {
    const [readme, document] = await Promise.all(
      ["README.md", "docs/rotation.md"].map((path) => readFile(join(ROOT, path), "utf8")),
    );
    const rotation = /^## Rotation\n.*?(?=^## )/ms.exec(readme ?? "")?.[0] ?? "";
    const leak = /^## A secret has leaked\n.*?(?=^## )/ms.exec(document ?? "")?.[0] ?? "";
    return { rotation, leak };
  };

  /** The lines that code answers when somebody pastes it. */
  const paste = async (code: string, token: string | null, id: string): Promise<string[]> => {
    const pasted = code
      .replace("app_…", id)
      // Each answer on a line of its own.
      .replaceAll(/^ask ".*$/gm, "$&; echo");
    const { stdout } = await promisify(execFile)("bash", ["-c", pasted], {
      env: { PATH: process.env.PATH, GATEWAY: gateway.url, TOKEN: token ?? "" },
    });
    return stdout.split("\n").filter(Boolean);
  };

  it("rotates, looks and completes when it is pasted", async () => {
    const { developer } = await gateway.organization();
    const { id } = await developer.createApplication();
    const { rotation: section } = await sections();
    const answers = await paste(codeIn(section), developer.token, id);
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

  it("names the gateway once, for whoever has another port", async () => {
    const readme = await readFile(join(ROOT, "README.md"), "utf8");
    const code = [...readme.matchAll(/^ {4}.*$|^```bash\n.*?^```$/gms)].map(([text]) => text).join("\n");
    expect(code.match(/.*http:\/\/127\.0\.0\.1:4000/g)).toEqual([
      expect.stringContaining("npm start"),
      expect.stringContaining("export GATEWAY="),
    ]);
  });

  it("leads from the first mutation over a rotation to a token when all of README is pasted", async () => {
    const { owner } = await gateway.organization();
    const readme = await readFile(join(ROOT, "README.md"), "utf8");
    const first = /^ {4}curl (?:.*\\\n)*.*createOAuthApplication.*$/m.exec(readme)?.[0] ?? "";
    const [registered = ""] = await paste(first, owner.token, "");
    const { id, clientId } = JSON.parse(registered).data.createOAuthApplication.oauthApplication;
    const [rotated = ""] = await paste(codeIn((await sections()).rotation), owner.token, id);
    const { clientSecret } = JSON.parse(rotated).data.rotateSecret;
    const token = codeIn(/^## A token\n.*?(?=^## )/ms.exec(readme)?.[0] ?? "");
    const filled = token.replace("CLIENT_ID=…", `CLIENT_ID=${clientId}`).replace("ogs_…", clientSecret);
    const [answer = ""] = await paste(filled, null, id);
    expect(JSON.parse(answer)).toMatchObject({ access_token: expect.any(String), token_type: "Bearer" });
  });

  it("stops a leaked secret and lists what was done with it when it is pasted", async () => {
    const { owner } = await gateway.organization();
    const { id } = await owner.createApplication();
    const { rotation, leak } = await sections();
    const [definition] = codeIn(rotation).split("\n\n");
    const { oauthApplication } = await owner.ok(`{ oauthApplication(id: "${id}") { secrets { id } } }`);
    const [{ id: leaked }] = oauthApplication.secrets;
    const code = `${definition}\n${codeIn(leak).replace("sec_…", leaked)}`;
    const answers = await paste(code, owner.token, id);
    const [stopped, listed] = answers.map((line) => JSON.parse(line));
    expect(stopped.data.rotateSecret).toMatchObject({
      clientSecret: expect.stringMatching(/^ogs_/),
      oauthApplication: { secrets: [{ revokedAt: null }, { id: leaked, revokedAt: expect.any(String) }] },
    });
    expect(listed.data.auditEvents).toEqual({ pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] });
  });
});
