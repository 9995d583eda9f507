// Runs in a process of its own: the order of the printed schema is that in which its parts were imported.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from "graphql";
import { getMetadataArgsStorage } from "typeorm";
import { beforeAll, describe, expect, it } from "vitest";
import { createSchema, printSchema } from "../src/graphql/schema.js";
import { AccessToken } from "../src/model/access-token.js";
import { ApiToken } from "../src/model/api-token.js";
import { AuditEvent } from "../src/model/audit-event.js";
import { ClientSecret } from "../src/model/client-secret.js";
import { Member } from "../src/model/member.js";
import { OAuthApplication } from "../src/model/oauth-application.js";
import { Organization } from "../src/model/organization.js";

const ROOT = join(import.meta.dirname, "..");

/** Columns that nobody sees through GraphQL, not even under another name; a new one has to be decided on here. */
const UNSEEN: Record<string, string[]> = {
  Organization: [],
  OAuthApplication: [
    "organizationId",
    "nameKey",
    "takesAnyMethod",
    "createdByKind",
    "createdById",
    "kind",
    "rotationEndsAt",
    "currentSecretId",
    "listedVersion",
  ],
  ClientSecret: [
    "oauthApplicationId",
    "digest",
    "usesBeforeRotation",
    "confirmBy",
    "confirmedAt",
    "nextOverlapSeconds",
    "hasKeptAnswer",
  ],
  ApiToken: [
    "organizationId",
    "narrowedTo",
    "digest",
    "createdByKind",
    "createdById",
    "accessTokenDigest",
    "clientSecretId",
    "hasKeptAnswer",
  ],
  AuditEvent: ["organizationId", "actorKind", "actorId", "actorName"],
  Member: ["organizationId", "oauthApplicationId", "firstUsedAt", "namedOnly", "createdByKind", "createdById"],
};

/** Every part of the schema by its coordinate, with its description. */
function* describedParts(type: GraphQLNamedType): Generator<[string, string | null | undefined]> {
  yield [type.name, type.description];
  if (isEnumType(type)) for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value.description];
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    yield [`${type.name}.${field.name}`, field.description];
    const args: readonly GraphQLArgument[] = "args" in field ? field.args : [];
    for (const argument of args) yield [`${type.name}.${field.name}(${argument.name}:)`, argument.description];
  }
}

describe("the schema", () => {
  let schema: GraphQLSchema;

  beforeAll(async () => {
    schema = await createSchema();
  });

  it("is the one that schema.graphql shows", async () => {
    expect(await readFile(join(ROOT, "schema.graphql"), "utf8")).toBe(await printSchema());
  });

  it("describes every type, field, argument, input field and enum value", () => {
    const own = Object.values(schema.getTypeMap()).filter(
      (type) => !type.name.startsWith("__") && !isSpecifiedScalarType(type),
    );
    const parts = own.flatMap((type) => [...describedParts(type)]);
    expect(parts.length).toBeGreaterThan(250);
    expect(parts.filter(([, description]) => !description?.trim()).map(([part]) => part)).toEqual([]);
  });

  it("describes its own directives and their arguments", () => {
    const requires = schema.getDirective("requires");
    expect(requires?.description).toBeTruthy();
    expect(requires?.args.map(({ name, description }) => [name, Boolean(description)])).toEqual([
      ["permission", true],
      ["orRegistrant", true],
    ]);
  });

  it.each(Object.entries({ Organization, OAuthApplication, ClientSecret, ApiToken, AuditEvent, Member }))(
    "shows of %s exactly the columns that were meant to be seen",
    (name, entity) => {
      const type = schema.getType(name);
      if (!isObjectType(type)) throw new Error(`${name} is no object type`);
      const columns = getMetadataArgsStorage()
        .columns.filter(({ target }) => target === entity)
        .map(({ propertyName }) => propertyName);
      expect(columns.length).toBeGreaterThan(3);
      const unseen = columns.filter((column) => !(column in type.getFields()));
      expect(unseen.sort()).toEqual(UNSEEN[name]?.toSorted());
    },
  );

  it("shows nothing of access tokens", () => {
    const columns = getMetadataArgsStorage().columns.filter(({ target }) => target === AccessToken);
    expect(columns.length).toBeGreaterThan(3);
    expect(Object.keys(schema.getTypeMap()).filter((name) => /AccessToken/.test(name))).toEqual([]);
  });

  it("has no field or argument that speaks of digests, keys or hashes", () => {
    const parts = Object.values(schema.getTypeMap()).flatMap((type) => [...describedParts(type)]);
    const names = parts.map(([part]) => part).filter((part) => !part.startsWith("__"));
    expect(names.filter((name) => /digest|hmac|hash|kid\b|secretKey/i.test(name))).toEqual([]);
  });

  it("has a plaintext in the answers that issue one, and nowhere else", () => {
    const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
    );
    expect(fields.filter((field) => /\.(clientSecret|token|secret|plaintext)$/.test(field)).sort()).toEqual([
      "CreateApiTokenPayload.token",
      "CreateOAuthApplicationPayload.clientSecret",
      "RotateSecretPayload.clientSecret",
      "RotateSecretPayload.secret",
    ]);
  });
});
