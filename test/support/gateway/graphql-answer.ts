import { type DocumentNode, Kind, parse, visit } from "graphql";
import { expect } from "vitest";
import type { AnswerError } from "./graphql-client.js";
import { type Exchange, expectNothingOfTheInside, MARKER } from "./http-exchange.js";

/** The codes in docs/front-ends.md, except those of a defect and of an outage. */
const CODES = new Set([
  "BAD_USER_INPUT",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "NOT_FOUND",
  "CONFLICT",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "BAD_REQUEST",
  "OPERATION_RESOLUTION_FAILURE",
  "PERSISTED_QUERY_NOT_SUPPORTED",
  "PAYLOAD_TOO_LARGE",
  "UNSUPPORTED_MEDIA_TYPE",
]);

const PLAINTEXT = /og[st]_[0-9A-Za-z]{49}/;

export interface GraphqlAnswer {
  data?: Record<string, unknown> | null;
  errors?: AnswerError[];
}

/**
 * Checks what must hold for every answer of `/graphql`, whatever was sent: its shape, and that it tells nothing
 * internal.
 */
export function expectGraphqlAnswer(
  { status, headers, text }: Exchange,
  sent: string,
  insideNames: string[],
): GraphqlAnswer {
  expect(status, text).toBeGreaterThanOrEqual(200);
  expect(status, text).toBeLessThan(500);
  expect(headers.get("content-type"), text).toMatch(/^application\/(?:graphql-response\+)?json\b/);
  const answer = JSON.parse(text) as GraphqlAnswer;
  expect(Object.keys(answer).filter((key) => key !== "data" && key !== "errors")).toEqual([]);
  expect(answer.data ?? answer.errors, text).toBeDefined();
  if (answer.errors) expectErrors(answer.errors);
  if (answer.errors) expectNothingOfTheInside(JSON.stringify(answer.errors));
  expectNothingOfTheInside(text.replaceAll(MARKER, ""));
  expect(insideNames.filter((name) => text.includes(name))).toEqual([]);
  // Most answers have none, and reading what was sent takes longer than looking.
  if (PLAINTEXT.test(text)) expectPlaintextOnlyWhereAsked(answer, plaintextKeys(sent));
  return answer;
}

function expectErrors(errors: AnswerError[]): void {
  expect(errors).toBeInstanceOf(Array);
  expect(errors.length).toBeGreaterThan(0);
  expect(errors.length).toBeLessThanOrEqual(100);
  expect(errors.filter(({ message }) => typeof message !== "string" || !/\S/.test(message))).toEqual([]);
  expect(errors.filter(({ extensions }) => !CODES.has(extensions.code))).toEqual([]);
}

/** The keys under which an answer may hold a secret or a token: names and aliases of the fields that issue them. */
function plaintextKeys(sent: string): Set<string> {
  const keys = new Set<string>();
  const document = documentOf(sent);
  if (document) {
    visit(document, {
      [Kind.FIELD]({ name, alias }) {
        if (name.value === "clientSecret" || name.value === "token") keys.add((alias ?? name).value);
      },
    });
  }
  return keys;
}

function documentOf(sent: string): DocumentNode | undefined {
  try {
    return parse(JSON.parse(sent).query);
  } catch {
    return undefined;
  }
}

function expectPlaintextOnlyWhereAsked(value: unknown, keys: Set<string>, key = ""): void {
  if (typeof value === "string" && PLAINTEXT.test(value)) expect([...keys]).toContain(key);
  if (Array.isArray(value)) for (const item of value) expectPlaintextOnlyWhereAsked(item, keys, key);
  else if (value && typeof value === "object") {
    for (const [inner, item] of Object.entries(value)) expectPlaintextOnlyWhereAsked(item, keys, inner);
  }
}
