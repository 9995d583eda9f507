import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { installFolder } from "../support/processes/installed-folder.mjs";
import { startOwnedGateway } from "./owned-gateway.js";

const FOLDER = import.meta.dirname;

/** Vitest's global setup: installs what the front end needs and generates its types from a live schema. */
export default async function prepare(): Promise<void> {
  await installFolder(FOLDER);
  const { url, token, stop } = await startOwnedGateway();
  try {
    await promisify(execFile)(process.execPath, ["node_modules/@graphql-codegen/cli/esm/bin.js", "--silent"], {
      cwd: FOLDER,
      env: { PATH: process.env.PATH, GATEWAY_URL: url, GATEWAY_TOKEN: token },
    });
  } finally {
    await stop();
  }
}
