import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { startTestGateway } from "../support/gateway/gateway.js";

const CLI = join(import.meta.dirname, "../../dist/src/cli.js");

it("says nothing when whoever reads its lines has seen enough of them", async () => {
  const gateway = await startTestGateway("sqlite");
  try {
    await gateway.organization("acme");
    // `true` has gone before the command line has anything to say.
    const { stderr } = await promisify(execFile)(
      "sh",
      ["-c", `"${process.execPath}" "${CLI}" organization list | true`],
      {
        env: { PATH: process.env.PATH, ...gateway.database.env },
      },
    );
    expect(stderr).toBe("");
  } finally {
    await gateway.stop();
  }
});
