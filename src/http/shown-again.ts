import { isDeepStrictEqual } from "node:util";
import type { ErrorObject } from "ajv/dist/2020.js";
import type { FastifyRequest } from "fastify";
import type { Route, RouteContext } from "../dialects/dialect.js";
import { DomainError } from "../model/domain-error.js";
import { bodyProblems, violationOf } from "./request-validation.js";

/** More are looked at in no body: those of our own answers have a few. */
const MAX_PROBLEMS = 500;

/** When something was last changed: it differs from what was shown after every change, and nobody means to set it. */
const LAST_CHANGES = new Set(["updated_at", "lastUpdatedAt"]);

/** Throws what is wrong with a request, unless it is only that its body says again what the operation shows. */
export async function rejectUnlessShown(
  { shown, body: schema }: Route,
  context: RouteContext,
  { validationError, params, body }: FastifyRequest,
): Promise<void> {
  if (!validationError) return;
  if (validationError.validationContext !== "body" || !shown || !schema) throw validationError;
  const current = await shown(context, { params: params as never }).catch((error: unknown) => {
    throw error instanceof DomainError && error.code === "not_found" ? validationError : error;
  });
  const known: unknown = JSON.parse(JSON.stringify(current));
  const problems = bodyProblems(schema, body);
  if (problems.length > MAX_PROBLEMS) throw validationError;
  const problem = problems.find((problem) => !isShown(problem, body, known));
  if (!problem) return;
  throw Object.assign(DomainError.invalid([violationOf(problem, "body")]), { validationContext: "body" });
}

/** Whether the value with the problem, or what it is part of, is shown at the same place; in a list, at any place. */
function isShown({ instancePath, params }: ErrorObject, body: unknown, known: unknown): boolean {
  const path = instancePath.split("/").slice(1).map(unescaped);
  if (typeof params.additionalProperty === "string") path.push(params.additionalProperty);
  if (path.length === 1 && LAST_CHANGES.has(path[0] as string))
    return propertyOf(known, path[0] as string) !== undefined;
  let [value, shown] = [body, known];
  for (const name of path) {
    value = propertyOf(value, name);
    if (Array.isArray(shown)) return shown.some((item) => isDeepStrictEqual(item, value));
    shown = propertyOf(shown, name);
    if (shown === undefined) return false;
    if (isDeepStrictEqual(value, shown)) return true;
  }
  return false;
}

function propertyOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

/** RFC 6901 §4. */
function unescaped(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}
