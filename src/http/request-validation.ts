import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import type { FastifySchemaCompiler } from "fastify";
import type { TSchema } from "typebox";
import { DomainError, type Violation } from "../model/domain-error.js";
import { MIN_CHOSEN_SECRET_LENGTH } from "../model/inputs/chosen-credentials.inputs.js";
import { redacted } from "../model/secret.js";

/** How much of an unknown name is repeated to its sender, in characters. */
const MAX_SHOWN_NAME = 64;

const options = {
  strict: false,
  verbose: true,
  useDefaults: true,
  allowUnionTypes: true,
  // The schemas are the product's own, and its tests compile them strictly.
  validateSchema: false,
} as const;
/** Values of bodies keep their type: `"1"` is not a number. */
const bodies = new Ajv2020(options);
const whole = new Ajv2020({ ...options, allErrors: true });
/** Values of queries and paths are texts, and become the type that the schema names. */
const texts = new Ajv2020({ ...options, coerceTypes: true });

/**
 * Validates requests by their route's schema. Its refusals name field, rule and limit, never the value, as the
 * services' do. A schema is compiled at its first request: all of them at once are a sixth of a gateway's start.
 */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  let validate: ValidateFunction | undefined;
  return (data: unknown) => {
    validate ??= (httpPart === "body" ? bodies : texts).compile(schema);
    if (validate(data)) return true;
    return {
      error: DomainError.invalid((validate.errors ?? []).slice(0, 1).map((error) => violationOf(error, httpPart))),
    };
  };
};

/** Everything that a schema refuses in a body. */
export function bodyProblems(schema: TSchema, body: unknown): ErrorObject[] {
  const validate = whole.compile(schema);
  if (validate(body)) return [];
  // Why each item is not what a list must contain is said once, of the list.
  return (validate.errors ?? []).filter(({ schemaPath }) => !schemaPath.includes("/contains/"));
}

export function violationOf(error: ErrorObject, httpPart: string | undefined): Violation {
  const { instancePath, keyword, params } = error;
  const path = instancePath.split("/").slice(1);
  const name = params.missingProperty ?? params.additionalProperty;
  if (typeof name === "string") path.push(shownName(name));
  const field = path.join(".") || (httpPart ?? "body");
  const violation: Violation = { field, rule: keyword, message: `${field} ${problemOf(error)}` };
  return typeof params.limit === "number" ? { ...violation, limit: params.limit } : violation;
}

/** A name of the sender's, cut, and not shown when it may be a secret. */
export function shownName(name: string): string {
  return isSecret(name) ? "[redacted]" : name.slice(0, MAX_SHOWN_NAME);
}

/**
 * Whether an unknown name may be a misplaced secret: a generated one, or a chosen one, which is long and has a digit.
 */
function isSecret(name: string): boolean {
  return redacted(name) !== name || (name.length >= MIN_CHOSEN_SECRET_LENGTH && /\d/.test(name));
}

function problemOf({ keyword, params, schema, message }: ErrorObject): string {
  switch (keyword) {
    case "required":
      return "is required";
    case "additionalProperties":
      return "is not a parameter of this operation";
    case "enum":
      return `must be one of ${params.allowedValues.join(", ")}`;
    case "const":
      return `must be ${JSON.stringify(params.allowedValue)}`;
    case "contains":
      return `must contain ${(schema as { const?: unknown }).const}`;
    case "type":
      return `must be ${[params.type].flat().join(" or ")}`;
    default:
      return (message ?? "is not valid").replace("must NOT", "must not");
  }
}
