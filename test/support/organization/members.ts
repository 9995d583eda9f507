import type { Role } from "../../../src/model/permission.js";
import type { TestGateway, TestOrganization } from "../gateway/gateway.js";
import { type Answer, GraphqlClient } from "../gateway/graphql-client.js";
import { type Client, createClient, tokenOf } from "../oauth/oauth-endpoints.js";

/** The fields of a member. */
export const MEMBER =
  "id kind subject email pending name role createdAt oauthApplication { id } createdBy { id kind name }";

export function addMember(client: GraphqlClient, input: Record<string, unknown>): Promise<Answer> {
  return client.send(`mutation ($input: AddMemberInput!) { addMember(input: $input) { member { ${MEMBER} } } }`, {
    input: { role: "VIEWER", ...input },
  });
}

export function updateMember(client: GraphqlClient, memberId: string, role: string): Promise<Answer> {
  return client.send(`mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { member { ${MEMBER} } } }`, {
    input: { memberId, role },
  });
}

export function removeMember(client: GraphqlClient, memberId: string): Promise<Answer> {
  return client.send("mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { removedId } }", {
    input: { memberId },
  });
}

/** Adds a member; throws unless it succeeds. Answers its id. */
export async function addedMember(client: GraphqlClient, input: Record<string, unknown>): Promise<string> {
  const { data, errors } = await addMember(client, input);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return data.addMember.member.id;
}

export async function listMembers(client: GraphqlClient): Promise<{ id: string; role: string; subject: string }[]> {
  return (await client.ok(`{ members(first: 100) { nodes { ${MEMBER} } } }`)).members.nodes;
}

export interface ServiceAccount {
  application: Client;
  memberId: string;
  /** Requests an access token for the gateway itself. Answers a client that sends it. */
  signIn(): Promise<GraphqlClient>;
}

/** An application that is a member of its organization with a role. */
export async function serviceAccount(
  gateway: Pick<TestGateway, "url">,
  { owner }: Pick<TestOrganization, "owner">,
  role: Role | keyof typeof Role,
  input: Record<string, unknown> = {},
): Promise<ServiceAccount> {
  const application = await createClient(owner, { name: `Service ${role}`, ...input });
  const memberId = await addedMember(owner, { oauthApplicationId: application.id, role });
  return {
    application,
    memberId,
    signIn: async () =>
      new GraphqlClient(gateway.url, await tokenOf(gateway.url, application, { resource: gateway.url })),
  };
}

/** The HTTP status, and the code of a refusal. */
export async function access(client: GraphqlClient, headers?: Record<string, string>): Promise<[number, string?]> {
  const { status, errors } = await client.send("{ viewer { role } }", undefined, headers);
  return errors[0] ? [status, errors[0].extensions.code] : [status];
}
