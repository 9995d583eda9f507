import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { buildSchema } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestDatabase } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { insertTokens } from "../support/organization/many-tokens.js";
import { addedMember } from "../support/organization/members.js";
import { newRecipient } from "../support/organization/recipients.js";
import { issue, newKey, payloadOf } from "../support/organization/repeated-requests.js";
import { leastOf } from "../support/organization/shown-once.js";

const SCHEMA = join(import.meta.dirname, "..", "..", "schema.graphql");
const CODES = ["BAD_USER_INPUT", "FORBIDDEN", "NOT_FOUND", "CONFLICT"];
const NOTHING = "0000000000000000000000";

type Input = Record<string, unknown>;
type Prepare = (organization: TestOrganization, database: TestDatabase) => Promise<Input>;
type Asker = "viewer" | "developer" | "admin" | "owner";

const just = (input: Input) => async () => input;
const and =
  (prepare: Prepare, more: Input): Prepare =>
  async (...given) => ({ ...(await prepare(...given)), ...more });

/** An application that has just been registered, with more in the input. */
const application =
  (more: Input = {}, settings: Input = {}): Prepare =>
  async ({ owner }) => {
    const { id } = await owner.createApplication({ grantTypes: ["CLIENT_CREDENTIALS"], ...settings });
    return { oauthApplicationId: id, ...more };
  };

/** An application whose rotation is open. */
const rotating =
  (more: Input = {}): Prepare =>
  async (...given) => {
    const input = await application()(...given);
    await given[0].owner.rotate(String(input.oauthApplicationId));
    return { ...input, ...more };
  };

/** An application that is a member, an owner. */
const mightyApplication: Prepare = async (...given) => {
  const input = await application()(...given);
  await addedMember(given[0].owner, { ...input, role: "OWNER" });
  return input;
};

const remove = "mutation ($id: ID!) { deleteOAuthApplication(input: {oauthApplicationId: $id}) { __typename } }";

/** A registration whose key came with another name, or whose application was deleted. */
const registered =
  (how: "named otherwise" | "deleted"): Prepare =>
  async ({ owner }) => {
    const input = { name: "First", idempotencyKey: newKey() };
    const { oauthApplication } = payloadOf(await issue(owner, "createOAuthApplication", input));
    if (how === "named otherwise") return { ...input, name: "Second" };
    await owner.ok(remove, { id: oauthApplication.id });
    return input;
  };

const member =
  (role: string, more: Input = {}): Prepare =>
  async ({ owner }) => ({ memberId: await addedMember(owner, { subject: crypto.randomUUID(), role }), ...more });

const tokenOf =
  (asker: Asker, revoked = false): Prepare =>
  async ({ owner, [asker]: { token } }) => {
    const { apiTokens } = await owner.ok("{ apiTokens { nodes { id hint } } }");
    const { id } = apiTokens.nodes.find(({ hint }: { hint: string }) => hint.endsWith(token?.slice(-4) ?? ""));
    const revoke = "mutation ($id: ID!) { revokeApiToken(input: {apiTokenId: $id}) { __typename } }";
    if (revoked) await owner.ok(revoke, { id });
    return { apiTokenId: id };
  };

/** An issuer of as many tokens as there may be. */
const exhausted: Prepare = async (organization, database) => {
  const { apiTokenId } = await tokenOf("owner")(organization, database);
  await insertTokens(database, organization.id, { id: String(apiTokenId), kind: "API_TOKEN" }, 1000, 1);
  return { name: "x", role: "VIEWER" };
};

const unknownApplication = just({ oauthApplicationId: `app_${NOTHING}` });
const stale = application({ expectedVersion: 7 });
const publicApplication = application({}, { grantTypes: [], public: true });
const unknownMember = just({ memberId: `mem_${NOTHING}`, role: "VIEWER" });

type Row = [mutation: string, code: string, when: string, by: Asker, input: Prepare];

/** What every change of one application may answer. */
const ofApplication = (mutation: string, more: Input = {}): Row[] => [
  [mutation, "FORBIDDEN", "for a member with more rights", "admin", and(mightyApplication, more)],
  [mutation, "NOT_FOUND", "for an unknown application", "owner", and(unknownApplication, more)],
  [mutation, "CONFLICT", "for a stale version", "owner", and(stale, more)],
];

const ROWS: Row[] = [
  ["createOAuthApplication", "FORBIDDEN", "without the permission", "viewer", just({ name: "x" })],
  ["createOAuthApplication", "CONFLICT", "for a key with another input", "owner", registered("named otherwise")],
  ["createOAuthApplication", "NOT_FOUND", "for a key whose application is gone", "owner", registered("deleted")],
  ["createOAuthApplication", "BAD_USER_INPUT", "over a limit", "owner", just({ name: "x".repeat(257) })],
  [
    "createOAuthApplication",
    "BAD_USER_INPUT",
    "for null that clears nothing",
    "owner",
    just({ name: "x", public: null }),
  ],
  [
    "createOAuthApplication",
    "CONFLICT",
    "for two keys",
    "owner",
    async () => ({ name: "x", recipientKey: newRecipient().jwk, secretRecipientKey: newRecipient().jwk }),
  ],
  ...ofApplication("updateOAuthApplication"),
  ["updateOAuthApplication", "BAD_USER_INPUT", "over a limit", "owner", application({ secretQuietSeconds: 7_776_001 })],
  ["updateOAuthApplication", "BAD_USER_INPUT", "for null that clears nothing", "owner", application({ enabled: null })],
  ["updateOAuthApplication", "CONFLICT", "for the last owner", "owner", and(mightyApplication, { enabled: false })],
  [
    ...(["updateOAuthApplication", "FORBIDDEN", "for what is an OWNER's", "developer"] as const),
    application({ secretOverlapSeconds: 0 }, { ownerOnlySecretRotation: true }),
  ],
  ...ofApplication("deleteOAuthApplication"),
  [
    ...(["deleteOAuthApplication", "FORBIDDEN", "for what is an OWNER's", "admin"] as const),
    application({}, { ownerOnlySecretRotation: true }),
  ],
  ["deleteOAuthApplication", "CONFLICT", "for the last owner", "owner", mightyApplication],
  ...ofApplication("rotateSecret"),
  ["rotateSecret", "CONFLICT", "while a rotation is open", "owner", rotating()],
  ["rotateSecret", "CONFLICT", "for a public application", "owner", publicApplication],
  [
    "rotateSecret",
    "BAD_USER_INPUT",
    "for an overlap out of range",
    "owner",
    application({ overlapSeconds: 7_776_001 }),
  ],
  ...["KEEP", "REVOKE"].map((previousSecret): Row => {
    const input = application({ previousSecret, overlapSeconds: 60 });
    return ["rotateSecret", "BAD_USER_INPUT", `for an overlap with ${previousSecret}`, "owner", input];
  }),
  ...ofApplication("updateSecretRotation", { overlapSeconds: 60 }),
  ["updateSecretRotation", "CONFLICT", "without a rotation", "owner", application({ overlapSeconds: 60 })],
  ["updateSecretRotation", "BAD_USER_INPUT", "for an overlap out of range", "owner", rotating({ overlapSeconds: -1 })],
  ["updateSecretRotation", "BAD_USER_INPUT", "for an overlap left out", "owner", rotating()],
  ...ofApplication("completeSecretRotation"),
  ["completeSecretRotation", "CONFLICT", "without a rotation", "owner", application()],
  ...ofApplication("cancelSecretRotation"),
  ["cancelSecretRotation", "CONFLICT", "without a rotation", "owner", application()],
  ["createApiToken", "FORBIDDEN", "for a role beyond one's own", "admin", just({ name: "x", role: "OWNER" })],
  [
    ...(["createApiToken", "BAD_USER_INPUT", "for a permission that the role does not hold", "owner"] as const),
    just({ name: "x", role: "VIEWER", permissions: ["AUDIT_READ"] }),
  ],
  [
    ...(["createApiToken", "BAD_USER_INPUT", "for an end in the past", "owner"] as const),
    just({ name: "x", role: "VIEWER", expiresAt: "2020-01-01T00:00:00Z" }),
  ],
  ["createApiToken", "CONFLICT", "for a token too many", "owner", exhausted],
  ["revokeApiToken", "FORBIDDEN", "for a token with more rights", "admin", tokenOf("owner")],
  ["revokeApiToken", "NOT_FOUND", "for an unknown token", "owner", just({ apiTokenId: `tok_${NOTHING}` })],
  ["revokeApiToken", "CONFLICT", "when it is revoked already", "owner", tokenOf("viewer", true)],
  ["addMember", "FORBIDDEN", "for a role above one's own", "admin", just({ subject: "x", role: "OWNER" })],
  [
    "addMember",
    "NOT_FOUND",
    "for an unknown application",
    "owner",
    just({ oauthApplicationId: NOTHING, role: "VIEWER" }),
  ],
  ["addMember", "CONFLICT", "for a member", "owner", and(mightyApplication, { role: "VIEWER" })],
  [
    ...(["addMember", "CONFLICT", "for an application without the grant", "owner"] as const),
    application({ role: "VIEWER" }, { grantTypes: ["AUTHORIZATION_CODE"] }),
  ],
  ["addMember", "BAD_USER_INPUT", "for none", "owner", just({ role: "VIEWER" })],
  ["updateMember", "FORBIDDEN", "when the old role is above one's own", "admin", member("OWNER", { role: "VIEWER" })],
  ["updateMember", "FORBIDDEN", "when the new role is above one's own", "admin", member("VIEWER", { role: "OWNER" })],
  ["updateMember", "NOT_FOUND", "for an unknown member", "owner", unknownMember],
  ["updateMember", "CONFLICT", "for the last owner", "owner", member("OWNER", { role: "ADMIN" })],
  ["removeMember", "FORBIDDEN", "for a role above one's own", "admin", member("OWNER")],
  ["removeMember", "NOT_FOUND", "for an unknown member", "owner", just({ memberId: `mem_${NOTHING}` })],
  ["removeMember", "CONFLICT", "for the last owner", "owner", member("OWNER")],
  ["updateOrganization", "FORBIDDEN", "without the permission", "admin", just({ name: "x" })],
  ["updateOrganization", "BAD_USER_INPUT", "for null", "owner", just({ allowHttpRedirectUris: null })],
];

describe("a mutation answers with the code that its description promises", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
  });
  afterAll(() => gateway.stop());

  it.each(ROWS)("%s: %s %s", async (mutation, code, _when, by, prepare) => {
    const organization = await gateway.organization();
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const { data, errors } = await organization[by].send(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${leastOf(mutation)} } }`,
      { input: await prepare(organization, gateway.database) },
    );
    expect(errors.map(({ extensions, path }) => [extensions.code, path])).toEqual([[code, [mutation]]]);
    expect(data).toEqual({ [mutation]: null });
  });

  it("for all codes of all mutations", async () => {
    const mutations = Object.values(
      buildSchema(await readFile(SCHEMA, "utf8"))
        .getMutationType()
        ?.getFields() ?? {},
    );
    const promised = mutations.flatMap(({ name, description }) =>
      CODES.filter((code) => description?.includes(code)).map((code) => `${name} ${code}`),
    );
    expect([...new Set(ROWS.map(([mutation, code]) => `${mutation} ${code}`))].toSorted()).toEqual(promised.toSorted());
  });
});
