import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { TestGateway, TestOrganization } from "../gateway/gateway.js";

/** What tests of imports with files begin with. */
export interface ImportSetting {
  /** Of all tests of their describe, as is the folder. */
  gateway: TestGateway;
  folder: string;
  /** A new one for each test. */
  organization: TestOrganization;
  /** Writes a mapping, and answers its path. */
  mappingFile(columns: object, constants?: object): Promise<string>;
}

/** Called in a describe, whose tests find there what is for them. */
export function importSetting(start: () => Promise<TestGateway>): ImportSetting {
  let mappings = 0;
  const setting = {
    async mappingFile(columns: object, constants: object = {}) {
      const file = join(setting.folder, `mapping-${++mappings}.json`);
      await writeFile(file, JSON.stringify({ columns, constants }));
      return file;
    },
  } as ImportSetting;
  beforeAll(async () => {
    setting.gateway = await start();
    setting.folder = await mkdtemp(join(tmpdir(), "gateway-import-"));
  });
  beforeEach(async () => {
    setting.organization = await setting.gateway.organization();
  });
  afterAll(async () => {
    await setting.gateway.stop();
    await rm(setting.folder, { recursive: true, force: true });
  });
  return setting;
}
