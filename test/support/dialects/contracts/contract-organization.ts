import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { Permission, Role } from "../../../../src/model/permission.js";
import type { TestGateway, TestOrganization } from "../../gateway/gateway.js";
import type { GraphqlClient } from "../../gateway/graphql-client.js";
import { requestToken } from "../../oauth/oauth-endpoints.js";
import { type DialectAnswer, type DialectClient, dialectClient } from "../dialects.js";
import type { Call, Contract, CreatedByDialect, Rotation } from "./contract.js";

/** An application that was registered through a dialect, and the requests that can be made about it. */
export interface ContractApplication extends CreatedByDialect {
  /** The gateway's own id of the application. */
  id: string;
}

export type ContractRole = "viewer" | "developer" | "admin" | "owner";

/** An organization whose applications are managed through one dialect. */
export interface ContractOrganization extends TestOrganization {
  contract: Contract;
  as(role: ContractRole): DialectClient;
  withToken(token: string | null): DialectClient;
  narrowed(role: Role, permissions: Permission[]): Promise<DialectClient>;
  call(call: Call, key?: string, client?: DialectClient): Promise<DialectAnswer>;
  /** Registers an application that may also ask for tokens. */
  application(name?: string): Promise<ContractApplication>;
  rotated(rotation: Rotation, key: string): Promise<string>;
}

export async function contractOrganization(gateway: TestGateway, contract: Contract): Promise<ContractOrganization> {
  const organization = await gateway.organization();
  const { url } = gateway;
  const as = (role: ContractRole) => dialectClient(url, organization[role].token);
  const call: ContractOrganization["call"] = ({ method, path, body }, key = "", client = as("owner")) =>
    client.request(method, path(organization.id, key), body ? { body: body(key) } : {});
  return {
    ...organization,
    contract,
    as,
    call,
    withToken: (token) => dialectClient(url, token),
    narrowed: async (role, permissions) => dialectClient(url, (await organization.client(role, permissions)).token),
    async application(name = "Test application") {
      const { create, creation } = contract;
      const answer = await call({ ...create, body: () => creation(name) });
      expect(answer.status, answer.text).toBe(create.status);
      const created = create.createdOf(answer.body);
      return { ...created, id: await allowTokens(organization.owner, created.clientId) };
    },
    async rotated(rotation, key) {
      const answer = await call(rotation, key);
      expect(answer.status, answer.text).toBe(rotation.status);
      return rotation.secretOf(answer);
    },
  };
}

/** Adds the grant through GraphQL, since two of the dialects cannot. */
async function allowTokens(owner: GraphqlClient, clientId: string): Promise<string> {
  const { oauthApplication } = await owner.ok(
    "query ($clientId: String!) { oauthApplication(clientId: $clientId) { id grantTypes } }",
    { clientId },
  );
  const { id, grantTypes } = oauthApplication;
  if (grantTypes.includes("CLIENT_CREDENTIALS")) return id;
  await owner.ok(
    `mutation ($input: UpdateOAuthApplicationInput!) {
      updateOAuthApplication(input: $input) { oauthApplication { id } }
    }`,
    { input: { oauthApplicationId: id, grantTypes: [...grantTypes, "CLIENT_CREDENTIALS"] } },
  );
  return id;
}

/** Whether a secret works. `/oauth/verify` and the token endpoint must agree. */
export async function isGood(
  gateway: TestGateway,
  admin: GraphqlClient,
  clientId: string,
  clientSecret: string,
): Promise<boolean> {
  const { active } = await admin.verify(clientId, clientSecret);
  const { status, json } = await requestToken(gateway.url, { clientId, clientSecret });
  expect([status, json.error]).toEqual(active ? [200, undefined] : [401, "invalid_client"]);
  return active;
}

/** Expects a refusal in the vendor's whole shape. Answers its message. */
export function expectRefused(
  { dialect, refusal }: Contract,
  { status, headers, body, text }: DialectAnswer,
  expected: { status: number; field?: string },
): string {
  expect(status, text).toBe(expected.status);
  expect(headers.get("content-type")).toBe("application/json");
  const message = messageOf(body);
  expect(message).toMatch(/\S/);
  expect(body).toEqual(refusal(headers.get("x-request-id") ?? "", status, message, expected.field));
  const mayBeDone = status === 409 || (status === 503 && headers.get("retry-after") === null);
  expect(headers.get("x-should-retry")).toBe(dialect === "cloudflare" && mayBeDone ? "false" : null);
  if (expected.field !== undefined) expect(message.startsWith(`${expected.field} `), message).toBe(true);
  return message;
}

function messageOf(body: DialectAnswer["body"]): string {
  return body.message ?? body.errors?.[0]?.message;
}

/** All operations of a dialect with a title, for `it.each`. */
export function callsOf({
  list,
  create,
  creation,
  get,
  update,
  rotations,
  delete: remove,
}: Contract): [string, Call][] {
  return [
    ["list", list],
    ["create", { ...create, body: () => creation(`Created ${randomUUID()}`) }],
    ["get", get],
    ...(update ? [["update", update] as [string, Call]] : []),
    ...rotations.flatMap((rotation): [string, Call][] => [
      [`rotate (${rotation.title})`, rotation],
      ...(rotation.end ? [[`end (${rotation.title})`, rotation.end] as [string, Call]] : []),
    ]),
    ["delete", remove],
  ];
}

/** `it` for a promise of the dialect. A promise that it does not make is left out, not skipped. */
export function itWhere(isPromised: boolean): (claim: string, test: () => Promise<void>) => void {
  return isPromised ? it : () => undefined;
}
