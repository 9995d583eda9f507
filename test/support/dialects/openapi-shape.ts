import { Ajv2020 } from "ajv/dist/2020.js";
import { isDateTime, type OpenapiDocument, type Schema } from "./openapi.js";

const text = { type: "string", minLength: 1 };
const flag = { type: "boolean" };
const closed = (properties: Schema, required: string[] = []) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const mapOf = (value: Schema, names?: string) => ({
  type: "object",
  additionalProperties: value,
  ...(names ? { propertyNames: { pattern: names } } : {}),
});
const listOf = (items: Schema) => ({ type: "array", items });
const ref = (name: string) => ({ $ref: `#/$defs/${name}` });

/**
 * The part of OpenAPI 3.1.0 that the gateway's description may use. It is stricter than the specification's own schema
 * (https://spec.openapis.org/oas/3.1/schema), so a document that satisfies it satisfies that one.
 */
export const OPENAPI_SHAPE = {
  ...closed(
    {
      openapi: { const: "3.1.0" },
      info: closed({ title: text, version: text, description: text, license: { type: "object" } }, [
        "title",
        "version",
      ]),
      servers: listOf(closed({ url: text, description: text }, ["url"])),
      tags: listOf(closed({ name: text, description: text }, ["name"])),
      paths: mapOf(ref("path"), "^/"),
      components: closed({
        securitySchemes: mapOf(ref("securityScheme"), "^[a-zA-Z0-9._-]+$"),
        schemas: mapOf(ref("schema"), "^[a-zA-Z0-9._-]+$"),
      }),
    },
    ["openapi", "info", "paths"],
  ),
  $defs: {
    path: closed(
      Object.fromEntries(["get", "post", "put", "patch", "delete"].map((method) => [method, ref("operation")])),
    ),
    operation: closed(
      {
        operationId: { type: "string", pattern: "^[A-Za-z][A-Za-z0-9-]*$" },
        summary: text,
        description: text,
        tags: listOf(text),
        parameters: listOf(ref("parameter")),
        requestBody: closed({ description: text, required: flag, content: ref("content") }, ["content"]),
        responses: { ...mapOf(ref("response"), "^([1-5](\\d\\d|XX)|default)$"), minProperties: 1 },
        security: listOf(mapOf(listOf(text))),
        deprecated: flag,
      },
      ["operationId", "summary", "tags", "responses", "security"],
    ),
    parameter: {
      ...closed(
        {
          name: text,
          in: { enum: ["path", "query", "header"] },
          description: text,
          required: flag,
          deprecated: flag,
          schema: ref("schema"),
        },
        ["name", "in", "schema"],
      ),
      if: { properties: { in: { const: "path" } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      then: { properties: { required: { const: true } }, required: ["required"] },
    },
    content: mapOf(closed({ schema: ref("schema") }, ["schema"]), "^[a-z]+/[a-z0-9.+-]+$"),
    response: closed({ description: text, headers: { type: "object" }, content: ref("content") }, ["description"]),
    // The base dialect of OpenAPI is JSON Schema 2020-12; `compiles` checks every schema by it.
    schema: { type: ["object", "boolean"] },
    securityScheme: {
      oneOf: [
        closed({ type: { const: "http" }, scheme: text, description: text }, ["type", "scheme"]),
        closed({ type: { const: "apiKey" }, in: { enum: ["header"] }, name: text, description: text }, [
          "type",
          "in",
          "name",
        ]),
      ],
    },
  },
};

/** The places where a document is not a valid OpenAPI 3.1 description. */
export function invalidities(document: OpenapiDocument): string[] {
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(OPENAPI_SHAPE);
  if (validate(document)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** All schemas of a document, with their places. */
export function schemasOf({ paths }: OpenapiDocument): [place: string, schema: Schema][] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { parameters = [], requestBody, responses }]) => {
      const place = `${method.toUpperCase()} ${path}`;
      const contents = [requestBody?.content, ...Object.values(responses).map(({ content }) => content)];
      return [
        ...parameters.map(({ name, schema }): [string, Schema] => [`${place} ${name}`, schema]),
        ...contents.flatMap((content) =>
          Object.values(content ?? {}).map(({ schema }): [string, Schema] => [place, schema]),
        ),
      ];
    }),
  );
}

const strict = new Ajv2020({
  strict: true,
  strictTypes: false,
  allowUnionTypes: true,
  formats: { "date-time": isDateTime },
});

/** Throws for a schema that is not JSON Schema 2020-12, or has keywords that a validator would ignore. */
export function compiles(schema: Schema): void {
  strict.compile(schema);
}
