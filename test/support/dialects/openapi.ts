import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { gatewayAt, type TestGateway } from "../gateway/gateway.js";
import { send } from "../gateway/send.js";

// biome-ignore lint/suspicious/noExplicitAny: JSON Schema of any shape.
export type Schema = Record<string, any>;

export interface OperationDescription {
  operationId?: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters?: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>;
}

export interface OpenapiDocument {
  openapi: string;
  servers: { url: string }[];
  components: { securitySchemes: Record<string, Schema> };
  paths: Record<string, Record<string, OperationDescription>>;
}

/** A request and its answer, as far as a description can say something about them. */
export interface DescribedExchange {
  method: string;
  path: string;
  status: number;
  contentType: string | null;
  text: string;
}

const documents = new WeakMap<TestGateway, Promise<OpenapiDocument>>();

/** A gateway's `/openapi.json`, fetched once. */
export function openapiOf(gatewayUrl: string): Promise<OpenapiDocument> {
  const gateway = gatewayAt(gatewayUrl);
  if (!gateway) throw new Error(`No gateway of this process runs at ${gatewayUrl}.`);
  const known = documents.get(gateway);
  if (known) return known;
  const document = send(`${gatewayUrl}/openapi.json`).then(({ status, text }) => {
    if (status !== 200) throw new Error(`HTTP ${status}: ${text}`);
    return JSON.parse(text) as OpenapiDocument;
  });
  documents.set(gateway, document);
  return document;
}

/** Whether a text is a date-time of RFC 3339 §5.6 that a strict client can parse. */
export function isDateTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text));
}

const ajv = new Ajv2020({
  strict: true,
  strictTypes: false,
  allErrors: true,
  allowUnionTypes: true,
  formats: { "date-time": isDateTime },
});
const validators = new Map<string, ValidateFunction>();
const validatorsOfDocuments = new WeakMap<Schema, ValidateFunction>();

/** Compiled once for all operations, statuses and gateways that describe the same: compiling takes the most time. */
function validatorOf(schema: Schema): ValidateFunction {
  const known = validatorsOfDocuments.get(schema);
  if (known) return known;
  const text = JSON.stringify(schema);
  const validate = validators.get(text) ?? ajv.compile(closed(schema));
  validators.set(text, validate);
  validatorsOfDocuments.set(schema, validate);
  return validate;
}

/** The same schema, with properties that it does not name forbidden. */
function closed(schema: Schema, isPart = false): Schema {
  const copy: Schema = { ...schema };
  if (schema.properties) {
    copy.properties = Object.fromEntries(
      Object.entries(schema.properties as Record<string, Schema>).map(([name, own]) => [name, closed(own)]),
    );
  }
  if (schema.items) copy.items = closed(schema.items);
  for (const either of ["anyOf", "oneOf"]) {
    if (schema[either]) copy[either] = (schema[either] as Schema[]).map((own) => closed(own));
  }
  if (schema.allOf) copy.allOf = (schema.allOf as Schema[]).map((own) => closed(own, true));
  const names = schema.properties || schema.allOf;
  // Each part of an intersection knows only its own properties.
  if (names && !isPart && schema.additionalProperties === undefined) copy.unevaluatedProperties = false;
  return copy;
}

function operationAt({ paths }: OpenapiDocument, method: string, path: string): OperationDescription | undefined {
  const segments = (path.split("?")[0] ?? "").split("/");
  for (const [template, operations] of Object.entries(paths)) {
    const parts = template.split("/");
    const fits =
      parts.length === segments.length && parts.every((part, i) => /^\{.+\}$/.test(part) || part === segments[i]);
    const operation = operations[method.toLowerCase()];
    if (fits && operation) return operation;
  }
  return undefined;
}

/** Where an answer differs from the description. A path or method that is not described must answer 404, 405 or 400. */
export function problemsOf(document: OpenapiDocument, exchange: DescribedExchange): string[] {
  const { method, path, status, contentType, text } = exchange;
  const operation = operationAt(document, method, path);
  if (!operation) return [400, 404, 405].includes(status) ? [] : [`${status} at a path that is not described`];
  const response = operation.responses[status] ?? operation.responses[`${String(status)[0]}XX`];
  if (!response) return [`status ${status} is not described`];
  if (!response.content) return text === "" ? [] : ["a body where none is described"];
  const mediaType = contentType?.split(";")[0] ?? "none";
  const described = response.content[mediaType];
  if (!described) return [`content type ${mediaType} is not described for status ${status}`];
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return ["the body is not JSON"];
  }
  const validate = validatorOf(described.schema);
  if (validate(body)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || "/"} ${message} ${JSON.stringify(params)}`,
  );
}
