import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenapiDocument, openapiOf, type Schema } from "../support/dialects/openapi.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

const METHODS = ["client_secret_basic", "client_secret_post", "none"];
const GRANTS = ["authorization_code", "client_credentials", "refresh_token"];
const RESPONSES = ["code", "id_token", "token"];

/** What a vendor's client may ask for. A value that is new in the gateway is added for a vendor that has it, or never. */
const ASKED: Record<string, string[]> = {
  "/client/v4 grant_types": GRANTS,
  "/client/v4 response_types": RESPONSES,
  "/client/v4 token_endpoint_auth_method": METHODS,
  "/client/v4 visibility": ["public"],
  "/csp grantTypes": GRANTS,
};

/** What may be shown of an application, whichever way in has set it: all that the gateway has. */
const SHOWN: Record<string, string[]> = {
  "/client/v4 grant_types": GRANTS,
  "/client/v4 response_types": RESPONSES,
  "/client/v4 token_endpoint_auth_method": METHODS,
  "/client/v4 visibility": ["private", "public"],
  "/csp grantTypes": GRANTS,
  "/v1 object": ["oauth_application"],
};

/** Every enum of texts in a schema, by the property that has it. */
function enumsOf(schema: Schema, property = ""): [property: string, values: string[]][] {
  const parts: Schema[] = [schema.items, ...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return [
    ...(typeof schema.enum?.[0] === "string" ? [[property, schema.enum.toSorted()] as [string, string[]]] : []),
    ...Object.entries((schema.properties ?? {}) as Record<string, Schema>).flatMap(([name, own]) => enumsOf(own, name)),
    ...parts.filter((part) => part !== undefined).flatMap((part) => enumsOf(part, property)),
  ];
}

describe("the enums of /openapi.json", () => {
  let gateway: TestGateway;
  let document: OpenapiDocument;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
    document = await openapiOf(gateway.url);
  });
  afterAll(() => gateway.stop());

  /** The enums of all operations, by vendor and property; each is the same wherever it stands. */
  const enums = (schemasOf: (operation: OpenapiDocument["paths"][string][string]) => (Schema | undefined)[]) => {
    const found: Record<string, string[]> = {};
    for (const [path, operations] of Object.entries(document.paths)) {
      const [, vendor = ""] = /^(\/client\/v4|\/csp|\/api\/v1|\/v1)/.exec(path) ?? [];
      const schemas = Object.values(operations).flatMap(schemasOf);
      for (const [property, values] of schemas.flatMap((schema) => (schema ? enumsOf(schema) : []))) {
        const name = `${vendor} ${property}`;
        expect([name, values]).toEqual([name, found[name] ?? values]);
        found[name] = values;
      }
    }
    return found;
  };

  it("offer a vendor's clients what is written down for them, and nothing that the gateway has besides", () => {
    const asked = enums(({ parameters = [], requestBody }) => [
      ...parameters.map(({ name, schema }) => ({ properties: { [name]: schema } })),
      ...Object.values(requestBody?.content ?? {}).map(({ schema }) => schema),
    ]);
    expect(asked).toEqual(ASKED);
  });

  it("show what any way in may have set", () => {
    const shown = enums(({ responses }) =>
      Object.entries(responses).flatMap(([status, { content }]) =>
        status.startsWith("2") ? Object.values(content ?? {}).map(({ schema }) => schema) : [],
      ),
    );
    expect(shown).toEqual(SHOWN);
  });
});
