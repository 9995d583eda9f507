import { type ApolloClient, type DocumentNode, gql } from "@apollo/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { holdFile } from "../support/databases/held-file.js";
import { type OwnedGateway, startOwnedGateway } from "./owned-gateway.js";
import { createApolloClient } from "./src/apollo-client.js";
import { type GatewayError, gatewayErrors } from "./src/gateway-errors.js";

const WHO = gql`query { viewer { role } }`;
const UPDATE = gql`
  mutation ($input: UpdateOAuthApplicationInput!) { updateOAuthApplication(input: $input) { oauthApplication { id } } }
`;

describe("an error of the gateway, told apart by its code", () => {
  let gateway: OwnedGateway;
  let client: ApolloClient;
  let id: string;

  beforeAll(async () => {
    gateway = await startOwnedGateway();
    client = createApolloClient(gateway.url, () => gateway.token);
    id = (await gateway.owner.createApplication()).id;
  });
  afterAll(() => gateway.stop());

  const failed = (operation: Promise<{ error?: unknown }>): Promise<GatewayError[]> =>
    operation.then(({ error }) => (error ? gatewayErrors(error) : []), gatewayErrors);
  const update = (input: object) => failed(client.mutate({ mutation: UPDATE, variables: { input } }));
  const ask = (query: DocumentNode, from = client) => failed(from.query({ query, fetchPolicy: "network-only" }));

  it("names the field and the limit of BAD_USER_INPUT", async () => {
    expect(await update({ oauthApplicationId: id, name: "" })).toMatchObject([
      {
        code: "BAD_USER_INPUT",
        field: "name",
        rule: expect.any(String),
        limit: 256,
        path: ["updateOAuthApplication"],
        message: expect.stringContaining("at least 1 character long"),
      },
    ]);
  });

  it("is CONFLICT for a version that is not the newest any more", async () => {
    expect(await update({ oauthApplicationId: id, expectedVersion: 99 })).toMatchObject([{ code: "CONFLICT" }]);
  });

  it("is NOT_FOUND for an application that is gone", async () => {
    const { id: gone } = await gateway.owner.createApplication();
    await gateway.owner.ok(
      "mutation ($input: DeleteOAuthApplicationInput!) { deleteOAuthApplication(input: $input) { deletedId } }",
      {
        input: { oauthApplicationId: gone },
      },
    );
    expect(await update({ oauthApplicationId: gone })).toMatchObject([{ code: "NOT_FOUND" }]);
  });

  it("is FORBIDDEN for a field, beside the data of all others", async () => {
    const token = await gateway.tokenOf("VIEWER");
    const { data, error } = await createApolloClient(gateway.url, () => token).query({
      query: gql`query { viewer { role } organization { slug } oauthApplication(id: "${id}") { name rotation { endsAt } } }`,
      errorPolicy: "all",
    });
    expect(data).toMatchObject({
      viewer: { role: "VIEWER" },
      oauthApplication: { name: "Test application", rotation: null },
    });
    expect(gatewayErrors(error)).toMatchObject([{ code: "FORBIDDEN", path: ["oauthApplication", "rotation"] }]);
  });

  it("is FORBIDDEN for a whole list, which is null and not empty", async () => {
    const token = await gateway.tokenOf("VIEWER");
    const { data, error } = await createApolloClient(gateway.url, () => token).query({
      query: gql`query { viewer { role } auditEvents { edges { node { id } } pageInfo { hasNextPage } } }`,
      errorPolicy: "all",
    });
    expect(data).toMatchObject({ viewer: { role: "VIEWER" }, auditEvents: null });
    expect(gatewayErrors(error)).toMatchObject([{ code: "FORBIDDEN", path: ["auditEvents"] }]);
  });

  it("is UNAUTHENTICATED without a good token", async () => {
    expect(
      await ask(
        WHO,
        createApolloClient(gateway.url, () => "ogt_wrong"),
      ),
    ).toMatchObject([{ code: "UNAUTHENTICATED" }]);
  });

  it("is GRAPHQL_VALIDATION_FAILED, with the limit, for a question that costs too much", async () => {
    const query = gql`query { oauthApplications(first: 100) { nodes { auditEvents(first: 100) { nodes { id } } } } }`;
    expect(await ask(query)).toMatchObject([
      { code: "GRAPHQL_VALIDATION_FAILED", cost: expect.any(Number), limit: 10_000 },
    ]);
  });

  it("is SERVICE_UNAVAILABLE, with the time to wait, while the database cannot be written", async () => {
    const held = await holdFile(gateway);
    try {
      expect(await update({ oauthApplicationId: id, name: "x" })).toMatchObject([
        { code: "SERVICE_UNAVAILABLE", retryAfterSeconds: 1 },
      ]);
    } finally {
      await held.release();
    }
    expect(await update({ oauthApplicationId: id, name: "x" })).toEqual([]);
  });

  it("is TOO_MANY_REQUESTS, with the time to wait, over the limit", async () => {
    const limited = await startOwnedGateway({ RATE_LIMIT_PER_MINUTE: "3" });
    try {
      const hasty = createApolloClient(limited.url, () => limited.token);
      const answers = [];
      for (let asked = 0; asked < 4; asked++) answers.push(await ask(WHO, hasty));
      expect(answers).toMatchObject([
        [],
        [],
        [],
        [{ code: "TOO_MANY_REQUESTS", retryAfterSeconds: expect.any(Number) }],
      ]);
      const [{ retryAfterSeconds = 0 } = {}] = answers[3] as { retryAfterSeconds?: number }[];
      expect(retryAfterSeconds).toBeGreaterThan(0);
      expect(retryAfterSeconds).toBeLessThanOrEqual(60);
    } finally {
      await limited.stop();
    }
  });

  it("is NO_ANSWER, whose message is the browser's, when nobody answers", async () => {
    const lost = createApolloClient("http://127.0.0.1:1", () => gateway.token);
    expect(await ask(WHO, lost)).toEqual([{ code: "NO_ANSWER", message: "fetch failed" }]);
  });
});
