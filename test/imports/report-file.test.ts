import { closeSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openReport } from "../../src/command-line/report-file.js";

const LINE = '{"line":1,"clientId":"client-1","result":"created"}\n';
const misuse = (problem: string): never => {
  throw new Error(problem);
};

describe("the file of a report", () => {
  const folder = mkdtempSync(join(tmpdir(), "gateway-report-file-"));
  const path = join(folder, "report.jsonl");
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is emptied where it is an earlier report", async () => {
    writeFileSync(path, LINE);
    const { file, unlock } = await openReport(path, misuse);
    expect(readFileSync(path, "utf8")).toBe("");
    closeSync(file);
    unlock();
  });

  it("is looked at when nobody else may write it any more: what came until then stays", async () => {
    writeFileSync(path, LINE);
    const opened = openReport(path, misuse);
    writeFileSync(path, "mine");
    await expect(opened).rejects.toThrow("is there and is no report");
    expect(readFileSync(path, "utf8")).toBe("mine");
    writeFileSync(path, LINE);
    const { file, unlock } = await openReport(path, misuse);
    closeSync(file);
    unlock();
  });
});
