import { afterAll, beforeAll, beforeEach } from "vitest";
import type { BroughtClient } from "../../../src/services/imports/brought-client.js";
import type { ImportOptions } from "../../../src/services/imports/taken-client.js";
import type { DatabaseKind } from "../databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../gateway/gateway.js";
import { importClient } from "./brought-clients.js";

/** What tests of single clients' imports begin with. */
export interface ImportOpening {
  /** Of all tests of their describe. */
  gateway: TestGateway;
  /** A new one for each test. */
  organization: TestOrganization;
  bring(client: BroughtClient, options?: Partial<ImportOptions>): ReturnType<typeof importClient>;
  /** The application that has a client id. */
  // biome-ignore lint/suspicious/noExplicitAny: the answer has whatever is asked for.
  shown(clientId: string): Promise<any>;
}

/** Called in a describe, whose tests find there what is for them; `query` asks for the application of a `$clientId`. */
export function importOpening(kind: DatabaseKind, query: string): ImportOpening {
  const opening = {
    bring: (client, options) => importClient(opening.gateway, opening.organization, client, options),
    shown: async (clientId) => (await opening.organization.owner.ok(query, { clientId })).oauthApplication,
  } as ImportOpening;
  beforeAll(async () => {
    opening.gateway = await startTestGateway(kind);
  });
  beforeEach(async () => {
    opening.organization = await opening.gateway.organization();
  });
  afterAll(() => opening.gateway.stop());
  return opening;
}
