import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { addedMember, removeMember } from "../support/organization/members.js";
import {
  AUDIENCE,
  forge,
  type IssuerKey,
  newIssuerKey,
  type OutsideIssuer,
  startOutsideIssuer,
} from "../support/processes/outside-issuer.js";

const ASKED = "asked to name one";

describe.each(DATABASE_KINDS)("a user whom another organization adds on %s", (kind) => {
  let key: IssuerKey;
  let issuer: OutsideIssuer;
  let gateway: TestGateway;
  let users = 0;

  beforeAll(async () => {
    key = await newIssuerKey("first");
    issuer = await startOutsideIssuer([key]);
    gateway = await startTestGateway(kind, { env: { OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: AUDIENCE } });
  });
  afterAll(async () => {
    await gateway.stop();
    await issuer.stop();
  });

  interface User {
    subject: string;
    client: GraphqlClient;
  }

  async function newUser(): Promise<User> {
    const subject = `user-${++users}`;
    const token = await forge(key, { iss: issuer.url, aud: AUDIENCE, sub: subject });
    return { subject, client: new GraphqlClient(gateway.url, token) };
  }

  const add = ({ owner }: TestOrganization, { subject }: User, role = "ADMIN") => addedMember(owner, { subject, role });

  /** The organization a request is answered for. */
  async function place({ client }: User, organization?: string): Promise<string> {
    const headers = organization === undefined ? undefined : { "x-organization": organization };
    const { status, data, errors } = await client.send("{ organization { id } }", undefined, headers);
    if (status === 400 && errors[0]?.extensions.field === "X-Organization") return ASKED;
    return data?.organization.id ?? `HTTP ${status}`;
  }

  async function throughCloudflare({ client }: User, { owner }: TestOrganization): Promise<number> {
    const { organization } = await owner.ok("{ organization { uuid } }");
    const account = organization.uuid.replaceAll("-", "");
    const { status } = await fetch(`${gateway.url}/client/v4/accounts/${account}/oauth_clients`, {
      headers: { authorization: `Bearer ${client.token}` },
    });
    return status;
  }

  const setting = async () =>
    [await newUser(), await gateway.organization(), await gateway.organization()] as [
      User,
      TestOrganization,
      TestOrganization,
    ];

  it("stays where it works, by every way in that has no place for a name", async () => {
    const [user, home, stranger] = await setting();
    await add(home, user, "OWNER");
    expect(await place(user)).toBe(home.id);
    await add(stranger, user, "OWNER");
    expect(await place(user)).toBe(home.id);
    const { client } = user;
    const clerk = await fetch(`${gateway.url}/v1/oauth_applications`, {
      headers: { authorization: `Bearer ${client.token}` },
    });
    expect(clerk.status).toBe(200);
    const { clientId, clientSecret } = await home.owner.createApplication();
    expect((await client.verify(clientId, clientSecret ?? "")).active).toBe(true);
  });

  it("stays where it works when it has always named it", async () => {
    const [user, home, stranger] = await setting();
    await add(home, user);
    expect(await place(user, home.slug)).toBe(home.id);
    await add(stranger, user);
    expect(await place(user)).toBe(home.id);
  });

  it("has to name one of several that it has never used, and is sent to the one it named", async () => {
    const [user, home, stranger] = await setting();
    await add(stranger, user);
    await add(home, user);
    expect(await place(user)).toBe(ASKED);
    expect(await place(user)).toBe(ASKED);
    expect(await place(user, home.id)).toBe(home.id);
    expect(await place(user)).toBe(home.id);
  });

  it("names one by the path of a dialect as well", async () => {
    const [user, home, stranger] = await setting();
    await add(stranger, user);
    await add(home, user);
    expect(await throughCloudflare(user, home)).toBe(200);
    expect(await place(user)).toBe(home.id);
  });

  it("is sent nowhere by a guess once it has used several", async () => {
    const [user, home, other] = await setting();
    await add(home, user);
    await add(other, user);
    expect(await place(user, home.id)).toBe(home.id);
    expect(await place(user, other.id)).toBe(other.id);
    expect(await place(user)).toBe(ASKED);
    expect(await place(user, home.id)).toBe(home.id);
  });

  it("has used nothing by naming an organization that it is not in", async () => {
    const [user, home, stranger] = await setting();
    const foreign = await gateway.organization();
    await add(home, user);
    await place(user, foreign.id);
    expect(await throughCloudflare(user, foreign)).toBe(404);
    await add(stranger, user);
    expect(await place(user)).toBe(ASKED);
  });

  it("is not sent to the one left when it is removed from where it works, before it names that", async () => {
    const [user, home, stranger] = await setting();
    const memberId = await add(home, user);
    expect(await place(user)).toBe(home.id);
    await add(stranger, user);
    await removeMember(home.owner, memberId);
    expect(await place(user)).toBe(ASKED);
    expect(await place(user, stranger.slug)).toBe(stranger.id);
    expect(await place(user)).toBe(stranger.id);
  });

  it("is never sent to a stranger while it is removed from where it works and added again", async () => {
    const [user, home, stranger] = await setting();
    const memberId = await add(home, user);
    expect(await place(user)).toBe(home.id);
    await add(stranger, user);
    await removeMember(home.owner, memberId);
    expect(await place(user)).toBe(ASKED);
    await add(home, user, "OWNER");
    expect(await place(user)).toBe(ASKED);
    expect(await place(user, home.id)).toBe(home.id);
    expect(await place(user)).toBe(home.id);
  });

  it("goes to the only one left when it was added there before it worked anywhere", async () => {
    const [user, home, other] = await setting();
    await add(other, user);
    const memberId = await add(home, user);
    expect(await place(user, home.id)).toBe(home.id);
    await removeMember(home.owner, memberId);
    expect(await place(user)).toBe(other.id);
  });

  it("has used nothing by asking a dialect for what it may not", async () => {
    const [user, home, stranger] = await setting();
    await add(home, user);
    expect(await place(user)).toBe(home.id);
    await add(stranger, user, "VIEWER");
    const headers = { authorization: `Bearer ${user.client.token}`, "x-organization": stranger.id };
    const refused = await fetch(`${gateway.url}/v1/oauth_applications/app_1`, { method: "DELETE", headers });
    expect(refused.status).toBe(403);
    expect(await place(user)).toBe(home.id);
  });

  it("is remembered with the first request, once for 20 of one moment, and by no write later", async () => {
    const [user, home] = await setting();
    const id = await add(home, user);
    const used = async () =>
      Number((await gateway.database.query(`SELECT first_used_at FROM members WHERE id = '${id}'`))[0]?.first_used_at);
    const answers = await Promise.all(Array.from({ length: 20 }, () => place(user)));
    expect(new Set(answers)).toEqual(new Set([home.id]));
    const first = await used();
    expect(first).toBeGreaterThan(0);
    gateway.advance(1000);
    expect(await place(user)).toBe(home.id);
    expect(await place(user, home.id)).toBe(home.id);
    expect(await used()).toBe(first);
  });

  it("works on while its first use cannot be written, which the next request does", async () => {
    const [user, home, stranger] = await setting();
    await add(home, user);
    const { query } = gateway.database;
    const refusal = kind === "sqlite" ? SQLITE_REFUSAL : POSTGRES_REFUSAL;
    for (const statement of refusal.make) await query(statement);
    expect(await place(user)).toBe(home.id);
    for (const statement of refusal.undo) await query(statement);
    expect(gateway.log()).toContain("members are not written");
    expect(await place(user)).toBe(home.id);
    await add(stranger, user);
    expect(await place(user)).toBe(home.id);
  });
});

const SQLITE_REFUSAL = {
  make: [
    `CREATE TRIGGER refusal BEFORE UPDATE OF first_used_at ON members
      BEGIN SELECT RAISE(ABORT, 'members are not written'); END`,
  ],
  undo: ["DROP TRIGGER refusal"],
};

const POSTGRES_REFUSAL = {
  make: [
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'members are not written'; END $$`,
    "CREATE TRIGGER refusal BEFORE UPDATE OF first_used_at ON members FOR EACH ROW EXECUTE FUNCTION refuse()",
  ],
  undo: ["DROP TRIGGER refusal ON members", "DROP FUNCTION refuse()"],
};
