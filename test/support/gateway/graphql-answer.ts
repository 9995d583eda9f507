import { type DocumentNode, Kind, parse, visit } from "graphql";
import { expect } from "vitest";
import type { AnswerError } from "./graphql-client.js";
import { type Exchange, insideOf, MARKER } from "./http-exchange.js";

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

const JSON_TYPE = /^application\/(?:graphql-response\+)?json\b/;
const PLAINTEXT = /og[st]_[0-9A-Za-z]{49}/;

export interface GraphqlAnswer {
  data?: Record<string, unknown> | null;
  errors?: AnswerError[];
}

/**
 * Checks what must hold for every answer of `/graphql`, whatever was sent: its shape, and that it tells nothing
 * internal.
 */
export function expectGraphqlAnswer(exchange: Exchange, sent: string, insideNames: string[]): GraphqlAnswer {
  const { text } = exchange;
  const answer = JSON.parse(text) as GraphqlAnswer;
  // One expectation for all: there are tens of thousands of answers.
  expect([...faultsOf(exchange, answer), ...insideNames.filter((name) => text.includes(name))], text).toEqual([]);
  // Most answers have none, and reading what was sent takes longer than looking.
  if (PLAINTEXT.test(text)) expectPlaintextOnlyWhereAsked(answer, plaintextKeys(sent));
  return answer;
}

/** What is wrong with an answer. */
function faultsOf({ status, headers, text }: Exchange, answer: GraphqlAnswer): unknown[] {
  const { data, errors, ...others } = answer;
  return [
    ...(status >= 200 && status < 500 ? [] : [status]),
    ...(JSON_TYPE.test(headers.get("content-type") ?? "") ? [] : [headers.get("content-type")]),
    ...Object.keys(others),
    ...((data ?? errors) === undefined ? ["neither data nor errors"] : []),
    ...(errors === undefined ? [] : faultsOfErrors(errors)),
    ...insideOf(text.replaceAll(MARKER, "")),
  ];
}

function faultsOfErrors(errors: AnswerError[]): unknown[] {
  if (!Array.isArray(errors) || errors.length < 1 || errors.length > 100) return ["no list of 1 to 100 errors"];
  const isFault = ({ message, extensions: { code } }: AnswerError) =>
    typeof message !== "string" || !/\S/.test(message) || !CODES.has(code);
  return [...errors.filter(isFault), ...insideOf(JSON.stringify(errors))];
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
