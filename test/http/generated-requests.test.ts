import fc from "fast-check";
import { type FieldNode, type GraphQLSchema, parse, TypeInfo, visit, visitWithTypeInfo } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { expectGraphqlAnswer, type GraphqlAnswer } from "../support/gateway/graphql-answer.js";
import { postGraphql } from "../support/gateway/http-exchange.js";
import {
  almostGraphql,
  arbitraryBytes,
  arbitraryJson,
  type GeneratedBody,
  mutatedDocument,
} from "../support/generated/generated-bodies.js";
import { validDocument } from "../support/generated/generated-documents.js";
import { type GeneratedRun, startGeneratedRun, tryRequests } from "../support/generated/generated-run.js";

/** 5,000 on each database. */
const COUNT = { bytes: 900, json: 1100, almost: 1000, mutated: 1000, valid: 1000 };

const SLOWER = 3;
const SLACK_MS = 5;
const GROWTH_MIB = 250;

describe.each(DATABASE_KINDS)("generated requests, with %s behind the gateway", (kind) => {
  let run: GeneratedRun;
  let before: { time: number; memory: number };
  let executed = 0;
  const asked = new Set<string>();
  const succeeded = new Set<string>();

  beforeAll(async () => {
    run = await startGeneratedRun(kind);
    before = { time: await run.processorMsOfSmallQuery(), memory: await run.memory() };
  });
  afterAll(() => run.stop());

  /** Sends a body with some token, and holds the answer to what every answer owes. */
  async function send({ body, type }: GeneratedBody, who: number): Promise<GraphqlAnswer> {
    const sent = typeof body === "string" ? run.known.fill(body) : body;
    const token = run.tokens[who % run.tokens.length] ?? null;
    const exchange = await postGraphql(run.gateway.url, token, sent, { "content-type": type });
    const answer = expectGraphqlAnswer(exchange, String(sent), run.insideNames);
    run.known.learn(exchange.text);
    return answer;
  }

  const anyone = fc.nat();
  const someone = fc.integer({ min: 2, max: 5 });
  const holds = (bodies: fc.Arbitrary<GeneratedBody>, count: number) =>
    tryRequests(run, fc.tuple(bodies, anyone), count, async ([body, who]) => void (await send(body, who)));

  it.concurrent("of arbitrary bytes are answered as every request is", () => holds(arbitraryBytes(), COUNT.bytes));

  it.concurrent("of arbitrary JSON are answered as every request is", () => holds(arbitraryJson(), COUNT.json));

  it.concurrent("of words that almost make a document are answered as every request is", () =>
    holds(almostGraphql(run.schema), COUNT.almost));

  it.concurrent("of documents that fitted the schema are answered as every request is", () =>
    holds(mutatedDocument(run.schema), COUNT.mutated));

  it.concurrent("of documents that fit the schema are answered as every request is", () =>
    tryRequests(run, fc.tuple(validDocument(run.schema), someone), COUNT.valid, async ([document, who]) => {
      const answer = await send({ body: JSON.stringify(document), type: "application/json" }, who);
      if (!answer.data) return;
      executed += 1;
      for (const [key, field] of rootFields(run.schema, document.query)) {
        if (key in answer.data) asked.add(field);
        if (answer.data[key]) succeeded.add(field);
      }
    }));

  it("were executed for the most part, with every root field among them", () => {
    const roots = [run.schema.getQueryType(), run.schema.getMutationType()];
    expect([...asked].sort()).toEqual(roots.flatMap((root) => Object.keys(root?.getFields() ?? {})).sort());
    expect(executed).toBeGreaterThan(COUNT.valid / 2);
    expect(succeeded.size).toBeGreaterThan(asked.size / 2);
  });

  it("leave the gateway alive, with as little work as before, and about as large", async () => {
    const after = { time: await run.processorMsOfSmallQuery(), memory: await run.memory() };
    expect(run.gateway.child.exitCode).toBeNull();
    expect(after.time).toBeLessThan(before.time * SLOWER + SLACK_MS);
    expect(after.memory).toBeLessThan(before.memory + GROWTH_MIB);
  });
});

/** The root fields of a document, each with its key in the answer. */
function rootFields(schema: GraphQLSchema, query: string): [key: string, field: string][] {
  const fields: [string, string][] = [];
  const types = new TypeInfo(schema);
  const visitor = {
    Field({ name, alias }: FieldNode) {
      const isRoot = [schema.getQueryType(), schema.getMutationType()].includes(types.getParentType() as never);
      if (isRoot && name.value !== "__typename") fields.push([(alias ?? name).value, name.value]);
    },
  };
  visit(parse(query), visitWithTypeInfo(types, visitor));
  return fields;
}
