import fc from "fast-check";
import type { GraphQLSchema } from "graphql";
import { MARKER } from "../gateway/http-exchange.js";
import { validDocument } from "./generated-documents.js";

/** A body to post to `/graphql`. Placeholders of `known` are filled in when it is sent. */
export interface GeneratedBody {
  body: string | Uint8Array<ArrayBuffer>;
  type: string;
}

const JSON_TYPE = "application/json";
const TYPES = [
  JSON_TYPE,
  `${JSON_TYPE}; charset=utf-8`,
  `${JSON_TYPE}; charset=utf-16`,
  "application/graphql",
  "application/graphql-response+json",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "text/plain",
];

const json = (value: unknown): GeneratedBody => ({ body: JSON.stringify(value) ?? "", type: JSON_TYPE });

export function arbitraryBytes(): fc.Arbitrary<GeneratedBody> {
  return fc.record({
    body: fc.uint8Array({ maxLength: 3000 }).map((bytes) => new Uint8Array(bytes)),
    type: fc.constantFrom(...TYPES),
  });
}

export function arbitraryJson(): fc.Arbitrary<GeneratedBody> {
  const anything = fc.jsonValue({ maxDepth: 5 });
  const request = fc.record(
    {
      query: fc.oneof(
        fc.constantFrom("{ viewer { role } }", "query A { viewer { role } } query B { __typename }"),
        anything,
      ),
      variables: fc.oneof(fc.dictionary(fc.string(), anything), anything),
      operationName: fc.oneof(fc.constantFrom("A", "B", "toString", "__proto__"), anything),
      extensions: anything,
    },
    { requiredKeys: [] },
  );
  return fc.oneof(anything, request, fc.array(request, { maxLength: 3 })).map(json);
}

/** Words of GraphQL and of the schema, in any order. */
export function almostGraphql(schema: GraphQLSchema): fc.Arbitrary<GeneratedBody> {
  return fc.array(wordOf(schema), { maxLength: 80 }).map((words) => json({ query: words.join(" ") }));
}

/**
 * Documents that fit the schema, after something was cut out, inserted, repeated or exchanged, in the text or in its
 * bytes.
 */
export function mutatedDocument(schema: GraphQLSchema): fc.Arbitrary<GeneratedBody> {
  const mutations = fc.array(fc.tuple(fc.nat(9999), fc.nat(30), fc.constantFrom(...MUTATIONS), wordOf(schema)), {
    minLength: 1,
    maxLength: 5,
  });
  return fc.tuple(validDocument(schema), mutations, fc.boolean()).map(([document, changes, onTheWire]) => {
    const change = (text: string) =>
      changes.reduce((changed, [place, length, mutate, word]) => {
        const at = Math.floor((place / 10_000) * changed.length);
        return mutate(changed.slice(0, at), changed.slice(at, at + length), changed.slice(at + length), word);
      }, text);
    return onTheWire
      ? { body: change(JSON.stringify(document)), type: JSON_TYPE }
      : json({ ...document, query: change(document.query) });
  });
}

const MUTATIONS: ((before: string, here: string, after: string, word: string) => string)[] = [
  (before, _here, after) => before + after,
  (before, here, after) => before + here + here + after,
  (before, here, after, word) => before + word + here + after,
  (before, _here, after, word) => before + word + after,
  (before) => before,
  (before, here, after) => after + here + before,
];

function wordOf(schema: GraphQLSchema): fc.Arbitrary<string> {
  const types = Object.values(schema.getTypeMap());
  const fields = types.flatMap((type) => ("getFields" in type ? Object.keys(type.getFields()) : []));
  const signs = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    "!",
    "=",
    "@",
    "$",
    "...",
    "&",
    "|",
    ",",
    "#",
    '"',
    '"""',
    "\\",
    "\n",
  ];
  const words = ["query", "mutation", "subscription", "fragment", "on", "true", "null", "__schema", "__type", "@defer"];
  const values = [
    "$a",
    "0",
    "-1",
    "1e999",
    '"x"',
    `"${MARKER}"`,
    '"\\u0000"',
    "\u0000",
    "\ufeff",
    "{a: 1}",
    "@skip(if: true)",
  ];
  return fc.oneof(
    fc.constantFrom(...signs),
    fc.constantFrom(...words, ...values),
    fc.constantFrom(...types.map(({ name }) => name), ...fields),
  );
}
