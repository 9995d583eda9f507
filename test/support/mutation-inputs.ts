import { PreviousSecretPolicy } from "../../src/model/inputs/secret-rotation.inputs.js";
import { Role } from "../../src/model/permission.js";
import type { TestOrganization } from "./gateway.js";

type Prepare = (organization: TestOrganization) => Promise<Record<string, unknown>>;

const ofApplication =
  (more: Record<string, unknown> = {}): Prepare =>
  async ({ owner }) => ({ oauthApplicationId: (await owner.createApplication()).id, ...more });

const ofRotation =
  (more: Record<string, unknown> = {}): Prepare =>
  async ({ owner }) => {
    const { id } = await owner.createApplication();
    await owner.rotate(id, { previousSecret: PreviousSecretPolicy.KEEP });
    return { oauthApplicationId: id, ...more };
  };

/** For every mutation: makes what it needs to succeed and answers its input. Tokens in them carry no permission. */
export const MUTATION_INPUTS: Record<string, Prepare> = {
  createOAuthApplication: async () => ({ name: "Created" }),
  updateOAuthApplication: ofApplication({ name: "Renamed" }),
  deleteOAuthApplication: ofApplication(),
  rotateSecret: ofApplication(),
  updateSecretRotation: ofRotation({ overlapSeconds: 60 }),
  completeSecretRotation: ofRotation(),
  cancelSecretRotation: ofRotation(),
  createApiToken: async () => ({ name: "Created", role: Role.VIEWER, permissions: [] }),
  revokeApiToken: async ({ owner }) => ({ apiTokenId: await issueToken(owner) }),
  updateOrganization: async () => ({ name: "Renamed" }),
};

async function issueToken(owner: TestOrganization["owner"]): Promise<string> {
  const data = await owner.ok(
    'mutation { createApiToken(input: { name: "Short-lived", role: VIEWER, permissions: [] }) { apiToken { id } } }',
  );
  return data.createApiToken.apiToken.id;
}

/** `rotateSecret` → `RotateSecretInput`. */
export function inputTypeOf(mutation: string): string {
  return `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
}
