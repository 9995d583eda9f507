import { PreviousSecretPolicy } from "../../../src/model/inputs/secret-rotation.inputs.js";
import { Permission, Role } from "../../../src/model/permission.js";
import type { TestOrganization } from "../gateway/gateway.js";

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

/**
 * For every mutation: prepares what it needs to succeed, and answers its input. Tokens in inputs carry no permission.
 */
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
  addMember: async () => ({ subject: newSubject(), role: Role.VIEWER }),
  updateMember: async ({ owner }) => ({ memberId: await addMember(owner), role: Role.VIEWER }),
  removeMember: async ({ owner }) => ({ memberId: await addMember(owner) }),
  updateOrganization: async () => ({ name: "Renamed" }),
};

/** Every role carries at least this, and nobody assigns a role beyond their own rights. */
const CARRIED = [Permission.APPLICATION_READ];

/** The permissions that a mutation with these inputs needs besides its own. */
export const ALSO_NEEDED: Record<string, Permission[]> = {
  addMember: CARRIED,
  updateMember: CARRIED,
  removeMember: CARRIED,
};

let subjects = 0;

function newSubject(): string {
  return `subject-${++subjects}`;
}

async function addMember(owner: TestOrganization["owner"]): Promise<string> {
  const { addMember } = await owner.ok(
    "mutation ($subject: String!) { addMember(input: { subject: $subject, role: VIEWER }) { member { id } } }",
    { subject: newSubject() },
  );
  return addMember.member.id;
}

async function issueToken(owner: TestOrganization["owner"]): Promise<string> {
  const data = await owner.ok(
    'mutation { createApiToken(input: { name: "Short-lived", role: VIEWER, permissions: [] }) { token apiToken { id } } }',
  );
  return data.createApiToken.apiToken.id;
}

/** `rotateSecret` → `RotateSecretInput`. */
export function inputTypeOf(mutation: string): string {
  return `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
}
