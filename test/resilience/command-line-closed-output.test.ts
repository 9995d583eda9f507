import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { BUNDLE } from "../support/processes/gateway-process.js";

const CLI = join(BUNDLE, "cli.cjs");

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway("sqlite");
  await gateway.organization("acme");
});
afterAll(() => gateway.stop());

const environment = () => ({ PATH: process.env.PATH, ...gateway.database.env });

it("says nothing when whoever reads its lines has seen enough of them", async () => {
  // `true` has gone before the command line has anything to say.
  const { stderr } = await promisify(execFile)(
    "sh",
    ["-c", `"${process.execPath}" "${CLI}" organization list | true`],
    { env: environment() },
  );
  expect(stderr).toBe("");
});

it.each([
  [
    "import - --organization acme --from rfc7591 --dry-run",
    "The report on standard output cannot be written: no space is left. The import has stopped; the same command goes on.\n",
  ],
  ["organization list", "Standard output cannot be written: no space is left.\n"],
])("fails with a sentence where no space is left for the little that it says: %s", async (args, sentence) => {
  const command = `echo '{"client_id": "c"}' | "${process.execPath}" "${CLI}" ${args} >/dev/full`;
  const failed = promisify(execFile)("sh", ["-c", command], { env: environment() });
  await expect(failed).rejects.toMatchObject({ code: 1, stderr: sentence });
});

it("stops an import whose report nobody reads any more, says so, and ends with 1", async () => {
  const args = [CLI, "import", "-", "--organization", "acme", "--from", "rfc7591"];
  const child = spawn(process.execPath, args, { env: environment(), stdio: ["pipe", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = once(child, "exit");
  const said = text(child.stderr);
  child.stdout.destroy();
  child.stdin.on("error", () => undefined);
  // It never has the whole file, so that it does not end by itself.
  const lines = Array.from(
    { length: 1000 },
    (_, n) => `{"client_id": "c${n}", "client_secret": "a-secret-of-client-${n}"}`,
  );
  child.stdin.write(`${lines.join("\n")}\n`);
  expect([await ended, await said]).toEqual([
    [1, null],
    "The report on standard output cannot be written: nobody reads it any more. The import has stopped; the same command goes on.\n",
  ]);
  const [{ count }] = (await gateway.database.query("SELECT COUNT(*) AS count FROM oauth_applications")) as [
    { count: number },
  ];
  expect(Number(count)).toBeGreaterThan(0);
});
