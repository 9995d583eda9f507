import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { type Client, createClient, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";

const run = promisify(execFile);
const DOCUMENT = join(import.meta.dirname, "../../docs/self-rotation.md");

/** What a cluster does: keeps a Secret, one file for each value, and restarts. Its file `broken` fails what stores a secret. */
const KUBECTL = `#!/usr/bin/env bash
case "$1 $2" in
  "get secret") name=\${5#*.data.}; cat "$STATE/\${name%\\}}" 2>/dev/null | base64 -w0 ;;
  "patch secret")
    if [ -e "$STATE/broken" ] && [[ "$5" == *'"secret":'* ]]; then rm "$STATE/broken"; exit 1; fi
    for name in $(jq -r '.stringData | keys[]' <<<"$5"); do jq -j ".stringData.$name" <<<"$5" >"$STATE/$name"; done ;;
  "rollout restart") echo restarted >>"$STATE/log" ;;
  *) exit 2 ;;
esac
`;

/** What a CI system does: keeps a variable. */
const GH = `#!/usr/bin/env bash
[ "$1 $2 $3" = "secret set CLIENT_SECRET" ] && tr -d '\\n' >"$STATE/secret"
`;

/** The script of the job below a heading of the document, without its indentation. */
async function scriptOf(heading: string): Promise<string> {
  const [, section = ""] = (await readFile(DOCUMENT, "utf8")).split(`\n## ${heading}\n`);
  const [, block = ""] = /(?:- \||run: \|)\n((?: {10,}.*\n)+)/.exec(section) ?? [];
  const indent = /^ */.exec(block)?.[0].length ?? 0;
  return block.replaceAll(new RegExp(`^ {${indent}}`, "gm"), "");
}

describe("the documents' jobs", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let folder: string;
  let client: Client;

  beforeAll(async () => {
    gateway = await startOauthGateway("sqlite");
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "gateway-jobs-"));
    for (const [name, text] of Object.entries({ kubectl: KUBECTL, gh: GH })) {
      await mkdir(join(folder, "bin"), { recursive: true });
      await writeFile(join(folder, "bin", name), text);
      await chmod(join(folder, "bin", name), 0o755);
    }
    client = await createClient(organization.owner, { selfRotationEnabled: true });
    await writeFile(join(folder, "id"), client.clientId);
    await writeFile(join(folder, "secret"), client.clientSecret);
    return () => rm(folder, { recursive: true });
  });

  const kept = (name: string) => readFile(join(folder, name), "utf8");
  const start = async (heading: string, env: Record<string, string> = {}) => {
    const script = await scriptOf(heading);
    expect(script.trim().split("\n").length).toBeLessThanOrEqual(10);
    const path = `${join(folder, "bin")}:${process.env.PATH}`;
    return run("bash", ["-euo", "pipefail", "-c", script], {
      env: { PATH: path, STATE: folder, GATEWAY: gateway.url, ...env },
    });
  };
  const works = async (clientSecret: string) => (await requestToken(gateway.url, { ...client, clientSecret })).status;
  const rotations = () => listEvents(organization.admin, { targetId: client.id, action: "client_secret.rotated" });

  it("rotate in Kubernetes: the Secret has the new secret, and no key any more", async () => {
    await start("A Kubernetes CronJob");
    const secret = await kept("secret");
    expect(secret).not.toBe(client.clientSecret);
    expect(await works(secret)).toBe(200);
    expect(await kept("key")).toBe("");
    expect(await kept("log")).toBe("restarted\n");
  });

  it("repeat their own request in Kubernetes after they were stopped before the secret was stored", async () => {
    await writeFile(join(folder, "broken"), "");
    await expect(start("A Kubernetes CronJob")).rejects.toMatchObject({ code: 1 });
    expect(await kept("secret")).toBe(client.clientSecret);
    await start("A Kubernetes CronJob");
    expect(await works(await kept("secret"))).toBe(200);
    expect(await rotations()).toHaveLength(1);
    expect(existsSync(join(folder, "broken"))).toBe(false);
  });

  it("rotate in CI, and hide the new secret from its log", async () => {
    const env = { ID: client.clientId, SECRET: client.clientSecret, RUN: "1", SALT: "of the project" };
    const { stdout } = await start("A CI job", env);
    const secret = await kept("secret");
    expect(stdout).toBe(`::add-mask::${secret}\n`);
    // The same run again, before anybody has used what it stored.
    await start("A CI job", env);
    expect(await kept("secret")).toBe(secret);
    expect(await works(secret)).toBe(200);
    expect(await rotations()).toHaveLength(1);
  });
});
