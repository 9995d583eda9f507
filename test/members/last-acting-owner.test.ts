import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { REQUIRED } from "../support/dialects/csp.js";
import { dialectClient } from "../support/dialects/dialects.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import type { Answer, GraphqlClient } from "../support/gateway/graphql-client.js";
import { haveTime } from "../support/gateway/have-time.js";
import { outcomes } from "../support/gateway/outcomes.js";
import { DELETIONS, FAILED_IN_BULK, graphql, ITEM, rest, type Send } from "../support/gateway/ways-in.js";
import { createClient, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import {
  access,
  addedMember,
  listMembers,
  removeMember,
  serviceAccount,
  updateMember,
} from "../support/organization/members.js";
import { change, changed, read, refusalOf } from "../support/organization/oauth-applications.js";

const RACERS = 6;

const update = (settings: Record<string, unknown>) => graphql("updateOAuthApplication", settings);
const cloudflare = (body: object) => rest("PATCH", ITEM.cloudflare, () => body);
const csp = (body: object) => rest("PATCH", ITEM.csp, () => ({ ...REQUIRED, ...body }));

const WAYS: Record<string, Send> = {
  "disabling it": update({ enabled: false }),
  "making it public": update({ public: true }),
  "tokenEndpointAuthMethod: NONE": update({ tokenEndpointAuthMethod: "NONE" }),
  "taking CLIENT_CREDENTIALS away": update({ grantTypes: ["AUTHORIZATION_CODE"] }),
  "Clerk's public": rest("PATCH", ITEM.clerk, () => ({ public: true })),
  "Cloudflare's token_endpoint_auth_method": cloudflare({ token_endpoint_auth_method: "none" }),
  "Cloudflare's grant_types": cloudflare({ grant_types: ["authorization_code"] }),
  "CSP's publicClient": csp({ publicClient: true, grantTypes: ["authorization_code"] }),
  "CSP's grantTypes": csp({ grantTypes: ["authorization_code"] }),
  ...DELETIONS,
};

interface Owner {
  memberId: string;
  oauthApplicationId: string;
}

describe.each(DATABASE_KINDS)("the last owner that can act, an application, on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  it.each(Object.entries(WAYS))("is not lost by %s, which another owner allows", async (_title, send) => {
    const organization = await gateway.organization();
    const { owner } = organization;
    const { application, signIn } = await serviceAccount(gateway, organization, "OWNER");
    const service = await signIn();
    const target = { organizationId: organization.id, ...application };
    const client = dialectClient(gateway.url, owner.token);
    const state = async () => [await read(owner, application.id), await listMembers(owner), await access(service)];
    const before = await state();
    expect([409, FAILED_IN_BULK]).toContain(await send(client, target));
    expect([409, FAILED_IN_BULK]).toContain(await send(dialectClient(gateway.url, service.token), target));
    expect(await state()).toEqual(before);
    await addedMember(owner, { subject: "another", role: "OWNER" });
    expect([200, 204]).toContain(await send(client, target));
    expect(await access(service)).toEqual([401, "UNAUTHENTICATED"]);
  });

  async function ownerOf(client: GraphqlClient, role = "OWNER"): Promise<Owner> {
    const { id: oauthApplicationId } = await createClient(client);
    return { oauthApplicationId, memberId: await addedMember(client, { oauthApplicationId, role }) };
  }
  const lame = (client: GraphqlClient, { oauthApplicationId }: Owner, settings: Record<string, unknown>) =>
    change(client, "updateOAuthApplication", { oauthApplicationId, ...settings });

  const LAME: Record<string, Record<string, unknown>[]> = {
    disabled: [{ enabled: false }],
    public: [{ public: true }],
    "without CLIENT_CREDENTIALS": [{ grantTypes: [] }],
    "without a secret, since it was public": [{ public: true }, { public: false }],
  };

  it.each(Object.entries(LAME))("is not replaced by one that is %s", async (_title, steps) => {
    const { owner } = await gateway.organization();
    const [last, other] = [await ownerOf(owner), await ownerOf(owner)];
    for (const step of steps) expect((await lame(owner, other, step)).errors).toEqual([]);
    const ways = [
      () => lame(owner, last, { enabled: false }),
      () => removeMember(owner, last.memberId),
      () => updateMember(owner, last.memberId, "ADMIN"),
    ];
    for (const way of ways) expect(refusalOf(await way())).toEqual({ code: "CONFLICT" });
    const input = { oauthApplicationId: other.oauthApplicationId, grantTypes: ["CLIENT_CREDENTIALS"] };
    await changed(owner, "updateOAuthApplication", { ...input, enabled: true, public: false });
    await owner.rotate(other.oauthApplicationId, { previousSecret: "REVOKE" });
    for (const way of ways.slice(0, 2)) expect((await way()).errors).toEqual([]);
  });

  it("can be changed in every other way, and who is no owner in every way", async () => {
    const { owner } = await gateway.organization();
    const [last, admin] = [await ownerOf(owner), await ownerOf(owner, "ADMIN")];
    const harmless = { name: "Renamed", grantTypes: ["AUTHORIZATION_CODE", "CLIENT_CREDENTIALS"], enabled: true };
    expect((await lame(owner, last, harmless)).errors).toEqual([]);
    expect((await lame(owner, admin, { enabled: false })).errors).toEqual([]);
  });

  const END: Record<string, (client: GraphqlClient, owner: Owner) => Promise<Answer>> = {
    disabled: (client, owner) => lame(client, owner, { enabled: false }),
    "made public": (client, owner) => lame(client, owner, { public: true }),
    "without the grant": (client, owner) => lame(client, owner, { grantTypes: [] }),
    removed: (client, { memberId }) => removeMember(client, memberId),
    demoted: (client, { memberId }) => updateMember(client, memberId, "ADMIN"),
  };

  it.each([
    ["disabled", ["disabled"]],
    ["lost in different ways", Object.keys(END)],
  ])("is left when all owners are %s at once", async (_title, names) => {
    const organization = await gateway.organization();
    const { owner } = organization;
    const owners = await Promise.all(Array.from({ length: RACERS }, () => ownerOf(owner)));
    const answers = await Promise.all(
      owners.map((one, index) => {
        const end = END[names[index % names.length] as string] as (typeof END)[string];
        return end(owner, one);
      }),
    );
    expect(outcomes(answers)).toEqual({ OK: RACERS - 1, CONFLICT: 1 });
    expect(await acting(organization)).toBe(1);
  });

  async function acting({ owner }: TestOrganization): Promise<number> {
    const { members } = await owner.ok(
      "{ members(first: 100) { nodes { role oauthApplication { enabled public grantTypes } } } }",
    );
    return members.nodes.filter(
      ({ role, oauthApplication }: { role: string; oauthApplication: Record<string, unknown> }) =>
        role === "OWNER" &&
        oauthApplication.enabled &&
        !oauthApplication.public &&
        (oauthApplication.grantTypes as string[]).includes("CLIENT_CREDENTIALS"),
    ).length;
  }
});
