import { type ApolloClient, gql, type TypedDocumentNode } from "@apollo/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CreatedApplication, GraphqlClient } from "../support/gateway/graphql-client.js";
import { type OwnedGateway, startOwnedGateway } from "./owned-gateway.js";
import { createApolloClient } from "./src/apollo-client.js";

const PUBLIC_URL = "http://127.0.0.1:4000";
const ADD_MEMBER = "mutation ($input: AddMemberInput!) { addMember(input: $input) { member { id } } }";
const REMOVE_MEMBER = "mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { removedId } }";

describe("the cache's type policies", () => {
  let gateway: OwnedGateway;
  let client: ApolloClient;

  beforeAll(async () => {
    gateway = await startOwnedGateway({ PUBLIC_URL });
    client = createApolloClient(gateway.url, () => gateway.token);
  });
  afterAll(() => gateway.stop());

  describe("keep every page of a list", () => {
    const names = Array.from({ length: 5 }, (_, index) => `Listed ${index}`).toReversed();
    const list = (filter: string, fields: string): TypedDocumentNode<Listed, { after?: string }> => gql`
      query ($after: String) {
        oauthApplications(first: 2, after: $after, filter: { ${filter} }) { ${fields} pageInfo { hasNextPage endCursor } }
      }
    `;

    beforeAll(async () => {
      for (const name of names.toReversed()) await gateway.owner.createApplication({ name });
    });

    const namesIn = (data: Listed | undefined) => ({
      nodes: data?.oauthApplications.nodes?.map(({ name }) => name),
      edges: data?.oauthApplications.edges?.map(({ node }) => node.name),
    });

    async function readAll(query: TypedDocumentNode<Listed, { after?: string }>) {
      const watched = client.watchQuery({ query });
      const subscription = watched.subscribe(() => undefined);
      for (let { data } = await client.query({ query }); data?.oauthApplications.pageInfo.hasNextPage; ) {
        await watched.fetchMore({ variables: { after: data.oauthApplications.pageInfo.endCursor } });
        ({ data } = await client.query({ query }));
      }
      subscription.unsubscribe();
      return client.readQuery({ query }) ?? undefined;
    }

    it("that is asked for its nodes", async () => {
      const query = list('query: "Listed", enabled: true', "totalCount nodes { id name }");
      expect(namesIn(await readAll(query))).toEqual({ nodes: names, edges: undefined });
    });

    it("that is asked for its edges", async () => {
      const query = list('query: "Listed", public: false', "edges { node { id name } }");
      expect(namesIn(await readAll(query))).toEqual({ nodes: undefined, edges: names });
    });

    it("that two components ask for, each in its way", async () => {
      const inNodes = list('query: "Listed"', "nodes { id name }");
      const inEdges = list('query: "Listed"', "edges { cursor node { id name } }");
      await client.query({ query: inNodes });
      await client.query({ query: inEdges });
      expect(namesIn(client.readQuery({ query: inNodes }) ?? undefined).nodes).toEqual(names.slice(0, 2));
      expect(namesIn(await readAll(inEdges)).edges).toEqual(names);
      expect(namesIn(client.readQuery({ query: inNodes }) ?? undefined).nodes).toEqual(names);
    });
  });

  it("keep the name that an actor had when it acted", async () => {
    const service = await gateway.owner.createApplication({ grantTypes: ["CLIENT_CREDENTIALS"] });
    const actAs = async (name: string) => {
      const added = await gateway.owner.ok(ADD_MEMBER, {
        input: { oauthApplicationId: service.id, role: "DEVELOPER", name },
      });
      const { access_token } = await requestToken(gateway.url, service);
      await new GraphqlClient(gateway.url, access_token).createApplication();
      await gateway.owner.ok(REMOVE_MEMBER, { input: { memberId: added.addMember.member.id } });
    };
    await actAs("First name");
    await actAs("Second name");

    const query: TypedDocumentNode<{ auditEvents: { edges: { node: { actor: { name: string } } }[] } }> = gql`
      query { auditEvents(filter: { actorId: "${service.id}" }) { edges { node { id actor { id name } } } } }
    `;
    const { data } = await client.query({ query });
    expect(data?.auditEvents.edges.map(({ node }) => node.actor.name)).toEqual(["Second name", "First name"]);
  });

  it("put together what two components ask of a rotation", async () => {
    const { id } = await gateway.owner.createApplication();
    await gateway.owner.rotate(id);
    const ask = (fields: string) => gql`query { oauthApplication(id: "${id}") { id rotation { ${fields} } } }`;
    const [first, second] = [ask("endsAt"), ask("safeToComplete reason")];
    await client.query({ query: first });
    await client.query({ query: second });
    expect(client.readQuery({ query: first })).toMatchObject({
      oauthApplication: { rotation: { endsAt: expect.any(String) } },
    });
    expect(client.readQuery({ query: second })).toMatchObject({
      oauthApplication: { rotation: { safeToComplete: true } },
    });
  });
});

interface Listed {
  oauthApplications: {
    nodes?: { name: string }[];
    edges?: { node: { name: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}

async function requestToken(
  url: string,
  { clientId, clientSecret }: CreatedApplication,
): Promise<{ access_token: string }> {
  const answer = await fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: `grant_type=client_credentials&resource=${encodeURIComponent(PUBLIC_URL)}`,
  });
  return (await answer.json()) as { access_token: string };
}
