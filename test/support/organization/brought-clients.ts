import { WayIn } from "../../../src/model/actor.js";
import { CreateOAuthApplicationInput } from "../../../src/model/inputs/oauth-application.inputs.js";
import { commandLineActor } from "../../../src/services/actors/built-in-actors.js";
import type { BroughtClient, BroughtSecret } from "../../../src/services/imports/brought-client.js";
import type { ImportOptions } from "../../../src/services/imports/taken-client.js";
import type { TestGateway, TestOrganization } from "../gateway/gateway.js";

/** A secret in clear, by default without an end. */
export function inClear(text: string, expiresAt: Date | null = null): BroughtSecret {
  return { form: "plain", text, expiresAt };
}

let count = 0;

/** A client of another system that may ask for tokens. */
export function broughtClient(
  client: Partial<Omit<BroughtClient, "settings">> & { settings?: Partial<CreateOAuthApplicationInput> } = {},
): BroughtClient {
  const clientId = client.clientId ?? `brought-${++count}`;
  return {
    enabled: true,
    secrets: [inClear(`secret-of-${clientId}`)],
    takesAnyMethod: false,
    notes: [],
    ...client,
    clientId,
    settings: Object.assign(new CreateOAuthApplicationInput(), {
      name: clientId,
      grantTypes: ["CLIENT_CREDENTIALS"],
      ...client.settings,
    }),
  };
}

/** Takes in one client as the command line does; its line is the client itself unless it is given. Answers its client id, too. */
export async function importClient(
  { gateway }: TestGateway,
  { id }: Pick<TestOrganization, "id">,
  client: BroughtClient,
  options: Partial<ImportOptions> = {},
) {
  const actor = commandLineActor(id, { wayIn: WayIn.CLI, requestId: null, address: null });
  const line = JSON.stringify(client);
  const item = await gateway.services.applicationImports.import(actor, client, {
    source: "keycloak",
    line,
    ...options,
  });
  return { clientId: client.clientId, ...item };
}
