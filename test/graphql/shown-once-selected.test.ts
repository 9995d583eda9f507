import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { keptState } from "../support/databases/kept-state.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import type { CreatedApplication } from "../support/gateway/graphql-client.js";
import { postGraphql } from "../support/gateway/http-exchange.js";

const ROTATE = "rotateSecret(input: { oauthApplicationId: $id, previousSecret: REVOKE })";
const ISSUE = 'createApiToken(input: { name: "New", role: VIEWER })';

const rotation = (payload: string) => `mutation ($id: ID!) { ${ROTATE} { ${payload} } }`;
const conditional = (payload: string) => rotation(payload).replace("$id: ID!", "$id: ID!, $see: Boolean = false");

type Case = [title: string, document: string, field: string, variables?: Record<string, unknown>];

const LOST: Case[] = [
  ["only its hint", rotation("secret { hint }"), "clientSecret"],
  ["only the name of its type", rotation("__typename"), "clientSecret"],
  ["something else by its name", rotation("clientSecret: __typename"), "clientSecret"],
  ["it and skips it", rotation("__typename clientSecret @skip(if: true)"), "clientSecret"],
  ["it and does not include it", rotation("__typename clientSecret @include(if: false)"), "clientSecret"],
  [
    "it unless a variable says so, which says so",
    conditional("__typename clientSecret @skip(if: $see)"),
    "clientSecret",
    { see: true },
  ],
  [
    "it if a variable says so, which does not",
    conditional("__typename clientSecret @include(if: $see)"),
    "clientSecret",
    { see: false },
  ],
  [
    "it if a variable says so whose default does not",
    conditional("__typename clientSecret @include(if: $see)"),
    "clientSecret",
  ],
  [
    "it in an inline fragment that is skipped",
    rotation("__typename ... @skip(if: true) { clientSecret }"),
    "clientSecret",
  ],
  [
    "it in a fragment that is not included",
    `${rotation("__typename ...F @include(if: false)")} fragment F on RotateSecretPayload { clientSecret }`,
    "clientSecret",
  ],
  [
    "it in one of two rotations",
    `mutation ($id: ID!) { a: ${ROTATE} { clientSecret } b: ${ROTATE} { __typename } }`,
    "clientSecret",
  ],
  ["one secret of two", `mutation ($id: ID!) { ${ROTATE} { clientSecret } ${ISSUE} { apiToken { id } } }`, "token"],
  [
    "nothing of it in a fragment of mutations",
    `mutation ($id: ID!) { ...M } fragment M on Mutation { ${ROTATE} { __typename } }`,
    "clientSecret",
  ],
  ["no token", `mutation { ${ISSUE} { apiToken { id hint } } }`, "token"],
];

const SEEN: Case[] = [
  ["it", rotation("clientSecret"), "clientSecret"],
  ["it by an alias", rotation("shown: clientSecret"), "clientSecret"],
  ["it in an inline fragment", rotation("... { ... on RotateSecretPayload { clientSecret } }"), "clientSecret"],
  [
    "it in a fragment",
    `${rotation("...F")} fragment F on RotateSecretPayload { ...G } fragment G on RotateSecretPayload { clientSecret }`,
    "clientSecret",
  ],
  [
    "it in a fragment of mutations",
    `mutation ($id: ID!) { ...M } fragment M on Mutation { ${ROTATE} { clientSecret } }`,
    "clientSecret",
  ],
  [
    "it if a variable says so, which does",
    conditional("__typename clientSecret @include(if: $see)"),
    "clientSecret",
    { see: true },
  ],
  [
    "it unless a variable says so whose default does not",
    conditional("__typename clientSecret @skip(if: $see)"),
    "clientSecret",
  ],
  [
    "it in the other half of a field that is given twice",
    `mutation ($id: ID!) { ${ROTATE} { __typename } ${ROTATE} { clientSecret } }`,
    "clientSecret",
  ],
  [
    "nothing of a mutation that is skipped",
    `mutation ($id: ID!) { ${ROTATE} { clientSecret } ${ISSUE} @skip(if: true) { __typename } }`,
    "clientSecret",
  ],
  ["a token", `mutation { ${ISSUE} { token } }`, "token"],
];

describe.each(DATABASE_KINDS)("on %s, who asks for", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let application: CreatedApplication;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
    application = await organization.owner.createApplication();
  });
  afterAll(() => gateway.stop());

  it.each(LOST)("%s is refused, and nothing is done", async (_title, document, field, variables) => {
    const before = await keptState(gateway.database);
    // Twice: a document that is known is judged again.
    for (const _time of [1, 2]) {
      const { errors, data } = await organization.owner.send(document, { id: application.id, ...variables });
      expect(data ?? null).toBeNull();
      const message = `${field} must be selected: it is shown in this answer only`;
      expect(errors).toEqual([
        {
          message,
          locations: [{ line: 1, column: expect.any(Number) }],
          extensions: {
            code: "BAD_USER_INPUT",
            field,
            rule: "selected",
            violations: [{ field, rule: "selected", message }],
          },
        },
      ]);
    }
    expect(await keptState(gateway.database)).toEqual(before);
  });

  it.each(SEEN)("%s gets it", async (_title, document, _field, variables) => {
    const { errors, data } = await organization.owner.send(document, { id: application.id, ...variables });
    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).toMatch(/"og[st]_[0-9A-Za-z]{49}"/);
  });

  it("a secret of one operation is not held to what another one of the document asks for", async () => {
    const query = `mutation Seen ($id: ID!) { ${ROTATE} { clientSecret } } mutation Lost ($id: ID!) { ${ROTATE} { __typename } }`;
    const send = (operationName: string) =>
      postGraphql(
        gateway.url,
        organization.owner.token,
        JSON.stringify({ query, operationName, variables: { id: application.id } }),
      );
    expect(JSON.parse((await send("Seen")).text).data.rotateSecret.clientSecret).toMatch(/^ogs_/);
    expect(JSON.parse((await send("Lost")).text).errors[0].extensions.field).toBe("clientSecret");
  });

  it("a new application may do without its secret, which can be rotated", async () => {
    const { createOAuthApplication } = await organization.owner.ok(
      'mutation { createOAuthApplication(input: { name: "New" }) { oauthApplication { id } } }',
    );
    const { data } = await organization.owner.rotate(createOAuthApplication.oauthApplication.id);
    expect(data.rotateSecret.clientSecret).toMatch(/^ogs_/);
  });
});
