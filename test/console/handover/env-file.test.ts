import { expect, it } from "vitest";
import { envFile } from "../../../src/console/handover/once/env-file.js";
import { fileNameOf } from "../../../src/console/handover/once/file-name.js";

const SECRET = `ogs_${"a".repeat(49)}`;

it("a client secret becomes a .env file with its client id", () => {
  const file = envFile({ kind: "client secret", name: "Billing", clientId: "d37e0ce2", plaintext: SECRET });
  expect(file).toBe(`CLIENT_ID=d37e0ce2\nCLIENT_SECRET=${SECRET}\n`);
});

it("an API token becomes a .env file of one line", () => {
  expect(envFile({ kind: "API token", name: "CI", plaintext: "ogt_x" })).toBe("GATEWAY_TOKEN=ogt_x\n");
});

it.each([
  ["a#b", "'a#b'"],
  ["$HOME/x", "'$HOME/x'"],
  ["~root", "'~root'"],
  ["it's", String.raw`'it'\''s'`],
])("a client id that a shell would read otherwise is quoted: %s", (clientId, written) => {
  const [line] = envFile({ kind: "client secret", name: "Imported", clientId, plaintext: SECRET }).split("\n");
  expect(line).toBe(`CLIENT_ID=${written}`);
});

it.each([
  ["d37e0ce2", "d37e0ce2.env"],
  ["my.service_prod-1", "my.service_prod-1.env"],
  ["https://app.example/<x>|$(y)`", "https___app.example__x____y__.env"],
  ["../../.bashrc", "_._.._.bashrc.env"],
  ["-rf", "_rf.env"],
  ["x".repeat(255), `${"x".repeat(100)}.env`],
])("a file is named after a client id without what a file system reads: %s", (clientId, name) => {
  expect(fileNameOf({ kind: "client secret", name: "Imported", clientId, plaintext: SECRET })).toBe(name);
});
