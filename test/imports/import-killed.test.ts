import { spawn } from "node:child_process";
import { createHash, pbkdf2Sync, scryptSync } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hashSync as argon2 } from "@node-rs/argon2";
import { hashSync as bcrypt } from "@node-rs/bcrypt";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { runCommandWith } from "../support/processes/command.js";
import { BUNDLE } from "../support/processes/gateway-process.js";

const MANY = 600;
const FIRST = 300;
/** So many ask for tokens all the time. */
const WORKING = 8;
/** Every so often a client asks that has not asked before; otherwise one that has. */
const FIRST_LOGIN_EVERY = 4;

const clientOf = (n: number) => ({ clientId: `client-${n}`, clientSecret: `secret-of-client-${n}-A1` });

/** What a source keeps of a secret: itself, or a hash of each kind, as cheap as may be. */
const KEPT: readonly ((secret: string) => string)[] = [
  (secret) => `{noop}${secret}`,
  (secret) => bcrypt(secret, 4),
  (secret) => `pbkdf2_sha256$100$salt$${pbkdf2Sync(secret, "salt", 100, 32, "sha256").toString("base64")}`,
  (secret) => argon2(secret, { memoryCost: 64, timeCost: 1, parallelism: 1 }),
  (secret) => `scrypt$16$salt$8$1$${scryptSync(secret, "salt", 64, { N: 16, r: 8, p: 1 }).toString("base64")}`,
  (secret) => createHash("sha256").update(secret).digest("hex"),
];

const LINES = Array.from({ length: MANY }, (_, n) => {
  const { clientId, clientSecret } = clientOf(n);
  const client_secret = KEPT[n % KEPT.length]?.(clientSecret);
  return JSON.stringify({
    client_id: clientId,
    client_name: clientId,
    client_secret,
    grant_types: ["client_credentials"],
  });
});

/** Eight at a time ask for tokens without a pause: clients that the import has reported. */
class Workers {
  readonly failures: string[] = [];
  firstLogins = 0;
  /** How many clients may ask. */
  allowed = 0;
  private begun = 0;
  private isOver = false;

  constructor(private readonly url: string) {}

  async run(): Promise<void> {
    await Promise.all(Array.from({ length: WORKING }, (_, worker) => this.work(worker)));
  }

  stop(): void {
    this.isOver = true;
  }

  private async work(worker: number): Promise<void> {
    for (let round = worker; !this.isOver; round++) {
      const isFirst = round % FIRST_LOGIN_EVERY === 0 && this.begun < this.allowed;
      const n = isFirst ? this.begun++ : round % Math.max(1, this.begun);
      if (this.begun > 0) {
        const { status, text } = await requestToken(this.url, clientOf(n));
        if (status !== 200) this.failures.push(`${n}: ${status} ${text}`);
        else if (isFirst) this.firstLogins += 1;
      }
      // Leaves a small machine the time for the import.
      await sleep(10);
    }
  }
}

describe.each(DATABASE_KINDS)("an import that is killed, on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;
  let folder: string;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
    folder = await mkdtemp(join(tmpdir(), "gateway-killed-import-"));
  });
  afterAll(async () => {
    await gateway.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("goes on when it is started again: all are in, none twice, and none is locked out, whatever is kept of its secret", async () => {
    const { slug, admin } = await gateway.organization();
    const report = join(folder, "report.jsonl");
    const args = ["import", "-", "--organization", slug, "--from", "rfc7591", "--secrets", "sha256-hex"];
    const workers = new Workers(gateway.url);
    onTestFinished(() => workers.stop());
    const working = workers.run();
    const child = spawn(process.execPath, [join(BUNDLE, "cli.cjs"), ...args, "--report", report], {
      env: { PATH: process.env.PATH, ...gateway.database.env },
      stdio: ["pipe", "ignore", "ignore"],
    });
    const ended = once(child, "exit");
    // It never has the whole file, so that it cannot end before it is killed.
    child.stdin.on("error", () => undefined);
    child.stdin.write(`${LINES.slice(0, FIRST).join("\n")}\n`);
    const reported = async () => (await readFile(report, "utf8").catch(() => "")).split("\n").length - 1;
    const progress = async () => {
      const count = await reported();
      // The others ask after it was killed.
      workers.allowed = Math.floor(count / 2);
      return count > FIRST / 4 && workers.firstLogins >= WORKING;
    };
    const endedEarly = ended.then(() => {
      throw new Error("The import ended by itself: is the bundle built from this tree?");
    });
    await Promise.race([expect.poll(progress, { interval: 5 }).toBe(true), endedEarly]);
    child.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
    const before = await reported();
    const loggedIn = workers.firstLogins;
    workers.allowed = before;
    const again = await runCommandWith(LINES.join("\n"), gateway.database.env, ...args);
    await expect.poll(() => workers.firstLogins, { interval: 5 }).toBeGreaterThan(loggedIn);
    workers.stop();
    await working;
    expect(workers.failures).toEqual([]);
    const lines = again.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const { summary } = lines.at(-1);
    expect([again.code, summary.lines, summary.refused, summary.updated]).toEqual([0, MANY, 0, 0]);
    expect(summary.created + summary.unchanged).toBe(MANY);
    expect(lines.slice(0, before).every(({ result }) => result === "unchanged")).toBe(true);
    const counts = await gateway.database.query(
      `SELECT COUNT(*) AS applications, COUNT(DISTINCT client_id) AS ids,
        (SELECT COUNT(*) FROM client_secrets) AS secrets,
        (SELECT COUNT(*) FROM audit_events WHERE action = 'oauth_application.created') AS events
       FROM oauth_applications`,
    );
    expect(counts.map((row) => Object.values(row).map(Number))).toEqual([[MANY, MANY, MANY, MANY]]);
    for (const n of [0, before, FIRST, MANY - 1]) {
      expect(await admin.verify(clientOf(n).clientId, clientOf(n).clientSecret)).toMatchObject({ active: true });
    }
  });
});
