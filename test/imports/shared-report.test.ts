import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { startTestGateway } from "../support/gateway/gateway.js";
import { runCommandWith } from "../support/processes/command.js";
import { expectRefusal } from "../support/processes/command-refusal.js";
import { BUNDLE } from "../support/processes/gateway-process.js";
import { importSetting } from "../support/processes/import-setting.js";

const lineOf = (clientId: string) =>
  `${JSON.stringify({ client_id: clientId, grant_types: ["client_credentials"] })}\n`;

const lockOf = (report: string) => `${report}.oauth-app-gateway-lock`;

describe("the report of an import that is under way", () => {
  const at = importSetting(() => startTestGateway("sqlite"));
  const argsFor = (report: string) => {
    const { slug } = at.organization;
    return ["import", "-", "--organization", slug, "--from", "rfc7591", "--report", report];
  };
  const importTo = (report: string, clientId: string) =>
    runCommandWith(lineOf(clientId), at.gateway.database.env, ...argsFor(report));

  /** Another import, which has its file but for the end, once it has reported all that it will before that. */
  async function importUnderWay(report: string, clientId: string): Promise<ChildProcess> {
    const child = spawn(process.execPath, [join(BUNDLE, "cli.cjs"), ...argsFor(report)], {
      env: { PATH: process.env.PATH, ...at.gateway.database.env },
      stdio: ["pipe", "ignore", "inherit"],
    });
    onTestFinished(() => {
      child.kill("SIGKILL");
    });
    // Sixty-four are on their way before the first is reported, so that of seventy seven are.
    child.stdin.write(Array.from({ length: 70 }, (_, n) => lineOf(`${clientId}-${n}`)).join(""));
    await expect.poll(() => readFile(report, "utf8").catch(() => "")).toContain(`"${clientId}-6"`);
    return child;
  }

  it("is emptied by no other one, under whatever name, until it has ended", async () => {
    const [report, link] = [join(at.folder, "report.jsonl"), join(at.folder, "link.jsonl")];
    await symlink(report, link);
    const first = await importUnderWay(report, "first");
    const before = await readFile(report, "utf8");
    for (const path of [report, link]) {
      const refused = await importTo(path, "second");
      expectRefusal(refused, /^error: --report: another import is writing .*\.jsonl: name another file, or wait/);
      expect(refused.code).toBe(2);
    }
    expect(await readFile(report, "utf8")).toBe(before);
    const ended = once(first, "exit");
    first.stdin?.end();
    expect(await ended).toEqual([0, null]);
    expect((await readFile(report, "utf8")).trimEnd().split("\n")).toHaveLength(71);
    expect(await importTo(link, "second")).toMatchObject({ code: 0 });
    expect(await readFile(report, "utf8")).toMatch(/^\{"line":1,"clientId":"second","result":"created"/);
    expect(existsSync(lockOf(report))).toBe(false);
  });

  it("is free again once it was killed, whatever it has left behind", async () => {
    const report = join(at.folder, "killed.jsonl");
    const killed = await importUnderWay(report, "killed");
    const ended = once(killed, "exit");
    killed.kill("SIGKILL");
    await ended;
    expect(existsSync(lockOf(report))).toBe(true);
    expect(await importTo(report, "after")).toMatchObject({ code: 0 });
    expect(await readFile(report, "utf8")).toMatch(/^\{"line":1,"clientId":"after"/);
    expect(existsSync(lockOf(report))).toBe(false);
  });

  it("leaves a file of somebody's that is called as a lock may be, also an empty one", async () => {
    const report = join(at.folder, "beside.jsonl");
    await writeFile(`${report}.lock`, "");
    expect(await importTo(report, "beside")).toMatchObject({ code: 0 });
    expect(existsSync(`${report}.lock`)).toBe(true);
  });

  it("is refused where something else has the name of its lock, which stays", async () => {
    const report = join(at.folder, "other.jsonl");
    await writeFile(lockOf(report), "what somebody keeps in it, which is no lock");
    const refused = await importTo(report, "third");
    expectRefusal(
      refused,
      /--report: other\.jsonl\.oauth-app-gateway-lock in .*, cannot be locked: it is there and is no lock/,
    );
    expect(refused.code).toBe(2);
    expect(await readFile(lockOf(report), "utf8")).toBe("what somebody keeps in it, which is no lock");
  });
});
